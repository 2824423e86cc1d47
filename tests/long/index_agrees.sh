#!/usr/bin/env bash
# Answers with and without the index, on many more random repositories than the daily run has. Speaks TAP.
#   tests/long/index_agrees.sh [COUNT]     Environment: ITSS_PRESET (dev) whose build is run; RC_SEED to repeat a run.
set -u
count=${1:-300}
top=$(cd "$(dirname "$0")/../.." && pwd)
log=$(mktemp "${TMPDIR:-/tmp}/itss-index.XXXXXX")
trap 'rm -f "$log"' EXIT
seed=${RC_SEED:-$RANDOM$RANDOM}
echo "1..1"
if RC_PARAMS="max_success=$count seed=$seed noshrink=1" "$top/build/${ITSS_PRESET:-dev}/bin/property_index_agrees" >"$log" 2>&1; then
  echo "ok 1 - index_agrees, $count cases"
else
  echo "not ok 1 - index_agrees, seed $seed"
  sed -n '/Falsifiable/,$p' "$log" | grep -v '^$' | tail -n 60 | cut -c 1-400 | sed 's/^/# /'
  exit 1
fi
