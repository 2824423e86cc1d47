# Logs of other systems. tests/recount.py counts the same log by itself; both must agree.

setup() {
  load helper
  setup_desk
  make_desk
  top=$BATS_TEST_DIRNAME/../..
  log=$top/tests/data/incident_log.csv
  map=$top/examples/import/servicenow-incident-log.yaml
}

import() { itss import "$1" --map "${2:-$map}" "${@:3}"; }

# The figures of the repository's tickets, in the form of recount.py, from what itss prints and nothing else.
figures() {
  itss ticket list --all --json | python3 -c '
import datetime, json, statistics, subprocess, sys
tickets = json.load(sys.stdin)
def count(values):
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return dict(sorted(counts.items()))
def instant(text):
    return datetime.datetime.fromisoformat(text)
spans = []
for start in range(0, len(tickets), 200):
    ids = [ticket["id"] for ticket in tickets[start:start + 200]]
    for record in json.loads(subprocess.run([sys.argv[1], "show", "--json", *ids], check=True, capture_output=True).stdout):
        entered, status = None, None
        events = sorted(record["history"], key=lambda event: instant(event["at"]))
        for event in events:
            now = event.get("set", {}).get("status", status)
            if now == "resolved" and status != "resolved":
                entered = instant(event["at"])
            status = now
        if entered is not None:
            spans.append((entered - instant(events[0]["at"])).total_seconds() / 3600)
print(json.dumps({
    "count": len(tickets), "priorities": count(t["priority"] for t in tickets), "states": count(t["status"] for t in tickets),
    "reopened": sum(int(t["reopens"]) > 0 for t in tickets), "reassignments": sum(int(t["reassignments"]) for t in tickets),
    "resolved": len(spans), "mean_hours": round(statistics.mean(spans), 6), "median_hours": round(statistics.median(spans), 6)},
    sort_keys=True))' "$ITSS_BIN"
}
recount() {
  "$top/tests/recount.py" "$1" | python3 -c '
import json, sys
figures = json.load(sys.stdin)
for name in ("rows", "bad_rows", "excluded"):
    del figures[name]
print(json.dumps(figures, sort_keys=True))'
}
agree() {
  local ours theirs
  ours=$(figures) theirs=$(recount "$1")
  [ "$ours" = "$theirs" ] || { printf 'itss:    %s\nrecount: %s\n' "$ours" "$theirs" >&2; return 1; }
}

@test "the figures of an imported log equal an independent recount" {
  exits 0 import "$log"
  has '60 records new'
  agree "$log"
}

@test "the figures of a real log equal an independent recount" {
  real=$top/../shared/data/uci_incidents_2000.csv.gz
  [ -e "$real" ] || skip 'the real log is not there'
  exits 0 import "$real"
  agree "$real"
}

@test "the figures of a log that ends while incidents are worked on equal an independent recount" {
  for rows in 20 50 100 150; do
    head -n $rows "$log" > cut.csv
    (mkdir "desk$rows" && cd "desk$rows" && git init -q && itss init --name Desk --zone Asia/Shanghai --me wang.fang >/dev/null
      import ../cut.csv >/dev/null && agree ../cut.csv)
  done
}

@test "a packed log is read as it is" {
  gzip -c "$log" > log.csv.gz
  exits 0 import log.csv.gz
  agree "$log"
}

@test "importing twice changes nothing" {
  import "$log" >/dev/null
  before=$(git rev-parse HEAD)
  clock 2026-11-25T09:00:00+08:00
  exits 0 import "$log"
  has '60 unchanged'
  [ "$(git rev-parse HEAD)" = "$before" ]
  [ -z "$(git status --porcelain)" ]
}

@test "a log imported while it grew gives the figures of one import, and once more changes nothing" {
  # As it stood on a day: the rows of then, and of the final times those that had come.
  python3 - "$log" > cut.csv <<'END'
import csv, datetime, sys
then = datetime.datetime(2026, 1, 12)
later = lambda text: text != "?" and datetime.datetime.strptime(text, "%d/%m/%Y %H:%M") > then
rows = list(csv.DictReader(open(sys.argv[1])))
writer = csv.DictWriter(sys.stdout, rows[0].keys())
writer.writeheader()
for row in rows:
    if not later(row["sys_updated_at"]):
        writer.writerow({**row, **{name: "?" for name in ("resolved_at", "closed_at") if later(row[name])}})
END
  import cut.csv >/dev/null
  clock 2026-11-25T09:00:00+08:00
  exits 0 import "$log"
  has ' extended'
  has '1 event imported before was retracted'
  agree "$log"
  # Other people belong to the other repository.
  of_tickets() { itss report kpi 2026 --json | jq 'del(.measures[] | select(.measure == "nda_signed_rate"))'; }
  grown=$(of_tickets)
  exits 0 itss check
  exits 0 import "$log"
  has '60 unchanged; 0 events written'
  mkdir ../fresh && cd ../fresh && git init -q
  itss init --name Fresh --zone Asia/Shanghai --me wang.fang >/dev/null
  import "$log" >/dev/null
  [ "$(of_tickets)" = "$grown" ]
}

