#!/usr/bin/env bash
# Runs files of bats tests two at a time, those with the most tests first, and prints one TAP of all. A file that does
# not come to its end is a failure of its own.
#   tests/bats_tap.sh FILE...
set -uo pipefail
logs=$(mktemp -d "${TMPDIR:-/tmp}/itss-bats.XXXXXX")
trap 'rm -rf "$logs"' EXIT

# one FILE LOG: what bats says of it, and a line of our own where it says less than it planned.
one() {
  bats --formatter tap "$1" >"$2" 2>&1
  local status=$? planned results
  planned=$(sed -n 's/^1\.\.//p' "$2")
  results=$(grep -cE '^(not )?ok ' "$2")
  if [ "$results" != "${planned:-none}" ] || { [ "$status" != 0 ] && ! grep -q '^not ok' "$2"; }; then
    printf 'not ok 0 %s: %s results of %s tests, exit code %s\n' "$1" "$results" "${planned:-no}" "$status" >>"$2"
  fi
}
export -f one

grep -c '^@test' "$@" /dev/null | grep -v '^/dev/null:' | sort -t: -k2,2nr | cut -d: -f1 |
  while IFS= read -r file; do printf '%s\0%s\0' "$file" "$logs/$(basename "$file").tap"; done |
  xargs -0 -n 2 -P 2 bash -c 'one "$@"' one

cat "$logs"/*.tap | awk '
  /^1\.\.[0-9]+$/ { next }
  /^(not )?ok / { sub(/ok [0-9]+/, "ok " ++number); bad += /^not / }
  { print }
  END { print "1.." number + 0; exit bad > 0 || number == 0 }'
