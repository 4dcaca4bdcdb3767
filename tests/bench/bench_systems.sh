#!/usr/bin/env bash
# `restage stage` over one million random valid cases of all systems: the whole process, from loading the packs to the
# last row written, processor time of its one thread; best and median of five runs. Cases are drawn anew each time.
set -euo pipefail
program=${BUILD:-build-bench}/restage
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cases=${CASES:-1000000}
measure() {  # measure NAME KIND WHICH
  tests/bench/stage_cases.py packs "$cases" "$RANDOM" "$2" "$3" > "$folder/cases.csv"
  for _ in 1 2 3 4 5; do
    { TIMEFORMAT='%U %S'; time "$program" stage --input "$folder/cases.csv" --output "$folder/staged.csv" 2>/dev/null; } 2>> "$folder/times"
  done
  python3 - "$1" "$cases" "$folder" <<'PYTHON'
import csv, pathlib, statistics, sys
name, cases, folder = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
times = [sum(map(float, line.split())) for line in (folder / "times").read_text().splitlines()]
status = {}
with (folder / "staged.csv").open(newline="") as rows:
    for row in csv.DictReader(rows):
        status[row["status"]] = status.get(row["status"], 0) + 1
print(f"{name:52} best {cases / min(times) / 1e6:5.2f}  median {cases / statistics.median(times) / 1e6:5.2f}  million cases/s"
      f"   {(folder / 'cases.csv').stat().st_size // cases} bytes a case; " + ", ".join(f"{count} {each}" for each, count in sorted(status.items())))
PYTHON
  rm "$folder/times"
}
measure "staging systems, finest values" leaves stages
measure "staging systems, coarse values too" values stages
measure "staging systems, a tenth of the cells empty" tenth-empty stages
measure "all systems, a column for every input" leaves all
measure "all systems, a tenth of the cells empty" tenth-empty all
