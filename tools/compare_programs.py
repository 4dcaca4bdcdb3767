#!/usr/bin/env python3
"""Runs two builds of restage with the same arguments and compares what they print, write and return, byte by byte.

usage: tools/compare_programs.py OLD NEW [--data ../shared/data] [--only TEXT] [--skip KIND] [--show N] [--jobs N] [--all]

The calls cover every command over the samples of this repository, the cases of its packs and tests and, where it lies beside
the repository, the shared data. A call fails when a program ends by a signal or not in time. Exit status 1 when anything differs
or fails. KIND is how a kind in the table begins (`--skip usage`), TEXT a part of the arguments.
"""
import argparse, collections, concurrent.futures, csv, difflib, gzip, json, os
import pathlib, random, re, subprocess, sys, tempfile, time, tomllib

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "tests/stage_cli"), str(ROOT / "tests/registry_cli")]
import cells, demo_algorithm

Call = collections.namedtuple("Call", "kind arguments stdin", defaults=[None])
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
WRONG = """nothing|timeline /nothing.json|timeline --as-of soon x|timeline --known-by 2020-13 x|facts /nothing|stage --input a b|stage --pack nothing x|
registry --algorithm /nothing x|registry --threads none x|response --criterion nothing x|response --policy x=1 y|response --sdtm /nothing|pack show nothing"""
COURSES = {".json", ".ndjson", ".xml", ".toml"}
OF_A_COURSE = {"timeline json": "timeline --json", "timeline terminal": "timeline", "timeline html": "timeline --html out.html", "explain": "explain",
               "timeline fhir": "timeline --fhir out.json", "facts": "facts", "response of a course": "response --json"}
COURSE_OPTIONS = ("--as-of {middle}", "--known-by {middle}", "--edition 8,9", "--assume-cm0", "--edition UICC9 --as-of {last}", "--patient nobody")
OUTPUTS = """--html out.html --fhir out.json --rs rs.csv --adrs adrs.csv --adtte adtte.csv --svg-waterfall waterfall.svg --svg-spider spider.svg
--svg-swimmer swimmer.svg --svg-subject subject.svg --svg-km km.svg"""
LESIONS = (("T1", "target", "liver"), ("T2", "target", "lymph node"), ("N1", "non-target", "lung"), ("X1", "new", "bone"))
SIZES = {"long_mm": "10 15 20 26 30 50 60.5", "short_mm": "4 5 8 9.9 10", "enhancing_mm": "0 10 20 26", "density_hu": "40 60 80", "sul_peak": "0 2 5 8.1"}
STATES = ("absent", "absent", "too-small", "not-assessed", "not-evaluable", "merged", "present", "present", "unequivocal", "equivocal")
CALLS = {"target": "CR PR SD PD NE", "non_target": "CR NON-CR/NON-PD PD NE", "new_lesion": "yes no equivocal unknown", "overall": "CR PR SD PD NE",
         "deauville": "1 2 3 4 5", "uptake": "reduced increased unchanged", "ct": "CAR PAR SAD PD", "soft_tissue": "CR PR SD PD NED NE",
         "bone": "PD PDu NON-PD NE", "bone_new_lesions": "0 1 2 4", "ca125": "CR PR SD PD", "recist": "CR PR SD PD", "clinical": "stable worse improved",
         "steroids": "none stable increased", "t2_flair": "stable worse", "sum_mm": "0 40 71.5"}


def each(kind, before, texts, *after):
    return [Call(kind, [*before, *text.split(), *after]) for text in texts]


def asked(program, *arguments):
    return json.loads(subprocess.run([program, *arguments, "--json"], capture_output=True, check=True).stdout)


