#!/usr/bin/env bash
# 100,000 tickets: every reader answers, in bounded memory, and gives what the generator put there. Speaks TAP.
#   tests/long/scale.sh [COUNT]        Environment: ITSS_BIN of a build that has the benchmarks (preset release).
set -u
count=${1:-100000}
top=$(cd "$(dirname "$0")/../.." && pwd)
bin=$top/build/release/bin
if [ ! -x "$bin/make_tickets" ]; then
  (cd "$top" && cmake --preset release && cmake --build --preset release) >/dev/null || exit 1
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/itss-scale.XXXXXX")
export HOME=$work LC_ALL=C.UTF-8 ITSS_NOW=2026-11-24T09:00:00+08:00 ITSS_ACTOR=wang.fang
"$bin/itss" init "$work/desk" --me wang.fang --since 2023-01-01 --no-git >/dev/null
read -r _ _ _ open < <("$bin/make_tickets" "$work/desk" "$count")
cd "$work/desk" || exit 2
number=0 failed=0
limit_kb=600000
check() { # NAME WANTED_IN_OUTPUT COMMAND...
  local name=$1 wanted=$2
  shift 2
  number=$((number + 1))
  local seconds=$SECONDS
  if (ulimit -v $((limit_kb * 4)); "$bin/itss" "$@") >"$work/out" 2>"$work/err" && grep -qE "$wanted" "$work/out"; then
    echo "ok $number - $name ($((SECONDS - seconds)) s)"
  else
    failed=1
    echo "not ok $number - $name"
    { tail -n 3 "$work/out"; tail -n 5 "$work/err"; } | cut -c 1-300 | sed 's/^/# /'
  fi
}
check "all are counted" "^$count\$" ticket list --all --count
check "the open ones are counted" "^$open\$" ticket list --open --count
check "measures are reckoned" . report kpi 2026-10
check "service levels are reckoned" . report sla 2026-10
check "every file is checked" . check
echo "1..$number"
[ "$failed" = 0 ] && rm -rf "$work"
exit "$failed"
