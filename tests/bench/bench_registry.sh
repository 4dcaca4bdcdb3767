#!/usr/bin/env bash
# Registry staging beside the reference implementation (its published Maven artefact), in alternating rounds on the same cases.
# usage: bench_registry.sh [ROUNDS [CASES]]: cases a round for the peer, which is slow; needs the shared data beside the
# repository, a JDK 17 and Maven.
set -euo pipefail
cd "$(dirname "$0")/../.."
data=../shared/data/seer
[ -d "$data/archives" ] || { echo "bench registry: no data at $data, skipped"; exit 0; }
work=build-bench/registry
mkdir -p "$work"
cmake --preset bench >/dev/null
cmake --build --preset bench --target bench_registry restage >/dev/null
for algorithm in tnm-2.1 eod_public-3.3 pediatric-1.3; do
  python3 tests/bench/registry_cases.py "$data/cases/$algorithm.ndjson.gz" "$work/$algorithm.tsv"
done
python3 tests/bench/registry_cases.py "$data/cases/cs-integration.csv.gz" "$work/cs-02.05.50.tsv"
if ! mvn -q -B -f tests/bench/registry-java/pom.xml dependency:copy-dependencies compile -DoutputDirectory="$PWD/$work/jars"; then
  echo "bench registry: the peer could not be fetched; nothing to compare with"
  exit 1
fi
for archive in "$data"/archives/*.zip; do
  python3 tests/bench/registry_peer_archive.py "$archive" "$work/peer-$(basename "$archive")"
done
python3 tests/bench/registry_bench.py build-bench/tests/bench/bench_registry "tests/bench/registry-java/target/classes:$work/jars/*" "$data/archives" "$work" "${1:-7}" "${2:-2000}"

sample=../shared/data/naaccr/samples/naaccr-xml-sample-v210-abstract-1000.xml.gz
[ -f "$sample" ] || exit 0
python3 tests/bench/registry_xml.py "$sample" "$work/small.xml" 1
python3 tests/bench/registry_xml.py "$sample" "$work/large.xml" 201
# Processor seconds of a run on one thread; the difference of two sizes leaves out start and loading.
xml_seconds() {
  local TIMEFORMAT='%U %S'
  { time build-bench/restage registry --algorithm "$data/archives/cs-02.05.50.zip" --algorithm "$data/archives/tnm-2.1.zip" \
      --algorithm "$data/archives/eod_public-3.3.zip" --current-year 2026 --threads 1 --output "$work/staged.xml" "$1" >/dev/null 2>&1 || true; } 2>&1 | awk '{print $1 + $2}'
}
for _ in 1 2 3; do
  awk -v small="$(xml_seconds "$work/small.xml")" -v large="$(xml_seconds "$work/large.xml")" \
    'BEGIN {printf "NAACCR XML to XML, one thread         %.0f MB/s processor\n", 200 / (large - small)}'
done
