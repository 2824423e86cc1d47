# Breaches that are excused, and what a work group promises another.

setup() {
  load helper
  setup_desk
  make_desk
  itss person new sun.li --name 孙莉 --side provider --roles slm >/dev/null
  id=$(itss ticket new 'Login fails' --channel phone --requester 'Zhang San' --contact 13800000000)
}

excuse() { itss sla exclude "$id" --clock response --reason force_majeure -m 'power cut' --as sun.li "$@"; }
figure() { itss "${@:2}" --json | jq -r "$1"; }

@test "an excused breach stays a breach, and figures are given with it and without it" {
  clock 2026-11-24T12:00:00+08:00
  exits 0 excuse
  [ "$(figure '.clocks[0].verdict' sla show "$id")" = breached ]
  [ "$(figure '.clocks[0].excused.reason' sla show "$id")" = force_majeure ]
  [ "$(figure '.clocks[0].excused.by' sla show "$id")" = sun.li ]
  [ "$(figure '.clocks[0] | [.breached, .excused, .attainment, .attainment_without_excused] | map(tostring) | join(" ")' \
    report sla 2026-11)" = '1 1 0 null' ]
  [ "$(figure '.measures[] | select(.measure == "response_on_time") | [.value, .without_excused] | map(tostring) | join(" ")' \
    report kpi 2026-11)" = '0 null' ]
  exits 0 itss report sla 2026-11
  has 'Force majeure'
  exits 0 itss check
}

@test "only a breach can be excused" {
  exits 1 excuse
  has 'the clock response is breached'
  has '[HOLDS]'
}

@test "a breach is excused by a holder of the role who did not work on the record" {
  clock 2026-11-24T12:00:00+08:00
  exits 1 itss sla exclude "$id" --clock response --reason force_majeure -m 'power cut'
  has '[ROLE]'
  itss person appoint sun.li --roles slm,l1 -m 兼一线 >/dev/null
  itss ticket accept "$id" --kind incident --category fault --impact 2 --urgency 2 --severity major --as sun.li
  exits 1 excuse
  has '[NOT_BY]'
}

@test "the reason is a code, and clock, reason and note must be given" {
  clock 2026-11-24T12:00:00+08:00
  exits 1 itss sla exclude "$id" --clock response --reason force_majeur -m x --as sun.li
  has "did you mean 'force_majeure'?"
  exits 2 itss sla exclude "$id" --reason force_majeure -m x --as sun.li
  has '--clock is missing'
  exits 2 itss sla exclude "$id" --clock response -m x --as sun.li
  has '--reason is missing'
  exits 1 itss sla exclude "$id" --clock response --reason force_majeure --as sun.li
  has '--note'
  exits 2 itss sla exclude
}

@test "what a type has no move for cannot be excused, and one command excuses records of one type" {
  exits 1 itss sla exclude wang.fang --clock response --reason force_majeure -m x
  has 'the breaches of a person cannot be excused'
  exits 2 itss sla exclude "$id" wang.fang --clock response --reason force_majeure -m x
  has 'several types'
}

@test "an excuse that is retracted excuses nothing" {
  clock 2026-11-24T12:00:00+08:00
  excuse >/dev/null
  event=$(itss log "$id" --json | jq -r '.[] | select(.do == "exclude") | .event')
  exits 0 itss ticket retract "$id" "$event" -m 'wrong ticket' --as sun.li
  [ "$(figure '.clocks[0].excused' sla show "$id")" = null ]
}

@test "--dry-run shows the event and writes nothing" {
  clock 2026-11-24T12:00:00+08:00
  exits 0 excuse --dry-run
  has '+    do: exclude'
  [ -z "$(git status --porcelain)" ]
}

# A promise between the groups: two hours from receiving to handing on.
promise_between_groups() {
  cat > agreements/groups.yaml <<'YAML'
id: groups
title: 组间协议
kind: ola
status: active
targets:
  group: {calendar: 24x7, every: 2h}
history:
  - at: 2026-11-01T00:00:00+08:00
    by: wang.fang
    do: import
    source: {system: test}
    set:
      title: 组间协议
      kind: ola
      status: active
      targets:
        group: {calendar: 24x7, every: 2h}
YAML
  itss group new network --name 网络组 >/dev/null
  itss group new database --name 数据库组 >/dev/null
}

@test "a group's clock runs from its receiving the ticket to its handing it on" {
  promise_between_groups
  itss ticket accept "$id" --kind incident --category fault --impact 2 --urgency 2 --severity major >/dev/null 2>&1
  [ "$(figure '.clocks[3].verdict' sla show "$id")" = n/a ]
  clock 2026-11-24T10:00:00+08:00
  itss ticket assign "$id" --group network --assignee li.na -m 请检查 >/dev/null 2>&1
  [ "$(figure '.clocks[3].due' sla show "$id")" = 2026-11-24T12:00:00+08:00 ]
  clock 2026-11-24T11:30:00+08:00
  itss ticket handover "$id" --group database --assignee li.na -m 转数据库组 >/dev/null 2>&1
  [ "$(figure '.clocks[3] | [.verdict, .due] | join(" ")' sla show "$id")" = 'running 2026-11-24T13:30:00+08:00' ]
  [ "$(figure '[.clocks[3].promises[].policy] | join(" ")' sla show "$id")" = 'opening handed_on' ]
  clock 2026-11-24T13:30:01+08:00
  [ "$(figure '.clocks[3].verdict' sla show "$id")" = breached ]
  exits 0 itss check
}

@test "an agreement of the wrong kind promises no clock of a group" {
  promise_between_groups
  sed -i 's/kind: ola/kind: sla/' agreements/groups.yaml
  exits 1 itss check
  has "'group' is promised by agreements of the kind 'ola', not 'sla'"
}

@test "single targets may have a calendar of their own" {
  itss ticket accept "$id" --kind incident --category fault --impact 2 --urgency 2 --severity major >/dev/null 2>&1
  cat > agreements/mixed.yaml <<'YAML'
id: mixed
title: 双日历协议
kind: sla
status: active
covers: {channel: phone}
targets:
  resolution: {calendar: office-cn, every: 8h}
calendars:
  resolution: {every: 24x7}
history:
  - at: 2026-11-01T00:00:00+08:00
    by: wang.fang
    do: import
    source: {system: test}
    set:
      title: 双日历协议
      kind: sla
      status: active
      covers: {channel: phone}
      targets:
        resolution: {calendar: office-cn, every: 8h}
      calendars:
        resolution: {every: 24x7}
YAML
  exits 0 itss check
  [ "$(figure '.clocks[2].due' sla show "$id")" = 2026-11-24T17:00:00+08:00 ]
  sed -i 's/{every: 24x7}/{P1: 24x7}/' agreements/mixed.yaml
  exits 1 itss check
  has "resolution: the calendar of 'P1' has no target"
}
