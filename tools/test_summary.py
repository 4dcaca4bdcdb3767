#!/usr/bin/env python3
"""Counts single tests in the log of the last ctest run and says why tests were skipped.

    tools/test_summary.py BUILD/Testing/Temporary/LastTest.log

Programs of GoogleTest and of Python's unittest count their tests; any other program is one test. A program says of
itself that it was skipped with a line "skipped: why". The last line reads "N passed, N failed, N skipped".
"""
import collections
import pathlib
import re
import sys

PROGRAM = re.compile(r"^\d+/\d+ Testing: ", re.MULTILINE)
OUTPUT = re.compile(r"\nOutput:\n-+\n(.*)<end of output>\n(.*)", re.DOTALL)
GTEST_RAN = re.compile(r"^\[==========\] (\d+) tests? from .* ran\.", re.MULTILINE)
GTEST_SKIPPED = re.compile(r": Skipped\n(.*)\n")
UNITTEST = re.compile(r"^Ran (\d+) tests? in .*\n\n(?:OK|FAILED)(?: \((.*)\))?", re.MULTILINE)


def read_counts(said, ended_well):
    """(passed, failed, reasons of skipping) of one program."""
    if match := GTEST_RAN.search(said):
        failed = int(next(iter(re.findall(r"^\[  FAILED  \] (\d+) tests?, listed below", said, re.MULTILINE)), 0))
        reasons = GTEST_SKIPPED.findall(said)
        return int(match[1]) - failed - len(reasons), failed or int(not ended_well), reasons
    if match := UNITTEST.search(said):
        parts = dict(re.findall(r"(\w+)=(\d+)", match[2] or ""))
        failed, skipped = int(parts.get("failures", 0)) + int(parts.get("errors", 0)), int(parts.get("skipped", 0))
        reasons = re.findall(r"\bskipped ['\"](.*)['\"]$", said, re.MULTILINE)
        reasons += ["no reason told"] * (skipped - len(reasons))
        return int(match[1]) - failed - skipped, failed or int(not ended_well), reasons[:skipped]
    reasons = re.findall(r"^skipped: (.*)$", said, re.MULTILINE)
    if reasons and ended_well:
        return 0, 0, reasons[:1]
    return int(ended_well), int(not ended_well), []


def main():
    passed, failed, skipped = 0, 0, collections.Counter()
    text = pathlib.Path(sys.argv[1]).read_text(errors="replace")
    for section in PROGRAM.split(text)[1:]:
        output = OUTPUT.search(section)
        counts = read_counts(output[1], "\nTest Passed.\n" in output[2]) if output else (0, 1, [])
        passed, failed = passed + counts[0], failed + counts[1]
        skipped.update(reason.strip() for reason in counts[2])
    for reason, times in skipped.most_common():
        print(f"skipped: {reason}" + (f" ({times} tests)" if times > 1 else ""))
    print(f"{passed} passed, {failed} failed, {sum(skipped.values())} skipped")
    return 0 if passed and not failed else 1


sys.exit(main())
