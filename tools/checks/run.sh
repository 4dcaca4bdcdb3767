#!/usr/bin/env bash
# Every repository check, or those named; each prints what is wrong and how to mend it.
#   tools/checks/run.sh [layers sizes ...]
set -uo pipefail
cd "$(dirname "$0")/../.."
wanted=${*:-$(cd tools/checks && printf '%s ' check_*.py | sed 's/check_//g; s/\.py//g') selftest}
passed=0 failed=0 skipped=0
for name in $wanted; do
  echo "check: $name"
  program=tools/checks/check_$name.py
  [ "$name" = selftest ] && program=tools/checks/selftest.py
  said=$(python3 "$program")
  status=$?
  [ -z "$said" ] || echo "$said"
  if [ $status -ne 0 ]; then failed=$((failed + 1)); else passed=$((passed + 1)); fi
  case "$said" in *"skipped: "*) skipped=$((skipped + 1)) ;; esac
done
echo "checks: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
