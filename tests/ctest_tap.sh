#!/usr/bin/env bash
# Runs ctest in a build directory and prints TAP: each doctest case counts as one test, other programs as one each.
#   tests/ctest_tap.sh BUILD_DIR [CTEST OPTION...]
set -uo pipefail
build=${1:?"usage: tests/ctest_tap.sh BUILD_DIR"}
shift
log=$(mktemp "${TMPDIR:-/tmp}/itss-ctest.XXXXXX")
trap 'rm -f "$log"' EXIT
ctest --test-dir "$build" -V -j 2 --timeout 600 "$@" >"$log" 2>&1
status=$?

# Lines of a test carry its number: "12: [doctest] test cases: 4 | 4 passed | 0 failed | 0 skipped".
awk '
  match($0, /^[0-9]+: \[doctest\] test cases: /) {
    split($0, part, ":"); id = part[1]; gsub(/\|/, " ")
    for (i = 1; i <= NF; ++i) { if ($i == "passed") good[id] = $(i - 1); if ($i == "failed") bad[id] = $(i - 1) }
  }
  /^[0-9]+: / { split($0, part, ":"); lines[part[1]] = lines[part[1]] "# " substr($0, length(part[1]) + 3) "\n" }
  / Test +#[0-9]+: / {
    match($0, /#[0-9]+:/); id = substr($0, RSTART + 1, RLENGTH - 2); rest = substr($0, RSTART + RLENGTH + 1)
    split(rest, word, " "); name = word[1]
    if (rest ~ /Passed/) {
      count = (id in good) ? good[id] : 1
      for (i = 0; i < count; ++i) print "ok - " name
    } else {
      for (i = 0; i < good[id]; ++i) print "ok - " name
      count = (bad[id] > 0) ? bad[id] : 1
      for (i = 1; i < count; ++i) print "not ok - " name
      print "not ok - " rest; printf "%s", lines[id]
    }
  }' "$log"
exit "$status"
