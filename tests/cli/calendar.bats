# `itss calendar`: the arithmetic, pauses, versions, days, the list, holiday feeds; and what check says of calendars.

setup() { load helper; setup_desk; }

# Shanghai office hours with the public holidays of 2026, and round the clock.
calendars() {
  calendar_a > a.yaml
  printf 'zone: Asia/Shanghai\nweekly: 24x7\n' > b.yaml
  printf 'zone: America/New_York\nweekly: 24x7\n' > n.yaml
  printf 'zone: America/New_York\nweekly: {mon-fri: [09:00-17:00]}\n' > office-ny.yaml
}

# `adds FILE START AMOUNT END [OPTION...]`: the answer is END.
adds() {
  local file=$1 start=$2 amount=$3 end=$4
  shift 4
  run --separate-stderr itss calendar add --calendar-file "$file" "$start" "$amount" "$@"
  [ "$status" = 0 ] && [ "$output" = "$end" ] ||
    { printf '%s + %s = %s, not %s\n%s\n' "$start" "$amount" "$output" "$end" "$stderr" >&2; return 1; }
}

@test "case 3: work from Friday evening ends on Monday after lunch" {
  calendars
  adds a.yaml '2026-03-06 18:30' 4h 2026-03-09T14:00:00+08:00
}

@test "case 4: work that begins in the lunch break begins after it" {
  calendars
  adds a.yaml '2026-03-02 12:30' 30m 2026-03-02T13:30:00+08:00
}

@test "case 5: an amount used up at closing time ends then" {
  calendars
  adds a.yaml '2026-03-02 09:00' 8h 2026-03-02T18:00:00+08:00
}

@test "cases 6 and 7: make-up days are worked, the Spring Festival is not" {
  calendars
  adds a.yaml '2026-02-13 17:00' 4h 2026-02-14T12:00:00+08:00
  adds a.yaml '2026-02-14 17:00' 2h 2026-02-24T10:00:00+08:00
}

@test "case 8: an instant beyond the declared dates is provisional" {
  calendars
  adds a.yaml '2026-12-30 17:00' 16h 2027-01-01T17:00:00+08:00
  [[ "$stderr" == *provisional* ]]
  exits 0 itss calendar add --calendar-file a.yaml '2026-12-30 17:00' 16h --json
  has '"provisional": true'
  adds a.yaml '2026-12-30 17:00' 9h 2026-12-31T18:00:00+08:00
  [ -z "$stderr" ]
}

@test "cases 9 and 10: the clock stands in a pause, and only its working time counts" {
  calendars
  adds a.yaml '2026-03-02 09:00' 8h 2026-03-03T14:00:00+08:00 --pause '2026-03-02 10:00/2026-03-02 15:00'
  adds a.yaml '2026-03-02 17:00' 2h 2026-03-03T10:00:00+08:00 --pause '2026-03-02 20:00/2026-03-02 22:00'
}

@test "case 13: later versions count only with --follow" {
  calendars
  printf 'versions:\n  - from: 2026-03-02T19:00:00+08:00\n    weekly: {mon-fri: [09:00-12:00, 13:00-20:00]}\n' >> a.yaml
  adds a.yaml '2026-03-02 17:00' 2h 2026-03-03T10:00:00+08:00
  adds a.yaml '2026-03-02 17:00' 2h 2026-03-02T20:00:00+08:00 --follow
  exits 0 itss calendar between --calendar-file a.yaml '2026-03-02 17:00' '2026-03-02 20:00'
  [ "$output" = 3600 ]
  exits 0 itss calendar between --calendar-file a.yaml '2026-03-02 17:00' '2026-03-02 20:00' --follow
  [ "$output" = 7200 ]
  # Whoever starts after it uses the new one anyway.
  adds a.yaml '2026-03-02 19:00' 1h 2026-03-02T20:00:00+08:00
}

