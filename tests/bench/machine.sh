#!/usr/bin/env bash
# The machine a figure was measured on, in one line each; the header of every benchmark.
set -euo pipefail
model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -1)
memory=$(awk '/^MemTotal/ {printf "%.1f GB", $2 / 1048576}' /proc/meminfo)
load=$(cut -d' ' -f1 /proc/loadavg)
echo "machine   ${model:-unknown}, $(nproc) cores, $memory"
echo "system    $(. /etc/os-release && echo "$PRETTY_NAME"), $(uname -sr)"
echo "compiler  $(c++ --version | head -1), Release"
echo "load      $load when started"
