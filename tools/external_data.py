#!/usr/bin/env python3
"""Runs `restage timeline --json` over every file of the shared data and writes docs/external-data.md.

usage: tools/external_data.py PROGRAM DATA [--check]   (--check: no table, exit 1 when a file fails)
"""
import collections
import json
import pathlib
import subprocess
import sys

FOLDERS = ("mcode", "fhir", "obds")
SUFFIXES = {".json", ".xml", ".ndjson"}
COLUMNS = ("files", "patients", "tumors", "statements", "grouped", "stated", "differ", "data_issues", "refused")
HEAD = """# Every file of the public test data

Written by `tools/external_data.py build/restage ../shared/data`: `restage timeline --json` over every JSON, NDJSON and
XML file of public mCODE, FHIR and oBDS collections (none of it is part of this repository). Each file gave valid JSON
and exit status 0 or 1. Files are resources, bundles and definitions alike; a file without a tumor gives no statement.

- **statements**: staging statements; **with group**: one stage group; **stated beside**: a person or system stated a
  stage for the same window; **differ**: the stated stage contradicts the computed one or the findings.
- **data issues**: problems of the input, as data, of any severity; **refused**: files with exit status 1 (some input was
  refused or carries an error).

| collection | files | patients | tumors | statements | with group | stated beside | differ | data issues | refused |
|---|---|---|---|---|---|---|---|---|---|
"""


def collection_of(path, root):
    parts = path.relative_to(root).parts
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def run(program, path, counts, codes):
    done = subprocess.run([program, "timeline", "--json", str(path)], capture_output=True, timeout=120)
    if done.returncode not in (0, 1):
        return f"{path}: exit {done.returncode}: {done.stderr.decode(errors='replace')[:200]}"
    try:
        result = json.loads(done.stdout)
    except ValueError as error:
        return f"{path}: invalid JSON: {error}"
    counts["files"] += 1
    counts["refused"] += done.returncode
    issues = list(result["data_issues"])
    for patient in result["patients"]:
        counts["patients"] += 1
        issues += patient["data_issues"]
        for tumor in patient["tumors"]:
            counts["tumors"] += 1
            for statement in tumor["statements"]:
                counts["statements"] += 1
                counts["grouped"] += statement["group"] is not None
                counts["stated"] += statement["stated"] is not None
                counts["differ"] += statement["stated"] is not None and not statement["stated"]["agrees"]
    counts["data_issues"] += len(issues)
    codes.update(issue["code"] for issue in issues)
    return None


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    if not any((root / folder).is_dir() for folder in FOLDERS):
        print("skipped: no public data beside the repository")
        return 77
    tables, codes, failures = collections.defaultdict(collections.Counter), collections.Counter(), []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                failure = run(program, path, tables[collection_of(path, root)], codes)
                if failure:
                    failures.append(failure)
    print("\n".join(failures) if failures else f"{sum(t['files'] for t in tables.values())} files, none failed")
    if failures or "--check" in sys.argv:
        return 1 if failures else 0
    total = sum(tables.values(), collections.Counter())
    rows = sorted(tables.items()) + [("**all**", total)]
    text = HEAD + "".join(f"| {name} | " + " | ".join(f"{counts[column]:,}" for column in COLUMNS) + " |\n" for name, counts in rows)
    text += "\n## Data issues by code\n\n| code | times |\n|---|---|\n" + "".join(f"| {code} | {number:,} |\n" for code, number in codes.most_common())
    pathlib.Path("docs/external-data.md").write_text(text)
    return 0


sys.exit(main())
