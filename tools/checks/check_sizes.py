#!/usr/bin/env python3
"""Size limits: source 600 lines, header 250, CMakeLists 40, function 50, 20 sources a folder. Reasons in allow.tsv."""
import collections
import pathlib
import re

import sources

LIMITS = {".cc": 600, ".c": 600, ".ts": 600, ".py": 500, ".sh": 200, ".h": 250}
FUNCTION, FOLDER = 50, 20


def read_allowed():
    lines = pathlib.Path("tools/checks/allow.tsv").read_text().splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


def name_of(signature):
    """The function's name in its signature, for allow.tsv; a test is named by its suite and name."""
    test = re.match(r"\w*TEST\w*\((\w+), (\w+)\)", signature)
    if test:
        return f"{test[1]}.{test[2]}"
    name = re.search(r"([\w:~]+)\s*\(", signature)
    return name[1] if name else signature


def main():
    over = {}  # what allow.tsv may name -> the sentence that says what is wrong
    folders = collections.Counter()
    for path in sources.listed():
        limit = 40 if path.name == "CMakeLists.txt" else LIMITS.get(path.suffix)
        if limit is None:
            continue
        text = path.read_text(errors="replace")
        lines = text.count("\n")
        if lines > limit:
            over[str(path)] = f"{path}: {lines} lines, limit {limit}; split it by subject"
        if path.suffix in {".cc", ".h"}:
            folders[path.parent] += path.suffix == ".cc" and not sources.is_test(path)
            for first, last, signature in sources.functions(text):
                if last - first + 1 > FUNCTION:
                    key = f"{path}:{name_of(signature)}"
                    over[key] = f"{path}:{first}: {last - first + 1} lines in {name_of(signature)}, limit {FUNCTION}"
    for folder, count in folders.items():
        if count > FOLDER:
            over[str(folder)] = f"{folder}: {count} sources, limit {FOLDER}; give it rooms"
    headers = len(list(pathlib.Path("include/restage").glob("*")))
    if headers > FOLDER:
        over["include/restage"] = f"include/restage: {headers} headers, limit {FOLDER}"
    allowed = read_allowed()
    wrong = [f"{text}, or give a reason in tools/checks/allow.tsv" for key, text in over.items() if key not in allowed]
    wrong += [f"tools/checks/allow.tsv: {key} needs no allowance" for key in allowed if key not in over]
    sources.finish(wrong)


main()
