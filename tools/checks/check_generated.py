#!/usr/bin/env python3
"""Generated pages must be current, and links between documents must lead somewhere."""
import pathlib
import re
import subprocess
import sys

wrong = []
for maker in sorted(pathlib.Path("tools/generate").glob("*.py")):
    generated = subprocess.run([sys.executable, str(maker), "--check"], capture_output=True, text=True)
    if generated.returncode != 0:
        wrong.append(generated.stderr.strip())
for page in [*pathlib.Path(".").glob("*.md"), *pathlib.Path("docs").rglob("*.md")]:
    for number, line in enumerate(page.read_text().splitlines(), 1):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", line):
            if "://" not in target and not (page.parent / target).exists():
                wrong.append(f"{page}:{number}: link to {target}, which does not exist")
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
