#!/usr/bin/env bash
# Kills an import at many moments; the next one must end where an undisturbed one ends, byte for byte. Speaks TAP.
#   tests/long/killed_import.sh [TIMES]       Environment: ITSS_BIN.
set -u
times=${1:-40}
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/itss-killed.XXXXXX")
export HOME=$work LC_ALL=C.UTF-8 ITSS_NOW=2026-11-24T09:00:00+08:00 ITSS_ACTOR=wang.fang
map=$top/examples/import/servicenow-incident-log.yaml
"$top/tests/data/make_incident_log.py" --incidents 3000 >"$work/log.csv"
desk() { "$ITSS_BIN" init "$1" --name Desk --zone Asia/Shanghai --me wang.fang --no-git >/dev/null; }
import() { "$ITSS_BIN" -C "$1" import "$work/log.csv" --map "$map" --no-commit >/dev/null 2>&1; }
bytes() { (cd "$1" && find tickets people groups -type f | sort | xargs sha256sum); }

desk "$work/whole"
started=$(date +%s%N)
import "$work/whole" || { echo "not ok 1 - an undisturbed import"; exit 1; }
spent=$((($(date +%s%N) - started) / 1000000))
bytes "$work/whole" >"$work/wanted"
failed=0
for ((i = 1; i <= times; ++i)); do
  rm -rf "$work/cut"
  desk "$work/cut"
  import "$work/cut" &
  sleep "$(awk -v ms=$((spent * i / times)) 'BEGIN {print ms / 1000}')"
  kill -9 $! 2>/dev/null
  wait $! 2>/dev/null
  import "$work/cut"
  if bytes "$work/cut" | cmp -s - "$work/wanted" && [ -z "$(find "$work/cut" -name '*.itss-tmp')" ]; then
    echo "ok $i - killed after $((spent * i / times)) ms"
  else
    failed=1
    echo "not ok $i - killed after $((spent * i / times)) ms"
    bytes "$work/cut" | diff "$work/wanted" - | head -n 5 | sed 's/^/# /'
  fi
done
echo "1..$times"
[ "$failed" = 0 ] && rm -rf "$work"
exit "$failed"
