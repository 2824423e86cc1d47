# The maps that need no file, each with a small export of its system (tests/data/import), and maps of one's own for JSON.

setup() {
  load helper
  setup_desk
  make_desk
  data=$BATS_TEST_DIRNAME/../data/import
}

import() { itss import "$data/$1" --map "$2" "${@:3}"; }

# `shows TITLE-PART FIELD...`: the fields of the ticket whose title has the part, one to a line, as JSON gives them.
shows() {
  itss ticket list --all --json | python3 -c '
import json, sys
found = [t for t in json.load(sys.stdin) if sys.argv[1] in t["title"]]
assert len(found) == 1, found
for name in sys.argv[2:]:
    print(name, found[0].get(name))' "$@"
}

# The history of that ticket: time, state entered, told, note.
history() {
  local id
  id=$(itss ticket list --all --template '{id} {title}' | grep -F "$1" | cut -d' ' -f1)
  itss show "$id" --json=history | python3 -c '
import json, sys
for event in json.load(sys.stdin)["history"]:
    print(event["at"], event.get("set", {}).get("status", "-"), event.get("told", "-"), event.get("note", "-").replace("\n", "/"))'
}

@test "the maps that need no file are listed and printed, outside of a repository too" {
  cd "$DESK"
  exits 0 itss import --list-maps
  for name in jira otrs otrs-json plain servicenow-incident-log zammad; do has "$name"; done
  itss import --list-maps --json=name | python3 -c 'import json, sys; assert {"name": "jira"} in json.load(sys.stdin)'
  itss import --show-map jira | cmp - "$BATS_TEST_DIRNAME/../../examples/import/jira.yaml"
  exits 1 itss import --show-map jria
  has "did you mean 'jira'?"
  exits 3 itss import "$data/jira.csv" --map jira
  has 'not in an itss repository'
}

@test "each map takes its sample whole, is sound, and a second import adds nothing" {
  for pair in plain:plain.csv:4 jira:jira.csv:4 zammad:zammad.json:3 otrs:otrs.csv:3 otrs-json:otrs.json:2; do
    IFS=: read -r map file count <<<"$pair"
    (
      mkdir "../$map" && cd "../$map" && git init -q
      itss init --name Desk --zone Asia/Shanghai --me wang.fang >/dev/null
      exits 0 itss import "$data/$file" --map "$map" --dry-run
      has "$count records new"
      [ "$(itss ticket list --all --count)" = 0 ]
      exits 0 itss import "$data/$file" --map "$map"
      has "$count records new"
      lacks 'set aside'
      [ "$(itss ticket list --all --count)" = "$count" ]
      exits 0 itss check
      before=$(git rev-parse HEAD)
      clock 2026-11-25T09:00:00+08:00
      exits 0 itss import "$data/$file" --map "$map" --as wang.fang
      has "0 records new, 0 extended, $count unchanged; 0 events written"
      [ "$(git rev-parse HEAD)" = "$before" ]
      [ -z "$(git status --porcelain)" ]
    ) || return 1
  done
}

