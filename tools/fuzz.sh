#!/usr/bin/env bash
# Builds the fuzz preset and runs every fuzz_* program for SECONDS each, from the samples of its format. Fails on
# any crash, hang, leak or sanitizer report; the input that did it lies in build-fuzz/findings. Small files of the public
# data join the samples where that data lies beside the repository.
#   tools/fuzz.sh SECONDS [name]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
wanted=${2:-}
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
root=$PWD/build-fuzz
mkdir -p "$root/findings"
seed_name() { local rest=${1#fuzz_}; echo "${rest%_fuzz}"; }
status=0
ran=0
while IFS= read -r program; do
  name=$(basename "$program")
  case "$name" in *"$wanted"*) ;; *) continue ;; esac
  corpus=$root/corpus/$name
  mkdir -p "$corpus"
  format=${name#fuzz_format_}
  while [ ! -d "formats/$format" ] && [[ $format == *_* ]]; do format=${format%_*}; done
  seeds=()
  [ -d "formats/$format/samples" ] && seeds+=("formats/$format/samples")
  [ -d "tests/fuzz_seeds/$(seed_name "$name")" ] && seeds+=("tests/fuzz_seeds/$(seed_name "$name")")
  if [ -d "../shared/data/$format" ]; then
    mkdir -p "$root/seeds/$format"
    find "../shared/data/$format" -type f -size -24k \( -name '*.json' -o -name '*.xml' -o -name '*.ndjson' \) -exec cp -n {} "$root/seeds/$format" \;
    seeds+=("$root/seeds/$format")
  fi
  echo "fuzz: $name for $seconds s"
  if ! "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -verbosity=0 -print_final_stats=1 \
      -artifact_prefix="$root/findings/$name-" "$corpus" ${seeds[@]+"${seeds[@]}"} >"$root/$name.log" 2>&1; then
    status=1
    echo "fuzz: $name FAILED"
    tail -40 "$root/$name.log"
  else
    sed -n 's/^stat::number_of_executed_units: *\([0-9]*\)/fuzz:   \1 runs, nothing found/p' "$root/$name.log"
  fi
  ran=$((ran + 1))
done < <(find "$root" -type f -name 'fuzz_*' -perm -u+x ! -name '*.*' | sort)
[ "$ran" -gt 0 ] || { echo "fuzz: no program named '$wanted'" >&2; exit 2; }
exit $status
