#!/usr/bin/env bats
# The fictional tickets that tests/bench and tests/long measure with: what they are made of must be what a desk has.

load helper

setup() {
  setup_desk
  make_tickets=$(dirname "$ITSS_BIN")/make_tickets
  [ -x "$make_tickets" ] || skip "this build has no programs that measure (ITSS_BENCH)"
}

# A repository in DIR with COUNT tickets; what the maker says of them.
make() {
  itss init "$1" --me wang.fang --since 2023-01-01 --no-git >/dev/null
  "$make_tickets" "$1" "$2"
}

@test "made tickets have histories that the schema allows, and agree with their fields" {
  make desk 200
  run -0 itss -C desk check
  has "222 records, no findings"
}

@test "the maker says how many tickets are open, and so does the list" {
  read -r tickets events _ open < <(make desk 100)
  [ "$tickets" = 100 ] && [ "$events" -gt 400 ] && [ "$open" -ge 5 ]
  [ "$(itss -C desk ticket list --count)" = "$open" ]
  [ "$(itss -C desk ticket list --all --count)" = 100 ]
}

@test "made tickets lie in the 36 months to November 2026, each in its month's directory" {
  make desk 72 >/dev/null
  [ "$(find desk/tickets -mindepth 2 -type d | wc -l)" = 36 ]
  [ -d desk/tickets/2023/12 ] && [ -d desk/tickets/2026/11 ]
}

@test "made tickets have promises that were kept and promises that were broken" {
  make desk 200 >/dev/null
  run -0 itss -C desk ticket list --all --columns id,resolution.verdict --format tsv
  has "breached"
  has "met"
}

@test "a script that reads the files by itself counts what the report counts" {
  make desk 720 >/dev/null
  script=$BATS_TEST_DIRNAME/../bench/with_pyyaml.py
  [ "$("$script" desk open | wc -l)" = "$(itss -C desk ticket list --open --count)" ]
  for month in 2023-12 2025-06 2026-10; do
    opened=$(itss -C desk report kpi "$month" --measure ticket_volume --json | jq '.measures[0].value')
    on_time=$(itss -C desk report kpi "$month" --measure response_on_time --json | jq -r '.measures[0] | "\(.numerator) of \(.denominator)"')
    [ "$("$script" desk month "$month")" = "opened $opened, answered on time $on_time" ]
  done
}

@test "the same arguments make the same bytes" {
  make desk 50 >/dev/null
  make other 50 >/dev/null
  diff -r desk/tickets other/tickets
}

@test "tickets are not made where there is no repository" {
  run -1 "$make_tickets" nowhere 5
  has "nowhere: not a repository: run \`itss init nowhere"
  [ ! -e nowhere ]
}
