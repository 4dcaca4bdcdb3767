#!/usr/bin/env bash
# Shows the staged course of a patient: the repository's own synthetic bundle, and, where the shared data lies beside
# the repository, the mCODE example patient and a Synthea patient. Run by ./dev demo after the build.
set -euo pipefail
cd "$(dirname "$0")/.."
restage=${RESTAGE:-build/restage}
pages=build/demo
mkdir -p "$pages"

show() {  # show TITLE FILE PAGE
  printf '\n=== %s\n\n' "$1"
  local status=0
  "$restage" timeline "$2" || status=$?
  [ "$status" -le 1 ] || exit "$status"
  "$restage" timeline "$2" --html "$pages/$3" 2>/dev/null || status=$?
  [ "$status" -le 1 ] || exit "$status"
  printf '\nPage: %s\n' "$PWD/$pages/$3"
}

data=../shared/data
jenny=$data/mcode/stu4/bundles/assembled-cancer-patient-jenny-m.json
synthea=$(find "$data/fhir/mcode-omop-synthea" -name '*.json' 2>/dev/null | sort | head -1 || true)
[ ! -f "$jenny" ] || show "mCODE STU4 example patient Jenny M" "$jenny" jenny-m.html
[ -z "$synthea" ] || show "A Synthea patient" "$synthea" synthea.html
show "A full course: neoadjuvant therapy, surgery, recurrence (synthetic)" formats/fhir/samples/breast-course.json breast-course.html
