#!/usr/bin/env python3
"""Stages every combination of T, N, M and factors of each staging pack through `restage stage --input`, each value
also left empty, and insists on an answer: one group, several with the reason, or no group by this table.

    combinations.py PROGRAM PACKS [--limit N] [--site SITE]

Packs with more than N combinations (default 6 million) are named and left out. Numbers take each cut of the tables,
a value between two cuts and one beyond either end."""
import argparse
import collections
import csv
import itertools
import math
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")


def cuts_of(folder):
    cuts = collections.defaultdict(set)
    for table in (folder / "tables").glob("*.tsv"):
        rows = [line.split("\t") for line in table.read_text().splitlines()]
        for row in rows[1:]:
            for column, cell in zip(rows[0], row):
                cuts[column].update(float(number) for number in NUMBER.findall(cell))
    return cuts


def numbers(declared, cuts):
    low, high = float(declared.get("minimum", 0)), float(declared.get("maximum", math.inf))
    step = 1 if declared["type"] == "integer" else 0.5
    values = set()
    for cut in sorted(cuts or {1.0}):
        values.update((cut, cut - step, cut + step))
    whole = declared["type"] == "integer"
    return [f"{value:g}" for value in sorted(values) if low <= value <= high and not (whole and value != int(value))]


def values_of(declared, cuts):
    kind = declared["type"]
    if kind == "code":
        return list(declared["values"]) + list(declared.get("coarse", {}))
    if kind == "set":
        return list(declared["values"]) + ["none"]
    if kind in ("integer", "decimal"):
        return numbers(declared, cuts)
    return ["yes", "no"]


def is_answered(row):
    status = row["status"]
    if status == "determined":
        return row["group"] not in ("", "none")
    if status == "ambiguous":
        return len(row["possible"].split(";")) > 1 and bool(row["message"])
    return status in ("no_group", "not_applicable") and bool(row["message"])


def stage(program, pack, columns, combinations, folder):
    cases, staged = folder / "cases.csv", folder / "staged.csv"
    written = 0
    with cases.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["edition", "site", "classification", *columns])
        for classification in pack.get("classifications", ["c"]):
            for combination in combinations():
                writer.writerow([pack["edition"], pack["site"], classification, *combination])
                written += 1
    run = subprocess.run([program, "stage", "--input", cases, "--output", staged], capture_output=True, text=True)
    counts, wrong = collections.Counter(), []
    if run.returncode not in (0, 1):
        return counts, [f"exit {run.returncode}: {run.stderr[:200]}"]
    with staged.open(newline="") as lines:
        for row in csv.DictReader(lines):
            counts[row["status"]] += 1
            if not is_answered(row):
                wrong.append(f"no answer: {row}")
    if sum(counts.values()) != written:
        wrong.append(f"{written} cases in, {sum(counts.values())} out")
    return counts, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("packs", type=pathlib.Path)
    parser.add_argument("--limit", type=int, default=6_000_000)
    parser.add_argument("--site")
    chosen = parser.parse_args()
    totals, left_out, failures, done = collections.Counter(), [], [], 0
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(chosen.packs.glob("**/pack.toml")):
            pack = tomllib.loads(path.read_text())
            if chosen.site and pack["site"] != chosen.site:
                continue
            cuts = cuts_of(path.parent)
            inputs = [each for each in pack.get("input", []) if each["role"] in ("category", "factor")]
            values = [values_of(each, cuts[each["name"]]) + [""] for each in inputs]
            count = math.prod(map(len, values)) * len(pack.get("classifications", ["c"]))
            if count > chosen.limit:
                left_out.append(f"{pack['id']} ({count})")
                continue
            counts, wrong = stage(chosen.program, pack, [each["name"] for each in inputs], lambda: itertools.product(*values), pathlib.Path(folder))
            totals.update(counts)
            failures += [f"{pack['id']}: {each}" for each in wrong]
            done += 1
    print(f"{done} packs, {sum(totals.values())} cases: " + ", ".join(f"{count} {status}" for status, count in sorted(totals.items())))
    print("too many combinations: " + (", ".join(left_out) or "none"))
    for failure in failures[:20]:
        print(failure)
    return 1 if failures or done == 0 else 0


sys.exit(main())
