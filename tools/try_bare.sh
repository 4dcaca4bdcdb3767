#!/usr/bin/env bash
# From nothing: bootstraps a bare system into a folder, copies a clean clone into it and runs ./dev demo and ./dev test
# there. Prints times, packages and disk. Needs root, debootstrap and a package mirror; leaves the folder in place.
#   tools/try_bare.sh debian-12|ubuntu-24.04 [FOLDER] [--quick] [--mirror URL]
#   --quick    ./dev demo only (set-up, build, a staged course)
#   --mirror   where packages come from; without it the mirror this machine's apt uses, with the path of the system
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
system='' folder='' mirror='' quick=
while [ $# -gt 0 ]; do
  case "$1" in
    --quick) quick=1 ;;
    --mirror) mirror=${2:?--mirror needs a URL}; shift ;;
    -*) echo "try_bare: unknown option $1" >&2; exit 2 ;;
    *) if [ -z "$system" ]; then system=$1; else folder=$1; fi ;;
  esac
  shift
done
case "$system" in
  debian-12) path=debian suite=bookworm components=main script= ;;
  ubuntu-24.04) path=ubuntu suite=noble components='main universe' script=gutsy ;;
  *) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || { echo "try_bare: skipped: bootstrapping a system needs root" >&2; exit 77; }
command -v debootstrap >/dev/null || { echo "try_bare: skipped: debootstrap is not installed" >&2; exit 77; }
folder=${folder:-${TMPDIR:-/tmp}/restage-bare-$system}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
root=$folder/system

own_mirror() {  # the first archive this machine's apt reads, with the wanted path in place of its own
  local first
  first=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -E '/(debian|ubuntu)/?$' | head -1)
  [ -n "$first" ] || { echo "try_bare: no mirror in the apt configuration; give one with --mirror" >&2; exit 2; }
  echo "${first%/}" | sed "s#/[^/]*\$#/$path#"
}

bootstrap() {
  local keyring=/usr/share/keyrings/$path-archive-keyring.gpg check=--no-check-gpg
  [ -f "$keyring" ] && check=--keyring=$keyring
  [ -f "$keyring" ] || echo "try_bare: no $path keyring here: the first packages are not checked, later ones are"
  # An older debootstrap knows a newer Ubuntu only by the recipe all of them share.
  [ -e "/usr/share/debootstrap/scripts/$suite" ] && script=
  debootstrap --variant=minbase --include=git "$check" "$suite" "$root" "$mirror" $script >"$folder/bootstrap.log" 2>&1 ||
    { tail -20 "$folder/bootstrap.log" >&2; exit 1; }
  {
    echo "deb $mirror $suite $components"
    echo "deb $mirror $suite-updates $components"
  } >"$root/etc/apt/sources.list"
  rm -f "$root"/etc/apt/sources.list.d/*
  apt-config dump | grep '^Acquire::.*Proxy' >"$root/etc/apt/apt.conf.d/90proxy" || true
  touch "$folder/bootstrapped"
}

inside() {  # inside COMMAND: in the bare system, with mounts that end with the command
  unshare --mount --pid --fork --kill-child sh -c '
    mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && mount -t tmpfs tmpfs "$1/tmp" || exit 1
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 ${http_proxy:+http_proxy="$http_proxy"} \
      ${CMAKE_BUILD_PARALLEL_LEVEL:+CMAKE_BUILD_PARALLEL_LEVEL="$CMAKE_BUILD_PARALLEL_LEVEL"} \
      chroot "$1" sh -c "cd /root/restage && $2"' sh "$root" "$1"
}

packages() { chroot "$root" dpkg-query -W -f '.\n' | wc -l; }
megabytes() { du -sm "$1" --exclude=proc --exclude=dev | cut -f1; }

step() {  # step TITLE COMMAND
  local started=$SECONDS status=0
  inside "$2" >"$folder/$1.log" 2>&1 || status=$?
  printf '%-10s %4d min %02d s, %s\n' "$1" $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60)) \
    "$([ $status = 0 ] && echo "done: $(tail -1 "$folder/$1.log")" || echo "FAILED with status $status")"
  [ $status = 0 ] || { tail -40 "$folder/$1.log"; exit 1; }
}

mirror=${mirror:-$(own_mirror)}
[ -e "$folder/bootstrapped" ] || { rm -rf "$root"; bootstrap; }
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
rm -rf "$root/root/restage"
git clone -q "$here" "$root/root/restage"
packages_before=$(packages)
disk_before=$(megabytes "$root")
echo "$system: bare system of $packages_before packages, $disk_before MB, $(nproc) cores, commit $(git -C "$here" rev-parse --short HEAD)"
step demo ./dev\ demo
[ -n "$quick" ] || step test ./dev\ test
echo "$system: $(inside 'g++ --version | head -1')"
echo "$system: $(($(packages) - packages_before)) packages installed, $(($(megabytes "$root") - disk_before)) MB used"
