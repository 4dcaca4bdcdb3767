#!/usr/bin/env bash
# The whole process for one patient: best and median of 21 runs of `restage timeline` on the repository's own course.
set -euo pipefail
restage=${BUILD:-build-bench}/restage
sample=formats/fhir/samples/breast-course.json
for _ in 1 2 3; do "$restage" timeline "$sample" >/dev/null; done
for _ in $(seq 21); do
  from=$(date +%s%N)
  "$restage" timeline "$sample" >/dev/null
  to=$(date +%s%N)
  echo $(((to - from) / 1000))
done | sort -n | awk '{t[NR]=$1} END {printf "one patient, whole process, best  %.1f  ms\none patient, whole process, median  %.1f  ms\n", t[1]/1000, t[int((NR+1)/2)]/1000}'
