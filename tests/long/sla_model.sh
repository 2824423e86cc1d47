#!/usr/bin/env bash
# The engine of clocks against the model that looks at every second, on many more random cases than the daily run has.
# Speaks TAP.
#   tests/long/sla_model.sh [COUNT]        Environment: ITSS_PRESET (dev) whose build is run; RC_SEED to repeat a run.
set -u
count=${1:-50000}
top=$(cd "$(dirname "$0")/../.." && pwd)
bin=$top/build/${ITSS_PRESET:-dev}/bin
log=$(mktemp "${TMPDIR:-/tmp}/itss-model.XXXXXX")
seed=${RC_SEED:-$RANDOM$RANDOM}
number=0 failed=0
for program in sla_agrees sla_calendar_agrees sla_laws; do
  number=$((number + 1))
  cases=$count
  [ $program = sla_agrees ] || cases=$((count / 10))
  seconds=$SECONDS
  if RC_PARAMS="max_success=$cases seed=$seed noshrink=1" "$bin/property_$program" >"$log" 2>&1; then
    echo "ok $number - $program, $cases cases ($((SECONDS - seconds)) s)"
  else
    failed=1
    echo "not ok $number - $program, seed $seed"
    sed -n '/Falsifiable/,$p' "$log" | grep -v '^$' | tail -n 60 | cut -c 1-400 | sed 's/^/# /'
  fi
done
echo "1..$number"
rm -f "$log"
exit "$failed"
