#!/usr/bin/env bash
# Builds the bench preset and runs every benchmark here, or those whose name holds the argument:
#   tests/bench/run.sh [name] [arguments for the benchmarks]
# A benchmark is bench_<name>.cc (built by CMake) or bench_<name>.sh. Each prints lines "what  value  unit".
set -euo pipefail
cd "$(dirname "$0")/../.."
wanted=${1:-}
[ $# -gt 0 ] && shift
cmake --preset bench >/dev/null
cmake --build --preset bench --target benchmarks >/dev/null
tests/bench/machine.sh
status=0
ran=0
for bench in build-bench/tests/bench/bench_* tests/bench/bench_*.sh; do
  [ -f "$bench" ] && [ -x "$bench" ] || continue
  name=$(basename "$bench" .sh)
  case "$name" in *"$wanted"*) ;; *) continue ;; esac
  echo
  echo "== ${name#bench_}"
  BUILD=build-bench "$bench" "$@" || status=1
  ran=$((ran + 1))
done
[ "$ran" -gt 0 ] || { echo "bench: no benchmark named '$wanted'" >&2; exit 2; }
exit $status
