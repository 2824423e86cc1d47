# Records for other programs: CSV, JSON Lines, and a database whose views must say what the report says.

setup() {
  load helper
  setup_desk
  make_desk
  top=$BATS_TEST_DIRNAME/../..
}

# A desk with four hundred tickets of three months from a spreadsheet, some late, some waiting, some cancelled or
# duplicate.
many_tickets() {
  cd "$DESK" && rm -rf desk && copy_of many desk_of_many
  clock 2026-11-24T09:00:00+08:00
}
desk_of_many() {
  new_desk
  clock 2026-11-24T09:00:00+08:00
  python3 - > many.csv <<'END'
import csv, datetime, random, sys
random.seed(7)
writer = csv.writer(sys.stdout)
writer.writerow("id title status priority opened updated answered resolved closed channel group assignee tier resolution impact urgency".split())
start = datetime.datetime(2026, 8, 20)
text = lambda at: at.strftime("%Y-%m-%d %H:%M:%S") if at else ""
for i in range(400):
    opened = start + datetime.timedelta(seconds=random.randrange(95 * 86400))
    now = datetime.datetime(2026, 11, 24, 8)
    answered = opened + datetime.timedelta(seconds=random.randrange(1, 4 * 3600)) if random.random() < 0.9 else None
    status = random.choice(["new", "in_progress", "resolved", "closed", "closed", "closed", "cancelled"])
    resolved = closed = None
    if status in ("resolved", "closed"):
        resolved = opened + datetime.timedelta(seconds=random.randrange(3600, 6 * 86400))
    if status == "closed":
        closed = resolved + datetime.timedelta(seconds=random.randrange(60, 86400))
    times = [at for at in (answered, resolved, closed) if at]
    if any(at > now for at in times):
        continue
    updated = max(times + [opened])
    writer.writerow([f"T{i}", f"ticket {i}", status, random.choice(["P1", "P2", "P3", "P4"]), text(opened), text(updated), text(answered),
                     text(resolved), text(closed), random.choice(["phone", "email", "brt"]), random.choice(["A", "B"]), random.choice(["x", "y", ""]),
                     random.choice(["1", "1", "2", ""]), random.choice(["fixed", "answered", "duplicate"]) if resolved else "", "2", "3"])
END
  itss import many.csv --map plain >/dev/null
}

# Measures of every formula, with what the shipped ones do not have.
team_measures() {
  python3 - > .itss/kpis.yaml <<'END'
print("measures:")
for name, words in {
        "half_time": "formula: median, amount: {from: opened, to: 'entered:resolved'}, unit: hours, target: {at_most: 60}",
        "most_time": "formula: percentile, percentile: 90, amount: {from: opened, to: 'entered:resolved'}, unit: minutes, target: {at_most: 7000}",
        "some_time": "formula: percentile, percentile: 33, amount: {from: opened, to: 'entered:resolved'}, unit: minutes, target: {at_least: 1}",
        "all_time": "formula: sum, amount: {from: opened, to: 'entered:resolved'}, unit: hours, target: {at_most: 1}",
        "urgency_sum": "formula: sum, amount: {path: urgency}, unit: number",
        "impact_mean": "formula: mean, amount: {path: impact, scores: {1: 25, 2: 50, 3: 100}}, unit: points",
        "least_time": "formula: min, amount: {from: opened, to: 'entered:resolved'}, unit: minutes",
        "longest_time": "formula: max, amount: {from: opened, to: 'entered:resolved'}, unit: hours, target: {at_most: 100}",
        "weighed_mix": "formula: shares, of: priority, amount: {path: urgency}, unit: percent",
        "rest_time": "formula: remainder, amount: {from: opened, to: 'entered:resolved'}, unit: percent, target: {at_least: 50},"
                     " per: {record: service, by: window_end, where: {status: active}, amount: {from: window_start, to: window_end, in: hours}}",
        "per_ticket": "formula: rate, unit: number, target: {below: 1}, excludes: [duplicate], per: {record: ticket, by: opened, where: {channel: phone}, excludes: [cancelled]}",
        "hours_per_hour": "formula: rate, amount: {from: opened, to: 'entered:resolved'}, unit: percent,"
                          " per: {record: service, by: window_end, amount: {from: window_start, to: window_end}}"}.items():
    print(f"  {name}: {{label: {{en: {name}, zh: {name}}}, explanation: {{en: e, zh: z}}, record: ticket, by: 'entered:resolved', {words}}}")
print("  late_count: {label: {en: Late, zh: 逾期}, explanation: {en: breached, zh: 超时}, record: ticket, counts: clock resolution, by: clock,"
      " where: {clock.verdict: breached}, formula: count, unit: number, target: {at_most: 10}}")
END
}

