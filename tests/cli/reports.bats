# Reports: their periods, groups, trends, comparisons, forms; those that a file describes, and a team's own.

# Of October one ticket, resolved after three hours. Of November three: two by phone, one of them resolved after three
# hours, and one by mail.
setup() {
  load helper
  setup_desk
  make_desk
  ticket AAAAA phone 2026-10-12 resolve
  ticket BBBBB phone 2026-11-10 resolve
  ticket CCCCC phone 2026-11-11
  ticket DDDDD email 2026-11-16
  clock 2026-11-24T09:00:00+08:00
}

# `ticket RANDOM CHANNEL DATE [resolve]`: logged at 09:00, resolved at 12:00.
ticket() {
  local id=TKT-${3//-/}-$1 month=${3%-*}
  mkdir -p "tickets/${month/-//}"
  {
    printf 'id: %s\ntitle: %s\nstatus: new\nhistory:\n' "$id" "$1"
    printf '  - {at: %sT09:00:00+08:00, by: wang.fang, do: new, set: {status: new, title: %s, tier: 1, channel: %s}}\n' "$3" "$1" "$2"
    printf '  - {at: %sT09:05:00+08:00, by: wang.fang, do: accept, told: phone, set: {status: accepted, priority: P3, owner: wang.fang}}\n' "$3"
    [ -z "${4:-}" ] || printf '  - {at: %sT12:00:00+08:00, by: wang.fang, do: resolve, set: {status: resolved}}\n' "$3"
  } > "tickets/${month/-//}/$id.yaml"
}

# `volume REPORT OPTIONS...`: how many tickets the period has.
volume() { itss report kpi "$@" --measure ticket_volume --json | jq '.measures[0].value'; }
window() { itss report kpi "$@" --json | jq -r '.from + " " + .to'; }

# Standard input is a whole page of HTML, each tag closed in its order, nothing in it from elsewhere.
is_page() {
  python3 -c '
import sys
from html.parser import HTMLParser

class Page(HTMLParser):
    open, seen = [], set()
    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)
        assert not {"src", "href"} & dict(attributes).keys(), (tag, attributes)
        if tag not in ("meta", "br"):
            self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, self.getpos()

page = Page()
page.feed(sys.stdin.read())
page.close()
assert not page.open and {"html", "title", "h1", "table", "thead", "td"} <= page.seen, (page.open, page.seen)'
}

reports='kpi sla desk channel backlog'

@test "every report is printed in every form" {
  for report in $reports problem change release asset knowledge; do
    exits 0 itss report $report
    has 2026-11-01
    exits 0 itss report $report --format md
    has '| '
    itss report $report --format html | is_page
    exits 0 itss report $report --format tsv
    exits 0 itss report $report --format csv
    itss report $report --json | jq -e '.from == "2026-11-01T00:00:00+08:00" and .zone == "Asia/Shanghai"' >/dev/null
    exits 0 itss --lang zh report $report
  done
  exits 0 itss report desk
  for section in 'Volumes' 'On time' 'First line, escalations, reopened' 'Backlog by age' 'By person' 'Channels' 'Top services' 'Top causes' 'Left out'; do
    has "$section"
  done
  has 'Service phone               2   66.7 %  ████████████'
}

@test "a period is named by an option of its kind" {
  for period in '--month 2026-11' '--month this' '--quarter 2026-Q4' '--year 2026' '--year this'; do
    [[ "$(volume $period)" = [34] ]] || { echo "$period"; return 1; }
  done
  [ "$(volume --month last)" = 1 ]
  [ "$(volume --month -1)" = 1 ]
  [ "$(volume --week 2026-W46)" = 2 ]
  [ "$(volume --week -1)" = 1 ]
  [ "$(volume --week last)" = 1 ]
  [ "$(volume last-month)" = 1 ]
  [ "$(volume this-month)" = 3 ]
  [ "$(volume today)" = 0 ]
  [ "$(window)" = '2026-11-01T00:00:00+08:00 2026-12-01T00:00:00+08:00' ]
}

