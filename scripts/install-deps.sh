#!/usr/bin/env bash
# Installs, from Debian's packages, what building and testing itss needs; does nothing when all is there.
#   scripts/install-deps.sh [build|test]
set -euo pipefail
build=(g++ cmake ninja-build pkg-config gettext git tzdata libcli11-dev libfmt-dev libyaml-dev libhowardhinnant-date-dev
  libexpected-dev nlohmann-json3-dev libsodium-dev libutf8proc-dev zlib1g-dev libcsv-dev libical-dev
  libsqlite3-dev libmimalloc-dev)
test=(doctest-dev librapidcheck-dev libyaml-cpp-dev bats python3 python3-icalendar python3-yaml jq sqlite3 man-db less)
wanted=("${build[@]}")
[ "${1:-build}" = build ] || wanted+=("${test[@]}")

missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

sudo=()
[ "$(id -u)" = 0 ] || sudo=(sudo)
echo "installing from Debian: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${sudo[@]}" apt-get update -qq
"${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
