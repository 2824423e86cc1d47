# Commands about calendars, schemas, settings, checks, clocks and reports.

setup() { load helper; setup_desk; make_desk; }

calendar_file() {
  cat > cal.yaml <<'YAML'
zone: Asia/Shanghai
weekly: {mon-fri: [09:00-12:00, 13:00-18:00]}
YAML
}

@test "calendar add, between and open answer alone on their line, without a repository" {
  cd "$DESK"
  calendar_file
  exits 0 itss calendar add --calendar-file cal.yaml '2026-03-06 18:30' 4h
  [ "$output" = 2026-03-09T14:00:00+08:00 ]
  exits 0 itss calendar add --calendar-file cal.yaml 2026-03-09T14:00:00+08:00 -4h
  [ "$output" = 2026-03-09T09:00:00+08:00 ]
  exits 0 itss calendar between --calendar-file cal.yaml '2026-03-06 17:00' '2026-03-09 10:00'
  [ "$output" = 7200 ]
  exits 0 itss calendar open --calendar-file cal.yaml '2026-03-09 11:59:59'
  [ "$output" = open ]
  exits 1 itss calendar open --calendar-file cal.yaml '2026-03-09 12:00'
  [ "$output" = closed ]
  exits 1 itss calendar between --calendar-file cal.yaml '2026-03-09 10:00' '2026-03-06 17:00'
  exits 2 itss calendar add --calendar-file cal.yaml '2026-03-09 10:00' 4
}

@test "calendar add takes 0 and -0 without a unit: the next and the latest open instant" {
  cd "$DESK"
  calendar_file
  exits 0 itss calendar add --calendar-file cal.yaml '2026-03-07 12:00' 0
  [ "$output" = 2026-03-09T09:00:00+08:00 ]
  exits 0 itss calendar add --calendar-file cal.yaml '2026-03-07 12:00' -0
  [ "$output" = 2026-03-06T18:00:00+08:00 ]
  run bash -c "printf '2026-03-07T12:00:00+08:00 -0\n' | '$ITSS_BIN' calendar add --calendar-file cal.yaml -"
  [ "$output" = 2026-03-06T18:00:00+08:00 ]
  exits 2 itss calendar add --calendar-file cal.yaml '2026-03-07 12:00' 00
}

@test "calendars of the repository are named; an unknown one is refused with a suggestion" {
  exits 0 itss calendar add office-cn '2026-02-13 17:00' 4h
  [ "$output" = 2026-02-14T12:00:00+08:00 ]
  exits 1 itss calendar add offce-cn '2026-02-13 17:00' 4h
  has "did you mean 'office-cn'?"
}

@test "calendar reads many questions from standard input, one answer to a line" {
  run bash -c "printf '2026-03-02T09:00:00+08:00 4h\nnonsense 4h\n2026-03-02T09:00:00+08:00\t-0s\n' | '$ITSS_BIN' calendar add office-cn - 2>/dev/null"
  [ "$status" = 1 ]
  [ "${#lines[@]}" = 3 ]
  [ "${lines[0]}" = 2026-03-02T14:00:00+08:00 ]
  [ "${lines[1]}" = - ]
}

@test "calendar show draws a month with its holidays and make-up days" {
  exits 0 itss calendar show office-cn --month 2026-10
  has 2026-10-01
  has 2026-10-31
  has 'make-up day'
  exits 0 itss calendar show office-cn --month 2026-10 --json
  has '"date": "2026-10-10"'
}

@test "the shipped schemas are sound, and listed" {
  exits 0 itss schema check
  has 'no findings'
  exits 0 itss schema list
  has ticket
  has person
  exits 0 itss schema show ticket
  has accept
  exits 0 itss schema show ticket --raw
  has 'record: ticket'
  exits 1 itss schema show tiket
  has "did you mean 'ticket'?"
}