@test "--from and --to include their dates; a time is no date and ends what it ends" {
  [ "$(window --from 2026-11-10 --to 2026-11-11)" = '2026-11-10T00:00:00+08:00 2026-11-12T00:00:00+08:00' ]
  [ "$(volume --from 2026-11-10 --to 2026-11-11)" = 2 ]
  [ "$(volume --from 2026-11-10 --to 2026-11-11T09:00)" = 1 ]
  [ "$(volume --from 2026-11-11T09:00 --to 2026-11-16T09:00:01)" = 2 ]
  [ "$(window --from mon)" = '2026-11-23T00:00:00+08:00 2026-11-25T00:00:00+08:00' ]
  [ "$(window --from -7d --to now)" = '2026-11-17T09:00:00+08:00 2026-11-24T09:00:00+08:00' ]
  [ "$(window --from 2026-10 --to 2026-11)" = '2026-10-01T00:00:00+08:00 2026-12-01T00:00:00+08:00' ]
}

@test "a period that is none, or is said twice, is refused by every report" {
  for report in $reports; do
    for period in '--month 2026-Q4' '--month 2026-13' '--month next' '--week 2026-11' '--week 2026-W60' '--quarter 2026-Q5' \
      '--year 26' '--from 2026-11-31' '--from 2026-11-02 --to 2026-11-01' '--to 2026-11-01' '--from 2026-11 --month this' \
      '2026-11 --week last' '--month this --year this' 'soon' '2026-11-24..2026-11-23'; do
      exits 2 itss report $report $period
    done
  done
  exits 2 itss report kpi --month 2026-Q4
  has "'2026-Q4' is not a month; use one such as 2026-11, this, last or -2"
  exits 2 itss report kpi 2026-11 --week last
  has 'the period is given in two ways'
}

@test "--by groups every report by one or two fields, and the groups add up" {
  for report in $reports; do
    for by in priority service group assignee channel category customer department owner.name priority,service; do
      exits 0 itss report $report --by $by
    done
    exits 2 itss report $report --by prioriti
    exits 2 itss report $report --by priority,service,group
  done
  itss report kpi --by channel,priority --measure ticket_volume --json |
    jq -e '.measures | map(.value) == [3, 1, 2] and .[1].channel == "email" and .[1].priority == "P3"' >/dev/null
  itss report sla --by channel --json |
    jq -e '[.clocks[] | select(.clock == "response")] | map([.channel, .met]) == [[null, 3], ["email", 1], ["phone", 2]]' >/dev/null
  itss report channel --by priority --json |
    jq -e '[.figures[] | select(.section == "channels" and .row == "group")] | map([.channel, .priority, .value]) == [["phone", "P3", 2], ["email", "P3", 1]]' >/dev/null
}

@test "what is named twice is told once" {
  ticket FFFFF phone 2026-11-16
  once=$(itss report sla --type ticket)
  [[ "$once" = *FFFFF* ]]
  [ "$(itss report sla --type ticket --type ticket)" = "$once" ]
  [ "$(itss report kpi --measure mttr --measure mttr)" = "$(itss report kpi --measure mttr)" ]
  [ "$(itss report kpi --by 'channel, channel')" = "$(itss report kpi --by channel)" ]
  exits 2 itss report sla --type tiket
  has "did you mean 'ticket'?"
}

