#!/usr/bin/env python3
"""Generated pages must be current."""
import pathlib
import subprocess
import sys

import sources

wrong = []
for maker in sorted(pathlib.Path("tools/generate").glob("*.py")):
    generated = subprocess.run([sys.executable, str(maker), "--check"], capture_output=True, text=True, check=False)
    if generated.returncode != 0:
        wrong.append(generated.stderr.strip())
sources.finish(wrong)