@test "schema show --json gives the schema as data" {
  itss schema show ticket --json | python3 -c '
import json, sys
schema = json.load(sys.stdin)
assert schema["record"] == "ticket" and schema["prefix"] == "TKT"
assert schema["states"]["closed"]["final"] is True
assert schema["fields"]["title"]["required"] is True
assert "from" in json.dumps(schema["moves"]["accept"])'
  [ "$(itss schema show ticket --json=prefix,directory | tr -d ' \n')" = '{"prefix":"TKT","directory":"tickets"}' ]
  exits 2 itss schema show ticket --json=prefx
}

@test "schema export is JSON" {
  itss schema export ticket | python3 -c 'import json,sys; assert json.load(sys.stdin)["$schema"]'
}

@test "a type of the repository needs no line of C++" {
  mkdir -p .itss/schemas
  cat > .itss/schemas/visitor.yaml <<'YAML'
record: visitor
label: {en: Visitor, zh: 访客}
clause: 台C 1-1
prefix: VIS
directory: visitors
title: name
columns: [id, status, name]
retract: {roles: [l1_lead]}
fields:
  name: {type: text, required: true, label: {en: Name, zh: 姓名}, clause: 台C 1-1}
states:
  expected: {label: {en: Expected, zh: 待访}, initial: true}
  here: {label: {en: Here, zh: 在访}}
  gone: {label: {en: Gone, zh: 已离开}, final: true}
moves:
  new: {label: {en: Announce, zh: 登记}, clause: 台C 1-1, requires: [name]}
  arrive: {label: {en: Arrive, zh: 到达}, clause: 台C 1-1, from: expected, to: here}
  depart: {label: {en: Depart, zh: 离开}, clause: 台C 1-1, from: here, to: gone, requires: [note]}
YAML
  id=$(itss visitor new 'Ada')
  [[ "$id" == VIS-20261124-* ]]
  exits 0 itss visitor arrive "$id"
  exits 1 itss visitor depart "$id"
  has note
  exits 0 itss visitor depart "$id" -m bye
  exits 0 itss check
  exits 0 itss help visitor
  has Arrive
}

@test "schema check --against lists stored events that a change made illegal" {
  mkdir -p .itss/schemas
  itss schema show ticket --raw > .itss/schemas/ticket.yaml
  git add .itss && git commit -qm schemas
  itss ticket new one --channel email --requester 张三 --contact 8001
  exits 0 itss schema check ticket --against HEAD
  sed -i 's/requires: \[title, channel, requester, contact\]/requires: [title, channel, requester, contact, site]/' .itss/schemas/ticket.yaml
  exits 1 itss schema check ticket --against HEAD
  exits 1 itss schema check ticket --against no-such-revision
}

@test "config shows what is in force and where it comes from" {
  exits 0 itss config get zone
  [ "$output" = Asia/Shanghai ]
  exits 0 itss config list --show-origin
  has "itss.yaml"$'\t'"zone=Asia/Shanghai"
  ITSS_ACTOR=li.na exits 0 itss config list --show-origin
  has "ITSS_ACTOR"$'\t'"actor=li.na"
  exits 1 itss config get zoen
  has "did you mean 'zone'?"
}

@test "check places a finding at its file, line and column, with the line and a caret" {
  id=$(itss ticket new one --channel email --requester 张三 --contact 8001)
  sed -i 's/^status: .*/status: nonsense/' "tickets/2026/11/$id.yaml"
  exits 1 itss check
  [[ "$output" =~ tickets/2026/11/$id.yaml:[0-9]+:[0-9]+:\ error: ]]
  has '[UNKNOWN_STATE]'
  has '^'
  exits 1 itss check --json
  printf '%s' "$output" | python3 -c 'import json,sys; assert any(f["code"] == "UNKNOWN_STATE" for f in json.load(sys.stdin))'
  exits 1 itss check "$id"
}

