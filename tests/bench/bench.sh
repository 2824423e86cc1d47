#!/usr/bin/env bash
# Measures itss beside what it is compared with, both sides in the same run and in turns, and prints medians and their ratio.
#   tests/bench/bench.sh [COUNT] [--big N] [--only-make]
# COUNT (100000) tickets are made once, in a git repository with everything committed, and left there for the next run.
# Not a test: nothing fails when a goal is missed. Give it a quiet machine; 100,000 tickets take about a quarter of an hour.
#
# What is printed, a row each: what is measured, the median of itss, the median of the other side, their ratio, the goal.
#   with an index that is up to date   `report kpi`, `ticket list`, `sla due` against `git status` of the same tree
#   after exactly one changed file     the same, against the same command with nothing changed
#   without an index                   the first command after the cache was removed, `index rebuild`, and a command that
#                                      does without, against `cat` of all files; goal: four times that and ten seconds
#   a new ticket, committed            against `git add FILE && git commit` of one new file in the same tree
#   peak memory                        of the largest process, against that of `git status`
#   what should not depend on the size COUNT tickets against 100
#   full scan                          MB a second when every file is parsed and replayed, on one core and on all
#   the same work elsewhere            Taskwarrior, SQLite's shell on a table, a Python script with PyYAML's C loader, on the
#                                      same tickets; below, that all sides give the same answer
#   each record of N (--big N)         cost of a record and peak memory at N tickets against COUNT
#
# Environment: ITSS_BENCH_BUILD  the build that is measured; build/release, which is built when it has no itss
#              ITSS_BENCH_DIR    where the tickets are kept; BUILD/bench
#              ITSS_BENCH_RUNS, ITSS_BENCH_COLD_RUNS   turns of each pair, 9 and 3; one more comes first and is dropped
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() { echo "usage: tests/bench/bench.sh [COUNT] [--big N] [--only-make]" >&2; exit 2; }
number() { [[ "$1" =~ ^[1-9][0-9]*$ ]] || usage; echo "$1"; }
count=100000 big='' only_make=no
while [ $# -gt 0 ]; do
  case "$1" in
    --big) [ $# -gt 1 ] || usage; big=$(number "$2"); shift ;;
    --only-make) only_make=yes ;;
    *) count=$(number "$1") ;;
  esac
  shift
done
build=$(realpath -m "${ITSS_BENCH_BUILD:-build/release}")
place=$(realpath -m "${ITSS_BENCH_DIR:-$build/bench}")
bench=$PWD/tests/bench
mkdir -p "$place/home"

# Nothing of the user's own: neither settings of git nor of Taskwarrior, nor a background `git gc` of either side.
# What Debian's packages bring comes before other installations.
export PATH=/usr/bin:$PATH
export HOME=$place/home XDG_CONFIG_HOME=$place/home/.config GIT_CONFIG_NOSYSTEM=1 LC_ALL=C.UTF-8 TZ=Asia/Shanghai
export ITSS_ACTOR=wang.fang ITSS_NOW=2026-11-24T09:00:00+08:00 TASKRC=$place/$count/others/taskrc
export PYTHONDONTWRITEBYTECODE=1
unset ITSS_DIR ITSS_LANG TASKDATA
git config --global user.name 'Wang Fang'
git config --global user.email wang.fang@example.cn
git config --global init.defaultBranch main
git config --global gc.auto 0
git config --global maintenance.auto false

install_missing() {
  local missing=() sudo=()
  for package in git sqlite3 taskwarrior time python3 python3-yaml; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  echo "installing from Debian: ${missing[*]}" >&2
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

build_missing() {
  [ -x "$build/bin/itss" ] && [ -x "$build/bin/make_tickets" ] && return
  echo "building $build" >&2
  cmake --preset release >/dev/null
  cmake --build --preset release --target itss-cli make_tickets scan_tickets >/dev/null
}

# make DIR COUNT git|no-git: DIR/desk with COUNT tickets, and DIR/made, which says what is in it. Made again when the
# program that makes tickets has become another one.
make() {
  local directory=$1 tickets=$2 git=$3 maker
  maker=$(sha256sum <"$build/bin/make_tickets" | cut -c 1-16)
  [ "$(cat "$directory/maker" 2>/dev/null)" = "$maker" ] && return
  echo "making $tickets tickets in $directory" >&2
  rm -rf "$directory"
  mkdir -p "$directory"
  "$build/bin/itss" init "$directory/desk" --name bench --me wang.fang --since 2023-01-01 --no-git >/dev/null
  "$build/bin/make_tickets" "$directory/desk" "$tickets" >"$directory/made"
  # A draft that is tighter than the agreement in force.
  sed 's/P2: 8h/P2: 6h/; s/P3: 24h/P3: 12h/' "$directory/desk/agreements/desk-default.yaml" >"$directory/draft.yaml"
  if [ "$git" = git ]; then
    git -C "$directory/desk" init -q
    git -C "$directory/desk" add -A
    git -C "$directory/desk" commit -q -m 'the tickets'
    git -C "$directory/desk" gc -q
  fi
  echo "$maker" >"$directory/maker"
}

fill_others() {
  [ -e "$place/$count/others/taskrc" ] && return
  echo "giving the tickets to SQLite and Taskwarrior" >&2
  "$bench/fill_others.py" "$place/$count/desk" "$place/$count/others"
}

full_scan() {
  local scan=$build/bin/scan_tickets tree=$place/$count/desk
  echo
  printf '%-46s %12s %12s %8s %8s %8s\n' "full scan: parse and replay" records MB seconds MB/s peak_MB
  for cores in "one core" "all cores"; do
    if [ "$cores" = "one core" ]; then taskset -c 0 "$scan" "$tree"; else "$scan" "$tree"; fi |
      awk -v name="$cores" '{printf "%-46s %12s %12s %8s %8s %8s\n", name, $1, $2, $3, $4, $5}'
  done
}

install_missing
build_missing
make "$place/100" 100 git
make "$place/$count" "$count" git
[ -z "$big" ] || make "$place/$big" "$big" no-git
fill_others
[ "$only_make" = no ] || exit 0

read -r _ events megabytes open <"$place/$count/made"
echo "$count tickets, $events events, $megabytes MB, $open open; $(nproc) cores, load $(cut -d ' ' -f 1-3 /proc/loadavg)"
echo "$("$build/bin/itss" --version | head -n 1); $(git --version); Taskwarrior $(task --version); SQLite $(sqlite3 --version | cut -d ' ' -f 1)"
echo "medians of ${ITSS_BENCH_RUNS:-9} turns, of what reads every file ${ITSS_BENCH_COLD_RUNS:-3}"
"$bench/measure.py" --itss "$build/bin/itss" --tree "$place/$count/desk" --small "$place/100/desk" \
  --others "$place/$count/others" --runs "${ITSS_BENCH_RUNS:-9}" --cold-runs "${ITSS_BENCH_COLD_RUNS:-3}" \
  ${big:+--big "$place/$big/desk"}
full_scan
