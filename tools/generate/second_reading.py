#!/usr/bin/env python3
"""Writes docs/second-reading.md: which group tables were compared with a second source, and with which."""
import csv
import pathlib
import sys

HEAD = """# The second, independent reading

Group tables written down again from a source other than the one the pack was written from, and compared cell by cell.
The rows stand in `tests/second_reading`; `second_reading_test` runs every one and fails on any difference, so a passing
test means that no cell of this table differs. Made by `tools/generate/second_reading.py`.

| file | editions | rows compared | second source |
|---|---|---|---|
"""


def page():
    lines, total = [], 0
    for path in sorted(pathlib.Path("tests/second_reading").glob("*.tsv")):
        text = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
        rows = list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))
        editions = sorted({row["edition"] for row in rows})
        sources = sorted({(row.get("source") or "").split("#")[0].strip() for row in rows} - {""})
        shown = "; ".join(sources[:2]) + (f" and {len(sources) - 2} more" if len(sources) > 2 else "")
        total += len(rows)
        lines.append(f"| {path.stem} | {', '.join(editions)} | {len(rows)} | {shown.replace('|', '/')} |\n")
    return HEAD + "".join(lines) + f"| **all** | | **{total}** | |\n"


target = pathlib.Path("docs/second-reading.md")
if "--check" not in sys.argv:
    target.write_text(page())
elif not target.exists() or target.read_text() != page():
    sys.exit(f"{target} is not current; run tools/generate/second_reading.py")
