#!/usr/bin/env bash
# The demo works its desk to the end and says what it should. Speaks TAP. Environment: ITSS_BIN.
set -u
cd "$(dirname "$0")/../.." || exit 2
work=$(mktemp -d "${TMPDIR:-/tmp}/itss-demo.XXXXXX")
number=0 failed=0
result() { # STATUS WHAT
  number=$((number + 1))
  if [ "$1" = 0 ]; then echo "ok $number - $2"; else
    failed=1
    echo "not ok $number - $2"
    tail -n 15 "$work/out" | sed 's/^/# /'
  fi
}
says() { grep -qE "$2" "$work/out"; result $? "$1"; }

HOME=$work ITSS_BIN=$ITSS_BIN examples/demo.sh "$work/desk" >"$work/out" 2>&1
result $? "the demo runs to its end"
says "it shows a refusal that names what is missing" "'resolution_steps' .* is needed"
says "it shows what a failing asset affects" '└─ report-web'
says "it refuses a release that was not tested" "'deploy' starts from tested, staged"
says "it refuses a release whose assets are not updated" "has not made 'update-ci'"
says "it tells what differs from the baseline" '3\.1\.0 .*3\.1\.1'
says "it reports on releases" '^Releases that succeeded +100'
says "it imports a log" '60 records new'
says "the second import changes nothing" '0 records new, 0 extended, 60 unchanged'
says "it explains a clock with the hold that the user consented to" 'paused +A date was agreed'
says "it lists what is due" '^ID +Clock|^ID .*Verdict'
says "it tells breaches for cron" '^BREACHED .* (response|resolution) at'
says "it simulates a draft" '→'
says "it prints the service levels" '^Service level report|^服务级别'
says "it prints the measures of the month" '^Mean time to resolve'
says "every file of the demo is sound" 'no findings'
HOME=$work ITSS_BIN=$ITSS_BIN examples/demo.sh "$work/desk" >"$work/out" 2>&1
result $? "it can be run again"
mkdir "$work/other" && touch "$work/other/mine"
! HOME=$work ITSS_BIN=$ITSS_BIN examples/demo.sh "$work/other" >"$work/out" 2>&1 && [ -e "$work/other/mine" ]
result $? "it does not touch a directory that is not its own"
echo "1..$number"
[ "$failed" = 0 ] && rm -rf "$work"
exit "$failed"
