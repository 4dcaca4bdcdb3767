#!/usr/bin/env python3
"""The checks catch what they claim: plants each fault in a copy of the sources and expects the check to name it."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import sources

LONG = "\nint planted() {\n" + "  // line\n" * 60 + "  return 0;\n}\n"


def append(text):
    return lambda old: old + text


def include(name):
    return lambda old: old.replace("\n#include", f'\n#include "{name}"\n#include', 1)


# check, file, what happens to it, what the check must say
FAULTS = [
    ("layers", "src/staging/evidence.cc", include("response/assess.h"), "staging must not include response/assess.h"),
    ("layers", "src/rules/pack/pack_toml.cc", include("rules/run/run.h"), "rules/pack must not include rules/run/run.h"),
    ("layers", "formats/obds/message.cc", include("rules/pack/pack.h"), "formats/obds must not include"),
    ("layers", "formats/obds/message.cc", include("formats/fhir/json.h"), "must not include formats/fhir/json.h"),
    ("layers", "src/base/text.h", append("#include <simdjson.h>\n"), "heavy header simdjson.h in a header"),
    ("layers", "docs/architecture.md", lambda old: old.replace("\nbase:\n", "\nbase: timeline\n"), "the arrows go round"),
    ("layers", "src/nowhere/room.cc", lambda _: "\n", "has no line in the arrows"),
    ("sizes", "src/base/text.cc", append(LONG), "63 lines in planted"),
    ("sizes", "src/base/text.cc", append("\n" * 700), "limit 600"),
    ("format", "src/base/text.cc", append("int   planted ( ) ;\n"), "src/base/text.cc:"),
    ("links", "src/base/text.cc", append("// see docs/nothing.md\n"), "names docs/nothing.md"),
    ("links", "README.md", append("[a page](docs/nothing.md)\n"), "link to docs/nothing.md"),
    ("links", "README.md", append("[a heading](docs/architecture.md#nothing)\n"), "has no heading #nothing"),
    ("depends", "src/statement/state.cc", include("rules/pack/pack.h"), "rules_pack is used"),
    ("depends", "src/statement/CMakeLists.txt", lambda old: old.replace("DEPENDS core", "DEPENDS core response"), "nothing needs response"),
    ("headers", "src/base/text.cc", include("base/decimal.h"), "before its own header"),
    ("headers", "apps/cli/main.cc", include("base/decimal.h"), "does not open with the one of its folder"),
    ("headers", "src/base/text.h", append("inline std::deque<int> planted;\n"), "src/base/text.h: g++: "),
    ("text", "src/base/text.cc", append("// FIX" "ME\n"), "unfinished mark"),
]
WHOLE = {"layers", "depends"}  # these read every source; the others get the changed files alone


def copy_sources(target, names):
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(name, target / name)
    subprocess.run(["git", "init", "-q", str(target)], check=True)


def files_for(check, changed):
    if check in WHOLE:
        return sources.listed(".cc", ".h", ".txt") + [pathlib.Path("docs/architecture.md")]
    support = ["docs/architecture.md", ".clang-format", "tools/checks/allow.tsv"]
    base = [path for path in pathlib.Path("src/base").iterdir() if path.suffix == ".h" and check == "headers"]
    return [path for path in {pathlib.Path(name) for name in (changed, *support)} | set(base) if path.exists()]


def said_by(check, folder):
    program = pathlib.Path("tools/checks").absolute() / f"check_{check}.py"
    done = subprocess.run([sys.executable, str(program)], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def missed(check, changed, change, wanted):
    """None when the check fails on the planted fault and names it, and does not without it."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        copy_sources(folder, files_for(check, changed))
        path = folder / changed
        if wanted in said_by(check, folder)[1]:
            return f"{check} says '{wanted}' of a tree without the fault"
        before = path.read_text() if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(change(before))
        if change(before) == before:
            return f"{check}: the fault could not be planted in {changed}"
        status, said = said_by(check, folder)
        if status == 0 or not re.search(re.escape(wanted), said):
            return f"{check} does not say '{wanted}' of {changed}: {said[:300] or 'nothing'}"
    return None


with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
    sources.finish(list(filter(None, pool.map(lambda fault: missed(*fault), FAULTS))))
