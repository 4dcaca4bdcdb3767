#!/usr/bin/env python3
"""What must never stand in the repository: unfinished marks, machine paths, author banners, missing licence tags."""
import re

import sources

UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
MACHINE_PATH = re.compile(r"/(home|root|work|Users)/[A-Za-z0-9_.-]+/")
BANNER = re.compile(r"(@author|Author:|Created by|\(c\) 20\d\d)", re.IGNORECASE)
TAGGED = {".cc", ".h", ".ts"}
SKIP = {"LICENSE"}


def main():
    wrong = []
    for path in sources.listed():
        if path.name in SKIP or path.suffix in {".png", ".gz", ".pdf", ".zip"}:
            continue
        text = path.read_text(errors="replace")
        if path.suffix in TAGGED and not text.startswith("// SPDX-License-Identifier: Apache-2.0"):
            wrong.append(f"{path}:1: no SPDX line")
        if path.name == "check_text.py":
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, what in ((UNFINISHED, "unfinished mark"), (MACHINE_PATH, "machine path"), (BANNER, "author banner")):
                if pattern.search(line):
                    wrong.append(f"{path}:{number}: {what}: {line.strip()[:80]}")
    sources.finish(wrong)


main()
