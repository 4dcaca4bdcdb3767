#!/usr/bin/env bash
# Every repository check; each prints what is wrong and how to mend it.
set -uo pipefail
cd "$(dirname "$0")/../.."
status=0
for check in tools/checks/check_*.py; do
  echo "check: $(basename "$check" .py | sed 's/^check_//; s/_/ /g')"
  python3 "$check" || status=1
done
exit $status
