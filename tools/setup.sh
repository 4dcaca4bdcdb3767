#!/usr/bin/env bash
# Installs what is missing for the given levels (core test dev ...). Idempotent; a warm run asks nothing.
#   tools/setup.sh core test        DRY=1 tools/setup.sh core
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
levels=" ${*:-core} "
. /etc/os-release
column=1
[ "${ID:-}" = ubuntu ] && column=2
missing=()
while read -r debian ubuntu level _; do
  case "$debian" in ''|'#'*) continue ;; esac
  case "$levels" in *" $level "*) ;; *) continue ;; esac
  name=$debian
  [ "$column" = 2 ] && name=$ubuntu
  dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
done < "$here/packages.txt"
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "${DRY:-}" = 1 ]; then
  echo "would install: ${missing[*]}"
  exit 0
fi
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
if [ -n "$sudo" ] && ! command -v sudo >/dev/null; then
  echo "setup: missing packages, and neither root nor sudo is available: ${missing[*]}" >&2
  exit 1
fi
echo "setup: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
install() { $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; }
install 2>/dev/null || { $sudo apt-get update -qq && install; }
