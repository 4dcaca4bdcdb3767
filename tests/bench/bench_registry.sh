#!/usr/bin/env bash
# Registry staging beside the reference implementation (its published Maven artefact), in alternating rounds on the same cases.
# usage: bench_registry.sh [ROUNDS]; needs the shared data beside the repository, a JDK 17 and Maven.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=../shared/data/seer
[ -d "$data/archives" ] || { echo "bench registry: no data at $data, skipped"; exit 0; }
work=build-bench/registry
mkdir -p "$work"
cmake --preset bench >/dev/null
cmake --build --preset bench --target bench_registry >/dev/null
for algorithm in tnm-2.1 eod_public-3.3 pediatric-1.3; do
  python3 tests/bench/registry_cases.py "$data/cases/$algorithm.ndjson.gz" "$work/$algorithm.tsv"
done
python3 tests/bench/registry_cases.py "$data/cases/cs-integration.csv.gz" "$work/cs-02.05.50.tsv"
if ! mvn -q -B -f tests/bench/registry-java/pom.xml dependency:copy-dependencies compile -DoutputDirectory="$PWD/$work/jars"; then
  echo "bench registry: the peer could not be fetched; nothing to compare with"
  exit 1
fi
python3 tests/bench/registry_bench.py build-bench/tests/bench/bench_registry "tests/bench/registry-java/target/classes:$work/jars/*" "$data/archives" "$work" "${1:-7}"
