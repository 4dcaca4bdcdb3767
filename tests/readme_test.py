# SPDX-License-Identifier: Apache-2.0
"""The README runs as written: every block marked sh and every `build/restage ...` command of its tables, in order, in
one folder that holds what a clone holds. A block marked text is part of what the block before it printed.

    readme_test.py PROGRAM REPOSITORY
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

STEP = re.compile(r"^```(sh|text)\n(.*?)^```|^\|[^\n]*\| `(build/restage [^`]*)` \|", re.MULTILINE | re.DOTALL)
SHARED = ("formats", "tests", "packs", "docs")


def run(program, repository):
    wrong, said, commands = [], "", 0
    with tempfile.TemporaryDirectory() as folder:
        for name in SHARED:
            os.symlink(repository / name, pathlib.Path(folder) / name)
        os.mkdir(pathlib.Path(folder) / "build")
        os.symlink(program, pathlib.Path(folder) / "build" / "restage")
        for step in STEP.finditer((repository / "README.md").read_text()):
            if step[1] == "text":
                wrong += [f"not printed: {line}" for line in step[2].splitlines() if line not in said.splitlines()]
                continue
            command = step[2] or step[3]
            done = subprocess.run(["sh", "-eu", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
            said, commands = done.stdout, commands + 1
            if done.returncode != 0:
                wrong.append(f"status {done.returncode}: {command}\n{done.stderr}")
    print("\n".join(wrong) if wrong else f"{commands} steps of the README ran as written")
    return 1 if wrong or commands < 5 else 0


sys.exit(run(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()))
