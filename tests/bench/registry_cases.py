#!/usr/bin/env python3
"""Writes the cases of an algorithm as lines of group TAB key TAB value ..., shuffled with a fixed seed."""
import gzip
import json
import random
import sys

KEYS = ["site", "hist", "year_dx", "cs_input_version_original", "behavior", "grade", "age_dx", "lvi", "size", "extension", "extension_eval", "nodes", "nodes_eval",
        "nodes_pos", "nodes_exam", "mets", "mets_eval"] + [f"ssf{i}" for i in range(1, 26)]


def main():
    source, target = sys.argv[1:3]
    lines = []
    with gzip.open(source, "rt") as cases:
        for line in cases:
            if source.endswith(".csv.gz"):
                cells = line.rstrip("\n").split(",")
                lines.append([cells[0]] + [part for pair in zip(KEYS, cells[1:43]) for part in pair])
            else:
                case = json.loads(line)
                pairs = [part for key, value in case["input"].items() if value is not None for part in (key, value)]
                lines.append([case["schema_id"] or "none"] + pairs)
    random.Random(1).shuffle(lines)
    with open(target, "w") as out:
        for cells in lines:
            if not any("\t" in cell or "\n" in cell for cell in cells):
                out.write("\t".join(cells) + "\n")


main()
