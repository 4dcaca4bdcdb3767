#!/usr/bin/env bash
# Installs a build into a temporary folder, builds programs of somebody else against it and runs them: by CMake, and by
# plain `cc` with pkg-config alone. The shared library may offer nothing but restage_*.
set -euo pipefail
source_folder=$1
build_folder=$2
bundle=$source_folder/../../formats/fhir/samples/breast-course.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build_folder" --prefix "$work/installed" >/dev/null
cmake -S "$source_folder" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/installed" -DCMAKE_BUILD_TYPE=Release \
  -DRESTAGE_INCLUDE_DIR="$work/installed/include" >/dev/null
cmake --build "$work/build" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
for language in c cpp; do
  "$work/build/consumer_$language" "$source_folder/demo"
  "$work/build/questions_$language" "$bundle" "$source_folder/cases.csv" "$source_folder/subject.json"
done
library=$(find "$work/installed" -name librestage.so)
export PKG_CONFIG_PATH=$(dirname "$library")/pkgconfig
cc -o "$work/plain" "$source_folder/questions.c" $(pkg-config --cflags --libs restage)
"$work/plain" "$bundle" "$source_folder/cases.csv" "$source_folder/subject.json" >/dev/null
foreign=$(nm -D --defined-only "$library" | awk '{print $3}' | sed 's/@.*//' | grep -v '^restage_' | grep -v '^RESTAGE_' || true)
[ -z "$foreign" ] || { echo "the shared library offers more than restage_*: $foreign"; exit 1; }
echo "plain cc: good; the shared library offers $(nm -D --defined-only "$library" | grep -c ' restage_') functions"
