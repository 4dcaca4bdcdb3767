#!/usr/bin/env bash
# Installs what is missing for the given levels (core test dev ...), says what and how long it took. Idempotent; a warm
# run asks nothing and says nothing.
#   tools/setup.sh core test        DRY=1 tools/setup.sh core
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
levels=" ${*:-core} "
. /etc/os-release
column=1
[ "${ID:-}" = ubuntu ] && column=2
missing=() reasons=()
while read -r debian ubuntu level why; do
  case "$debian" in ''|'#'*) continue ;; esac
  case "$levels" in *" $level "*) ;; *) continue ;; esac
  name=$debian
  [ "$column" = 2 ] && name=$ubuntu
  dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' && continue
  missing+=("$name")
  reasons+=("$why")
done < "$here/packages.txt"
[ ${#missing[@]} -eq 0 ] && exit 0
echo "setup: $([ "${DRY:-}" = 1 ] && echo 'would install' || echo 'installing') ${#missing[@]} packages and what they need:"
for index in "${!missing[@]}"; do printf '  %-22s %s\n' "${missing[index]}" "${reasons[index]}"; done
[ "${DRY:-}" = 1 ] && exit 0
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
if [ -n "$sudo" ] && ! command -v sudo >/dev/null; then
  echo "setup: neither root nor sudo is available; let somebody install: ${missing[*]}" >&2
  exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() { $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >"$log" 2>&1; }
if ! install && ! { $sudo apt-get update -q >"$log" 2>&1 && install; }; then
  tail -15 "$log" >&2
  echo "setup: the packages above could not be installed" >&2
  exit 1
fi
sed -n 's/^After this operation, \(.*\) of additional disk space will be used.*/setup: \1 on disk/p' "$log"
echo "setup: installed in $SECONDS s"
