#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tables of cases as people really write them, through the program: what a cell, a column or a file comes to.

    python3 tests/stage_cli/cells.py build/restage

Expectations are the contract of `restage stage` (docs/stage.md): a group, several, none, or a refusal that names
record, line, column, value and remedy; a file that is no table ends with status 2 and a message that names it.
"""
import csv
import io
import json
import os
import subprocess
import sys
import tempfile

HEADER = "edition,site,classification,t,n,m"
LUNG_T = "accepted: T0 Tis T1mi T1a T1b T1c T2a T2b T3 T4 T1 T2 TX; or leave it empty"

# A row of lung or prostate, edition 8: cells behind edition; the status, the groups, a part of the message.
# SOURCE of the groups: NCI PDQ stage tables (lung T1c N0 M0 IA3, T2a N0 M0 IB, T1c with M1a IVA, M1c IVB).
ROWS = [
    ("lung,c,T1c,N0,M0", "determined", "IA3", ""),
    ("lung,c,t1C,n0,m0", "determined", "IA3", ""),
    ("lung,C,cT1c,cN0,cM0", "determined", "IA3", ""),
    ("lung,c,1c,0,0", "determined", "IA3", ""),
    ("lung,c,\"T1c\",N0,M0", "determined", "IA3", ""),
    (" lung , c , T1c , N0 , M0 ", "determined", "IA3", ""),
    ("lung,p,pT2a(m),pN0,cM0", "determined", "IB", ""),
    ("lung,p,pT2a(3),pN0(i+),cM0(i+)", "determined", "IB", ""),
    ("lung,,ypT2a(m),ypN0,", "ambiguous", None, "depends on m"),
    ("lung,c,T1c,N0", "ambiguous", "IA3;IVA;IVB", "M0: IA3"),
    ("lung,c,TX,NX,M0", "ambiguous", None, "depends on"),
    ("lung,c,TX,N0,M0", "determined", "Occult", ""),
    ("lung", "ambiguous", None, "depends on"),
    ("lung,c,T1c,N0,M0,,,", "determined", "IA3", ""),
    ("lung,c,T1c,N0,M0,extra", "refused", "", "the row has 7 cells, the header 6; quote cells that hold a comma"),
    ("lung,c,T1c,N0,M9", "refused", "", "column m: `M9` is not a value of m; accepted: M0 M1a M1b M1c M1; or leave it empty"),
    ("lung,c,T1c,N0,MX", "refused", "", "column m: `MX`: the category MX does not exist; give cM0"),
    ("lung,p,T1c,N0,pM0", "refused", "", "column m: `pM0`: the category pM0 does not exist; give cM0"),
    ("lung,c,pT1c,N0,M0", "refused", "", "column t: `pT1c` does not belong to classification c"),
    ("lung,x,T1c,N0,M0", "refused", "", "column classification: `x` is not a value of classification; accepted: c p yc yp r a"),
    ("lung,c,Tis(DCIS),N0,M0", "refused", "", "column t: `Tis(DCIS)` is not a value of t; " + LUNG_T),
    ("lung,c,T1c?,N0,M0", "refused", "", "column t: `T1c?` is not a value of t; " + LUNG_T),
    ("lung,c,T1a-T2a,N0,M0", "refused", "", "column t: `T1a-T2a` is not a value of t"),
    # A word for a missing value is an empty cell (core/missing_words.tsv); a misspelled one is not guessed.
    ("lung,c,unknown,N0,M0", "ambiguous", None, "depends on t"),
    ("lung,c,T1c,Not Reported,M0", "ambiguous", None, "depends on n"),
    ("lung,c,unkown,N0,M0", "refused", "", "or leave it empty"),
    ("lung,c,N0,T1c,M0", "refused", "", "column t: `N0` is not a value of t"),
    ("lung,c,T1c,5\" N0,M0", "refused", "", "column n: `5\" N0` is not a value of n"),
    ("Lung,c,T1c,N0,M0", "refused", "", "column site: `Lung` is no site id; did you mean lung?"),
    ("bone-femur,c,T1,N0,M0", "refused", "", "`restage stage --sites` lists all"),
    (",c,T1c,N0,M0", "refused", "", "column site: it is empty; give a site id"),
    ("prostate,c,T1c2,N0,M0", "refused", "", "column t: `T1c2` is not a value of t; accepted: T0 T1a"),
    ("breast,c,T1c,N0,M0", "ambiguous", None, "depends on"),
    ("lung,c," + "T" * 200000 + ",N0,M0", "refused", "", "TTTT...` is not a value of t"),
    ("lung,c,\xff\x00\x01,N0,M0", "refused", "", "column t: `"),
]

# Whole files: bytes, options, exit status, a part of what is said.
FILES = [
    (b"", [], 2, "the file is empty; the first line names the columns"),
    (HEADER.encode(), [], 0, "group,possible,status,message"),
    (HEADER.encode() + b"\n8,lung,c,T1c,N0,M0", [], 0, ",IA3,IA3,determined,"),
    (b"Edition,SITE,Classification,T,N,M\n8,lung,c,T1c,N0,M0\n", [], 0, ",IA3,IA3,determined,"),
    (b"\xef\xbb\xbf\"edition\",site,t,n,m\r\n8,lung,cT1c,N0,M0\r\n\r\n", [], 0, "8,lung,cT1c,N0,M0,IA3,IA3,determined,\r\n"),
    (b"edition,site,t,n,m,t\n", [], 2, "line 1: the column t stands twice; remove or rename one of them"),
    (b"edition;site;t;n;m\n8;lung;T1c;N0;M0\n", [], 2, "line 1: there is no column site; the columns seem to be separated by semicolons"),
    (b"edition\tsite\tt\n", [], 2, "separated by tabs; separate them by commas"),
    ("edition,site,t\n".encode("utf-16"), [], 2, "the file is UTF-16; save it as UTF-8"),
    (b"edition,sites,t\n8,lung,T1c\n", [], 2, "there is no column site; if the column sites is meant, name it site"),
    (b"edition,site,t,n,m,grad\n8,esophagus-adeno,cT1b,cN0,cM0,\n8,esophagus-adeno,pT1b,N0,M0,G1\n", [], 0, "grad (did you mean grade?)"),
    (b"t,n,m\nT1c,N0,M0\n", [], 2, "there is no column site; name it in the first line"),
    (b"edition,site,t,n,m\n77,lung,T1c,N0,M0\n", [], 1, "column edition: `77` does not exist for lung; editions of it: 8 9"),
    (b"site,t,n,m\nlung,T1c,N0,M0\n", [], 1, "column edition: it is empty and there is no date in the column diagnosed"),
    (b"site,t,n,m,diagnosed\nlung,T1c,N0,M0,17.3.2020\n", [], 1, "column diagnosed: `17.3.2020` is no date; write 2024-03-17"),
    (b"edition,site,t,n,m,psa\n8,prostate,cT1c,N0,M0,ten\n", [], 1, "column psa: `ten` is not a decimal number; give a decimal number in ng/mL, or leave it empty"),
    (b"edition,site,t,n,m,psa\n8,prostate,cT1c,N0,M0,-3\n", [], 1, "column psa: `-3` is below 0"),
    (b"edition,site,t,n,m,psa\n8,prostate,cT1c,N0,M0,\"5,2\"\n", [], 1, "column psa: `5,2` is not a decimal number"),
    (b"edition,site,t,n,m\n8,lung,\"cT1c,N0,M0\n8,lung,cT1c,N0,M0\n", [], 1, "8,lung,cT1c,N0,M0,IA3,IA3,determined,\n"),
    (b"edition,site,t,n,m,note\n8,lung,\"cT1b,N0,M0,\n8,lung,cT1c,N0,M0,\"ok\"\n", [], 1, "8,lung,cT1c,N0,M0,\"ok\",IA3,IA3,determined,\n"),
    (b"edition,site,t,n,m\n8,lung,\"cT1c,N0,M0\n", [], 1, "row 1 (line 2): a quote is opened and never closed; close it"),
    (b"edition,site,t,n,m,note\n8,lung,cT1c,N0,M0,5\" mass\n8,lung,cT1b,N0,M0,\n", [], 0, "8,lung,cT1b,N0,M0,,IA2,IA2,determined,\n"),
    # SOURCE of M1a: capability ST02 of the requirements, NCI PDQ colon cancer (nodes beyond the regional ones are M1a).
    (b"edition,site,classification,depth,nodes,nodes_positive\n8,colon,p,muscularis-propria,supraclavicular,2\n", ["--from", "findings"], 0, ",IVA,IVA,determined,,T2,N1b,M1a\n"),
    (b"edition,site,classification,nodes,mets\n8,breast,c,Supraclavicular,none\n", ["--from", "findings"], 0, ",N3c,M0\n"),
    (b"edition,site,classification,t,n,m\n8,ovary-tube-peritoneum,c,T1a,N0,M0\n", [], 0, ",IA,IA,determined,\"provisional: ovarian"),
    (b"edition,site,classification,t,n,m\n8,ovary-tube-peritoneum,p,T1a,N0,M0\n", [], 0, ",IA,IA,determined,\n"),
    (b"edition,site,t,n,m\n8,lung,cT1c,N0,M0\n", ["--from", "guess"], 2, "--from takes categories or findings"),
    (b"edition,site,t,n,m\n8,lung,cT1c,N0,M0\n", ["--pack", "nope"], 2, "nope"),
    (b"edition,site,t,n,m\n8,lung,cT1c,N0,M0\n", ["--output", "/nonexistent/x.csv"], 2, "/nonexistent/x.csv: creating failed"),
    (b"\x00\x01\xfe\n\"\n\"\"\"\n,,,\n", [], 2, "there is no column site"),
]

# Questions that are asked wrongly: arguments, exit status, a part of what is said.
QUESTIONS = [
    (["stage", "--which", "C34.1", "8140/3", "--inputs", "lung"], 2, "ask one thing at a time"),
    (["stage", "--pack", "ajcc-8-lung", "--inputs", "lung"], 2, "give one of them"),
    (["stage", "--diagnosed", "2024", "--sites"], 2, "--diagnosed and --fact belong to --which"),
    (["stage", "--which", "xyz", "8140/3"], 2, "`xyz` is no topography of ICD-O-3; write C34.1"),
    (["stage", "--which", "C99.9", "8140/3"], 2, "they end with C80.9"),
    (["stage", "--which", "C43.5", "8720/3"], 2, "as a code of ICD-10 it is C44.5 8720 there"),
    (["stage", "--which", "C34.1", "81403"], 2, "`81403` is no morphology of ICD-O-3; write 8140/3"),
    (["stage", "--which", "C34.1", "8140/8"], 2, "write 8140/3 (behavior 0, 1, 2, 3, 6 or 9)"),
    (["stage", "--which", "-", "-"], 2, "needs a topography or a histology"),
    (["stage", "--which", "C34.1", "8140/3", "--diagnosed", "2025-13"], 2, "is no date; write 2024-03-17"),
    (["stage", "--which", "C34.1", "8140/3", "--edition", "banana"], 2, "--edition `banana` is the edition of no pack"),
    (["stage", "--which", "C34.1", "8140/3", "--edition", "7"], 2, "`restage registry`"),
    (["stage", "--which", "C09.9", "8070/3", "--fact", "p16=positive"], 2, "packs ask for one of neg, not-tested, pos"),
    (["stage", "--which", "C09.9", "8070/3", "--fact", "p16"], 2, "write NAME=VALUE"),
    (["stage", "--which", "C09.9", "8070/3", "--fact", "age=old"], 2, "it is a number"),
    (["stage", "--which", "C69.4", "8720/3", "--fact", "epicentre=iris"], 0, "no system"),
    (["stage", "--which", "C61", "8140/3", "--diagnosed", "2024"], 0, "ajcc-8-prostate"),
    (["stage", "--inputs", "lungs"], 2, "`lungs` is no site id; did you mean lung?"),
    (["stage", "--inputs", "LUNG", "--edition", "9"], 0, "AJCC 9"),
    (["stage", "--inputs", "ajcc-9-lung"], 0, "AJCC 9"),
    (["migrate", "--from", "8", "--to", "banana", "-"], 2, "--to `banana` is the edition of no pack"),
    (["migrate", "--from", "8", "--to", "8", "-"], 2, "name the same edition"),
    (["migrate", "--from", "8", "-"], 2, "name both editions: --from 8 --to 9"),
]

failures = []


def check_questions(program):
    for arguments, status, said in QUESTIONS:
        done = subprocess.run([program, *arguments], capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
        if done.returncode != status or said.encode() not in done.stdout + done.stderr:
            failures.append(f"{' '.join(arguments)}: exit {done.returncode}: {(done.stdout + done.stderr)[-300:]}")



def run(program, path, options=()):
    done = subprocess.run([program, "stage", "--input", path, *options], capture_output=True, timeout=60)
    if done.returncode not in (0, 1, 2):
        failures.append(f"{path}: exit {done.returncode}: {done.stderr[-300:]}")
    return done


def check_rows(program, folder):
    path = os.path.join(folder, "rows.csv")
    with open(path, "w", encoding="latin-1") as out:
        out.write(HEADER + "\n" + "".join(f"8,{row}\n" for row, *_ in ROWS))
    done = run(program, path)
    if done.returncode != 1 or path.encode() not in done.stderr:
        failures.append(f"rows: exit {done.returncode}, {done.stderr!r}")
    csv.field_size_limit(1 << 24)
    results = list(csv.DictReader(io.StringIO(done.stdout.decode("latin-1"), newline="")))
    if len(results) != len(ROWS):
        failures.append(f"{len(ROWS)} rows in, {len(results)} out")
    for number, ((row, status, groups, message), result) in enumerate(zip(ROWS, results), 1):
        shown = row[:60]
        if result["status"] != status or (groups is not None and result["possible"] != groups) or message not in (result["message"] or ""):
            failures.append(f"{shown}: {result['status']} {result['possible']} {(result['message'] or '')[:200]}")
        if status != "refused" and not result["possible"]:
            failures.append(f"{shown}: nothing is possible")
        if status == "refused" and not result["message"].startswith(f"row {number} (line {number + 1}): "):
            failures.append(f"{shown}: the refusal does not name row and line")
        if len(result["message"] or "") > 1000:
            failures.append(f"{shown}: a message of {len(result['message'])} characters")
    lines = run(program, path, ["--json"]).stdout.splitlines()
    if [json.loads(line)["status"] for line in lines] != [status for _, status, *_ in ROWS]:
        failures.append("--json and CSV differ in status")


def check_files(program, folder):
    for number, (content, options, status, said) in enumerate(FILES):
        path = os.path.join(folder, f"file{number}.csv")
        with open(path, "wb") as out:
            out.write(content)
        done = run(program, path, options)
        text = (done.stdout + done.stderr).decode("utf-8", "replace")
        if done.returncode != status or said not in text:
            failures.append(f"{content[:60]!r} {options}: exit {done.returncode}: {text[:300]}")
        if status == 2 and not options and path not in text:
            failures.append(f"{content[:60]!r}: the message does not name the file: {text[:200]}")
    if run(program, folder).returncode != 2 or run(program, os.path.join(folder, "none.csv")).returncode != 2:
        failures.append("a folder or a missing file is not refused with status 2")


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        check_rows(program, folder)
        check_files(program, folder)
    check_questions(program)
    for failure in failures:
        print("stage_cells:", failure)
    print(f"stage_cells: {len(ROWS)} rows and {len(FILES)} files and {len(QUESTIONS)} questions, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
