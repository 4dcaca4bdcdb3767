#!/usr/bin/env python3
"""Writes docs/data-issues.md from the catalogue src/core/data_issue.def. With --check: fails if it is not current."""
import pathlib
import re
import sys

HEAD = """# Data issues

Made from `src/core/data_issue.def` by `tools/generate/data_issues.py`. A code is never renamed or reused. The
severity is the usual one; an issue may carry another where the context asks for it.

| code | severity | meaning |
|---|---|---|
"""
TARGET = pathlib.Path("docs/data-issues.md")


def page():
    text = pathlib.Path("src/core/data_issue.def").read_text()
    rows = re.findall(r'RESTAGE_ISSUE\(\w+, "([^"]+)", (\w+), "([^"]+)"\)', text)
    codes = [row[0] for row in rows]
    doubled = {code for code in codes if codes.count(code) > 1}
    if doubled:
        sys.exit(f"src/core/data_issue.def: codes used twice: {sorted(doubled)}")
    return HEAD + "".join(f"| `{code}` | {severity.lower()} | {meaning} |\n" for code, severity, meaning in rows)


if "--check" not in sys.argv:
    TARGET.write_text(page())
elif not TARGET.exists() or TARGET.read_text() != page():
    sys.exit(f"{TARGET} is not current; run tools/generate/data_issues.py")