@test "a trend has the last periods, a comparison the one before, in every report" {
  for report in $reports; do
    exits 0 itss report $report --trend 3 --compare
    has '2026-09'
    has 'Compared with'
    itss report $report --trend 3 --compare --json | jq -e '.compared_with == "2026-10"' >/dev/null
    exits 0 itss report $report --trend 3 --format csv
  done
  itss report kpi --trend 3 --measure ticket_volume --json |
    jq -e '.trend | map([.period, .value]) == [["2026-09", 0], ["2026-10", 1], ["2026-11", 3]]' >/dev/null
  exits 0 itss report kpi --trend 3 --measure ticket_volume
  has '▁▃█'
  itss report kpi --compare --measure ticket_volume --json |
    jq -e '.measures[0] | .previous == 1 and .difference == 2 and .change == null' >/dev/null
  itss report desk --compare --json |
    jq -e '.figures[] | select(.section == "on_time" and .measure == "mttr") | .previous == 3 and .change == "same"' >/dev/null
  itss report kpi --week 2026-W47 --trend 2 --measure ticket_volume --json |
    jq -e '.trend | map([.period, .value]) == [["2026-W46", 2], ["2026-W47", 1]]' >/dev/null
  itss report kpi --from 2026-11-11 --to 2026-11-20 --compare --measure ticket_volume --json |
    jq -e '.compared_with == "2026-11-01..2026-11-10" and .measures[0].previous == 1' >/dev/null
}

@test "what makes no sense together, or is out of range, is refused" {
  for options in '--trend 1' '--trend 0' '--trend -3' '--trend 121' '--trend x' '--records mttr --explain mttr' \
    '--records mttr --trend 3' '--explain mttr --compare'; do
    exits 2 itss report kpi $options
    exits 2 itss report desk $options
  done
  exits 2 itss report desk --records no_such
  exits 2 itss report desk --records kb_nothing
  exits 2 itss report sla --records no_such
  has "there is no clock 'no_such'"
  exits 2 itss report sla --records respons
  has "did you mean 'response'?"
}

@test "the records of a figure make up the figure, in every report that names some" {
  for measure in $(itss report desk --json | jq -r '[.figures[].measure] | unique | .[]'); do
    itss report desk --records "$measure" --json > records.json
    itss report desk --json | jq -e --arg measure "$measure" --slurpfile records records.json '
      [.figures[] | select(.measure == $measure and .row == "all")][0] as $figure
      | ($records[0].records | map(select(.role != "excluded"))) as $counted
      | if $figure.denominator != null then $figure.denominator == ($counted | length)
        else $figure.value == ($counted | length) end' >/dev/null || { echo "$measure"; return 1; }
  done
  itss report sla --records response --json | jq -e '.records | map(.role) == ["numerator", "numerator", "numerator"]' >/dev/null
  exits 0 itss report sla --explain resolution
  has 'clock resolution'
  exits 0 itss report backlog --explain backlog
  has 'window_end'
}

@test "numbers are numbers in JSON, and what is absent is empty in CSV" {
  itss report desk --json | jq -e '[.figures[] | .value, .numerator, .share] | all(. == null or type == "number")' >/dev/null
  itss report desk 2026-01 --json | jq -e '[.figures[] | select(.measure == "mttr")][0] | .value == null and .denominator == 0' >/dev/null
  for report in $reports; do
    run bash -c "'$ITSS_BIN' report $report 2026-01 --format csv --trend 2"
    lacks 'n/a'
  done
  itss report desk --format csv | python3 -c '
import csv, sys
rows = list(csv.DictReader(sys.stdin))
assert {row["section"] for row in rows} >= {"volumes", "backlog", "people"}, rows
for row in rows:
    for name in ("value", "numerator", "denominator", "share", "target", "excluded"):
        assert row[name] == "" or float(row[name]) >= 0, row'
  [ "$(itss report desk --json=section,value | jq -c '.figures[0]')" = '{"section":"volumes","value":3}' ]
  exits 2 itss report desk --json=valeu
  has "did you mean 'value'?"
}

@test "text keeps to the window" {
  command -v script >/dev/null || skip "no script(1) to make a terminal"
  export NO_COLOR=1 TERM=xterm ITSS_BIN
  for report in $reports; do
    for lang in en zh; do
      script -qec "stty cols 70; COLUMNS=70 '$ITSS_BIN' --no-pager --lang $lang report $report --trend 6 --compare --by channel" /dev/null </dev/null |
        tr -d '\r' > out.txt
      python3 - out.txt <<'PY' || { cat out.txt; return 1; }
import sys, unicodedata
for line in open(sys.argv[1], encoding="utf-8"):
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip("\n"))
    assert width <= 70, line