@test "sla show tells the clocks; sla explain how each second was counted" {
  id=$(itss ticket new one --channel email --requester 张三 --contact 8001)
  clock 2026-11-24T10:00:00+08:00
  exits 0 itss sla show "$id"
  has response
  exits 0 itss sla show "$id" --json
  has '"clock": "response"'
  exits 0 itss sla show --json
  printf '%s' "$output" | python3 -c 'import json,sys; assert isinstance(json.load(sys.stdin)[0]["left_seconds"], int)'
  exits 0 itss sla explain "$id" --clock response
  exits 2 itss sla show "$id" --clock respnse
  has "did you mean 'response'?"
}

# `resolution EXPRESSION`: a value of the resolution clock in the last output.
resolution() {
  printf '%s' "$output" | python3 -c "
import json, sys
clock = next(c for c in json.load(sys.stdin)['clocks'] if c['clock'] == 'resolution')
print($1)"
}

@test "sla explain --json has the intervals, their running sum, and how each promise counts" {
  sed -i "s/^\( *\)warn_at: .*/&\n\1on_change: from_change/" agreements/desk-default.yaml
  id=$(itss ticket new one --channel email --requester 张三 --contact 8001)
  facts=(--kind incident --category fault --severity minor)
  exits 0 itss ticket accept "$id" "${facts[@]}" --impact 3 --urgency 3
  clock 2026-11-24T14:00:00+08:00
  exits 0 itss ticket classify "$id" --impact 2 --urgency 1 --note worse
  clock 2026-11-24T15:00:00+08:00
  exits 0 itss sla explain "$id" --clock resolution --json
  [ "$(resolution "[p['method'] for p in clock['promises']]")" = "['from_start', 'from_start', 'from_change']" ]
  [ "$(resolution "[p['elapsed_seconds'] for p in clock['promises']]")" = "[0, 18000, 3600]" ]
  [ "$(resolution "clock['left_seconds'], clock['hold_lapsed']")" = "10800 False" ]
  [ "$(resolution "clock['intervals']")" = "[{'from': '2026-11-24T09:00:00+08:00', 'to': '2026-11-24T15:00:00+08:00', 'counted_seconds': 21600, 'sum_seconds': 21600, 'why': 'working', 'detail': ''}]" ]
  exits 0 itss sla explain "$id" --clock resolution
  has 'from the change'
  exits 0 itss --lang zh sla explain "$id" --clock resolution
  has '自变更起'
  exits 2 itss sla show --clock resolutionn
  has "did you mean 'resolution'?"
  exits 0 itss sla show "$id" --json
  lacks intervals
}

@test "sla show tells of a hold that lapsed and of a stop that was entered late" {
  id=$(itss ticket new one --channel email --requester 张三 --contact 8001)
  facts=(--kind incident --category fault --severity minor --impact 3 --urgency 3)
  clock 2026-11-24T12:30:00+08:00
  exits 0 itss ticket accept "$id" "${facts[@]}" --at 2026-11-24T09:10
  exits 0 itss sla show "$id"
  has 'late_entry'
  exits 0 itss sla show "$id" --format text
  [[ "${lines[1]}" == *met*"entered late" ]]
  itss group new desk --name desk >/dev/null
  exits 0 itss ticket assign "$id" --group desk --assignee wang.fang --note -
  exits 0 itss ticket start "$id"
  exits 0 itss ticket hold "$id" --hold-reason waiting_user --hold-until 2026-11-24T14:00:00+08:00 \
    --hold-consent 张三 --evidence 8001
  exits 0 itss ticket show "$id"
  lacks "hold lapsed"
  clock 2026-11-24T14:00:00+08:00
  exits 0 itss ticket show "$id"
  has "hold lapsed"
}

@test "reports are printed, explained, and name their records" {
  itss ticket new one --channel email --requester 张三 --contact 8001
  exits 0 itss report kpi 2026-11
  exits 0 itss report kpi 2026-11 --json
  printf '%s' "$output" | python3 -c 'import json,sys; json.load(sys.stdin)'
  exits 0 itss report sla 2026-11
  exits 0 itss report kpi --list
  exits 2 itss report kpi 2026-13
  exits 2 itss report kpi 2026-11 --records no_such_measure
}

