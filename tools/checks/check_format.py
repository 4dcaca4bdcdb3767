#!/usr/bin/env python3
"""Every C and C++ source is what clang-format writes with the .clang-format of the repository."""
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import sources

FORMATTER = "clang-format-19"


def complaints(paths):
    command = [FORMATTER, "--dry-run", "--ferror-limit=1", *map(str, paths)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    return re.findall(r"^(\S+?:\d+):\d+: (?:warning|error): code should be clang-formatted", said, re.MULTILINE)


def main():
    if not shutil.which(FORMATTER):
        sources.finish([f"{FORMATTER} is not installed; tools/setup.sh lint installs it"])
    paths = sources.listed(".cc", ".h", ".c")
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        found = [place for part in pool.map(complaints, [paths[first::workers] for first in range(workers)]) for place in part]
    sources.finish([f"{place}: not formatted; run {FORMATTER} -i on the file" for place in sorted(found)])


main()