@test "a spreadsheet of tickets: times, answer, comments and fields" {
  import plain.csv plain >/dev/null
  [ "$(history Printer)" = "\
2026-10-01T09:00:00+08:00 new - -
2026-10-01T09:10:00+08:00 - phone -
2026-10-01T09:30:00+08:00 - - on my way; with toner
2026-10-01T11:30:00+08:00 resolved - -
2026-10-01T11:30:00+08:00 - - done
2026-10-02T10:00:00+08:00 closed - -" ]
  [ "$(shows Printer status priority channel group owner assignee resolution)" = "\
status closed
priority P3
channel phone
group desk
owner wang-fang
assignee li-na
resolution fixed" ]
  itss show "$(itss ticket list --all --ids --where 'title=VPN does not connect')" --json=status,resolution > vpn.json
  grep -q in_progress vpn.json
  ! grep -q resolution vpn.json
  # Answered after 10 minutes, resolved after 2.5 hours.
  id=$(itss ticket list --all --ids --where priority=P3)
  itss show "$id" --json=clocks | python3 -c '
import json, sys
clocks = {clock["clock"]: clock for clock in json.load(sys.stdin)["clocks"]}
assert (clocks["response"]["verdict"], clocks["response"]["elapsed_seconds"]) == ("met", 600), clocks["response"]
assert (clocks["resolution"]["verdict"], clocks["resolution"]["elapsed_seconds"]) == ("met", 9000), clocks["resolution"]'
}

@test "Jira: repeated comment columns, one instant of the end, states with a reason" {
  run -0 import jira.csv jira
  has 'columns that the map does not use: Custom field (Story Points)'
  [ "$(history SUP-1)" = "\
2026-10-02T09:15:00+08:00 new - -
2026-10-02T09:40:00+08:00 - - Can you send a picture; of the whole page?
2026-10-03T16:30:00+08:00 resolved - -
2026-10-03T16:30:00+08:00 closed - -
2026-10-03T16:30:00+08:00 - - A certificate had expired./Renewed." ]
  [ "$(shows SUP-1 priority kind resolution requester assignee)" = "\
priority P2
kind incident
resolution fixed
requester asmith
assignee jdoe" ]
  [ "$(shows SUP-2 status hold_reason kind)" = "\
status on_hold
hold_reason waiting_user
kind service_request" ]
  [ "$(shows SUP-3 status opened assignee)" = "\
status in_progress
opened 2026-10-08T00:30:00+08:00
assignee None" ]
  [ "$(shows SUP-4 status resolution)" = "\
status closed
resolution duplicate" ]
}

@test "Zammad: articles that tell the requester, internal ones that do not, the last closing" {
  import zammad.json zammad >/dev/null
  [ "$(history Mail)" = "\
2026-10-01T07:00:00+00:00 new - -
2026-10-01T07:00:00+00:00 - - No mail since this morning.
2026-10-01T07:20:00+00:00 - - The queue is full.
2026-10-01T07:40:00+00:00 - email We are on it./Please wait.
2026-10-03T09:00:00+00:00 resolved - -
2026-10-03T09:00:00+00:00 closed - -" ]
  [ "$(shows Mail priority group department requester channel)" = "\
priority P2
group users
department Example Ltd
requester nina@example.org
channel email" ]
  [ "$(shows call status owner department)" = "\
status in_progress
owner None
department None" ]
  # No article tells it, so the ticket's own first response does.
  [ "$(history Laptop)" = "\
2026-10-05T08:00:00+00:00 new - -
2026-10-05T08:30:00+00:00 - email -
2026-10-05T09:30:00+00:00 on_hold - -" ]
}

@test "OTRS: the list and the TicketGet of one ticket make the same record, and the second adds what the first lacks" {
  import otrs.csv otrs >/dev/null
  [ "$(history 'Phone is dead')" = "\
2026-10-01T01:00:00+00:00 new - -
2026-10-01T01:12:00+00:00 - email -
2026-10-01T07:30:00+00:00 resolved - -
2026-10-01T07:30:00+00:00 closed - -" ]
  [ "$(shows 'Second monitor' status hold_reason priority owner assignee)" = "\
status on_hold
hold_reason agreed_date
priority P4
owner agent2
assignee agent2" ]
  exits 0 import otrs.json otrs-json
  has '0 records new, 1 extended, 1 unchanged'
  [ "$(itss ticket list --all --count)" = 3 ]
  history 'Phone is dead' | grep -q 'email Looking at it.'
  exits 0 itss check
}

# A ticket as it was on three days: told to be in progress, then resolved, then reopened and resolved again.
days() {
  printf 'id,title,status,priority,opened,updated,resolved\n%s\n' "$1" > day.csv
}

@test "a ticket exported day after day keeps what it was in between, and only what is new is added" {
  days 'T1,Door,new,P3,2026-11-02 09:00,2026-11-02 09:00,'
  exits 0 itss import day.csv --map plain
  days 'T1,Door,in_progress,P3,2026-11-02 09:00,2026-11-03 09:00,'
  exits 0 itss import day.csv --map plain
  has '1 extended'
  days 'T1,Door,in_progress,P3,2026-11-02 09:00,2026-11-04 09:00,'   # a later export that tells nothing new
  exits 0 itss import day.csv --map plain
  has '1 unchanged; 0 events written'
  days 'T1,Door,resolved,P2,2026-11-02 09:00,2026-11-05 12:00,2026-11-05 10:00'
  exits 0 itss import day.csv --map plain
  has '1 event written'
  lacks retracted
  [ "$(history Door)" = "\
2026-11-02T09:00:00+08:00 new - -
2026-11-03T09:00:00+08:00 in_progress - -
2026-11-05T10:00:00+08:00 resolved - -" ]
  days 'T1,Door,in_progress,P2,2026-11-02 09:00,2026-11-06 09:00,'   # reopened
  exits 0 itss import day.csv --map plain
  days 'T1,Door,resolved,P2,2026-11-02 09:00,2026-11-07 09:00,2026-11-06 18:00'
  exits 0 itss import day.csv --map plain
  lacks retracted
  [ "$(history Door | cut -d' ' -f1,2 | tail -n 3)" = "\
2026-11-05T10:00:00+08:00 resolved
2026-11-06T09:00:00+08:00 in_progress
2026-11-06T18:00:00+08:00 resolved" ]
  [ "$(shows Door priority)" = 'priority P2' ]
  exits 0 itss check
  days 'T1,Door,in_progress,P3,2026-11-02 09:00,2026-11-03 09:00,'   # an old export, once more
  exits 0 itss import day.csv --map plain
  has '1 unchanged; 0 events written'
}

@test "an end that turned out to be at another time is retracted, with nobody having seen the record in between" {
  days 'T1,Door,resolved,P3,2026-11-02 09:00,2026-11-03 09:00,2026-11-03 08:00'
  itss import day.csv --map plain >/dev/null
  days 'T1,Door,resolved,P3,2026-11-02 09:00,2026-11-05 09:00,2026-11-05 08:00'
  exits 0 itss import day.csv --map plain
  has '1 event imported before was retracted'
  [ "$(itss ticket list --all --template '{updated} {status}')" = '2026-11-05T08:00:00+08:00 resolved' ]
  itss import day.csv --map plain | grep -q '1 unchanged'
  exits 0 itss check
}

@test "what people did in itss stays when a ticket is exported again" {
  days 'T1,Door,in_progress,P3,2026-11-02 09:00,2026-11-03 09:00,'
  itss import day.csv --map plain >/dev/null
  id=$(itss ticket list --all --ids)
  itss ticket comment "$id" -m 'seen here' >/dev/null
  days 'T1,Door,resolved,P3,2026-11-02 09:00,2026-11-05 09:00,2026-11-05 08:00'
  exits 0 itss import day.csv --map plain
  has '1 event written'
  itss log "$id" --oneline | grep -q 'seen here'
}

jsonl_map() {
  cat > map.yaml <<'YAML'
system: tracker
record: ticket
form: jsonl
rows: records
group: key
times: {format: ['%Y-%m-%dT%H:%M:%S%f%z', '%d.%m.%Y %H:%M']}
opened: at.opened
status: {column: [state.name, state], values: {open: new, '*': in_progress}}
fields:
  title: {text: '{key}: {text.title}'}
  channel: {column: via, values: {mail: email}, default: phone}
  requester: [who.name, who.mail]
  priority: {column: tags.0, values: {urgent: P1}, default: P4}
  resources: tags
YAML
}

@test "JSON Lines: nested paths, several sources, defaults, several forms of time, lists, packed or not" {
  jsonl_map
  cat > in.jsonl <<'JSON'
{"key": 1, "at": {"opened": "2026-11-02T09:00:00.5+08:00"}, "state": {"name": "open"}, "text": {"title": "One"}, "via": "mail", "who": {"name": "Nina"}, "tags": ["urgent", "web"]}

{"key": 2, "at": {"opened": "03.11.2026 10:00"}, "state": "busy", "text": {"title": "Two"}, "who": {"name": null, "mail": "o@example.org"}}
JSON
  exits 0 itss import in.jsonl --map map.yaml
  has '2 records new'
  [ "$(shows One status priority channel requester resources opened)" = "\
status new
priority P1
channel email
requester Nina
resources ['urgent', 'web']
opened 2026-11-02T09:00:00+08:00" ]
  [ "$(shows Two status priority channel requester opened)" = "\
status in_progress
priority P4
channel phone
requester o@example.org
opened 2026-11-03T10:00:00+08:00" ]
  gzip in.jsonl
  exits 0 itss import in.jsonl.gz --map map.yaml
  has '2 unchanged'
}

@test "bad elements are named with line and column, and never hide the others; the reject file is imported when mended" {
  jsonl_map
  cat > in.jsonl <<'JSON'
{"key": "A", "at": {"opened": "2026-11-02T09:00:00Z"}, "state": "open", "text": {"title": "a"}, "tags": ["urgent"]}
{"key": "B", "at": {"opened": "yesterday"}, "state": "open", "text": {"title": "b"}, "tags": ["urgent"]}
{"key": "C", "at": {"opened": "2026-11-02T09:00:00Z"}, "state": "open", "text": {"title": "c"}, "tags": ["odd"]}
{"key": "D", "at": 
{"key": "E", "key": "F", "at": {"opened": "2026-11-02T09:00:00Z"}, "state": "open"}
{"at": {"opened": "2026-11-02T09:00:00Z"}, "state": "open", "text": {"title": "g"}}
{"key": "H", "at": {"opened": "2027-11-02T09:00:00Z"}, "state": "open", "text": {"title": "h"}}
[1]
{"key": "I", "at": {"opened": "2026-11-02T09:00:00Z"}, "state": "open", "text": {"title": "i"}, "who": {"name": {"first": "x"}}}
{"key": "Z", "at": {"opened": "2026-11-02T09:00:00Z"}, "state": "open", "text": {"title": "z"}, "tags": ["urgent"]}
JSON
  exits 1 itss import in.jsonl --map map.yaml --reject rejected.jsonl
  has '10 rows: 2 records new'
  has "in.jsonl:2: column 'at.opened': 'yesterday' is not a time of the form"
  has "in.jsonl:3: column 'tags.0': the map has no value for 'odd'"
  has 'in.jsonl:4: no JSON: byte '
  has "in.jsonl:5: the key 'key' occurs twice"
  has "in.jsonl:6: column 'key': the row names no record"
  has "in.jsonl:7: column 'at.opened': '2027-11-02T09:00:00Z' lies in the future"
  has 'in.jsonl:8: the row is no object'
  has "in.jsonl:9: column 'who.name': it has parts of its own"
  [ "$(itss ticket list --all --count)" = 2 ]
  grep '"line":3,' rejected.jsonl | sed 's/odd/urgent/g' > mended.jsonl
  exits 0 itss import mended.jsonl --map map.yaml
  [ "$(itss ticket list --all --count)" = 3 ]
  shows 'C: c' priority | grep -q P1
}

@test "an array in a document is found at its path; a document that has none there is refused with its line" {
  jsonl_map
  sed -i 's/^form: jsonl/form: json\nat: data.0.items/' map.yaml
  cat > in.json <<'JSON'
{"skip": ["]", {"a\"": 1}],
 "data": [
  {"items": [
    {"key": "A", "at": {"opened": "2026-11-02T09:00:00Z"}, "state": "open", "text": {"title": "[a"}},
    {"key": "B", "at": {"opened": "x"}, "state": "open"}
  ]}]}
JSON
  exits 1 itss import in.json --map map.yaml --reject rejected.jsonl
  has 'in.json:5: '
  shows '[a' status | grep -q new
  exits 1 itss import rejected.jsonl --map map.yaml --form jsonl    # as the reject file is
  has "rejected.jsonl:1: column 'at.opened'"
  echo '{"data": 3}' > other.json
  exits 3 itss import other.json --map map.yaml
  has "line 1: there is no array at 'data.0.items'"
  printf '{"data":\n[{"items": [{"key": "A"' > cut.json
  exits 3 itss import cut.json --map map.yaml
  has 'line 2: the JSON ends in the middle'
  exits 2 itss import in.json --map map.yaml --form csv
  exits 2 itss import in.json --map map.yaml --form xml
  exits 3 itss import nothing.json --map map.yaml
}

@test "paths that no row has, and keys that the map does not use, are told" {
  jsonl_map
  echo '{"key": "A", "at": {"opened": "2026-11-02T09:00:00Z"}, "state": "open", "text": {"titel": "a"}, "rest": 1}' > in.jsonl
  run -0 itss import in.jsonl --map map.yaml --dry-run --json
  has '"unused_columns": [
    "rest"
  ]'
  has '"text.title"'
}

@test "a comment that cannot be read sets its row aside, with its number" {
  sed 's/2026-10-01T07:20:00.000Z/soon/' "$data/zammad.json" > bad.json
  exits 1 itss import bad.json --map zammad
  has "bad.json:2: column 'articles', comment 2: 'soon' is not a time"
  [ "$(itss ticket list --all --count)" = 2 ]
}

@test "a map of JSON or comments that does not fit is refused with its line" {
  jsonl_map
  try() { sed "$1" map.yaml > wrong.yaml; exits 1 itss import in.jsonl --map wrong.yaml; has 'wrong.yaml:'; has "$2"; has '[IMPORT_MAP]'; }
  touch in.jsonl
  try 's/^form: jsonl/form: jsnl/' "did you mean 'jsonl'?"
  try 's/^rows: records/rows: record/' "did you mean 'records'?"
  try 's/^form: jsonl/form: csv\nat: x/' "say 'form: json'"
  try 's/default: P4/default: P9/' "'P9'"
  try 's/^rows: records/rows: updates/' "'time:' is missing"
  try 's/^opened: at.opened//' "'opened:' is missing"
  printf 'comments: {in: a, time: b, text: c, parts: [x]}\n' > more
  cat map.yaml more > wrong.yaml
  exits 1 itss import in.jsonl --map wrong.yaml
  has 'which have no parts'
  itss import --show-map plain | sed "s/separator: ';', //" > wrong.yaml
  exits 1 itss import "$data/plain.csv" --map wrong.yaml
  has "need 'separator:'"
}

@test "a log may be JSON Lines too: the updates of a record may stand far apart" {
  jsonl_map
  sed -i 's/^rows: records/time: at.time/; s/open: new/open: new, done: resolved/' map.yaml
  python3 -c '
row = "{\"key\": \"%s\", \"at\": {\"opened\": \"2026-11-02T09:00:00Z\", \"time\": \"%s\"}, \"state\": \"%s\", \"text\": {\"title\": \"t\"}}"
print(row % ("FAR", "2026-11-02T09:00:00Z", "open"))
for i in range(1500): print(row % ("OTHER", "2026-11-02T09:00:00Z", "open"))
print(row % ("FAR", "2026-11-03T09:00:00Z", "done"))' > log.jsonl
  exits 0 itss import log.jsonl --map map.yaml
  has '1502 rows: 2 records new, 0 extended, 0 unchanged; 3 events written'
  [ "$(shows FAR status)" = 'status resolved' ]
}

@test "JSON Lines of many thousand records are taken a thousand at a time, a record that comes again among them" {
  jsonl_map
  python3 -c '
for i in range(2500):
    print("{\"key\": \"K%d\", \"at\": {\"opened\": \"2026-11-02T09:00:00Z\"}, \"state\": \"open\", \"text\": {\"title\": \"t\"}}" % (i % 2400))' > in.jsonl
  exits 0 itss import in.jsonl --map map.yaml
  has '2500 rows: 2400 records new, 0 extended, 100 unchanged; 2400 events written'
  [ "$(itss ticket list --all --count)" = 2400 ]
}

# Two tickets under one id: the first one's facts are no longer taken over by the second's.
@test "in one file, a row with the id of another and another opening is set aside, both lines named" {
  printf 'id,title,opened,status,priority,resolved\n1,alpha,2026-10-01 09:00,resolved,P2,2026-10-01 11:00\n1,beta,2026-10-05 09:00,new,P3,\n' > twice.csv
  exits 1 itss import twice.csv --map plain --reject rejected.csv
  has '2 rows: 1 record new'
  has "twice.csv:3: column 'opened': line 2 tells another opening of '1'"
  [ "$(history alpha)" = "\
2026-10-01T09:00:00+08:00 new - -
2026-10-01T11:00:00+08:00 resolved - -" ]
  # Both stand in the reject file; with an id of its own the second is a record of its own.
  grep -q 'goes with line 3.*alpha' rejected.csv
  sed 's/,1,beta/,2,beta/' rejected.csv > mended.csv
  exits 0 itss import mended.csv --map plain
  has '1 record new, 0 extended, 1 unchanged'
  [ "$(shows beta status)" = 'status new' ]
}

@test "an opening that a later export corrects makes no second record: it stays as it was told first" {
  days 'T1,Door,new,P3,2026-11-02 09:00,2026-11-02 09:00,'
  itss import day.csv --map plain >/dev/null
  days 'T1,Door,in_progress,P2,2026-11-03 10:00,2026-11-04 09:00,'
  exits 0 itss import day.csv --map plain
  has '0 records new, 1 extended'
  has '1 record has another opening here than it was imported with, which stays'
  [ "$(itss ticket list --all --count)" = 1 ]
  [ "$(history Door)" = "\
2026-11-02T09:00:00+08:00 new - -
2026-11-04T09:00:00+08:00 in_progress - -" ]
  days 'T1,Door,in_progress,P2,2026-11-01 08:00,2026-11-05 09:00,'   # to an earlier day
  exits 0 itss import day.csv --map plain --json=records_unchanged,openings_kept
  has '"records_unchanged": 1'
  has '"openings_kept": 1'
  [ "$(itss ticket list --all --count)" = 1 ]
  exits 0 itss check
}

@test "a map of tables reads objects too, alone on their lines or in an array: the same records" {
  printf 'id,title,opened,status,priority,comment\n1,alpha,2026-10-01 09:00,new,P2,2026-10-01 09:30;Li Na;on it\n' > a.csv
  echo '{"id": 1, "title": "alpha", "opened": "2026-10-01 09:00", "status": "new", "priority": "P2",
    "comment": [{"time": "2026-10-01 09:30", "by": "Li Na", "text": "on it"}]}' | tr -d '\n' > a.jsonl
  (echo '['; cat a.jsonl; echo ']') > a.json
  exits 0 itss import a.jsonl --map plain --form jsonl
  has '1 record new'
  [ "$(history alpha)" = "\
2026-10-01T09:00:00+08:00 new - -
2026-10-01T09:30:00+08:00 - - on it" ]
  exits 0 itss import a.json --map plain --form json
  has '1 unchanged; 0 events written'
  exits 0 itss import a.csv --map plain
  has '1 unchanged; 0 events written'
  exits 0 itss check
}

@test "what is no JSON is told with its file, line and character; JSON Lines by their name" {
  printf '{bad' > bad.json
  exits 3 itss import bad.json --map plain --form json
  has "bad.json: line 1: 'b' does not fit here in JSON"
  printf '[{"id": 1},\n {"id": 2}' > cut.json
  exits 3 itss import cut.json --map plain --form json
  has 'cut.json: line 2: the JSON ends in the middle'
  printf '{"id": 1}\n{"id": 2}\n' > lines.json
  exits 3 itss import lines.json --map plain --form json
  has "lines.json: line 2: a second document begins here; of JSON Lines say '--form jsonl'"
  printf '{"id": 1}\n' > one.json
  exits 3 itss import one.json --map plain --form json
  has 'one.json: line 1: the document is no array'
}

@test "a wrong word for what the rows are is the only finding about them" {
  itss import --show-map plain | sed 's/^rows: records/rows: record/; s/^time: .*//' > wrong.yaml
  printf 'id,title,opened,status\n' > in.csv
  exits 1 itss import in.csv --map wrong.yaml
  has "did you mean 'records'?"
  lacks "'time:' is missing"
}

@test "a spreadsheet as Excel writes it in China: slashes, states by their labels, semicolons or tabs" {
  printf 'id;title;opened;status;priority;resolved\n1;alpha;2026/10/5 9:00;已解决;P2;2026/10/05 11:00:30\n2;beta, too;2026/10/06;处理中;P3;\n' > a.csv
  exits 0 itss import a.csv --map plain
  has '2 records new'
  [ "$(history alpha)" = "\
2026-10-05T09:00:00+08:00 new - -
2026-10-05T11:00:30+08:00 resolved - -" ]
  [ "$(shows beta status opened)" = "\
status in_progress
opened 2026-10-06T00:00:00+08:00" ]
  tr ';' '\t' < a.csv > tabs.csv
  exits 0 itss import tabs.csv --map plain
  has '2 unchanged; 0 events written'
  sed 's/beta/gamma/; s/已解决/重开/' a.csv > bad.csv     # what is set aside keeps the file's delimiter
  exits 1 itss import bad.csv --map plain --reject rejected.csv
  [ "$(head -n 1 rejected.csv)" = 'line;reason;id;title;opened;status;priority;resolved' ]
  itss import --show-map plain > comma.yaml
  echo "delimiter: ','" >> comma.yaml                      # a delimiter that the map gives is the one
  exits 3 itss import a.csv --map comma.yaml
}

@test "a file in GBK is told what makes it UTF-8" {
  printf 'id,title,opened,status\n1,\xd6\xd0,2026-10-01 09:00,new\n' > gbk.csv
  exits 1 itss import gbk.csv --map plain
  has 'iconv -f gbk -t utf-8'
  iconv -f gbk -t utf-8 gbk.csv > utf8.csv
  exits 0 itss import utf8.csv --map plain
}

@test "a row without a title is set aside, and the file that is read is no place for what was set aside" {
  printf 'id,title,opened,status\nA1,,2026-11-02 09:00,new\nA2,printer,2026-11-02 09:00,new\n' >two.csv
  cp two.csv kept.csv
  exits 2 itss import two.csv --map plain --reject ./two.csv
  has 'is the file that is read'
  cmp two.csv kept.csv
  [ -z "$(itss ticket list --all --ids)" ]
  exits 1 itss import two.csv --map plain --reject rejected.csv
  has "two.csv:2: the row has no 'title', which every record needs"
  cmp two.csv kept.csv
  grep -q A1 rejected.csv
  [ "$(itss ticket list --all --ids | wc -l)" = 1 ]
}

@test "a dash imports standard input, by a map of any form" {
  import plain.csv plain --dry-run >from_file
  itss import - --map plain --dry-run <"$data/plain.csv" >from_input
  cmp from_file from_input
  cat "$data/plain.csv" | itss import - --map plain >/dev/null
  [ "$(itss ticket list --all --ids | wc -l)" -gt 0 ]
  exits 3 itss import - --map plain </dev/null
}
