#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""First contact with the program: help, version, slips of the pen, exit status, JSON from every command.

    python3 tests/stage_cli/shell.py build/restage formats

Expectations are the contract of the program (results on standard output, messages on standard error, status
0 done, 1 done with refusals, 2 wrong usage or unreadable input).
"""
import json
import os
import re
import subprocess
import sys
import tempfile

COMMANDS = ["facts", "markers", "migrate", "pack", "registry", "response", "stage", "timeline", "explain"]

# Arguments, exit status, a part of standard output, a part of standard error. An empty part: nothing is written there.
CALLS = [
    ([], 2, "Examples:\n  restage timeline patient.json", ""),
    (["help"], 0, "restage help stage", ""),
    (["--help"], 0, "restage help stage", ""),
    (["help", "stage"], 0, "--inputs", ""),
    (["stage", "--help"], 0, "--inputs", ""),
    (["help", "stge"], 2, "", "there is no command stge; did you mean stage?"),
    (["version"], 0, "restage 0.", ""),
    (["--version"], 0, "restage 0.", ""),
    (["version", "--json"], 0, '{"restage":"0.', ""),
    (["version", "--loud"], 2, "", "the only option is --json"),
    (["timelin", "x.json"], 2, "", "restage: there is no command timelin; did you mean timeline?"),
    (["xyzzy"], 2, "", "there is no command xyzzy; restage help lists all"),
    (["--jsn"], 2, "", "there is no option --jsn"),
    (["timeline", "--jsno", "x"], 2, "", "restage timeline: there is no option --jsno; did you mean --json?"),
    (["timeline", "--as-off=2024", "x"], 2, "", "there is no option --as-off; did you mean --as-of?"),
    (["stage", "--frobnicate"], 2, "", "there is no option --frobnicate; restage stage --help explains"),
    (["timeline"], 2, "", "restage timeline: no file given; see restage timeline --help"),
    (["explain"], 2, "", "restage explain: no file given"),
    (["facts"], 2, "", "restage facts: no file given"),
    (["timeline", "/nonexistent/x.json"], 2, "", "/nonexistent/x.json"),
    (["timeline", "COURSE", "--edition", "banana"], 2, "", "no staging table has this edition"),
    (["timeline", "COURSE", "--as-of", "soon"], 2, "", "soon: not a date; write it as 2024-03-17"),
    (["timeline", "COURSE", "--json", "--html", "x"], 2, "", "exclude each other"),
    (["timeline", "COURSE", "--html", "/nonexistent/x.html"], 2, "", "/nonexistent/x.html"),
    (["explain", "COURSE", "--statement", "zz"], 2, "", "no statement zz"),
    (["pack", "chek"], 2, "", "there is no action `chek`; did you mean check?"),
    (["pack", "show", "ajcc-8-lnug"], 2, "", "did you mean ajcc-8-lung"),
    (["response", "--criterion", "recist-1.0", "x"], 2, "", "did you mean recist-1.1"),
    (["response", "--check"], 2, "", "name their folder with --sdtm"),
    (["stage", "--inputs", "brest"], 2, "", "did you mean breast?"),
    (["stage", "--which", "C09.9", "8070/3", "--fact", "p61=pos"], 2, "", "did you mean p16?"),
]

# One JSON document each, or one a line.
JSON_CALLS = [
    ["timeline", "--json", "COURSE"],
    ["explain", "--json", "COURSE"],
    ["explain", "--json", "--statement", "c", "COURSE"],
    ["facts", "--json", "COURSE"],
    ["stage", "--json", "--input", "CASES"],
    ["stage", "--json", "--sites"],
    ["stage", "--json", "--inputs", "lung"],
    ["stage", "--json", "--pack", "ajcc-8-lung"],
    ["stage", "--json", "--which", "C34.1", "8140/3"],
    ["migrate", "--json", "--from", "8", "--to", "9", "CASES"],
    ["pack", "--json", "list"],
    ["pack", "--json", "show", "ajcc-8-lung"],
    ["response", "--json", "--list"],
    ["response", "--json", "--policies", "recist-1.1"],
    ["response", "--json", "SUBJECT"],
    ["response", "--json", "--select-targets", "SUBJECT"],
]

CASES = "site,edition,classification,t,n,m\nlung,8,c,T1c,N0,M0\nthymus,8,c,T1,N0,M0\n"
failures = []


def call(program, arguments, folder=None):
    return subprocess.run([program, *arguments], capture_output=True, timeout=60, stdin=subprocess.DEVNULL, cwd=folder)


def check_calls(program, names):
    for arguments, status, out, err in CALLS:
        done = call(program, [names.get(each, each) for each in arguments])
        shown = " ".join(arguments)
        if done.returncode != status:
            failures.append(f"{shown}: exit {done.returncode}, not {status}: {done.stderr[-200:]}")
        for name, said, wanted in (("output", done.stdout, out), ("error", done.stderr, err)):
            if (wanted == "") != (said == b"") or wanted.encode() not in said:
                failures.append(f"{shown}: standard {name} is {said[:200]}, wanted {wanted!r}")


def check_help(program):
    """Every line of help that explains something begins alike, in lower case, and no command is left out."""
    overview = call(program, ["help"]).stdout.decode()
    for command in [*COMMANDS, "help", "version"]:
        if not re.search(rf"^  {command}\s+[a-z]", overview, re.M):
            failures.append(f"help: {command} is missing, or its line does not begin in lower case")
    for command in COMMANDS:
        text = call(program, ["help", command]).stdout.decode()
        if "--json" not in text:
            failures.append(f"{command}: no --json")
        if "  restage " + command not in text:
            failures.append(f"{command}: its help shows no example")
        for line in text.splitlines():
            option = re.match(r"\s+(?:-\w,)?--[\w-]+(?: [A-Z=.:_]+)*(?: x \d+)?\s{2,}(\S.*)$", line)
            if option and not re.match(r"[a-z0-9-]|[A-Z]{2,}|NAACCR", option[1]):
                failures.append(f"{command}: `{option[1]}` does not begin in lower case")


def check_json(program, names):
    for arguments in JSON_CALLS:
        done = call(program, [names.get(each, each) for each in arguments])
        try:
            try:
                json.loads(done.stdout)
            except json.JSONDecodeError:
                for line in done.stdout.splitlines():
                    json.loads(line)
        except json.JSONDecodeError:
            failures.append(f"{' '.join(arguments)}: no JSON: {done.stdout[:200]}")
        if not done.stdout or done.returncode not in (0, 1):
            failures.append(f"{' '.join(arguments)}: exit {done.returncode}: {done.stderr[:200]}")


def check_pictures(program, names, folder):
    """Sites are drawn apart; one named site, or the only one, has the name given."""
    call(program, ["migrate", "--from", "8", "--to", "9", "--svg", "flow.svg", names["CASES"]], folder)
    call(program, ["migrate", "--from", "8", "--to", "9", "--svg", "one.svg", "--site", "lung", names["CASES"]], folder)
    drawn = sorted(name for name in os.listdir(folder) if name.endswith(".svg"))
    if drawn != ["flow-lung.svg", "flow-thymus.svg", "one.svg"]:
        failures.append(f"migrate --svg drew {drawn}")


def check_threads(program, names, folder):
    """One, two and seven threads write the same bytes: rows refused, quoted and broken among them."""
    table = os.path.join(folder, "many.csv")
    rows = ["8,lung,c,T1c,N0,M0,", "8,lung,c,T9,N0,M0,", '9,lung,c,"T2a",,M0,"a, b"', '8,thymus,c,T1,N0,M0,5" mass',
            "", "8,brest,c,T1,N0,M0,x,y"]
    broken = '8,breast,p,"T1c,N0,M0,'
    with open(table, "w") as out:
        out.write("edition,site,classification,t,n,m,note\n" + "\n".join(rows[i % 6] if i % 997 else broken for i in range(30000)))
    samples = os.path.dirname(names["COURSE"])
    courses = sorted(os.path.join(samples, name) for name in os.listdir(samples))
    for arguments in (["stage", table], ["stage", "--json", table], ["timeline", "--json", *courses], ["timeline", *courses]):
        one, two, seven = (call(program, [*arguments, "--threads", count]) for count in "127")
        if not one.stdout or any((one.stdout, one.stderr, one.returncode) != (other.stdout, other.stderr, other.returncode)
                                 for other in (two, seven)):
            failures.append(f"{' '.join(arguments[:2])}: the output depends on the number of threads")


def main():
    program, formats = map(os.path.abspath, sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        names = {"COURSE": os.path.join(formats, "course", "samples", "lung.toml"),
                 "SUBJECT": os.path.join(formats, "response_document", "samples", "subject.json"),
                 "CASES": os.path.join(folder, "cases.csv")}
        with open(names["CASES"], "w") as out:
            out.write(CASES)
        check_calls(program, names)
        check_help(program)
        check_json(program, names)
        check_pictures(program, names, folder)
        check_threads(program, names, folder)
    for failure in failures:
        print("shell:", failure)
    print(f"shell: {len(CALLS)} calls and {len(JSON_CALLS)} documents, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