@test "an imported repository is sound, and its links do not dangle" {
  import "$log" >/dev/null
  exits 0 itss check
}

@test "everything imported is committed together" {
  before=$(git rev-list --count HEAD)
  import "$log" >/dev/null
  [ "$(git rev-list --count HEAD)" = $((before + 1)) ]
  [ -z "$(git status --porcelain)" ]
  [ "$(git show --name-only --format= HEAD | grep -c '^tickets/')" = 60 ]
}

@test "a dry run says what would be done and writes nothing" {
  exits 0 import "$log" "$map" --dry-run
  has '60 records new'
  [ "$(itss ticket list --all --count)" = 0 ]
  [ -z "$(git status --porcelain)" ]
}

@test "bad rows go to the reject file with line and reason, the others are imported" {
  { head -n 3 "$log"; echo 'INC0000103,New'; sed -n 4p "$log" | sed 's/Closed\|Resolved/Melted/'; sed -n '5,$p' "$log" | sed '1s#5/1/2026#35/1/2026#'; } > bad.csv
  exits 1 import bad.csv "$map" --reject rejected.csv
  has 'bad.csv:4: '
  has 'bad.csv:5: '
  [ "$(itss ticket list --all --count)" = 60 ]
  [ "$(head -n 1 rejected.csv | cut -d, -f1-4)" = line,reason,number,incident_state ]
  grep -q '^4,2 fields where the header has 36,INC0000103,New$' rejected.csv
  grep -q "^5,.*the map has no state for 'Melted'" rejected.csv
}

@test "rows that were set aside can be mended in the reject file and imported from it" {
  sed '2s/,New,/,Gnu,/' "$log" > bad.csv
  exits 1 import bad.csv "$map" --reject rejected.csv
  grep -q "^3,goes with line 2,INC0000103," rejected.csv
  sed -i '2s/,Gnu,/,New,/' rejected.csv
  exits 0 import rejected.csv
  lacks 'columns that the map does not use'
  [ "$(itss ticket list --all --count)" = 60 ]
  agree "$log"
  exits 0 import "$log"
  has '60 unchanged; 0 events written'
}

@test "a map that does not fit is refused with its line" {
  sed 's/^  priority:/  prioritee:/' "$map" > map.yaml
  exits 1 import "$log" map.yaml
  has "map.yaml:"
  has "'prioritee' is not a field of 'ticket'"
  has "did you mean 'priority'?"
  has '[IMPORT_MAP]'
}

@test "what is not there, or no log at all, is said plainly" {
  exits 3 import nothing.csv
  has "nothing.csv"
  exits 3 import "$map"
  has "no column"
  exits 2 itss import "$log"
  has '--map'
}

@test "ordinary moves go on after an import" {
  import "$log" >/dev/null
  id=$(itss ticket list --where status=in_progress --ids | head -n 1)
  exits 0 itss ticket transfer "$id" --owner wang.fang -m 'taken over'
  exits 0 itss ticket update "$id" -m 'looked at it again'
  exits 0 import "$log"
  has '60 unchanged'
}

@test "the totals are there for a program too" {
  exits 2 import "$log" "$map" --json=rows,event
  has "did you mean 'events'?"
  [ -z "$(git status --porcelain)" ]
  import "$log" "$map" --json | python3 -c '
import json, sys
report = json.load(sys.stdin)
assert report["records_new"] == 60 and report["rejects"] == [], report'
}

@test "undo after an import refuses, and takes back nothing older" {
  id=$(itss ticket new one --channel email --requester 张三 --contact 8001)
  clock 2026-11-24T09:10:00+08:00
  itss ticket comment "$id" -m kept
  exits 0 import "$log" "$map" --dry-run
  exits 0 itss undo --dry-run
  exits 0 import "$log"
  before=$(git rev-parse HEAD)
  exits 1 itss undo
  has 'was an import, which is not undone'
  has 'git revert COMMIT'
  [ "$(git rev-parse HEAD)" = "$before" ]
  itss ticket comment "$id" -m later
  exits 0 itss undo
  exits 1 itss undo
  has 'was an import'
  itss log "$id" --oneline | grep kept | grep -v 'retracted by'
}
