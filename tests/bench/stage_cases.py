#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random valid cases of every system, for `restage stage --input`.

    stage_cases.py PACKS CASES SEED (leaves|values|tenth-empty) (stages|all) > cases.csv

Each row takes one pack by chance and one value by chance for every category and factor of it that the table has a
column for. `leaves`: the finest values only (T1a, never T1); `values`: also the coarse ones; `tenth-empty`: those, and one
cell in ten is left empty. `stages`: staging packs, with the columns of the contract (docs/stage.md); `all`: risk groups
and scores too, with a column for every category and factor of any of them."""
import pathlib
import random
import sys
import tomllib

FACTORS = ["table", "grade", "her2", "er", "pr", "p16", "ebv", "oncotype_dx", "psa", "grade_group", "s", "age", "location",
           "mitotic_rate", "blood", "histology"]


def values_of(declared, coarse, draw):
    if declared["type"] == "code":
        return list(declared["values"]) + (list(declared.get("coarse", {})) if coarse else [])
    if declared["type"] == "set":
        return list(declared["values"]) + ["none"]
    if declared["type"] == "flag":
        return ["yes", "no"]
    low, high = float(declared.get("minimum", 0)), float(declared.get("maximum", 100))
    if declared["type"] == "integer":
        return [str(value) for value in range(int(low), int(high) + 1)]
    return [f"{low + draw() * (min(high, low + 100) - low):.1f}" for _ in range(200)]


def main():
    packs, cases, seed, kind, which = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5]
    random.seed(seed)
    draw = random.random
    systems, every = [], set()
    for path in sorted(packs.glob("**/pack.toml")):
        pack = tomllib.loads(path.read_text())
        if pack["kind"] == "convention" or "site" not in pack or (which == "stages" and pack["kind"] != "stage"):
            continue
        inputs = {each["name"]: each for each in pack.get("input", []) if each["role"] in ("category", "factor")}
        every.update(inputs)
        systems.append((pack["edition"], pack["site"], pack.get("classifications", ["c", "p", "yc", "yp", "r", "a"]), inputs))
    columns = ["t", "n", "m"] + (FACTORS if which == "stages" else sorted(every - {"t", "n", "m"}))
    rows = [(edition, site, classes, [values_of(inputs[name], kind != "leaves", draw) if name in inputs else None for name in columns])
            for edition, site, classes, inputs in systems]
    empty = 0.1 if kind == "tenth-empty" else 0
    out = sys.stdout
    out.write("edition,site,classification," + ",".join(columns) + "\n")
    for _ in range(cases):
        edition, site, classes, values = rows[int(draw() * len(rows))]
        cells = ["" if each is None or draw() < empty else each[int(draw() * len(each))] for each in values]
        out.write(f"{edition},{site},{classes[int(draw() * len(classes))]},{','.join(cells)}\n")


main()
