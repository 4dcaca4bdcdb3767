#!/usr/bin/env bash
# Installs a build into a temporary folder, builds the consumer against it and runs both programs.
set -euo pipefail
source_folder=$1
build_folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build_folder" --prefix "$work/installed" >/dev/null
cmake -S "$source_folder" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/installed" -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build "$work/build" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
"$work/build/consumer_c" "$source_folder/demo"
"$work/build/consumer_cpp" "$source_folder/demo"
