#!/usr/bin/env bash
# Runs every test program of a build folder and closes with one line: N passed, N failed.
set -uo pipefail
build=$1
shift
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
ctest --test-dir "$build" -j "$(nproc)" --output-on-failure --no-tests=error "$@" | tee "$log"
status=${PIPESTATUS[0]}
# Count single tests, not programs: GoogleTest writes one report a program.
passed=0 failed=0
for report in "$build"/test-reports/*.xml; do
  [ -e "$report" ] || continue
  tests=$(sed -n 's/.*<testsuites tests="\([0-9]*\)".*/\1/p' "$report" | head -1)
  bad=$(sed -n 's/.*<testsuites [^>]*failures="\([0-9]*\)".*/\1/p' "$report" | head -1)
  skipped=$(grep -c 'result="skipped"' "$report")
  failed=$((failed + ${bad:-0}))
  passed=$((passed + ${tests:-0} - ${bad:-0} - skipped))
done
programs_failed=$(sed -n 's/.* \([0-9]*\) tests failed out of.*/\1/p' "$log")
[ "$status" -ne 0 ] && [ "$failed" -eq 0 ] && failed=${programs_failed:-1}
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