@test "cases 16 to 19: clocks that change, midnight, another zone, a leap day" {
  calendars
  adds n.yaml 2026-03-08T01:00:00-05:00 2h 2026-03-08T04:00:00-04:00
  adds office-ny.yaml '2026-03-06 16:00' 2h 2026-03-09T10:00:00-04:00
  adds b.yaml '2026-03-02 23:30' 1h 2026-03-03T00:30:00+08:00
  adds office-ny.yaml 2026-03-03T06:00:00+08:00 1h 2026-03-03T10:00:00-05:00
  sed -i '/^covers/d' a.yaml
  adds a.yaml '2028-02-28 17:00' 2h 2028-02-29T10:00:00+08:00
}

@test "amounts go back, days come first, nothing is the nearest open instant" {
  calendars
  adds a.yaml '2026-03-09 14:00' -4h 2026-03-09T09:00:00+08:00
  adds a.yaml '2026-03-06 17:00' 1d2h 2026-03-10T10:00:00+08:00
  adds a.yaml '2026-03-06 18:30' -1d 2026-03-05T18:00:00+08:00
  adds a.yaml '2026-03-07 12:00' 0 2026-03-09T09:00:00+08:00
  adds a.yaml '2026-03-07 12:00' -0 2026-03-06T18:00:00+08:00
  adds a.yaml '2026-03-02 09:00' 1h30m 2026-03-02T10:30:00+08:00
  adds n.yaml '2026-03-07 12:00' 1d 2026-03-08T12:00:00-04:00
}

@test "pauses may overlap, touch and come in any order; each second counts once" {
  calendars
  local pauses=(--pause '2026-03-02 10:30/2026-03-02 12:00' --pause '2026-03-02 10:00/2026-03-02 11:00'
    --pause 2026-03-02T12:00:00+08:00/2026-03-02T15:00:00+08:00)
  exits 0 itss calendar between --calendar-file a.yaml '2026-03-02 09:00' '2026-03-02 18:00' "${pauses[@]}"
  [ "$output" = 14400 ]
  adds a.yaml '2026-03-02 09:00' 8h 2026-03-03T14:00:00+08:00 "${pauses[@]}"
  adds a.yaml '2026-03-03 14:00' -8h 2026-03-02T09:00:00+08:00 "${pauses[@]}"
  exits 0 itss calendar between --calendar-file a.yaml '2026-03-02 09:00' '2026-03-02 10:00' \
    --pause '2026-03-02 09:00:01/2026-03-02 09:00:03'
  [ "$output" = 3598 ]
}

@test "a pause is two times; one that ends before it starts is refused" {
  calendars
  exits 2 itss calendar add --calendar-file a.yaml '2026-03-02 09:00' 8h --pause '2026-03-02 10:00'
  has "'2026-03-02 10:00' is not a pause"
  exits 2 itss calendar add --calendar-file a.yaml '2026-03-02 09:00' 8h --pause 'x/2026-03-02 10:00'
  exits 1 itss calendar between --calendar-file a.yaml '2026-03-02 09:00' '2026-03-02 18:00' \
    --pause '2026-03-02 11:00/2026-03-02 10:00'
  has 'ends before it starts'
  exits 0 itss calendar between --calendar-file a.yaml '2026-03-02 09:00' '2026-03-02 12:00' --json \
    --pause '2026-03-02 10:00/2026-03-02 11:00'
  has '"seconds": 7200'
  has '"from": "2026-03-02T10:00:00+08:00"'
  [ "$(itss calendar add --calendar-file a.yaml '2026-03-02 09:00' 8h --json=at | tr -d ' \n')" = \
    '{"at":"2026-03-02T18:00:00+08:00"}' ]
  exits 2 itss calendar add --calendar-file a.yaml '2026-03-02 09:00' 8h --json=att
}

