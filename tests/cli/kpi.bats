#!/usr/bin/env bats
# The catalogue of measures: itss kpi list, show, check, and a team's own .itss/kpis.yaml.

load helper

setup() {
  setup_desk
  make_desk
}

# The figure of a measure as JSON: its value, what stands above and below the line, its verdict.
figure() {
  itss report kpi "${2:-2026-11}" --measure "$1" --json | python3 -c '
import json, sys
one = json.load(sys.stdin)["measures"][0]
print(*(one[key] for key in ("value", "numerator", "denominator", "verdict")))'
}

team_measures() {
  mkdir -p .itss
  cat > .itss/kpis.yaml <<'YAML'
reasons:
  test: {label: {en: a test, zh: 测试}, when: {title: {match: test}}}
measures:
  ticket_volume:
    label: {en: Our tickets, zh: 我们的工单}
    explanation: {en: 'tickets opened, without tests', zh: 登记的工单，不含测试}
    clause: 台B 1.2
    record: ticket
    by: opened
    excludes: [test]
    formula: count
    target: {below: 3}
  phone_share:
    label: {en: By phone, zh: 电话占比}
    explanation: {en: tickets by phone / tickets, zh: 电话工单 ÷ 工单}
    record: ticket
    by: opened
    excludes: [cancelled, test]
    formula: ratio
    good: {channel: phone}
    unit: percent
    target: {at_least: 50}
YAML
}

