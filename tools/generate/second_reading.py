#!/usr/bin/env python3
"""Writes docs/second-reading.md: which group tables were compared with a second source, and with which."""
import csv
import pathlib
import sys

HEAD = """# The second, independent reading

Group tables written down again from a source other than the one the pack was written from, and compared cell by cell.
The rows stand in `tests/second_reading`; `second_reading_test` runs every one and fails on any difference, so a passing
test means that no cell of this table differs. Made by `tools/generate/second_reading.py`.

"""

DIFFERENCES = """## Where a reading differed, and who was right

| what | one source | another | decided by |
|---|---|---|---|
| Breast, pathological, T0-2 N2 or T3 N1-2, G3, HER2 and ER negative, PR positive | IIA (a public calculator) | IIIA (VistA) | NCI PDQ table 10: IIIA |
| Breast, clinical, T2 N1 or T3 N0, G2, triple negative | IIB as well as IIIB (NCI stages page) | IIIB (pack) | NCI PDQ table 9: IIIB |
| Breast, clinical and pathological, T1 N0 G2 triple negative and three more | VistA | NCI | NCI PDQ tables 9 and 10; see the notes of the pack |
| Esophagus, squamous, pathological, T2 N1, T3 N1, T4a N0, T3 N2 and others | one class lower (a public calculator) | IIIA, IIIB, IIIB, IIIB (pack) | NCI PDQ tables 4 to 6: the pack |
| Esophagus, squamous, pathological, T1a N0 GX | IB (the same calculator) | IA (pack) | NCI PDQ table 3: IA |
| Esophagus, adenocarcinoma, pathological, T1a N0 GX and T2 N0 GX | open (the same calculator) | IA and IIA (pack) | NCI PDQ tables 8 and 9: the pack |
| HPV-associated oropharynx, clinical, T3 N0-2, version 9 | III (the same calculator) | II (NHS sheet, and another program) | two against one, and the NHS sheet restates the UICC 9 book: II |
| Stomach after neoadjuvant therapy, T1 N3b | III (the broad group of pTNM, as the chapter summary says) | II (VistA, whose table has N3 undivided) | not decided; the pack follows the table and the cell is left out of the comparison |
| Lymphoma, Ann Arbor with Cotswolds, mark X at exactly 100 mm | X (the pack until this comparison) | no X: greater than 10 cm | Lister 1989: the pack was mended |
| Lymphoma, one extralymphatic site and nodes on the other side of the diaphragm | III (Collaborative Stage, code 310) | IV unless contiguous (Lugano) | each system keeps its rule; a contiguous site with nodes on both sides is III in both |
| Graded Prognostic Assessment of 2008, classes | 1.5 to 2 and 2.5 to 3 (a wiki, and the pack until this reading) | 1.5 to 2.5 and 3 | the authors' validation of 2008: the pack was mended |
| Appendix, implant on the ovary | M1c (the pack until this reading) | M1b | SEER, note on peritoneal implants: the pack was mended |

## From findings to categories

1286 cases of 109 sites and editions were written down from the published manuals before the packs were looked at, at
every size limit, named structure, node count and special category, with some findings left out. 55 answers differed.
24 of them were slips of the expectation, or differ in form only (exactly 20 mm in the pancreas is T2, an ovarian T1c is IC in TNM);
9 are wider than they need be and were left (an in situ tumor of the larynx asks whether anything is invaded). What was mended:

| what | before | now |
|---|---|---|
| Gallbladder, two organs named | T3 | T4 |
| Unknown primary of the neck, p16 or EBV positive | N of the own chapter | N of oropharynx or nasopharynx; T0 is given |
| Breast, bladder, kidney, liver, intrahepatic ducts, prostate, penis, endometrium: regions without a count, or a count without regions | N0 left possible, or N open | each suffices alone |
| Endometrium, size of the deposit not known | N0 left possible | IIIC1 or IIIC2 |
| Breast, size of the deposit not stated | N1mi left possible | over 2 mm, said with the result (SEER) |
| Oral cavity, depth of invasion 5.1 mm | rounded to 5 mm, T1 | T2 |
| Sizes of sarcoma, stromal and neuroendocrine tumors, vulva and others | compared exactly | rounded to the millimeter as everywhere else |
| Breast and lung, size of the whole and of the invasive part | the second was ignored | the invasive part decides |
| Nasopharynx 9 and uveal melanoma, metastasis named but not counted or measured | no input for it | M1 |
| Testis, marker numbers without a remark | S0 left possible | S2 and S3 by the numbers |
| Neuroblastoma, liver or skin alone without a marrow count | none left possible | MS or 4S |
| Neck nodes at recurrence | no N | as clinical |

"""

TABLE = """## Every reading

| file | sites | editions | classifications | rows compared | second source |
|---|---|---|---|---|---|
"""

COMMONEST = """## The commonest sites

For these packs the test also insists that no row of a group table is left out: each is the one answer of some row of a
reading, or stands here with the reason.

| site | edition | rows of the group tables without a second reading | reason |
|---|---|---|---|
"""


def rows_of(path):
    text = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


def page():
    lines, total = [], 0
    for path in sorted(pathlib.Path("tests/second_reading").glob("*.tsv")):
        rows = rows_of(path)
        several = {name: ", ".join(sorted({row[name] for row in rows})) for name in ("site", "edition", "classification")}
        sources = sorted({(row.get("source") or "").split("#")[0].strip() for row in rows} - {""})
        shown = "; ".join(sources[:2]) + (f" and {len(sources) - 2} more" if len(sources) > 2 else "")
        total += len(rows)
        lines.append(f"| {path.stem} | {several['site']} | {several['edition']} | {several['classification']} | {len(rows)} | {shown.replace('|', '/')} |\n")
    lines.append(f"| **all** | | | | **{total}** | |\n\n")
    commonest = [f"| {row['site']} | {row['edition']} | {row['not_read'] or 'none'} | {row['reason'] or ''} |\n" for row in rows_of(pathlib.Path("tests/second_reading_sites.tsv"))]
    return HEAD + COMMONEST + "".join(commonest) + "\n" + DIFFERENCES + TABLE + "".join(lines).rstrip("\n") + "\n"


target = pathlib.Path("docs/second-reading.md")
if "--check" not in sys.argv:
    target.write_text(page())
elif not target.exists() or target.read_text() != page():
    sys.exit(f"{target} is not current; run tools/generate/second_reading.py")
