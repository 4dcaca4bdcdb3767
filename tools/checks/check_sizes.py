#!/usr/bin/env python3
"""Size limits: source 500 lines, header 250, CMakeLists 40, 20 files a folder of sources. Reasons in allow.tsv."""
import pathlib
import subprocess
import sys

LIMITS = {".cc": 500, ".ts": 500, ".py": 500, ".sh": 200, ".h": 250}
ALLOW = dict(
    line.split("\t", 1)
    for line in pathlib.Path("tools/checks/allow.tsv").read_text().splitlines()
    if line and not line.startswith("#")
)


def main():
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True).stdout.split("\n")
    wrong = []
    for name in filter(None, files):
        path = pathlib.Path(name)
        if not path.is_file():
            continue
        limit = 40 if path.name == "CMakeLists.txt" else 600 if name.endswith("_test.cc") else LIMITS.get(path.suffix)
        if limit is None:
            continue
        lines = sum(1 for _ in path.open(errors="replace"))
        if lines > limit and name not in ALLOW:
            wrong.append(f"{name}: {lines} lines, limit {limit}; split it by subject or give a reason in tools/checks/allow.tsv")
    for name in ALLOW:
        if not pathlib.Path(name).exists():
            wrong.append(f"tools/checks/allow.tsv names {name}, which does not exist")
    headers = list(pathlib.Path("include/restage").glob("*"))
    if len(headers) > 20:
        wrong.append(f"include/restage holds {len(headers)} headers, limit 20")
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
