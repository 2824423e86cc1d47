#!/usr/bin/env bash
# Measures itss in a small and in a large repository and prints medians in milliseconds and their ratio. Not a test.
#   tests/bench/bench.sh [BUILD_DIR] [LARGE]      build/release, 100000 tickets
# The repositories are made once, in $ITSS_BENCH_DIR or BUILD_DIR/bench.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build/release} large=${2:-100000} small=100
place=${ITSS_BENCH_DIR:-$build/bench}
itss=$PWD/$build/bin/itss
runs=${ITSS_BENCH_RUNS:-15}
export ITSS_ACTOR=wang.fang LC_ALL=C.UTF-8

for count in "$small" "$large"; do
  [ -e "$place/$count/itss.yaml" ] && continue
  echo "making $count tickets in $place/$count"
  "$build/bin/make_tickets" "$place/$count" "$count"
done

# What clocks need, in repositories that were made before, too.
for count in "$small" "$large"; do
  mkdir -p "$place/$count/agreements" "$place/$count/calendars"
  sed 's|{zone}|Asia/Shanghai|' schemas/init/calendars/24x7.yaml >"$place/$count/calendars/24x7.yaml"
  sed 's/{at}/2023-01-01T00:00:00+08:00/; s/{by}/wang.fang/' schemas/init/agreements/desk-default.yaml \
    >"$place/$count/agreements/desk-default.yaml"
  # A draft that is tighter than the agreement in force.
  sed 's/P2: 8h/P2: 6h/; s/P3: 24h/P3: 12h/' "$place/$count/agreements/desk-default.yaml" >"$place/$count.draft"
done

milliseconds() { # COMMAND...: how long it took; its output is not looked at
  local before after
  before=$(date +%s%N)
  "$@" >/dev/null 2>&1 || true
  after=$(date +%s%N)
  echo $(((after - before) / 10000)) | awk '{printf "%.2f\n", $1 / 100}'
}
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

version() { milliseconds "$itss" --version; }
show() { milliseconds "$itss" -C "$1" ticket show "$(cat "$1.shown")"; }
new() { milliseconds "$itss" -C "$1" ticket new --title 'VPN drops' --channel phone --requester 张三 --contact 6001 --no-commit; }
list() { milliseconds "$itss" -C "$1" ticket list; }
measure() { # NAME FUNCTION
  local name=$1 function=$2 of_small of_large
  for count in "$small" "$large"; do
    "$function" "$place/$count" >/dev/null
    result=$(for ((i = 0; i < runs; ++i)); do "$function" "$place/$count"; done | median)
    [ "$count" = "$small" ] && of_small=$result || of_large=$result
  done
  awk -v n="$name" -v s="$of_small" -v l="$of_large" 'BEGIN {printf "%-28s %10.1f %10.1f %8.2f\n", n, s, l, l / s}'
}

for count in "$small" "$large"; do find "$place/$count/tickets" -name '*.yaml' | sort | tail -n 20 | head -n 1 | xargs basename -s .yaml >"$place/$count.shown"; done
printf '%-28s %10s %10s %8s\n' "median of $runs, ms" "$small" "$large" ratio
printf '%-28s %10.1f\n' "itss --version" "$(for ((i = 0; i < runs; ++i)); do version; done | median)"
measure "ticket show ID" show
measure "ticket new" new
for count in "$small" "$large"; do
  ids=()
  for ((i = 0; i < 2 * runs + 2; ++i)); do
    ids+=("$("$itss" -C "$place/$count" ticket new --title 'VPN drops' --channel phone --requester 张三 --contact 6001 --no-commit --quiet | tail -n 1)")
  done
  printf '%s\n' "${ids[@]}" >"$place/$count.ids"
done
move_of() {
  local file=$1.ids id
  id=$(head -n 1 "$file")
  sed -i 1d "$file"
  milliseconds "$itss" -C "$1" ticket accept "$id" --kind incident --category fault --impact 2 --urgency 2 --severity minor --told phone --no-commit
}
measure "ticket accept ID" move_of
measure "ticket list (open)" list
due() { milliseconds "$itss" -C "$1" sla due; }
simulate() { milliseconds "$itss" -C "$1" sla simulate 2026-11 --agreement "$1.draft"; }
simulate_all() { milliseconds "$itss" -C "$1" sla simulate 2023-01..2026-12 --agreement "$1.draft"; }
measure "sla due" due
measure "sla simulate (a month)" simulate
measure "sla simulate (all)" simulate_all

echo
printf '%-28s %8s %8s %8s %8s %8s\n' "full scan: parse and replay" records MB seconds MB/s peak_MB
printf '%-28s %8s %8s %8s %8s %8s\n' "one core" $(taskset -c 0 "$build/bin/scan_tickets" "$place/$large")
printf '%-28s %8s %8s %8s %8s %8s\n' "all cores" $("$build/bin/scan_tickets" "$place/$large")
printf '%-28s %s\n' "ticket list, peak memory" "$(/usr/bin/env time -f '%M kB' "$itss" -C "$place/$large" ticket list 2>&1 >/dev/null | tail -n 1 || echo 'time(1) is not installed')"
