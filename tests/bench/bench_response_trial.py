#!/usr/bin/env python3
"""Writes a generated trial for the response benchmark: N subjects, 10 lesions, 12 visits.

usage: bench_response_trial.py N ndjson|csv OUT
Both forms hold the same sizes: response documents, or the table pyrecist reads (target lesions, dates as YYYYMMDD).
"""
import datetime
import json
import random
import sys


def main():
    count, form, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    rng = random.Random(20260722)
    start = datetime.date(2024, 1, 1)
    organs = ["liver", "lung", "adrenal", "lymph node", "bone"]
    with open(path, "w", encoding="utf-8") as out:
        if form == "csv":
            out.write("patient_id,study_date,measurement,lesion_label_alias,lesion_category\n")
        for subject in range(count):
            sizes = [rng.randint(150, 600) / 10 for _ in range(10)]
            visits = []
            for visit in range(12):
                day = start + datetime.timedelta(days=42 * visit - 3)
                if visit:
                    sizes = [round(max(1.0, size * rng.uniform(0.8, 1.15)), 1) for size in sizes]
                if form == "csv":
                    for lesion in range(5):
                        out.write(f"{subject},{day:%Y%m%d},{sizes[lesion]},T{lesion},target\n")
                    continue
                measurements = [{"lesion": f"T{i}", "short_mm" if organs[i] == "lymph node" else "long_mm": sizes[i]} for i in range(5)]
                measurements += [{"lesion": f"N{i}", "state": "present"} for i in range(5)]
                visits.append({"id": "baseline" if visit == 0 else f"V{visit}", "date": day.isoformat(), "measurements": measurements})
            if form == "ndjson":
                lesions = [{"id": f"T{i}", "role": "target", "organ": organs[i]} for i in range(5)]
                lesions += [{"id": f"N{i}", "role": "non-target", "organ": "pleura"} for i in range(5)]
                out.write(json.dumps({"id": f"S{subject}", "reference_date": start.isoformat(), "lesions": lesions, "visits": visits}) + "\n")


main()