PY
    done
  done
}

@test "a team's own report is a command, in help and completion too" {
  mkdir -p .itss
  cat > .itss/reports.yaml <<'YAML'
reports:
  monday:
    title: {en: Monday, zh: 周一例会}
    about: {en: for the meeting on Monday, zh: 周一例会用}
    sections:
      - name: open
        title: {en: Open by channel, zh: 各渠道未解决}
        measures: [backlog]
        by: channel
        chart: sparkline
        periods: 2
YAML
  run itss check
  lacks reports.yaml
  exits 0 itss report monday
  has 'Open by channel'
  has '▁█'
  itss report monday --json | jq -e '.report == "monday" and (.figures | map(.value) == [1, 1, 2])' >/dev/null
  exits 0 itss --lang zh report monday
  has '各渠道未解决'
  exits 0 itss help report
  has 'for the meeting on Monday'
  exits 0 itss report monday --help
  has 'itss report monday: for the meeting on Monday'
  has 'backlog; by channel'
  exits 0 itss help
  has 'report monday'
  [[ "$(itss __complete -- report mo)" == monday* ]]
  [[ "$(itss __complete -- report desk --com)" == --compare* ]]
  exits 2 itss report monady
  has "did you mean 'itss report monday'?"
}

@test "a team's report of a shipped name replaces it; the others stay" {
  mkdir -p .itss
  printf 'reports:\n  desk:\n    title: {en: Ours, zh: 自定}\n    sections:\n      - {name: s, title: {en: S, zh: 节}, measures: [backlog]}\n' > .itss/reports.yaml
  itss report desk --json | jq -e '.title == "Ours" and (.figures | length) == 1' >/dev/null
  exits 0 itss report channel
}

@test "a report with an error is told with its place and left out; the others are printed all the same" {
  mkdir -p .itss
  cat > .itss/reports.yaml <<'YAML'
reports:
  mine:
    title: {en: Mine, zh: 我的}
    sections:
      - name: s
        title: {en: S, zh: 节}
        measures: [backlgo]
        by: channel
YAML
  exits 1 itss check
  has ".itss/reports.yaml:7:20: error: the report 'mine' names the measure 'backlgo', which does not exist [REPORT_NAME]"
  has "did you mean 'backlog'?"
  exits 3 itss report mine
  has '[REPORT_NAME]'
  has "the report 'mine' cannot be used"
  exits 0 itss report desk
  lacks '[REPORT_NAME]'
  has "'itss check' tells them"
  has 'Service desk report'
  sed -i 's/channel/chanel/' .itss/reports.yaml
  sed -i 's/backlgo/backlog/' .itss/reports.yaml
  exits 1 itss check
  has ".itss/reports.yaml:8:13: error: the report 'mine' names the field 'chanel', which does not exist [REPORT_NAME]"
  has "did you mean 'channel'?"
  printf 'reports:\n  mine:\n    titel: {en: M, zh: 我}\n    sections: []\n' > .itss/reports.yaml
  exits 0 itss report desk
  exits 3 itss report mine
  has "the report 'mine' cannot be used"
  has '.itss/reports.yaml:3:5: error:'
  has '[REPORT_KEY]'
  has '[REPORT_MISSING]'
  printf 'reports:\n  kpi:\n    title: {en: M, zh: 我}\n    sections: [{name: s, title: {en: S, zh: 节}, measures: [backlog]}]\n' > .itss/reports.yaml
  exits 1 itss check
  has "'kpi' is not a free name: a command has it [REPORT_VALUE]"
}