# `compare_figures FILE [OPTION...]`: every measure of the views, with its shares and exclusions, against `report kpi
# MONTH --json`, to the last digit; prints how many figures it compared, how many of them say something, and of how many
# measures.
compare_figures() {
  python3 - "$ITSS_BIN" "$@" <<'END'
import collections, json, sqlite3, subprocess, sys
base = sqlite3.connect(sys.argv[2])
base.row_factory = sqlite3.Row
compared, told = 0, collections.Counter()
listed = {name for (name,) in base.execute("SELECT measure FROM measures WHERE in_views")}
same = {"value": "value", "without_excused": "value_without_excused", "numerator": "numerator", "denominator": "denominator",
        "excused": "excused", "target": "target", "aim": "aim", "unit": "unit", "excluded": "excluded", "verdict": "verdict"}

def rows(view, period):
    return [row for row in base.execute(f"SELECT * FROM {view} WHERE period = ?", [period]) if row["measure"] in listed]

for (period,) in base.execute("SELECT period FROM periods ORDER BY position").fetchall():
    report = json.loads(subprocess.run([sys.argv[1], "report", "kpi", period, "--json", *sys.argv[3:]], check=True, capture_output=True).stdout)
    figures = [figure for figure in report["measures"] if figure["measure"] in listed]
    views = rows("kpi_figures", period)
    assert [row["measure"] for row in views] == [figure["measure"] for figure in figures], period
    for row, figure in zip(views, figures):
        assert {name: row[column] for name, column in same.items()} == {name: figure[name] for name in same}, (period, figure, dict(row))
        compared += 1
        told[figure["measure"]] += figure["value"] is not None
    shares = [[row["measure"], row["share"], row["value"], row["numerator"], row["denominator"]] for row in rows("kpi_shares", period)]
    wanted = [[share["measure"], None if share["of"] == "(none)" else share["of"], share["value"], share["numerator"], share["denominator"]]
              for share in report.get("shares", []) if share["measure"] in listed]
    assert shares == wanted, (period, shares, wanted)
    reasons = {(row["measure"], row["reason"]): row["items"] for row in rows("kpi_exclusions", period)}
    wanted = {(row["measure"], row["reason"]): row["count"] for row in report["exclusions"] if row["measure"] in listed}
    assert reasons == wanted, (period, reasons, wanted)
print(compared, sum(told.values()), sum(count > 0 for count in told.values()))
END
}

