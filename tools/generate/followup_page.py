#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/reference/followup.md from packs/followup: every row by cancer and trust, and where guidelines differ.

followup_page.py [--check]   --check compares and fails where the page is stale.
"""
import argparse
import collections
import pathlib
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "reference" / "followup.md"
COMPARED = {  # cancer: reasons of [[applies]], the guidelines that lay out a schedule for it
    "colon cancer": ("colon cancer", "colorectal cancer"),
    "breast cancer": ("breast cancer",),
    "prostate cancer": ("prostate cancer",),
}


def read_packs():
    for toml in sorted((ROOT / "packs" / "followup").glob("*/pack.toml")):
        pack = tomllib.loads(toml.read_text(encoding="utf-8"))
        lines = (toml.parent / "tables" / "plan.tsv").read_text(encoding="utf-8").splitlines()
        header = lines[0].split("\t")
        rows = [dict(zip(header, line.split("\t"))) for line in lines[1:] if line and not line.startswith("#")]
        yield pack, rows


def words(window):
    """3..6 as people say it."""
    if not window:
        return ""
    least, dots, most = window.partition("..")
    units = {"w": " weeks", "d": " days"}

    def length(text):
        return text[:-1] + units[text[-1]] if text[-1] in units else text + " months"

    if not dots:
        return "every " + length(least)
    if not least:
        return "at least every " + length(most)
    if not most:
        return "at most every " + length(least)
    return f"every {least.rstrip('wd')} to {length(most)}"


def period(row):
    begin, end = row.get("=from", ""), row.get("=until", "")
    if not begin and not end:
        return ""
    return f"{begin or 0}-{end}" if end else f"from {begin or 0}"


def who(row):
    return ", ".join(f"{name} {cell}" for name, cell in row.items()
                     if not name.startswith("=") and name not in ("row", "source", "note") and cell not in ("-", ""))


def when(row):
    parts = [words(row.get("=every", ""))]
    if row.get("=at"):
        parts.append("at month " + row["=at"].replace(";", ", "))
    if row.get("=first"):
        parts.append("first " + row["=first"])
    if row.get("=times"):
        parts.append(row["=times"] + " times")
    return "; ".join(part for part in parts if part)


def cell(text):
    return text.replace("|", "\\|")


def page():
    packs = [(pack, rows) for pack, rows in read_packs()]
    by_cancer = collections.defaultdict(list)
    for pack, rows in packs:
        for reason in dict.fromkeys(block["reason"] for block in pack["applies"]):
            by_cancer[reason].append((pack, rows))
    total = collections.Counter(row["=trust"] for _, rows in packs for row in rows if row["=entry"] != "anchor")
    out = ["# Follow-up guidelines, row by row", "",
           "Written by `tools/generate/followup_page.py` from `packs/followup`; what the columns mean stands in",
           "[followup.md](../followup.md). Months are counted from the anchor of the guideline.", "",
           f"{len(packs)} guidelines; rows: " + ", ".join(f"{n} {trust}" for trust, n in sorted(total.items())) + ".", ""]
    for cancer in sorted(by_cancer):
        out += [f"## {cancer[0].upper() + cancer[1:]}", ""]
        for pack, rows in by_cancer[cancer]:
            out += [f"### {pack['id'].removeprefix('followup-')}", "", pack["title"] + ".", "",
                    "| row | entry | activity | for | months | how often | said | trust | source |",
                    "|---|---|---|---|---|---|---|---|---|"]
            citations = {source["id"]: source["citation"] for source in pack["source"]}
            for row in rows:
                source, _, section = row["source"].split(";")[0].partition("#")
                text = citations[source.strip()] + (", " + section if section else "")
                out.append("| " + " | ".join(cell(part) for part in (
                    row["row"], row["=entry"], row["=activity"], who(row), period(row), when(row),
                    row.get("=condition", ""), row["=trust"], text)) + " |")
            out.append("")
    out += ["## Where guidelines differ", ""]
    for cancer, reasons in COMPARED.items():
        shown = [(pack, rows) for pack, rows in packs if any(b["reason"] in reasons for b in pack["applies"])]
        activities = list(dict.fromkeys(row["=activity"].split(" (")[0] for _, rows in shown for row in rows
                                        if row["=entry"] in ("task", "avoid")))
        out += [f"### {cancer[0].upper() + cancer[1:]}", "",
                "| | " + " | ".join(pack["id"].removeprefix("followup-") for pack, _ in shown) + " |",
                "|---|" + "---|" * len(shown)]
        for activity in activities:
            cells = []
            for _, rows in shown:
                said = []
                for row in rows:
                    if row["=activity"].split(" (")[0] != activity or row["=entry"] not in ("task", "avoid"):
                        continue
                    text = "not recommended" if row["=entry"] == "avoid" else f"{when(row)} ({period(row)})"
                    said.append(text + (f" [{who(row)}]" if who(row) else ""))
                cells.append(cell("<br>".join(said)))
            out.append(f"| {activity} | " + " | ".join(cells) + " |")
        out.append("")
    return "\n".join(out).rstrip() + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    text = page()
    if not parser.parse_args().check:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        print(f"{PAGE.relative_to(ROOT)} is stale; run tools/generate/followup_page.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
