# Answers about clocks that are not the whole truth say so.

setup() {
  load helper
  setup_desk
  make_desk
  id=$(itss ticket new 'Login fails' --channel phone --requester 'Zhang San' --contact 13800000000)
  clock 2026-11-24T12:00:00+08:00
}

@test "a calendar that cannot be used is told by every command that counts by it, and no green light is given" {
  exits 1 itss sla check
  echo 'weekly: {mon: [9-12]}' > calendars/24x7.yaml
  for command in 'sla check' 'sla due' "sla show $id" "sla explain $id" 'report sla' 'report kpi'; do
    exits 3 itss $command
    has 'calendars/24x7.yaml:1:'
    has 'not counted, since they cannot be used: 24x7'
  done
  rm calendars/24x7.yaml
  exits 3 itss sla check
  has 'cannot be used: 24x7'
}

@test "an agreement that cannot be read is told by every command that counts by it" {
  sed -i '1s/.*/id: [/' agreements/desk-default.yaml
  for command in 'sla check' 'sla due' "sla show $id" "sla explain $id" 'report sla'; do
    exits 3 itss $command
    has 'agreements/desk-default.yaml:'
  done
}

@test "a type whose schema cannot be used makes due and check incomplete, and is told when it is asked for" {
  mkdir -p .itss/schemas
  printf 'record: visitor\nprefix: VIS\ndirectory: visitors\nstates: 7\n' >.itss/schemas/visitor.yaml
  for command in 'sla due' 'sla check'; do
    exits 3 itss $command
    has 'not counted, since their schemas cannot be used: visitor'
    has '.itss/schemas/visitor.yaml:'
    exits 3 itss $command --type visitor
    has "the schema of 'visitor' cannot be used"
  done
  exits 0 itss sla due --type ticket
  exits 2 itss sla due --type tickt
  has "did you mean 'ticket'?"
}

@test "a ticket schema that cannot be used is told as the cause, once, and not what follows from it" {
  mkdir -p .itss/schemas
  printf 'record: ticket\nprefix: TKT\ndirectory: tickets\nlabel: {en: Ticket, zh: 工单}\n' >.itss/schemas/ticket.yaml
  for command in 'report kpi' 'report desk' 'report sla' 'kpi list' 'sla due' 'sla check' 'check'; do
    $ITSS_BIN $command >out 2>&1 || true
    [ "$(grep -c 'ticket.yaml:.*error' out)" = 1 ]
    ! grep -q 'KPI_NAME\|REPORT_NAME\|AGREEMENT_PROBLEM\|did you mean' out
  done
  for command in 'report kpi' 'report sla' 'kpi list' 'sla due' 'sla check'; do exits 3 itss $command; done
}

@test "an option that a report does not have is refused, not ignored" {
  exits 2 itss report sla --measure mttr
  exits 2 itss report desk --list
}

@test "lists, records and clocks agree about what was known" {
  itss ticket accept "$id" --kind incident --category fault --impact 2 --urgency 2 --severity major --accident no --at 2026-11-24T09:10:00+08:00 >/dev/null
  event=$(itss log "$id" --json | jq -r '.[] | select(.do == "accept") | .event')
  clock 2026-11-25T12:00:00+08:00
  itss ticket retract "$id" "$event" -m 'wrong ticket' >/dev/null
  for time in 2026-11-24T11:59:59+08:00 2026-11-24T12:00:00+08:00 2026-11-25T12:00:00+08:00; do
    of_clock=$(itss sla show "$id" --known-at "$time" --json | jq -r '.clocks[0].verdict')
    [ "$(itss ticket list --known-at "$time" --json=response.verdict | jq -r '.[0]["response.verdict"]')" = "$of_clock" ]
    [ "$(itss show "$id" --known-at "$time" --json | jq -r '.clocks[0].verdict')" = "$of_clock" ]
  done
}

@test "what was due within an hour of some time past is asked of that time" {
  [ "$(itss ticket list --at 2026-11-24T10:30:00+08:00 --due-within 1h --ids)" = "$id" ]
  [ -z "$(itss ticket list --at 2026-11-24T09:30:00+08:00 --due-within 1h --ids)" ]
}

@test "a schema that excuses by fields that are not there breaks no command" {
  mkdir -p .itss/schemas
  cat > .itss/schemas/x.yaml <<'YAML'
record: x
label: {en: X, zh: 甲}
prefix: XX
directory: xs
states: {open: {label: {en: Open, zh: 开}, initial: true}, done: {label: {en: Done, zh: 完}, final: true}}
moves: {end: {label: {en: End, zh: 结束}, from: open, to: done}}
excuses: {move: nothing, clock: nope, reason: none}
YAML
  exits 0 itss help sla exclude
  exits 1 itss schema check x
  has "the move 'nothing' is not known"
  has "the field 'nope' is not known"
}

@test "the broken promise of an earlier cycle is explained with its own seconds" {
  itss ticket accept "$id" --kind incident --category fault --impact 2 --urgency 2 --severity major --accident no >/dev/null
  clock 2026-11-26T12:00:00+08:00
  itss ticket update "$id" -m '仍在处理' --told phone >/dev/null
  exits 0 itss sla explain "$id" --clock progress
  has 'Promise 1 of 2, broken at 2026-11-25T09:00:00+08:00'
  exits 0 itss sla explain "$id" --clock progress --json
  [ "$(jq '.clocks[0].promises[0] | [.elapsed_seconds, ([.intervals[].counted_seconds] | add)] | .[0] == .[1]' <<<"$output")" = true ]
}

@test "a schema file that is no YAML is told by every command of its type, and no shipped rules stand in for it" {
  mkdir -p .itss/schemas
  printf 'record: ticket\nprefix: TKT\nstates: {new: [\n' >.itss/schemas/ticket.yaml
  for command in 'ticket list' "show $id" "ticket comment $id -m q" 'ticket new x' 'sla due' 'report kpi' 'search x'; do
    exits 3 itss $command
    has '.itss/schemas/ticket.yaml:'
  done
  rm .itss/schemas/ticket.yaml
  printf 'record: visitor\nprefix: VIS\ndirectory: visitors\nstates: [\n' >.itss/schemas/visitor.yaml
  for command in 'visitor list' 'show VIS-20261124-AAAAA' 'search x' 'export csv visitor' 'export csv'; do
    exits 3 itss $command
    has '.itss/schemas/visitor.yaml:'
  done
  exits 0 itss ticket list
}