@test "the views of the database say what the report says, to the digit, for every measure of every month" {
  python3 "$BATS_TEST_DIRNAME/full_desk.py"
  shipped=$(itss kpi list | wc -l)
  [ "$shipped" -ge 39 ]
  team_measures
  late=$(itss report kpi 2026-10 --records resolve_on_time --json | python3 -c '
import json, sys
for record in json.load(sys.stdin)["records"]:
    if record["role"] == "denominator":
        print(record["id"])' | head -n 8)
  for id in $late; do
    itss sla exclude "$id" --clock resolution --reason force_majeure -m 'power cut' --as zhao.lei >/dev/null
  done
  exits 0 itss export sqlite --output desk.db --from 2026-08 --to 2026-11
  one() { sqlite3 desk.db "$1"; }
  # None is left out of the views, and each says something in some month.
  [ "$(one "SELECT group_concat(measure) FROM measures WHERE NOT in_views")" = '' ]
  [ "$(one 'SELECT count(*) FROM measures')" = $((shipped + 13)) ]
  read -r all filled measures <<<"$(compare_figures desk.db)"
  [ "$all" = $((4 * (shipped + 13))) ]
  [ "$filled" -ge $((all * 9 / 10)) ]
  [ "$measures" = $((shipped + 13)) ]
  [ "$(one "SELECT group_concat(DISTINCT formula) FROM (SELECT formula FROM measures ORDER BY formula)")" = \
    'count,max,mean,median,min,percentile,rate,ratio,remainder,shares,sum' ]
  [ "$(one "SELECT count(*) FROM kpi_figures WHERE excused > 0 AND value <> value_without_excused")" -gt 0 ]
  [ "$(one "SELECT count(*) FROM kpi_exclusions")" -gt 20 ]
  # The items sum to the figure, and each names a record, other than days on which nobody was there.
  [ "$(one "SELECT count(*) FROM kpi_items i LEFT JOIN records r ON r.record = i.record WHERE r.record IS NULL AND (i.measure, i.amount) <> ('desk_hours', 0)")" = 0 ]
  [ "$(one "SELECT count(*) FROM kpi_items WHERE of_per AND measure = 'availability' AND record = 'network'")" = 4 ]
}

@test "what the views take a share, a rate and a remainder from can be asked for itself" {
  itss ticket new one --channel phone --requester 张三 --contact 8001 >/dev/null
  itss ticket new two --channel phone --requester 张三 --contact 8001 >/dev/null
  id=$(itss ticket new three --channel email --requester 张三 --contact 8001)
  itss ticket set "$id" --service network --outages first.from=2026-11-24T07:00:00+08:00 --outages first.to=2026-11-24T08:00:00+08:00 >/dev/null
  exits 0 itss export sqlite -o desk.db --month 2026-11
  one() { sqlite3 desk.db "$1"; }
  [ "$(one "SELECT share, numerator, denominator, round(value, 2) FROM kpi_shares WHERE measure = 'channel_mix'")" = 'phone|2.0|3.0|66.67
email|1.0|3.0|33.33' ]
  [ "$(one "SELECT share, value FROM kpi_shares WHERE measure = 'category_mix'")" = '|100.0' ]
  [ "$(one "SELECT role, record, part, weight, amount FROM kpi_items WHERE measure = 'availability' AND NOT of_per")" = "counted|$id|first|3600.0|1.0" ]
  # Of a service, what it should have run and what is left of that.
  [ "$(one "SELECT role, amount, weight / 3600 - amount FROM kpi_items WHERE measure = 'availability' AND of_per AND record = 'network'")" = 'good|560.0|1.0' ]
  [ "$(one "SELECT round(100 * amount / (weight / 3600), 6) FROM kpi_items WHERE measure = 'availability' AND of_per AND record = 'network'")" = \
    "$(itss report kpi 2026-11 --measure availability --by service --json | jq '.measures[] | select(.service == "network") | .value * 1e6 | round / 1e6')" ]
  [ "$(one "SELECT numerator, denominator FROM kpi_figures WHERE measure = 'availability'")" = '2804.0|2805.0' ]
}

@test "the figures of an imported log, of a year and of what was known earlier, agree too" {
  itss import "$top/tests/data/incident_log.csv" --map servicenow-incident-log >/dev/null
  exits 0 itss export sqlite -o year.db --from 2026-01 --to 2026-12
  read -r all filled _ <<<"$(compare_figures year.db)"
  [ "$all" -ge 144 ] && [ "$filled" -gt 0 ]
  exits 0 itss export sqlite -o known.db --known-at 2026-11-23T12:00:00+08:00
  [ "$(sqlite3 known.db "SELECT records FROM types WHERE type = 'ticket'")" = 0 ]
  [ "$(sqlite3 known.db "SELECT value FROM meta WHERE key = 'known_at'")" = 2026-11-23T12:00:00+08:00 ]
  [ "$(sqlite3 known.db 'SELECT count(*) FROM periods')" = 13 ]
}

@test "what was counted is grouped by fields as they were then, and the groups say what the report says of them" {
  many_tickets
  exits 0 itss export sqlite -o desk.db --month 2026-10 --by priority,group
  [ "$(compare_figures desk.db | cut -d' ' -f1)" = "$(itss kpi list | wc -l)" ]
  sqlite3 desk.db "
    SELECT g.value, 100.0 * sum(i.role = 'good') / sum(i.role <> 'excluded')
    FROM kpi_items i JOIN kpi_groups g USING (measure, period, position)
    WHERE i.measure = 'response_on_time' AND g.field = 'priority' GROUP BY g.value ORDER BY g.value" > ours
  itss report kpi 2026-10 --by priority --json | python3 -c '
import json, sys
for figure in json.load(sys.stdin)["measures"]:
    if figure["measure"] == "response_on_time" and figure["priority"] not in (None, "all"):
        print("%s|%.15g" % (figure["priority"], figure["value"]))' > theirs
  [ "$(wc -l < theirs)" = 4 ]
  python3 -c '
ours, theirs = ([(k, float(v)) for k, v in (line.split("|") for line in open(name))] for name in ("ours", "theirs"))
assert all(a[0] == b[0] and abs(a[1] - b[1]) < 1e-9 for a, b in zip(ours, theirs)) and len(ours) == 4, (ours, theirs)'
  exits 2 itss export sqlite -o other.db --by prioritty
  has "did you mean 'priority'?"
}

@test "a measure of which the views know no formula, or know it otherwise, is not listed by them" {
  many_tickets
  exits 0 itss export sqlite -o desk.db --month 2026-10
  sqlite3 desk.db "UPDATE measures SET formula = 'unheard' WHERE measure = 'mttr'"
  [ "$(sqlite3 desk.db "SELECT count(*) FROM kpi_figures WHERE measure = 'mttr'")" = 0 ]
  [ "$(sqlite3 desk.db "SELECT count(*) FROM kpi_reported WHERE measure = 'mttr'")" = 1 ]
}

@test "the tables: fields as columns, lists, events with their changes, states, clocks, codes in two languages" {
  many_tickets
  id=$(itss ticket list --all --ids --where title='ticket 3' | head -n 1)
  exits 0 itss export sqlite ticket --output desk.db --no-kpi
  has 'records'
  one() { sqlite3 desk.db "$1"; }
  [ "$(one "SELECT count(*) FROM records WHERE type = 'ticket'")" = "$(itss ticket list --all --count)" ]
  [ "$(one "SELECT title || '|' || status FROM records WHERE record = '$id'")" = "$(itss ticket list --all --template '{title}|{status}' --where title='ticket 3')" ]
  [ "$(one "SELECT priority FROM records_ticket WHERE record = '$id'")" = "$(itss ticket list --all --template '{priority}' --where title='ticket 3')" ]
  [ "$(one "SELECT label_zh FROM codes WHERE type = 'ticket' AND field = 'status' AND code = 'closed'")" = 已关闭 ]
  [ "$(one "SELECT is_final FROM codes WHERE type = 'ticket' AND field = 'status' AND code = 'closed'")" = 1 ]
  [ "$(one 'SELECT count(*) FROM events')" = "$(itss export jsonl ticket person group customer service | python3 -c '
import json, sys
print(sum(len(json.loads(line)["history"]) for line in sys.stdin))')" ]
  [ "$(one "SELECT value FROM event_values WHERE record = '$id' AND position = 0 AND change = 'set' AND field = 'status'")" = new ]
  [ "$(one "SELECT group_concat(state, ' ') FROM (SELECT state FROM states WHERE record = '$id' ORDER BY position)")" != '' ]
  # What came along: the people and groups that tickets name.
  [ "$(one "SELECT name FROM records_group WHERE record = 'a'")" = A ]
  [ "$(one "SELECT count(*) FROM records_ticket t LEFT JOIN records_group g ON g.record = t.\"group\" WHERE g.record IS NULL")" = 0 ]
  one "SELECT verdict, count(*) FROM clocks WHERE clock = 'resolution' GROUP BY verdict" | sort > ours
  itss export jsonl ticket | python3 -c '
import collections, json, sys
verdicts = collections.Counter(clock["verdict"] for line in sys.stdin for clock in json.loads(line)["clocks"] if clock["clock"] == "resolution")
for verdict, count in verdicts.items(): print(f"{verdict}|{count}")' | sort > theirs
  cmp ours theirs
  [ "$(one 'SELECT count(*) FROM measures')" = 0 ]
  [ "$(one "SELECT count(*) FROM fields WHERE type = 'ticket' AND field = 'priority' AND kind = 'code'")" = 1 ]
  [ "$(one 'PRAGMA integrity_check')" = ok ]
}

@test "a list of links and a map have a row for each of their parts" {
  itss person new tom --name Tom --side provider --roles l1,l2 >/dev/null
  itss export sqlite person -o desk.db --no-kpi
  [ "$(sqlite3 desk.db "SELECT group_concat(value, ' ') FROM (SELECT value FROM record_values WHERE record = 'tom' AND field = 'roles' ORDER BY position)")" = 'l1 l2' ]
}

@test "JSON Lines are what show prints, one record to a line, without what may be done next" {
  many_tickets
  itss export jsonl ticket --output all.jsonl
  python3 - "$ITSS_BIN" <<'END'
import json, subprocess, sys
lines = [json.loads(line) for line in open("all.jsonl")]
ids = [line["id"] for line in lines][:40]
shown = json.loads(subprocess.run([sys.argv[1], "show", "--json", *ids], check=True, capture_output=True).stdout)
for record in shown:
    del record["next"]
assert shown == lines[:40]
END
}

@test "CSV has one row for each record, with its clocks, and comes back by the map for spreadsheets" {
  many_tickets
  itss export csv ticket > all.csv
  python3 - <<'END'
import csv
rows = list(csv.DictReader(open("all.csv")))
assert len(rows) > 300 and {row["type"] for row in rows} == {"ticket"}
assert all(row["response.verdict"] in ("met", "breached", "n/a", "running", "cancelled") for row in rows)
assert any(row["resolution.breached_at"] for row in rows)
END
  [ "$(itss export csv ticket --where priority=P1 | tail -n +2 | wc -l)" = "$(itss ticket list --all --where priority=P1 --count)" ]
  # Several types share the columns of all.
  itss export csv ticket group | python3 -c '
import csv, sys
rows = list(csv.DictReader(sys.stdin))
assert {row["type"] for row in rows} == {"ticket", "group"}
assert all(row["priority"] == "" for row in rows if row["type"] == "group")'
}

@test "parts of ids are enough where --where asks for links, and ambiguous ones are refused" {
  parent=$(itss ticket new parent --channel phone --requester 张三 --contact 8001)
  child=$(itss ticket new child --channel phone --requester 张三 --contact 8001)
  itss ticket attach "$child" --parent "$parent" >/dev/null
  for form in csv jsonl; do
    [ "$(itss export $form ticket --where parent="${parent#*-*-}" | grep -c "$child")" = 1 ]
  done
  exits 0 itss export sqlite ticket --where "parent=${parent#*-*-}" -o desk.db
  [ "$(sqlite3 desk.db 'SELECT record FROM records_ticket')" = "$child" ]
  exits 1 itss export csv ticket --where parent=TKT-20261124
  has ambiguous
}

@test "an export never replaces a file that it was not told to, and leaves none behind where it fails" {
  echo precious > out.csv
  exits 3 itss export csv ticket --output out.csv
  has "'out.csv' is there already"
  has '--force replaces it'
  [ "$(cat out.csv)" = precious ]
  exits 3 itss export sqlite --output out.csv
  has '--force replaces it'
  itss export csv ticket > direct.csv
  itss export csv ticket --output /dev/stdout | cmp - direct.csv     # nothing to be replaced
  itss export csv ticket --output /dev/stdout > piped.csv
  cmp piped.csv direct.csv
  itss export csv ticket --output >(cat > through.csv)
  for _ in 1 2 3 4 5 6 7 8 9; do cmp -s through.csv direct.csv && break; sleep 0.1; done
  cmp through.csv direct.csv
  exits 0 itss export csv ticket --output /dev/null
  exits 0 itss export csv ticket --output out.csv --force
  head -n 1 out.csv | grep -q '^id,type,status'
  exits 3 itss export sqlite --output nowhere/desk.db
  exits 3 itss export sqlite --output . --force
  exits 2 itss export sqlite
  has '--output is missing'
  exits 2 itss export csv tickt
  has "did you mean 'ticket'?"
  exits 2 itss export csv --where priority=P1
  has '--where needs a TYPE'
  exits 2 itss export csv ticket --where prioritty=P1
  exits 2 itss export sqlite -o x.db --month 2026-13
  has "--month: '2026-13' is not a month; use one such as 2026-11, this, last or -2"
  exits 2 itss export sqlite -o x.db --from 2026-11 --to 2026-10
  exits 2 itss export sqlite -o x.db --from 2026-11 --month 2026-10
  [ -z "$(find . -name '*itss-tmp*')" ]
  [ ! -e x.db ]
}

@test "the months of the measures are named as in the reports" {
  months() { sqlite3 desk.db 'SELECT group_concat(period) FROM periods ORDER BY position'; }
  itss export sqlite -o desk.db --month last
  [ "$(months)" = 2026-10 ]
  itss export sqlite -f -o desk.db --from -2 --to this
  [ "$(months)" = 2026-09,2026-10,2026-11 ]
}

@test "part of the records gives no figures, and this is said" {
  many_tickets
  exits 0 itss export sqlite ticket --where priority=P1 -o part.db
  has 'a part of the records gives no figures'
  [ "$(sqlite3 part.db 'SELECT count(*) FROM measures')" = 0 ]
  [ "$(sqlite3 part.db "SELECT count(DISTINCT priority) FROM records_ticket")" = 1 ]
}

@test "records that cannot be read are told, the others are exported, and the exit code is 3" {
  many_tickets
  file=$(find tickets -name '*.yaml' | sort | head -n 1)
  echo 'id: [' > "$file"
  for form in csv jsonl; do
    exits 3 itss export $form ticket --output "out.$form"
    has "$file"
    [ "$(wc -l < "out.$form")" -gt 300 ]
  done
  exits 3 itss export sqlite --output desk.db --month 2026-10
  has '1 record could not be read'
  [ "$(sqlite3 desk.db "SELECT count(*) FROM records WHERE type = 'ticket'")" -gt 300 ]
}

@test "a type that is named twice is exported once, and one whose schema cannot be used is told" {
  itss ticket new --channel email --requester 张三 --contact 8001 无法登录 >/dev/null
  exits 0 itss export csv ticket ticket
  [ "${#lines[@]}" = 2 ]
  exits 0 itss export sqlite ticket ticket --output desk.db
  exits 2 itss export csv tiket
  has "there is no record type 'tiket'"
  has "did you mean 'ticket'?"
  mkdir -p .itss/schemas
  printf 'record: visitor\nprefix: VIS\ndirectory: visitors\nlabel: {en: Visitor, zh: 访客}\n' > .itss/schemas/visitor.yaml
  exits 3 itss export csv visitor
  has "error: a schema needs 'states' [SCHEMA_MISSING]"
  has "the schema of 'visitor' cannot be used"
  exits 3 itss export jsonl
  exits 0 itss export csv ticket
}

@test "confidential fields are masked in every form" {
  mkdir -p .itss/schemas
  cat > .itss/schemas/secret.yaml <<'YAML'
record: secret
label: {en: Secret, zh: 秘密}
prefix: SEC
directory: secrets
title: name
fields:
  name: {type: text, label: {en: Name, zh: 名称}}
  pin: {type: text, confidential: true, label: {en: Pin, zh: 密码}}
states:
  open: {label: {en: Open, zh: 打开}, initial: true}
  done: {label: {en: Done, zh: 完成}, final: true}
moves:
  new: {label: {en: New, zh: 新建}, requires: [name, pin]}
  finish: {label: {en: Finish, zh: 完成}, from: open, to: done}
YAML
  itss secret new --name box --pin hush-4711 >/dev/null
  itss export csv secret -o a.csv
  itss export jsonl secret -o a.jsonl
  itss export sqlite secret -o a.db --no-kpi
  ! grep -a -q hush-4711 a.csv a.jsonl a.db
  [ "$(sqlite3 a.db 'SELECT pin FROM records_secret')" = '***' ]
  [ "$(sqlite3 a.db "SELECT value FROM event_values WHERE field = 'pin'")" = '***' ]
  cat > .itss/kpis.yaml <<'YAML'
measures:
  secrets: {label: {en: Secrets, zh: 秘密}, explanation: {en: all, zh: 全部}, clause: 台A 7-1, record: secret, by: opened, formula: count, unit: number}
  pins: {label: {en: Pins, zh: 密码}, explanation: {en: by pin, zh: 按密码}, clause: 台A 7-1, record: secret, by: opened, formula: shares, of: pin, unit: percent}
YAML
  itss export sqlite secret -o b.db
  [ "$(sqlite3 b.db "SELECT group_concat(DISTINCT measure) FROM kpi_items")" = secrets ]
  ! grep -a -q hush-4711 b.db
  exits 2 itss export sqlite secret -o c.db --by pin
  has "'pin' is confidential"
}
