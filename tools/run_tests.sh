#!/usr/bin/env bash
# Runs the tests of a build folder and closes with one line: N passed, N failed, N skipped. Counts this run alone.
#   tools/run_tests.sh BUILD [options of ctest, such as -R name]
set -uo pipefail
build=$1
shift
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
log=$build/Testing/Temporary/LastTest.log
rm -f "$log"
ctest --test-dir "$build" -j "$(nproc)" --output-on-failure --no-tests=error "$@"
status=$?
[ -e "$log" ] || { echo "0 passed, 0 failed, 0 skipped"; exit 1; }
python3 "$(dirname "$0")/test_summary.py" "$log" || status=1
exit $status