@test "a period is a day, week, month, quarter or year, or from one to another, both included" {
  itss ticket new one --channel email --requester 张三 --contact 8001
  count() { itss report kpi "$1" --measure ticket_volume --json | python3 -c '
import json, sys
print(int(json.load(sys.stdin)["measures"][0]["value"]))'; }
  for period in 2026-11-24 2026-W48 2026-11 2026-Q4 2026 2026-11-24..2026-11-24 2026-10..2026-11 2026-11-24..now; do
    clock 2026-11-24T09:30:00+08:00
    [ "$(count "$period")" = 1 ] || { echo "$period"; return 1; }
  done
  for period in 2026-11-23 2026-11-01..2026-11-23 2026-Q3..2026-10 2026-11-24..2026-11-24T09:00; do
    [ "$(count "$period")" = 0 ] || { echo "$period"; return 1; }
  done
  exits 2 itss report kpi 2026-11-24..2026-11-23
  exits 2 itss report kpi 2026-11-31
}

@test "a report by what no record has is refused with a suggestion" {
  exits 2 itss report kpi --by prioriti
  has "did you mean 'priority'?"
  exits 2 itss report kpi --by owner.nam
  has "'nam' is not known"
  exits 0 itss report kpi --by owner.name,priority
}

@test "fmt rewrites a file that cannot be edited in place" {
  id=$(itss ticket new one --channel email --requester 张三 --contact 8001)
  file=tickets/2026/11/$id.yaml
  python3 - "$file" <<'PY'
import sys, yaml
path = sys.argv[1]
text = open(path, encoding='utf-8').read()
head, history = text.split('history:\n')
lines = [line.strip() for line in history.splitlines()]
flow = '{at: 2026-11-24T09:00:00+08:00, by: wang.fang, do: new, ' + [l for l in ' '.join(lines).split('do: new ')][1].replace('set: ', 'set: ') + '}'
open(path, 'w', encoding='utf-8').write(head + 'history: [' + flow + ']\n')
PY
  exits 0 itss check "$id"
  exits 3 itss ticket comment "$id" -m x
  [ "$output" = "itss: error: '$file': cannot edit 'history' in place: it is in flow style [CANNOT_EDIT]; 'itss fmt $id' rewrites it" ]
  real=$output
  exits 3 itss ticket comment "$id" -m x --dry-run
  [ "$output" = "$real" ]
  exits 0 itss fmt "$id" --dry-run
  has 'history:'
  exits 0 itss fmt "$id"
  exits 0 itss ticket comment "$id" -m x
  exits 0 itss check
}

@test "a report that misses a record is printed, says so, and ends with 3" {
  id=$(itss ticket new one --channel email --requester 张三 --contact 8001)
  itss ticket new two --channel email --requester 张三 --contact 8001
  printf 'id: [\n' > "tickets/2026/11/$id.yaml"
  for report in kpi sla; do
    exits 3 itss report $report 2026-11
    has '1 record could not be read; the figures are incomplete'
    has 2026-11-01
  done
}

@test "check looks at the team's measures, and a report leaves out what it cannot use" {
  mkdir -p .itss
  printf 'measures:\n  my_count:\n    label: {en: Mine, zh: 我的}\n    record: ticket\n' > .itss/kpis.yaml
  exits 1 itss check
  has '.itss/kpis.yaml:'
  has '[KPI_MISSING]'
  exits 3 itss report kpi 2026-11
  has '[KPI_MISSING]'
  has 2026-11-01
}

@test "a finding is told once" {
  mkdir -p .itss/schemas
  printf 'record: visitor\nfields: [\n' > .itss/schemas/visitor.yaml
  exits 1 itss check
  [ "$(grep -c '^.itss/schemas/visitor.yaml:' <<<"$output")" = 1 ]
}

@test "--json=FIELDS holds for answers that are no records, and a field that they do not have is an error" {
  id=$(itss ticket new one --channel email --requester 张三 --contact 8001)
  keys() { python3 -c 'import json, sys; a = json.load(sys.stdin); print(*(a[0] if isinstance(a, list) else a))'; }
  [ "$(itss sla show "$id" --json=clocks,id | keys)" = 'id clocks' ]
  [ "$(itss sla show --json=id,due | keys)" = 'id due' ]
  [ "$(itss config list --json=zone,ids | keys)" = 'zone ids' ]
  [ "$(itss log "$id" --json=by,do | keys)" = 'by do' ]
  exits 2 itss log "$id" --json=bye
  [ "$(itss calendar show office-cn --month 2026-10 --json=why,date | keys)" = 'date why' ]
  sed -i 's/^status: .*/status: nonsense/' "tickets/2026/11/$id.yaml"
  [ "$(itss check --json=code,line | keys)" = 'line code' ]
  git checkout -q .
  [ "$(itss report kpi 2026-11 --json=measure,value | python3 -c 'import json, sys; print(*json.load(sys.stdin)["measures"][0])')" = 'measure value' ]
  [ "$(itss report sla 2026-11 --json=clocks | keys)" = 'title clocks' ]
  exits 2 itss check --json=cod
  has "did you mean 'code'?"
  exits 2 itss sla show "$id" --json=clock
  has "did you mean 'clocks'?"
  exits 2 itss sla show --json=dew
  exits 2 itss report kpi 2026-11 --json=valeu
  has "did you mean 'value'?"
  exits 2 itss config list --json=zoen
}

@test "a measure that does not exist is answered with those that do" {
  exits 2 itss report kpi --measure respons_on_time
  has "did you mean 'response_on_time'?"
  exits 2 itss report kpi --measure answered
  has 'response_on_time'
}

@test "a repository that cannot be opened is one error, with its place" {
  printf 'name: [\n' > itss.yaml
  exits 3 itss ticket list
  [[ "$output" =~ ^itss:\ error:\ itss.yaml:[0-9]+:[0-9]+:\ [^:]*\[SYNTAX\] ]]
}

@test "what is wrong with the person's settings is said before an error, not inside it" {
  mkdir -p "$XDG_CONFIG_HOME/itss"
  echo 'colour: always' > "$XDG_CONFIG_HOME/itss/config.yaml"
  exits 2 itss nonsense
  printf '%s\n' "$output" | grep -q "^itss: error: 'nonsense' is not a command"
  has 'UNKNOWN_KEY'
}

@test "a number and its noun agree" {
  id=$(itss ticket new one --channel email --requester 张三 --contact 8001)
  exits 0 itss check "$id"
  has '1 record, no findings'
  exits 0 itss check li.na zhao.lei
  has '2 records, no findings'
  sed -i 's/^status: .*/status: nonsense/' "tickets/2026/11/$id.yaml"
  exits 1 itss check "$id"
  [[ "$output" =~ 1\ record,\ [0-9]+\ errors?, ]]
  exits 0 itss --lang zh check li.na
  has '共 1 条记录'
}

@test "what an option or a variable says is refused by its name" {
  exits 3 itss -C /nonexist ticket list
  has "-C: there is no directory '/nonexist'"
  ITSS_DIR=/nope exits 3 itss ticket list
  has "ITSS_DIR: there is no directory '/nope'"
  exits 3 itss -C "$HOME" ticket list
  has "-C: '$HOME' is in no itss repository"
  ITSS_NOW=garbage exits 2 itss report kpi
  has 'ITSS_NOW: '
  exits 2 itss report kpi --now garbage
  has '--now: '
}

@test "in Chinese a count and a time of breaches, a target and its direction have names of their own" {
  id=$(itss ticket new one --channel email --requester 张三 --contact 8001)
  exits 0 itss --lang zh report sla 2026-11
  lacks 超时时刻
  exits 0 itss --lang zh sla show "$id" --format csv
  has breached_at
  exits 0 itss --lang zh sla show "$id" --format text
  has 超时时刻
  exits 0 itss --lang zh report kpi 2026-11 --explain mttr
  [ "$(printf '%s\n' "$output" | grep -cE '^ *目标 ')" = 1 ]
  has 目标方向
  has 条件
}
