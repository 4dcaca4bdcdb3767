#!/usr/bin/env python3
"""A source opens with its own header, or one of its folder that declares it; every header compiles alone; clang accepts every shipped source too.

Compiled results are remembered in build-check by what went in, so a second run costs only what changed.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import sources

SHIPPED = ("src", "formats", "apps", "include")
FLAGS = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-Iinclude", "-Isrc", "-I.",
         '-DRESTAGE_VERSION="0"', f'-DRESTAGE_SOURCE_DIR="{os.getcwd()}"']
CLANG = "clang++-19"
CLANG_FLAGS = ["-Wno-deprecated-declarations"]  # of the standard library's own headers
MEMORY = pathlib.Path("build-check")


def own_header_first(path):
    """What is wrong with the first include of a source."""
    first = next(iter(sources.includes(path)), (1, "", "nothing"))
    own = path.with_suffix(".h")
    here = [str(path.parent), str(path.parent).removeprefix("src/")]
    if own.exists():
        if first[2] not in {f"{folder}/{own.name}" for folder in here}:
            return f"{path}:{first[0]}: includes {first[2]} before its own header {own.name}"
    elif not first[2].startswith("restage/") and os.path.dirname(first[2]) not in here:
        return f"{path}:{first[0]}: has no header of its own name and does not open with the one of its folder that declares it"
    return None


def state_of(command, files):
    """A hash of a command and of the files it read."""
    state = hashlib.sha256(" ".join(command).encode())
    for file in files:
        path = pathlib.Path(file)
        state.update(path.read_bytes() if path.exists() else b"gone")
    return state.hexdigest()


def compile_alone(job):
    """Runs one compiler over one file, unless the same went well before. Returns what it said."""
    compiler, path = job
    source = ["-include", str(path), "-x", "c++", "/dev/null"] if path.suffix == ".h" else [str(path)]
    stem = MEMORY / f"{compiler}-{str(path).replace('/', '-')}"
    dependencies, stamp = stem.with_suffix(path.suffix + ".d"), stem.with_suffix(path.suffix + ".ok")
    command = [compiler, *FLAGS, *(CLANG_FLAGS if compiler == CLANG else []), "-MMD", "-MF", str(dependencies), *source]
    if dependencies.exists() and stamp.exists():
        files = dependencies.read_text().replace("\\\n", " ").split(":", 1)[1].split()
        if stamp.read_text() == state_of(command, files):
            return None
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return f"{path}: {compiler}: {next((line for line in done.stderr.splitlines() if 'error' in line), done.stderr)}"
    files = dependencies.read_text().replace("\\\n", " ").split(":", 1)[1].split()
    stamp.write_text(state_of(command, files))
    return None


def main():
    wrong = [own_header_first(path) for path in sources.sources(SHIPPED, (".cc",)) if not sources.is_test(path)]
    MEMORY.mkdir(exist_ok=True)
    headers = sources.sources((*SHIPPED, "tests"), (".h",))
    jobs = [("g++", path) for path in headers]
    if shutil.which(CLANG):
        jobs += [(CLANG, path) for path in sources.sources(SHIPPED, (".cc",)) if not path.name.endswith("_test.cc")]
    else:
        print(f"skipped: {CLANG} is not installed, sources are not checked with it")
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        wrong += pool.map(compile_alone, jobs)
    sources.finish(list(filter(None, wrong)))


main()
