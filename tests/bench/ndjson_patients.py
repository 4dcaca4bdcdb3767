#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints line-wise FHIR of invented patients of any size to standard output, the same for the same seed.

The resources of one patient lie far apart: those of --apart patients are dealt out in turns. Used to measure memory
and time of reading: ndjson_patients.py --megabytes 500 > patients.ndjson
"""
import argparse
import json
import random
import sys

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"


def concept(system, code, text):
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def observation(identity, number, patient, day, code, **value):
    return {"resourceType": "Observation", "id": f"{identity}-o{number}", "status": "final",
            "meta": {"profile": ["http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-tumor-marker-test"]},
            "subject": {"reference": f"Patient/{patient}"}, "focus": [{"reference": f"Condition/{identity}-c"}],
            "encounter": {"reference": f"Encounter/{identity}-e"}, "effectiveDateTime": day, "code": code, **value}


def day_of(random_source, year):
    return f"{year}-{random_source.randint(1, 12):02d}-{random_source.randint(1, 28):02d}"


def resources_of(number, random_source):
    identity = f"{number:08d}"
    year = random_source.randint(2015, 2024)
    yield {"resourceType": "Patient", "id": identity, "gender": random_source.choice(["male", "female"]),
           "birthDate": f"{random_source.randint(1930, 1990)}-01-01"}
    yield {"resourceType": "Encounter", "id": f"{identity}-e", "status": "finished",
           "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
           "subject": {"reference": f"Patient/{identity}"}}
    site = random_source.choice([("254837009", "Malignant neoplasm of breast"), ("363418001", "Malignant tumor of pancreas"),
                                 ("363358000", "Malignant tumor of lung"), ("363406005", "Malignant neoplasm of colon")])
    yield {"resourceType": "Condition", "id": f"{identity}-c", "subject": {"reference": f"Patient/{identity}"},
           "meta": {"profile": ["http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-primary-cancer-condition"]},
           "code": concept(SNOMED, *site), "onsetDateTime": day_of(random_source, year)}
    for count, (code, text, values) in enumerate([
            ("21905-5", "Primary tumor.clinical", ["cT1", "cT2", "cT3"]), ("21906-3", "Nodes.clinical", ["cN0", "cN1"]),
            ("21907-1", "Metastases.clinical", ["cM0"])]):
        value = random_source.choice(values)
        yield observation(identity, f"s{count}", identity, day_of(random_source, year), concept(LOINC, code, text),
                          valueCodeableConcept={"text": value, "coding": [{"system": "http://cancerstaging.org",
                                                                           "code": value}]})
    for count in range(random_source.randint(10, 40)):
        code, text = random_source.choice([("2857-1", "Prostate specific Ag"), ("2039-6", "Carcinoembryonic Ag"),
                                           ("718-7", "Hemoglobin"), ("2160-0", "Creatinine")])
        yield observation(identity, count, identity, day_of(random_source, year + random_source.randint(0, 3)),
                          concept(LOINC, code, text),
                          valueQuantity={"value": round(random_source.uniform(0.1, 40), 1), "unit": "ng/mL",
                                         "system": UCUM, "code": "ng/mL"})
    yield {"resourceType": "Procedure", "id": f"{identity}-p", "status": "completed",
           "subject": {"reference": f"Patient/{identity}"}, "performedDateTime": day_of(random_source, year + 1),
           "code": concept(SNOMED, "387713003", "Surgical procedure")}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=10)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--apart", type=int, default=20000, help="patients whose resources are mixed")
    options = parser.parse_args()
    random_source = random.Random(options.seed)
    left = options.megabytes * 1_000_000
    number = 0
    while left > 0:
        waiting = []
        for _ in range(options.apart):
            waiting.append([json.dumps(one, separators=(",", ":")) for one in resources_of(number, random_source)])
            number += 1
            left -= sum(len(line) + 1 for line in waiting[-1])
            if left <= 0:
                break
        for turn in range(max(len(lines) for lines in waiting)):
            for lines in waiting:
                if turn < len(lines):
                    sys.stdout.write(lines[turn] + "\n")
    print(f"{number} patients", file=sys.stderr)


if __name__ == "__main__":
    main()