@test "a line from standard input may carry pauses behind its values" {
  calendars
  printf '%s\n' '2026-03-02T09:00 8h 2026-03-02T10:00/2026-03-02T15:00' \
    $'2026-03-02 09:00\t8h\t2026-03-02 10:00/2026-03-02 11:00\t2026-03-02 11:00/2026-03-02 15:00' \
    '2026-03-02T09:00 8h' '2026-03-02T09:00 8h nonsense' '2026-03-02T09:00' > questions
  run --separate-stderr itss calendar add --calendar-file a.yaml - < questions
  [ "$status" = 1 ]
  [ "$output" = '2026-03-03T14:00:00+08:00
2026-03-03T14:00:00+08:00
2026-03-02T18:00:00+08:00
-
-' ]
  [[ "$stderr" == *"line 4: 'nonsense' is not a pause"* ]]
  [[ "$stderr" == *"line 5: 2 values are needed, not 1"* ]]
  run itss calendar between --calendar-file a.yaml - --pause '2026-03-02 09:00/2026-03-02 10:00' \
    <<< '2026-03-02T09:00 2026-03-02T18:00 2026-03-02T10:00/2026-03-02T11:00'
  [ "$output" = 21600 ]
  run itss calendar open --calendar-file a.yaml - <<< '2026-03-02T09:00 2026-03-02T10:00/2026-03-02T11:00'
  [ "$status" = 1 ]
}

@test "a date alone asks for a working day, an instant for working time" {
  calendars
  clock 2026-02-13T17:00:00Z # the 14th in Shanghai
  exits 0 itss calendar open --calendar-file a.yaml 2026-02-14
  [ "$output" = open ]
  exits 1 itss calendar open --calendar-file a.yaml 2026-02-15
  [ "$output" = closed ]
  exits 0 itss calendar open --calendar-file a.yaml today
  exits 1 itss calendar open --calendar-file a.yaml tomorrow
  exits 0 itss calendar open --calendar-file a.yaml yesterday
  exits 1 itss calendar open --calendar-file a.yaml '2026-02-14 00:00'
  exits 1 itss calendar open --calendar-file a.yaml now
  exits 0 itss calendar open --calendar-file a.yaml '2026-02-14 09:00'
  exits 1 itss calendar open --calendar-file a.yaml '2026-02-14 12:00'
  exits 0 itss calendar open --calendar-file a.yaml 2026-02-14 --json
  has '"date": "2026-02-14"'
  has '"open": true'
  printf 'zone: UTC\nweekly: {mon: [22:00-06:00]}\n' > night.yaml
  exits 1 itss calendar open --calendar-file night.yaml 2026-03-03 # Monday's shift runs into it
  exits 0 itss calendar open --calendar-file night.yaml '2026-03-03 05:59:59'
}

@test "what is wrong with a question is said" {
  calendars
  exits 1 itss calendar between --calendar-file a.yaml '2026-03-09 10:00' '2026-03-06 17:00'
  has 'lies before the start'
  exits 2 itss calendar add --calendar-file a.yaml '2026-03-09 10:00' 4
  exits 2 itss calendar add --calendar-file a.yaml '2026-03-09 10:00'
  exits 2 itss calendar open --calendar-file a.yaml 2026-02-30
  exits 3 itss calendar open --calendar-file nowhere.yaml now
  printf 'zone: UTC\nweekly: {}\n' > empty.yaml
  exits 1 itss calendar open --calendar-file empty.yaml now
  has '[CALENDAR_EMPTY]'
  printf 'zone: UTC\nweekly: {}\nworkdays: {2026-03-02: [09:00-12:00]}\n' > once.yaml
  exits 1 itss calendar add --calendar-file once.yaml 2026-03-02 4h
  has 'no such instant within 100 years'
}

@test "the list names zone, declared dates and versions of each calendar" {
  make_desk
  printf 'versions: [{from: 2027-01-01, covers: 2027-01-01..2027-12-31}]\n' >> calendars/office-cn.yaml
  exits 0 itss calendar list
  has 'office-cn	Asia/Shanghai	2024-01-01..2026-12-31	2'
  has '24x7	Asia/Shanghai	-	1'
  exits 0 itss --now 2027-03-01T00:00:00Z calendar list
  has 'office-cn	Asia/Shanghai	2027-01-01..2027-12-31	2'
  [ "$(itss calendar list --json=name,covers | tr -d ' \n')" = \
    '[{"name":"24x7","covers":null},{"name":"office-cn","covers":"2024-01-01..2026-12-31"}]' ]
  printf 'zone: Nowhere\n' > calendars/bad.yaml
  exits 3 itss calendar list
  has "the calendar 'bad' cannot be used"
  has office-cn
}

# The days of 2027 as a feed would have them; none of them has been published.
feed() {
  cat > feed.ics <<'ICS'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//holidays//EN
BEGIN:VEVENT
UID:1@example.cn
DTSTART;VALUE=DATE:20270101
DTEND;VALUE=DATE:20270104
SUMMARY:元旦
END:VEVENT
BEGIN:VEVENT
UID:2@example.cn
DTSTART;VALUE=DATE:20270109
SUMMARY:元旦补班
END:VEVENT
BEGIN:VEVENT
UID:3@example.cn
DTSTART;VALUE=DATE:20200701
RRULE:FREQ=YEARLY
SUMMARY:Founding day
END:VEVENT
BEGIN:VEVENT
UID:4@example.cn
DTSTART;VALUE=DATE:20261001
DURATION:P7D
SUMMARY:国庆节
END:VEVENT
BEGIN:VEVENT
UID:5@example.cn
DTSTART:20270301T090000Z
DTEND:20270301T100000Z
SUMMARY:meeting
END:VEVENT
END:VCALENDAR
ICS
}

@test "a feed's days become holidays and working days, and the rest of the file stays" {
  make_desk
  feed
  cp calendars/office-cn.yaml before.yaml
  exits 0 itss calendar import feed.ics --calendar office-cn --covers 2024-01-01..2027-12-31 --from 2026-10 --until 2027
  has '5 days added: 4 holidays, 1 working day; 7 known before'
  has '1 event has a time of day and was left out'
  run diff before.yaml calendars/office-cn.yaml
  [ "$output" = '4c4
< covers: 2024-01-01..2026-12-31
---
> covers: 2024-01-01..2027-12-31
26a27,28
>   2027-01-01..2027-01-03: 元旦
>   2027-07-01: Founding day
46a49
>   2027-01-09: fri' ]
  [ "$(git log -1 --format=%s)" = 'calendar import office-cn' ]
  [ "$(git status --porcelain calendars)" = '' ]
  exits 1 itss calendar open office-cn 2027-07-01
  exits 0 itss calendar open office-cn 2027-01-09
  exits 0 itss check
  lacks CALENDAR_REWRITTEN
  git rev-parse HEAD > head
  exits 0 itss calendar import feed.ics --calendar office-cn --covers 2024-01-01..2027-12-31 --from 2026-10 --until 2027
  has '0 days added: 0 holidays, 0 working days; 12 known before'
  [ "$(git rev-parse HEAD)" = "$(cat head)" ]
}

@test "an import recurs events within covers, and says which declared dates change" {
  make_desk
  feed
  exits 0 itss calendar import feed.ics --calendar office-cn
  has '7 days added: 6 holidays, 1 working day; 7 known before'
  has 'the calendar had declared these dates before: 2024-07-01 2025-07-01 2026-07-01'
  grep -q '^  2026-07-01: Founding day$' calendars/office-cn.yaml
  exits 1 itss calendar import feed.ics --calendar 24x7
  has "feed.ics: the event 'Founding day': it recurs for ever"
  exits 0 itss calendar import feed.ics --calendar 24x7 --from 2027 --until 2027 --workday-match nothing --no-commit
  grep -qF '2027-01-09: 元旦补班' calendars/24x7.yaml
  [ "$(git status --porcelain calendars)" = ' M calendars/24x7.yaml' ]
}

@test "a dry run shows the change and writes nothing" {
  make_desk
  feed
  cp calendars/office-cn.yaml before.yaml
  exits 0 itss calendar import feed.ics --calendar office-cn --from 2027 --until 2027 --workday-as mon -n
  has '+  2027-01-01..2027-01-03: 元旦'
  has '+  2027-01-09: mon'
  has '5 days added'
  run --separate-stderr itss calendar import feed.ics --calendar office-cn --from 2027 --until 2027 --dry-run --json=holidays,known
  [ "$(tr -d ' \n' <<<"$output")" = \
    '{"known":0,"holidays":[{"dates":"2027-01-01..2027-01-03","value":"元旦"},{"dates":"2027-07-01","value":"Foundingday"}]}' ]
  cmp before.yaml calendars/office-cn.yaml
}

@test "a day off here and worked there is refused by name, and nothing is written" {
  make_desk
  feed
  cp calendars/office-cn.yaml before.yaml
  sed -i 's/元旦补班/元旦/' feed.ics
  sed -i 's/DTSTART;VALUE=DATE:20270109/DTSTART;VALUE=DATE:20261010/' feed.ics
  exits 1 itss calendar import feed.ics --calendar office-cn
  has "2026-10-10 is a holiday in the feed ('元旦') and a working day in the calendar ('2026-10-10')"
  has 'nothing was written'
  cmp before.yaml calendars/office-cn.yaml
  exits 1 itss calendar import feed.ics --calendar office-cn --covers 2027-01-01..2027-12-31
  has 'gives up dates that the calendar covers'
}

@test "a bad feed and a bad command line are told, and nothing is written" {
  make_desk
  feed
  cp calendars/office-cn.yaml before.yaml
  head -n 8 feed.ics > cut.ics
  exits 1 itss calendar import cut.ics --calendar office-cn
  has 'cut.ics: this is not an iCalendar file, or not a whole one'
  sed 's/20270104/someday/' feed.ics > wrong.ics
  exits 1 itss calendar import wrong.ics --calendar office-cn
  has "wrong.ics: the event '元旦': its DTEND cannot be understood"
  exits 3 itss calendar import nowhere.ics --calendar office-cn
  exits 3 itss calendar import . --calendar office-cn
  exits 1 itss calendar import feed.ics --calendar offce-cn
  has "did you mean 'office-cn'?"
  exits 2 itss calendar import feed.ics
  exits 2 itss calendar import --calendar office-cn
  exits 2 itss calendar import feed.ics --calendar office-cn --from 2027
  exits 2 itss calendar import feed.ics --calendar office-cn --from 2028 --until 2027
  exits 2 itss calendar import feed.ics --calendar office-cn --from soon --until 2027
  exits 2 itss calendar import feed.ics --calendar office-cn --json=nothing
  exits 1 itss calendar import feed.ics --calendar office-cn --workday-as sun
  has "is worked like 'sun', which has no hours"
  cmp before.yaml calendars/office-cn.yaml
}

@test "check warns of declared dates that were changed without a version" {
  make_desk
  exits 0 itss check
  lacks CALENDAR_REWRITTEN
  sed -i 's/^workdays:$/  2026-03-02: x\nworkdays:/' calendars/office-cn.yaml
  exits 0 itss check
  has 'calendars/office-cn.yaml: warning: the working time of 2026-03-02 is not what git knows'
  has '[CALENDAR_REWRITTEN]'
  has 'versions: [{from:'
  exits 1 itss check --strict
  git commit -qam 'we know'
  exits 0 itss check --strict
}

@test "check is content with a version, with days after covers, and with calendars that git does not know" {
  make_desk
  sed -i -e 's/^covers:.*/covers: 2024-01-01..2027-12-31/' -e 's/^workdays:$/  2027-01-01: x\nworkdays:/' calendars/office-cn.yaml
  printf 'versions: [{from: 2026-12-01, weekly: {mon-fri: [09:00-18:00]}}]\n' >> calendars/office-cn.yaml
  printf 'zone: UTC\nweekly: {mon: [09:00-12:00]}\n' > calendars/new.yaml
  exits 0 itss check --strict
  sed -i 's/mon:/tue:/' calendars/new.yaml
  exits 0 itss check --strict
  git checkout -q calendars
  sed -i 's/09:00-12:00/09:30-12:00/' calendars/office-cn.yaml
  rm -rf .git
  exits 0 itss check --strict
}

@test "check asks git's last commit; before the first one there is nothing to ask" {
  git init -q
  itss init --me wang.fang --my-name 王芳 --roles process_owner >/dev/null
  rm -rf .git && git init -q
  sed -i 's/09:00-12:00/09:30-12:00/' calendars/office-cn.yaml
  exits 0 itss check --strict
}