def files_in(folder, suffixes, limit=10**9):
    """Every file below a folder that ends so; of one folder at most `limit`, evenly spaced."""
    folders = collections.defaultdict(list)
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in suffixes):
        folders[path.parent].append(path)
    return [files[number * len(files) // min(len(files), limit)] for files in folders.values() for number in range(min(len(files), limit))]


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def csv_of(path, rows):
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([columns, *([row.get(column, "") for column in columns] for row in rows)])
    return path


def rows_of(path):
    lines = [line.split("\t") for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return [dict(zip(lines[0], line)) for line in lines[1:]]


def course_calls(data, inputs, limit):
    own = ("formats/course/samples", "formats/fhir/samples", "formats/obds/samples", "tests/histories", "tests/fuzz_seeds/format_fhir")
    folders = [*(ROOT / part for part in own), *(data / part for part in ("mcode", "fhir", "obds", "field"))]
    paths = [path for folder in folders for path in files_in(folder, COURSES, limit)]
    for source in files_in(data / "routine", {".jsonl"}) + files_in(data / "vignettes", {".jsonl"}):
        courses = [json.loads(line).get("course") for line in source.read_text().splitlines()]
        paths += [written(inputs / f"{source.stem}-{number}.toml", course) for number, course in enumerate(courses) if course]
    for folder in dict.fromkeys(path.parent for path in paths):  # all at once: references across files, one patient of many files
        yield from each("folder of courses", [], ("timeline --json", "timeline --fhir out.json", "facts"), *files_in(folder, COURSES))
    for number, path in enumerate(paths):
        yield from (call for kind, text in OF_A_COURSE.items() for call in each(kind, [], [text], path))
        dates = sorted(set(re.findall(r"\b(?:19|20)\d\d-\d\d-\d\d", path.read_text(errors="replace")))) or ["2020"]
        option = COURSE_OPTIONS[number % len(COURSE_OPTIONS)].format(middle=dates[len(dates) // 2], last=dates[-1])
        yield from each("timeline options", [], [["timeline --json", "explain --statement p", "explain"][number % 7 % 3]], *option.split(), path)


def stage_calls(data, inputs, packs):
    tables, finding, draw = [], ["--from", "findings"], random.Random("stage")  # tables: kind, options, file
    for path in sorted(path for part in ("staging", "risk") for path in (ROOT / "packs" / part).rglob("cases.tsv")):
        pack, rows = tomllib.loads((path.parent / "pack.toml").read_text()), rows_of(path)
        for row, other in zip(rows * 2, draw.choices(rows, k=2 * len(rows))):  # again, cells left out, of another case or no value at all
            rows.append({key: draw.choices([value, "", other.get(key, ""), "?"], [62, 12, 25, 1])[0] for key, value in row.items()})
        rows = [{**row, "edition": pack["edition"], "site": pack["site"]} for row in rows]
        table, how = csv_of(inputs / f"{pack['id']}.csv", rows), [] if pack["kind"] == "stage" else ["--pack", pack["id"]]
        tables += [("stage categories", how, table), ("stage findings", how + finding, table)]
        for other in sorted({one["edition"] for one in packs if one["site"] == pack["site"] and one["kind"] == pack["kind"] == "stage"}):
            texts = ["--findings", "--json --out-csv m.csv --svg m.svg"] if pack["edition"] < other else []
            yield from each("migrate", ["migrate", "--from", pack["edition"], "--to", other], texts, table)
    second = files_in(ROOT / "tests/second_reading", {".tsv"})
    tables += [("stage second reading", [], csv_of(inputs / f"second-{path.stem}.csv", rows_of(path))) for path in second]
    odd = [("\n".join([cells.HEADER, *("8," + row[0] for row in cells.ROWS)]).encode("latin-1"), [])]
    odd += [(content, options) for content, options, *_ in cells.FILES if "--output" not in options]
    odd += [(path.read_bytes()[1:], how) for path in sorted((ROOT / "tests/fuzz_seeds/service_cases_table").iterdir()) for how in ([], finding)]
    odd += [(path.read_bytes(), how) for path in files_in(data / "field", {".csv"}) for how in ([], finding)]
    tables += [("stage odd tables", how, written(inputs / f"odd{number}.csv", content)) for number, (content, how) in enumerate(odd)]
    for kind, how, path in tables:
        yield from [*each(kind, ["stage", *how], ["--output out.csv --input", "--json --input"], path), Call(kind, ["stage", *how, "-"], path)]
    for histology in "8140/3 8070/3 8500/3 8500/2 8720/3 8000/3 8041/3 8240/3 9680/3 9732/3 8890/3 9500/3 -".split() * 12:
        question = f"--which C{draw.randrange(81):02}.{draw.randrange(10)} {histology} --diagnosed {draw.randrange(2016, 2027)} "
        yield from each("stage which", ["stage"], [question + draw.choice(["", "--fact age=12", "--fact p16=pos", "--edition 8", "--json"])])
    yield from each("stage inputs", ["stage", "--inputs"], [text for pack in packs[::2] for text in (pack["site"], pack["id"] + " --json")])


def registry_calls(program, data, inputs, limit):
    made = [demo_algorithm.write(getattr(demo_algorithm, name)(), inputs / f"{name}.zip") for name in ("demo", "past", "changed")]
    seeds = [written(inputs / path.name, path.read_bytes()[1:]) for path in sorted((ROOT / "tests/fuzz_seeds/registry_text").iterdir())]
    archives, now = files_in(data / "seer/archives", {".zip"}), ["registry", "--current-year", "2026"]
    for archive in made + archives:
        with_it, files, few = [*now, "--algorithm", archive], list(seeds), seeds[1]
        if (source := data / "seer/cases" / f"{archive.stem}.ndjson.gz").exists():
            cases = gzip.decompress(source.read_bytes()).decode().splitlines(keepends=True)[:2000]
            rows = [json.loads(case)["input"] for case in cases]
            files += [written(inputs / f"{archive.stem}.ndjson", "".join(cases)), csv_of(inputs / f"{archive.stem}.csv", rows)]
            few = written(inputs / f"{archive.stem}-few.ndjson", "".join(cases[::7]))
        schemas = [schema["id"] for schema in asked(program, "registry", "--algorithm", archive, "--schemas")["schemas"]]
        for path in files:
            yield from each("registry", with_it, ["", "--threads 1 --no-path --output out --issues issues.csv"], path)
        yield from [Call("registry", [*with_it, "-"], few), Call("registry", [*with_it, "--schema", schemas[0], few])]
        yield from each("registry explain", [*with_it, "--explain"], ["", *(f"--outputs {key}" for key in ("ss2018_derived", "stor_ss2000"))], few)
        shown = ["--schemas", "--search nodes", "--show grade", *(f"--show {name}" for name in schemas[:: len(schemas) // 5 + 1])]
        yield from each("registry show", with_it, [*shown, *(text + " --json" for text in shown[::2])])
        versions, texts = [archive, (made if archive in made else archives)[-1]], ["", "--json", f"--impact {few}", f"--json --impact {few}"]
        yield from each("registry diff", [*now, "--diff", *versions], texts)
    small, full = ([*now, *(word for archive in several for word in ("--algorithm", archive))] for several in (made[:2], archives or made[:2]))
    documents, dictionary = files_in(data / "naaccr/samples", {".xml", ".gz"}, limit), data / "naaccr/dictionaries/naaccr-dictionary-250.xml"
    for number, path in enumerate(documents):
        yield from each("registry naaccr", full, ["--format naaccr --output out --issues issues.csv", "--compare"][: 1 + (number % 4 == 0)], path)
    documents += files_in(ROOT / "tests/fuzz_seeds/format_naaccr", {".xml"}) + sorted((data / "field").glob("i?-*.xml"))
    for path in documents + files_in(data / "naaccr/edge-cases", {".xml"}, limit):
        yield from each("registry naaccr", small, ["--format naaccr", "--explain", "--compare --json"], path)
        yield Call("registry naaccr", ["registry", "--check", *(["--dictionary", dictionary] if dictionary.exists() else []), path])


def response_document(number):
    """A subject with sizes, calls and values of a few visits, drawn by its number."""
    draw, visits = random.Random(number), []
    for month in range(1, 9):
        visit = {name: draw.choice(values.split()) for name, values in CALLS.items() if month > 1 and draw.random() < number % 4 * 0.2}
        visit |= {"id": f"V{month}", "date": f"2024-{month:02}-{draw.randrange(1, 29):02}", "measurements": []}
        visit["labs"] = [{"name": name, "value": draw.choice([1, 2, 8, 40, 50])} for name in ("serum_m", "ca125", "psa", "urine_m", "dflc")[: number % 6]]
        for lesion, *_ in LESIONS[: 3 if month < 5 else 4]:
            sizes = {name: draw.choice(values.split()) for name, values in SIZES.items() if lesion[0] == "T" and draw.random() < 0.9}
            visit["measurements"].append({"lesion": lesion, **(sizes or {"state": draw.choice(STATES)})})
        visits.append(visit)
    return {"id": f"S{number}", "reader": f"R{number % 2}", "treatment_start": "2024-01-30", "last_alive": "2024-12-01", "visits": visits,
            "lesions": [{"id": name, "role": role, "organ": organ} for name, role, organ in LESIONS]}


def response_calls(program, data, inputs):
    document = written(inputs / "drawn.ndjson", "".join(json.dumps(response_document(number)) + "\n" for number in range(60)))
    samples = files_in(ROOT / "formats/response_document/samples", {".json", ".csv"}) + sorted((data / "field").glob("[kl]1-*.json"))
    (inputs / "study").mkdir()
    for name, text in re.findall(r"==> (\S+)\n((?:(?!==> ).*\n?)*)", (ROOT / "formats/sdtm/samples/small-study.txt").read_text()):
        written(inputs / "study" / name, text)
    studies = [["--sdtm", path] for path in (inputs / "study", data / "field/h1-sdtm-merged-split")]
    studies += [["--sdtm", path.parent, "--set", path.stem[3:]] for path in sorted((data / "sdtm").glob("rs_*.csv"))]
    for criterion in (tomllib.loads(path.read_text())["id"] for path in sorted((ROOT / "packs/response").rglob("criterion.toml"))):
        with_it = ["response", "--criterion", criterion]
        for path in [document, *samples]:
            yield from each("response", with_it, ["--json", "", "--select-targets"], path)
            yield from each("response output", with_it, [OUTPUTS, "--svg-km km.svg --km-endpoint OS"], path)
        yield from each("response lists", ["response"], ["--list", "--list --json", f"--policies {criterion}", f"--policies {criterion} --json"])
        for policy in asked(program, "response", "--policies", criterion)["policies"]:
            choices = [f"{policy['key']}={choice}" for choice in policy["choices"] or ["0", "30"] if choice != policy["default"]]
            yield from each("response policy", [*with_it, "--json", "--policy"], choices, document)
        for study in studies:
            yield from each("response sdtm", with_it + study, ["--json", "--check", OUTPUTS])


def other_calls(packs):
    commands = ("", "timeline", "explain", "facts", "stage", "migrate", "registry", "response", "pack")
    yield from each("usage", [], [f"{command} {option}" for command in commands for option in ("", "--help", "--nothing", "--version")])
    yield from [*each("usage", [], WRONG.split("|")), *(Call("usage", question) for question, *_ in cells.QUESTIONS)]
    yield from each("lists", [], ["pack list", "pack list --json", "pack check", "pack docs pages", "stage --sites", "stage --sites --json"])
    yield from each("lists", ["pack", "check"], ["", "--errors", "--json"], ROOT / "packs")
    yield from each("pack show", ["pack", "show"], [pack["id"] + option for pack in packs for option in ("", " --json")])


def outcome(program, call):
    """Exit status, both streams and every written file."""
    with tempfile.TemporaryDirectory(prefix="restage-run-") as folder, open(call.stdin or os.devnull, "rb") as stdin:
        try:
            done = subprocess.run([program, *call.arguments], stdin=stdin, capture_output=True, cwd=folder, env=ENVIRONMENT, timeout=120)
        except subprocess.TimeoutExpired:
            return {"exit status": b"none within 120 s"}
        files = {f"file {path.relative_to(folder)}": path.read_bytes() for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}
    stderr = re.sub(rb"; [\d.]+ s, \d+ a second", b"", done.stderr)  # said of registry runs that take a second and more
    return {"exit status": b"%d" % done.returncode, "stdout": done.stdout, "stderr": stderr, **files}


def first_difference(old, new):
    old, new = (part.decode("utf-8", "backslashreplace").split("\n") for part in (old, new))
    start = next((number for number, (a, b) in enumerate(zip(old, new)) if a != b), min(len(old), len(new)))
    cut = max(0, len(os.path.commonprefix([(lines[start:] or [""])[0] for lines in (old, new)])) - 60)
    windows = ([line[cut : cut + 160] for line in lines[start : start + 4]] for lines in (old, new))
    shown = [f"line {start + 1}, from character {cut + 1}", *list(difflib.unified_diff(*windows, lineterm="", n=1))[3:11]]
    return ["    " + line for line in shown]


def compare(programs, call):
    """The kind, whether it failed, and what to show when it failed or differs."""
    old, new = (outcome(program, call) for program in programs)
    failed = not (old["exit status"] + new["exit status"]).isdigit()  # -11: by signal 11
    title = f"[{call.kind}] restage {' '.join(map(str, call.arguments))}"[:600] + f" < {call.stdin}" * bool(call.stdin)
    report = [f"  {name}: exit status {result['exit status'].decode()}" for name, result in (("OLD", old), ("NEW", new)) if failed]
    for part in [part for part in {**old, **new} if old.get(part) != new.get(part)]:
        report += ["  " + part, *first_difference(old.get(part, b"not written"), new.get(part, b"not written"))]
    return call.kind, failed, [title, *report] if report else []


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", nargs=2, type=lambda path: pathlib.Path(path).resolve(), metavar="PROGRAM")
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared/data", help="shared data, when present")
    parser.add_argument("--only", default="", metavar="TEXT", help="only calls with this text in their arguments")
    parser.add_argument("--skip", action="append", default=[], metavar="KIND", help="leave out kinds that begin so; may be repeated")
    parser.add_argument("--show", type=int, default=10, metavar="N", help="show this many differing calls")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="calls at a time")
    parser.add_argument("--all", action="store_const", const=10**9, default=40, help="every file of every folder, otherwise at most 40 of one")
    options = parser.parse_args()
    began, data, counts, reports = time.monotonic(), options.data.resolve(), collections.defaultdict(collections.Counter), []
    with tempfile.TemporaryDirectory(prefix="restage-inputs-") as folder:
        inputs, old, packs = pathlib.Path(folder), options.programs[0], asked(options.programs[0], "pack", "list")["packs"]
        calls = [*other_calls(packs), *course_calls(data, inputs, options.all), *stage_calls(data, inputs, packs)]
        calls += [*registry_calls(old, data, inputs, options.all), *response_calls(old, data, inputs)]
        calls = [call for call in calls if not call.kind.startswith(tuple(options.skip)) and options.only in " ".join(map(str, call.arguments))]
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:  # the work is done by the programs, each a process
            for kind, failed, report in pool.map(compare, [options.programs] * len(calls), calls):
                counts[kind].update(calls=1, equal=not report, different=bool(report) and not failed, fails=failed)
                reports += [report] if report else []
    print("".join("\n".join(report) + "\n\n" for report in reports[: options.show]), end="" if data.is_dir() else f"no shared data at {data}\n")
    print(f"{'kind':22}{'calls':>8}{'equal':>8}{'different':>11}{'fails':>8}")
    for kind, row in [*counts.items(), ("all", sum(counts.values(), collections.Counter()))]:
        print(f"{kind:22}{row['calls']:8}{row['equal']:8}{row['different']:11}{row['fails']:8}")
    print(f"{time.monotonic() - began:.0f} s; {len(reports)} calls differ or fail, {min(len(reports), options.show)} shown")
    return 1 if reports else 0


if __name__ == "__main__":
    sys.exit(main())
