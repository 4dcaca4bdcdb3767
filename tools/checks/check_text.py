#!/usr/bin/env python3
"""What must never stand in the repository: unfinished marks, machine paths, author banners, missing licence tags."""
import pathlib
import re
import subprocess
import sys

UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
MACHINE_PATH = re.compile(r"/(home|root|work|Users)/[A-Za-z0-9_.-]+/")
BANNER = re.compile(r"(@author|Author:|Created by|\(c\) 20\d\d)", re.IGNORECASE)
TAGGED = {".cc", ".h", ".ts"}
SKIP = {"LICENSE"}


def main():
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True).stdout.split("\n")
    wrong = []
    for name in filter(None, files):
        path = pathlib.Path(name)
        if name in SKIP or path.suffix in {".png", ".gz", ".pdf", ".zip"} or not path.is_file():
            continue
        text = path.read_text(errors="replace")
        if path.suffix in TAGGED and not text.startswith("// SPDX-License-Identifier: Apache-2.0"):
            wrong.append(f"{name}:1: no SPDX line")
        if name == "tools/checks/check_text.py":
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, what in ((UNFINISHED, "unfinished mark"), (MACHINE_PATH, "machine path"), (BANNER, "author banner")):
                if pattern.search(line):
                    wrong.append(f"{name}:{number}: {what}: {line.strip()[:80]}")
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main())