@test "a report of which some measures cannot be used is printed without them" {
  mkdir -p .itss
  cat > .itss/kpis.yaml <<'YAML'
measures:
  ours: {label: {en: Ours, zh: 自定}, explanation: {en: ours, zh: 自定}, record: ticket, by: opened, formula: mean}
YAML
  cat > .itss/reports.yaml <<'YAML'
reports:
  mine:
    title: {en: Mine, zh: 我的}
    sections:
      - {name: s, title: {en: S, zh: 节}, measures: [ours, backlog]}
      - {name: t, title: {en: T, zh: 乙}, measures: [ours]}
YAML
  exits 3 itss report mine
  has "the measure 'ours' has no 'amount' [KPI_MISSING]"
  has 'Unresolved at the end'
  exits 3 itss report mine --records ours
  has "the measure 'ours' cannot be used"
  sed -i 's/\[ours, backlog\]/[ours]/' .itss/reports.yaml
  exits 3 itss report mine
  has "the report 'mine' cannot be used"
}

@test "groups by a path have the labels of its fields, and what no type has is refused with the types asked" {
  exits 0 itss report kpi 2026-11 --by owner.department
  lacks 'owner.department'
  has 'Owner: '
  exits 0 itss --lang zh report kpi 2026-11 --by owner.department
  lacks 'Owner: '
  exits 2 itss report sla --by foo
  has "--by: 'foo' is a field of none of action, agreement, "
  exits 2 itss report sla --type ticket --by chanel
  has "--by: 'chanel' is not a field of 'ticket'"
  exits 2 itss report sla --by chanel
  has "did you mean 'channel'?"
}

@test "people see how many measures have nothing to count, machines and who asks for one see each" {
  itss ticket new one --channel phone --requester 张三 --contact 8001 >/dev/null
  exits 0 itss report kpi 2026-11
  has 'Tickets logged'
  lacks 'Mean time to the emergency plan'
  all=$(itss report kpi 2026-11 --json | jq '.measures | length')
  empty=$(printf '%s\n' "$output" | sed -n 's/^Measures with nothing to count: //p')
  [ "$empty" -gt 0 ] && [ "$empty" -lt "$all" ]
  [ "$(itss report kpi 2026-11 --format csv | wc -l)" = $((all + 1)) ]
  exits 0 itss report kpi 2026-11 --measure emergency_response_time
  has 'Mean time to the emergency plan'
}

@test "a file of reports that cannot be read is told, and the shipped ones are left" {
  mkdir -p .itss/reports.yaml
  exits 3 itss report desk
  has '.itss/reports.yaml'
  has 'Service desk report'
  exits 0 itss help report desk
  rmdir .itss/reports.yaml
  printf 'reports: [\n' > .itss/reports.yaml
  exits 3 itss report desk
  has '.itss/reports.yaml:'
  has '[SYNTAX]'
}

@test "a report tells of records that it could not read" {
  echo 'id: [' > tickets/2026/11/TKT-20261111-CCCCC.yaml
  for report in $reports; do
    exits 3 itss report $report
    has 'CCCCC.yaml'
  done
}

@test "a report tells of a record type whose schema cannot be used" {
  mkdir -p .itss/schemas
  printf 'record: visitor\nprefix: VIS\ndirectory: visitors\nlabel: {en: Visitor, zh: 访客}\n' > .itss/schemas/visitor.yaml
  exits 3 itss report sla 2026-11
  has Response
  has ".itss/schemas/visitor.yaml:1:1: error: a schema needs 'states' [SCHEMA_MISSING]"
  has 'not counted, since their schemas cannot be used: visitor'
  exits 0 itss report sla 2026-11 --type ticket
}

@test "a report of a new repository has no figures and no error" {
  cd "$DESK" && itss init fresh --me wang.fang >/dev/null && cd fresh
  for report in $reports; do
    exits 0 itss report $report
    exits 0 itss report $report --trend 2 --compare --by channel
  done
}

@test "reports need a repository, and outside of one help still lists them" {
  cd "$DESK" && mkdir empty && cd empty
  exits 3 itss report desk
  exits 0 itss help report
  has 'report backlog'
  exits 0 itss help report desk
}

@test "a report is the same with the index and without it" {
  for report in $reports; do
    itss report $report --trend 3 --compare --by channel,priority --json > with.json
    itss --no-index report $report --trend 3 --compare --by channel,priority --json > without.json
    cmp with.json without.json
  done
}