@test "kpi list has every measure with target, unit, clause and whose it is" {
  exits 0 itss kpi list
  has $'mttr\tMean time to resolve\t8\tat_most\thours\t质量 1-3\tshipped\tschemas/kpis.yaml:'
  exits 0 itss kpi list --format text
  has '< 10'
  has '≥ 95'
  exits 0 itss --lang zh kpi list --format md
  has '平均解决时间'
  [ "$(itss kpi list | cut -f 1)" = "$(itss report kpi --json | python3 -c '
import json, sys
print(*(one["measure"] for one in json.load(sys.stdin)["measures"]), sep="\n")')" ]
  exits 0 itss kpi list --own
  [ -z "$output" ]
}

@test "the catalogue needs no repository" {
  cd "$DESK"
  exits 0 itss kpi list
  exits 0 itss kpi show mttr
  exits 0 itss kpi check
  has 'measures, no findings'
}

@test "kpi show tells the formula in words, population, moment, exclusions, target, and where it is defined" {
  exits 0 itss kpi show response_on_time
  has 'response clocks met / response clocks met or breached'
  has 'clock response'
  has '{clock.verdict: met}'
  has 'not decided yet'
  has '≥ 95'
  has 'schemas/kpis.yaml:'
  exits 0 itss kpi show availability
  has 'service, counts: record, by: window_end'
  exits 0 itss --lang zh kpi show desk_hours
  has '值班表'
  [ "$(itss kpi show mttr --json=name,target,aim,unit | python3 -c '
import json, sys
one = json.load(sys.stdin)
print(*(one[key] for key in ("name", "target", "aim", "unit")))')" = 'mttr 8 at_most hours' ]
}

@test "an unknown measure is refused with a suggestion, and none at all with a hint" {
  exits 2 itss kpi show mtt
  has "did you mean 'mttr'?"
  exits 2 itss kpi show
  has "'itss kpi list' lists them"
  exits 2 itss kpi shw mttr
}

@test "a team replaces a measure and adds one; reasons of the shipped file are known" {
  team_measures
  exits 0 itss kpi check
  has 'measures, no findings'
  exits 0 itss kpi list --own
  [ "${#lines[@]}" = 2 ]
  has $'ticket_volume\tOur tickets\t3\tbelow\tnumber\t台B 1.2\tteam\t.itss/kpis.yaml:4'
  exits 0 itss kpi show ticket_volume
  has '.itss/kpis.yaml:4'
  has 'Instead of'
  has 'schemas/kpis.yaml:'
  exits 0 itss kpi show phone_share
  lacks 'Instead of'
  itss ticket new 'a test' --channel phone --requester 张三 --contact 8001 >/dev/null
  itss ticket new one --channel phone --requester 张三 --contact 8001 >/dev/null
  itss ticket new two --channel email --requester 张三 --contact 8001 >/dev/null
  [ "$(figure ticket_volume)" = '2 2 None met' ]
  [ "$(figure phone_share)" = '50 1 2 met' ]
  itss ticket new three --channel email --requester 张三 --contact 8001 >/dev/null
  [ "$(figure ticket_volume)" = '3 3 None missed' ]
}

@test "kpi check names file, line and column of what a team's measures have wrong, and fails" {
  team_measures
  cat >> .itss/kpis.yaml <<'YAML'
  slow:
    label: {en: Slow, zh: 慢}
    explanation: {en: slow, zh: 慢}
    record: ticket
    by: first:resolvd
    formula: avarage
    wheer: {status: shut}
YAML
  exits 1 itss kpi check
  [ "$(printf '%s\n' "$output" | grep -o '^.itss/kpis.yaml:[0-9:]*')" = '.itss/kpis.yaml:27:9:
.itss/kpis.yaml:28:14:
.itss/kpis.yaml:29:5:' ]
  has "the state 'resolvd', which does not exist [KPI_NAME]"
  has '    by: first:resolvd'
  has "did you mean 'resolved'?"
  has "'avarage' is not"
  has "did you mean 'where'?"
  sed -i 's/avarage/count/; s/wheer/where/' .itss/kpis.yaml
  exits 1 itss kpi check
  has '.itss/kpis.yaml:27:9: error:'
  has ".itss/kpis.yaml:29:21: error: the measure 'slow' names the state 'shut'"
  exits 3 itss kpi list --own
  has '[KPI_NAME]'
  lacks $'slow\tSlow'
  exits 1 itss check
}

# The team's mttr without what it takes the mean of.
broken_mttr() {
  mkdir -p .itss
  cat > .itss/kpis.yaml <<'YAML'
measures:
  mttr:
    label: {en: Ours, zh: 自定}
    explanation: {en: ours, zh: 自定}
    record: ticket
    by: opened
    formula: mean
    unit: hours
YAML
}

@test "a measure of the team's with an error does not fall back to the shipped one" {
  broken_mttr
  exits 3 itss report kpi 2026-11 --measure mttr
  has "the measure 'mttr' has no 'amount' [KPI_MISSING]"
  has "the measure 'mttr' cannot be used"
  lacks 'Mean time to resolve'
  exits 3 itss kpi show mttr
  lacks 'Mean time to resolve'
  exits 3 itss report kpi 2026-11
  lacks 'Mean time to resolve'
  has 'Tickets logged'
}

@test "a report says what is wrong with measures that it needs, and only that there is something with others" {
  broken_mttr
  exits 3 itss report desk 2026-11
  has '[KPI_MISSING]'
  lacks 'Mean time to resolve'
  has 'Tickets logged'
  for report in channel sla 'kpi --measure ticket_volume' 'kpi --records ticket_volume'; do
    exits 0 itss report $report
    lacks '[KPI_MISSING]'
    has "'itss kpi check' tells them"
  done
  sed -i 's/  mttr:/  response_on_time:/' .itss/kpis.yaml
  exits 3 itss report sla 2026-11
  has '[KPI_MISSING]'
}

@test "a file of measures that cannot be read is told, and the shipped ones are left" {
  mkdir -p .itss/kpis.yaml
  exits 1 itss kpi check
  has '.itss/kpis.yaml'
  exits 3 itss kpi list
  has mttr
  rmdir .itss/kpis.yaml
  printf 'measures: [\n' > .itss/kpis.yaml
  exits 1 itss kpi check
  has '.itss/kpis.yaml:'
}

@test "shares are told below the figures, and each record says to which it belongs" {
  itss ticket new one --channel phone --requester 张三 --contact 8001 >/dev/null
  itss ticket new two --channel phone --requester 张三 --contact 8001 >/dev/null
  itss ticket new three --channel email --requester 张三 --contact 8001 >/dev/null
  itss ticket new four --channel rtx --requester 张三 --contact 8001 >/dev/null
  [ "$(itss report kpi 2026-11 --measure channel_mix --json | python3 -c '
import json, sys
for one in json.load(sys.stdin)["shares"]: print(one["of"], one["value"], one["numerator"], one["denominator"])')" = 'phone 50 2 4
email 25 1 4
rtx 25 1 4' ]
  exits 0 itss report kpi 2026-11 --records channel_mix
  has 'Service phone'
  has 'Mail'
}

@test "shares mask what is confidential, and their groups are named like those of the figures" {
  mkdir -p .itss/schemas
  cat > .itss/schemas/secret.yaml <<'YAML'
record: secret
label: {en: Secret, zh: 秘密}
prefix: SEC
directory: secrets
title: name
fields:
  name: {type: text, label: {en: Name, zh: 名称}}
  unit: {type: text, label: {en: Room, zh: 房间}}
  pin: {type: text, confidential: true, label: {en: Pin, zh: 密码}}
states:
  open: {label: {en: Open, zh: 打开}, initial: true}
  done: {label: {en: Done, zh: 完成}, final: true}
moves:
  new: {label: {en: New, zh: 新建}, requires: [name, unit, pin]}
  finish: {label: {en: Finish, zh: 完成}, from: open, to: done}
YAML
  cat > .itss/kpis.yaml <<'YAML'
measures:
  pins:
    label: {en: Pins, zh: 密码}
    explanation: {en: secrets by pin, zh: 按密码}
    record: secret
    by: opened
    formula: shares
    of: pin
    unit: percent
YAML
  itss secret new --name box --unit cellar --pin hush-4711 >/dev/null
  for options in '--by unit' '--by pin' '--records pins' '--explain pins'; do
    for form in text json csv; do
      exits 0 itss report kpi 2026-11 --measure pins $options --format $form
      lacks hush-4711
    done
  done
  itss report kpi 2026-11 --measure pins --by unit --json |
    jq -e '.shares[1] | .of == "***" and ."by.unit" == "cellar" and .value == 100' >/dev/null
  itss report kpi 2026-11 --measure pins --by unit --format text | grep -qE '^Measure +Room +Of'
}

@test "the hours of the desk come from a published roster" {
  itss roster new 十一月 >/dev/null
  id=$(itss roster list --ids | head -n 1)
  shift_of() { printf -- '--shifts %s.from=%sT08:00:00+08:00 --shifts %s.to=%sT%s:00+08:00 --shifts %s.person=wang.fang --shifts %s.duty=%s ' "$1" "$2" "$1" "$2" "$3" "$1" "$1" "$4"; }
  exits 0 itss roster arrange "$id" $(shift_of a 2026-11-24 17:00 desk) $(shift_of b 2026-11-25 15:30 desk) $(shift_of c 2026-11-25 23:00 on_call)
  [ "$(figure desk_hours 2026-11-24)" = 'None None 0 None' ]
  exits 0 itss roster publish "$id"
  [ "$(figure desk_hours 2026-11-24)" = '9 None 1 met' ]
  clock 2026-11-26T09:00:00+08:00
  [ "$(figure desk_hours 2026-11-24..2026-11-25)" = '7.5 None 2 missed' ]
  exits 0 itss report kpi 2026-11-25 --records desk_hours
  has 'on call only'
  has '2026-11-25'
  exits 1 itss roster arrange "$id" --shifts b.to=2026-11-25T17:00:00+08:00
  has REQUIRES
  exits 0 itss roster arrange "$id" --shifts b.to=2026-11-25T17:00:00+08:00 -m '李娜迟退'
  [ "$(figure desk_hours 2026-11-24..2026-11-25)" = '9 None 2 met' ]
}

@test "the time to the emergency plan and the availability of a service are told from a fault" {
  itss ticket new 断网 --channel phone --requester 张三 --contact 8001 >/dev/null
  id=$(itss ticket list --ids)
  itss ticket set "$id" --service network --outages first.from=2026-11-24T08:00:00+08:00 --outages first.to=2026-11-24T09:00:00+08:00 >/dev/null
  clock 2026-11-24T09:20:00+08:00
  exits 1 itss ticket emergency "$id" -m 核心交换机
  exits 0 itss ticket emergency "$id" -m 核心交换机 --plan 网络应急预案
  exits 1 itss ticket emergency "$id" -m 核心交换机
  [ "$(figure emergency_response_time)" = '20 20 1 met' ]
  clock 2026-11-25T08:00:00+08:00
  # The network service is promised round the clock: an hour of 24 is lost; the four others have none.
  [ "$(itss report kpi 2026-11-24 --measure availability --json --by service | python3 -c '
import json, sys
print(*(one["value"] for one in json.load(sys.stdin)["measures"] if one["service"] == "network"))' | cut -c 1-5)" = 95.83 ]
}

@test "a measure that may stand in a file which cannot be read is not called unknown" {
  printf 'measures:\n  mine: [\n' >.itss/kpis.yaml
  exits 3 itss report kpi --measure mine
  has '.itss/kpis.yaml:'
  has "the measure 'mine' cannot be used"
  exits 3 itss kpi show mine
}
