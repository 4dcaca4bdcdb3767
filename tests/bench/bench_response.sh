#!/usr/bin/env bash
# Response: subjects per second on a generated trial (1,000 subjects, 10 lesions, 12 visits), the stored responses of
# the large SDTM set, memory while streaming, and pyrecist on the same sizes where Python can import it.
# pyrecist derives target calls alone (no non-targets, no new lesions, no CR, no best response, no endpoints).
set -euo pipefail
program=${PROGRAM:-${BUILD:-build}/restage}
[ -x "$program" ] || program=build/restage
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$(dirname "$0")
seconds() { python3 - "$@" <<'PY'
import subprocess, sys, time
best = None
for _ in range(3):
    begin = time.perf_counter()
    subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    took = time.perf_counter() - begin
    best = took if best is None else min(best, took)
print(f"{best:.4f}")
PY
}
peak() { python3 - "$@" <<'PY'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
PY
}
python3 "$here/bench_response_trial.py" 1000 ndjson "$work/trial.ndjson"
took=$(seconds "$program" response --criterion recist-1.1 --json "$work/trial.ndjson")
echo "trial of 1,000 subjects, text to text  $took  s"
python3 -c "print('trial of 1,000 subjects               ', round(1000 / $took), ' subjects/s')"
sdtm=${SDTM:-../shared/data/sdtm}
if [ -d "$sdtm" ]; then
  echo "check of the large SDTM set            $(seconds "$program" response --sdtm "$sdtm" --set onco --check --json)  s"
fi
many=${SUBJECTS:-20000}
for _ in $(seq $((many / 1000))); do cat "$work/trial.ndjson"; done > "$work/many.ndjson"
echo "peak memory, 1,000 subjects            $(peak "$program" response --json "$work/trial.ndjson")  MB"
echo "peak memory, $many subjects           $(peak "$program" response --json "$work/many.ndjson")  MB"
python=${PYTHON:-python3}
if "$python" -c 'import pyrecist' 2>/dev/null; then
  python3 "$here/bench_response_trial.py" 1000 csv "$work/trial.csv"
  slow=$("$python" - "$work/trial.csv" <<'PY'
import sys, time
from pyrecist.assessment import Evaluator
from pyrecist.data import Reader
begin = time.perf_counter()
reader = Reader()
reader.read_measurements(sys.argv[1])
Evaluator(reader).evaluate_recist()
print(f"{time.perf_counter() - begin:.4f}")
PY
)
  echo "pyrecist, target calls alone           $slow  s"
  python3 -c "print('ratio to pyrecist                      ', round($slow / $took, 1), ' x')"
else
  echo "pyrecist is not installed; no ratio"
fi
