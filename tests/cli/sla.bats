# The commands that watch clocks: what is due, what was broken, what has no agreement, what another one would do.

setup() { load helper; setup_desk; make_desk; }

# `today HH:MM`: the time of what follows, on the day of the tickets.
today() { clock "2026-11-24T$1:00+08:00"; }
new_ticket() { itss ticket new "$1" --channel email --requester 张三 --contact 8001 --quiet "${@:2}"; }
# A ticket of P2: response 30 minutes, resolution 8 hours.
accept() { itss ticket accept "$1" --kind incident --category fault --impact 2 --urgency 2 --severity minor --told phone "${@:2}"; }
# The ticket in the hands of an assignee.
start() {
  [ -e groups/desk.yaml ] || itss group new desk --name desk >/dev/null
  itss ticket assign "$1" --group desk --assignee "$2" --note - && itss ticket start "$1"
}
hold() { itss ticket hold "$1" --hold-reason "${2:-waiting_user}" --hold-until "2026-11-24T${3:-18:00}:00+08:00" --hold-consent 张三 --evidence 8001; }
# `rows COLUMN...`: these columns of the tab-separated list in the last output, one line for each row.
rows() { printf '%s\n' "$output" | cut -f "$1"; }

# Two tickets of 09:00: `a` is accepted as P2 at 09:10, `b` waits for its reply, which was due at 11:00.
two_tickets() {
  today 09:00
  a=$(new_ticket alpha) b=$(new_ticket beta)
  today 09:10
  accept "$a" >/dev/null
  today 12:30
}

@test "sla due lists the running clocks of open records, the next due first" {
  two_tickets
  exits 0 itss sla due
  [ "$(rows 1-6 | head -n 2)" = "$b	response	breached	2026-11-24T11:00:00+08:00	-5400	
$a	resolution	running	2026-11-24T17:00:00+08:00	16200	wang.fang" ]
  [ "$(rows 2,4 | tail -n 3 | sort)" = "progress	2026-11-25T09:00:00+08:00
progress	2026-11-25T09:00:00+08:00
resolution	2026-11-25T09:00:00+08:00" ]
  [ "$(itss sla show)" = "$output" ]
  itss ticket cancel "$b" --cancel-reason mistaken -m x
  exits 0 itss sla due
  lacks "$b"
}

@test "sla due --within takes wall-clock time, and keeps what is overdue" {
  two_tickets
  exits 0 itss sla due --within 30m
  [ "$(rows 1,2)" = "$b	response" ]
  exits 0 itss sla due --within 4h29m
  [ "$(rows 1,2)" = "$b	response" ]
  exits 0 itss sla due --within 4h30m
  [ "$(rows 2)" = "response
resolution" ]
  exits 0 itss sla due --within 1d    # 24 hours, not a working day
  [ "${#lines[@]}" = 5 ]
  for wrong in -2h 2 soon; do
    exits 2 itss sla due --within "$wrong"
    has '--within: '
  done
  exits 0 itss sla due --within 1m --clock resolution --format text
  has 'no clock is due within 1m'
}

@test "a clock whose time is used up exactly is not overdue" {
  today 09:00
  id=$(new_ticket alpha)
  today 11:00
  exits 0 itss sla due --within 0m --json
  has '"left_seconds": 0'
  has '"overdue": false'
  exits 0 itss sla check
  [ -z "$(itss ticket list --overdue --ids)" ]
  clock 2026-11-24T11:00:01+08:00
  exits 0 itss sla due --within 0m --json
  has '"overdue": true'
  exits 1 itss sla check
  [ "$(itss ticket list --overdue --ids)" = "$id" ]
}

# The working hours of the desk, and a resolution in them: due at 18:00, still not overdue that night.
@test "what is due in closed hours is not overdue before the next second of work" {
  sed -i 's/resolution: {calendar: 24x7,/resolution: {calendar: office-cn,/; s/P2: 8h/P2: 7h/' agreements/desk-default.yaml
  today 10:00
  id=$(new_ticket alpha)
  accept "$id" >/dev/null
  today 23:00
  exits 0 itss sla due --clock resolution --within 0m
  [ "$(rows 3-5)" = "running	2026-11-24T18:00:00+08:00	0" ]
  exits 0 itss sla check --clock resolution
  clock 2026-11-25T09:00:01+08:00
  exits 1 itss sla check --clock resolution
  [ "$output" = "BREACHED $id resolution at 2026-11-24T18:00:00+08:00 due 2026-11-24T18:00:00+08:00 overrun 1s cause work  alpha" ]
}

@test "a clock that is paused without an end stands last, and is due within no time" {
  two_tickets
  start "$a" li.na
  hold "$a" waiting_user 23:00
  # With an end it is due after it; the end is taken away by hand, as an import might.
  exits 0 itss sla due --json
  has '"paused": true'
  python3 - "$a" <<'PY'
import glob, re, sys
path = glob.glob(f'tickets/*/*/{sys.argv[1]}.yaml')[0]
text = open(path, encoding='utf-8').read()
open(path, 'w', encoding='utf-8').write(re.sub(r',? *\n? *hold_until: [^\n,}]*', '', text))
PY
  exits 0 itss sla due --clock resolution
  [ "$(rows 1,4 | tail -n 1)" = "$a	" ]
  exits 0 itss sla due --clock resolution --within 900d
  lacks "$a"
}

@test "sla due --for, --mine, --type and --clock choose" {
  two_tickets
  start "$a" li.na
  [ "$(itss sla due --for li.na --ids)" = "$a" ]
  [ "$(itss sla due --mine --ids)" = "$a" ]
  [ -z "$(itss sla due --mine --ids --as zhao.lei)" ]
  exits 0 itss sla due --for li.na --clock resolution
  [ "$(rows 6)" = li.na ]    # whom the moves from this state name first
  [ "$(itss sla due --type ticket --ids | sort)" = "$(printf '%s\n' "$a" "$b" | sort)" ]
  exits 2 itss sla due --for nobody
  has "nobody is called 'nobody'"
  exits 2 itss sla due --for li.na --mine
  exits 2 itss sla due --type tickte
  exits 2 itss sla due --type person --clock response
  exits 2 itss sla due --clock respnse
  has "did you mean 'response'?"
  exits 2 itss sla due --ids --json
}

@test "sla due tells only what was known at a time" {
  two_tickets
  itss ticket accept "$b" --kind incident --category fault --impact 2 --urgency 2 --severity minor --told phone --at 2026-11-24T09:20:00+08:00 >/dev/null
  [ -z "$(itss sla due --clock response)" ]
  exits 0 itss sla due --clock response --known-at 2026-11-24T10:00:00+08:00
  [ "$(rows 1,6)" = "$b	" ]
  [ -z "$(itss sla due --known-at 2026-11-23T10:00:00+08:00)" ]
}

@test "the list of clocks remarks on pauses, lapsed holds and late entries, and loses nothing in a narrow window" {
  two_tickets
  start "$a" li.na
  hold "$a" waiting_user 13:00
  exits 0 itss sla due --clock resolution --json=id,remark
  has '"remark": "paused"'
  exits 0 itss sla due --format text
  has paused
  has Remark
  today 13:30
  exits 0 itss sla show --format text
  has 'hold lapsed'
  command -v script >/dev/null || return 0
  run bash -c "COLUMNS=60 NO_COLOR=1 TERM=xterm script -qec \"'$ITSS_BIN' --no-pager sla show\" /dev/null </dev/null | tr -d '\r'"
  for word in 'hold lapsed' 'Left: ' alpha wang.fang; do has "$word"; done
}

@test "sla explain tells the reason of a hold in words, and by its code in JSON" {
  two_tickets
  start "$a" li.na
  hold "$a"
  today 13:30
  exits 0 itss sla explain "$a" --clock resolution
  has 'Waiting for the user (wang.fang)'
  lacks waiting_user
  exits 0 itss --lang zh sla explain "$a" --clock resolution
  has '等待用户 (wang.fang)'
  exits 0 itss sla explain "$a" --clock resolution --json
  has '"detail": "waiting_user (wang.fang)"'
}

@test "sla check prints a line for each breached clock and ends with 1, or nothing and 0" {
  today 09:00
  a=$(new_ticket alpha)
  exits 0 itss sla check
  [ -z "$output" ]    # cron sends no mail
  [ "$(itss sla check --json)" = '[]' ]
  if command -v script >/dev/null; then    # a person on a terminal wants to see that it ran
    run bash -c "TERM=xterm script -qec \"'$ITSS_BIN' sla check\" /dev/null </dev/null"
    has 'no clock is breached'
  fi
  today 12:30
  exits 1 itss sla check
  [ "$output" = "BREACHED $a response at 2026-11-24T11:00:00+08:00 due 2026-11-24T11:00:00+08:00 overrun 1h 30m 00s cause work  alpha" ]
  exits 1 itss sla check --json=finding,id,overrun_seconds,person
  [ "$(printf '%s' "$output" | tr -d ' \n')" = "[{\"finding\":\"breached\",\"id\":\"$a\",\"overrun_seconds\":5400,\"person\":null}]" ]
  exits 0 itss sla check --clock resolution
  exits 0 itss sla check --for li.na
  exits 2 itss sla check --json=findin
}

@test "a breach of an open record is told although its clock has stopped, unless only running ones are asked for" {
  two_tickets
  accept "$b" >/dev/null
  exits 1 itss sla check
  has "BREACHED $b response"
  exits 0 itss sla check --running
  [ -z "$output" ]
  itss ticket cancel "$b" --cancel-reason mistaken -m x
  exits 0 itss sla check
  exits 1 itss sla check "$b"    # a named record is told whatever its state
  has "BREACHED $b response"
  lacks resolution               # cancelled before a breach
  exits 0 itss sla check "$a"
  exits 1 bash -c "printf '%s\n' $a $b | '$ITSS_BIN' sla check -"
  exits 1 itss sla check nonesuch
  has "there is no record 'nonesuch'"
}

@test "sla check --warn tells running clocks by the share of their target that is used" {
  today 09:00
  id=$(new_ticket alpha)
  clock 2026-11-24T10:29:59+08:00    # 5399 of 7200 s
  exits 0 itss sla check --warn 75
  today 10:30
  exits 1 itss sla check --warn 75
  [ "$output" = "WARNING $id response 75 % due 2026-11-24T11:00:00+08:00 left 30m 00s  alpha" ]
  [ "$(itss sla check --warn=75)" = "$output" ]
  exits 0 itss sla check
  exits 0 itss sla check --warn 76
  exits 1 itss sla check --warn "$id"    # alone: the agreement's own percentages, 75 and 90
  sed -i 's/warn_at: \[75, 90\]/warn_at: [80]/' agreements/desk-default.yaml
  exits 0 itss sla check --warn
  today 10:36
  exits 1 itss sla check --warn
  has '80 %'
  # Stopped in time: nothing to warn of.
  itss ticket accept "$id" --kind incident --category fault --impact 4 --urgency 4 --severity minor --told phone >/dev/null
  exits 0 itss sla check --warn 75
  for wrong in 0 x -5 1000; do
    exits 2 itss sla check --warn="$wrong"
    has "is not a percentage"
  done
}

@test "what is not covered is never told" {
  sed -i 's/^\( *\)series: desk/&\n\1covers: {channel: phone}/' agreements/desk-default.yaml
  today 09:00
  id=$(new_ticket alpha)
  clock 2026-12-24T09:00:00+08:00
  exits 0 itss sla check --warn 1
  exits 0 itss sla check "$id" --warn 1
  [ -z "$(itss sla due)" ]
}

@test "due, check and lists that miss a record end with 3" {
  two_tickets
  printf 'id: [\n' > "tickets/2026/11/$a.yaml"
  exits 3 itss sla due
  has "$b"
  has '1 record could not be read; the figures are incomplete'
  exits 3 itss sla check
  has "BREACHED $b response"
  exits 3 itss sla check --clock resolution
  exits 3 itss sla simulate 2026-11 --agreement agreements/desk-default.yaml
  has 'In place of'
  printf 'id: [\n' > services/email.yaml
  exits 3 itss sla gap --clock response
}

@test "a list chooses by its records' clocks" {
  two_tickets
  [ "$(itss ticket list --overdue --ids)" = "$b" ]
  [ "$(itss ticket list --due-within 4h --ids)" = "$b" ]
  [ "$(itss ticket list --due-within 4h30m --ids | wc -l)" = 2 ]
  [ -z "$(itss ticket list --overdue --where 'title~alpha' --ids)" ]
  [ "$(itss ticket list --overdue --where 'overdue:response' --ids)" = "$b" ]
  [ "$(itss ticket search beta --overdue --ids)" = "$b" ]
  exits 2 itss ticket list --due-within tomorrow
  has '--due-within: '
  exits 2 itss person list --overdue    # persons have no clocks
  exits 0 itss help person list
  lacks overdue
  exits 0 itss help ticket list
  for word in --overdue --due-within CLOCK.verdict; do has "$word"; done
}

@test "a list has columns of clocks, in every form" {
  two_tickets
  [ "$(itss ticket list --columns id,due,remaining,response.verdict,resolution.due,response.elapsed,response.breached_at --sort due)" = \
"$b	2026-11-24T11:00:00+08:00	-5400	breached	2026-11-25T09:00:00+08:00	12600	2026-11-24T11:00:00+08:00
$a	2026-11-24T17:00:00+08:00	16200	met	2026-11-24T17:00:00+08:00	600	" ]
  [ "$(itss ticket list --sort -remaining --ids)" = "$a
$b" ]
  [ "$(itss ticket list --template '{id} {resolution.remaining}' --sort resolution.remaining)" = "$a 16200
$b 73800" ]
  exits 0 itss ticket list --json=id,due,remaining,response.verdict --where title~beta
  [ "$(printf '%s' "$output" | tr -d ' \n')" = "[{\"id\":\"$b\",\"due\":\"2026-11-24T11:00:00+08:00\",\"remaining\":-5400,\"response.verdict\":\"breached\"}]" ]
  exits 0 itss ticket list --columns due,remaining,response.verdict --format text --sort due
  has '-1h 30m 00s'
  has breached
  exits 0 itss ticket list --json
  lacks remaining
  for wrong in remainin resolution.du respnse.due; do
    exits 2 itss ticket list --columns "id,$wrong"
    has 'did you mean'
  done
  exits 2 itss ticket list --json=id,response.vredict
  has "did you mean 'response.verdict'?"
  exits 2 itss person list --columns id,due
}

@test "a record without a running clock is last whichever way a list is sorted by due" {
  two_tickets
  itss ticket answer "$a" --knowledge-searched none --resolution answered --resolution-steps x --diagnosis x --fix x
  for order in due -due remaining -remaining; do
    [ "$(itss ticket list --sort $order --ids | tail -n 1)" = "$a" ]
  done
  [ "$(itss ticket list --columns due --where 'title~alpha')" = "" ]
}

@test "a field wins over a column of clocks with its name" {
  mkdir -p .itss/schemas
  cat > .itss/schemas/task.yaml <<'Y'
record: task
label: {en: Task, zh: 任务}
prefix: TSK
directory: tasks
fields: {due: {type: text, label: {en: Due, zh: 期限}}}
states: {open: {label: {en: Open, zh: 未完}, initial: true}, done: {label: {en: Done, zh: 完成}, final: true}}
moves:
  new: {label: {en: New, zh: 新建}, takes: [due]}
  finish: {label: {en: Finish, zh: 完成}, from: open, to: done}
clocks:
  response: {label: {en: Response, zh: 响应}, stops: {states: [done]}}
Y
  itss task new --due soon --quiet
  [ "$(itss task list --columns due,response.verdict)" = "soon	running" ]
}

@test "a list as it was has its clocks as they were" {
  two_tickets
  [ "$(itss ticket list --at 2026-11-24T10:00:00+08:00 --columns id,response.verdict --where title~beta)" = "$b	running" ]
  [ -z "$(itss ticket list --at 2026-11-24T10:00:00+08:00 --overdue --ids)" ]
}

# An agreement of the mail service beside that of the desk: `mail FIELDS`, written as YAML lines.
mail() {
  sed 's/desk-default/mail/; s/^\( *\)series: desk/\1series: mail\n\1covers: {service: email}/' agreements/desk-default.yaml |
    sed "s/^\( *\)warn_at: .*/&${1:+\n\1$1}/" > agreements/mail.yaml
}

@test "sla gap lists what a field says should have an agreement and has none" {
  exits 0 itss sla gap --clock response
  [ -z "$output" ]
  [ "$(itss sla gap --clock response --json)" = '[]' ]
  # Only the mail service has one now.
  mail
  sed -i 's/^status: .*/status: terminated/; s/^\( *\)status: active/\1status: terminated/' agreements/desk-default.yaml
  exits 1 itss sla gap --clock response
  [ "$(rows 1,5,6)" = "$(printf '%s\tresponse\t\n' application database network security)" ]
  exits 1 itss sla gap --clock response --all
  [ "$(rows 1,5,6 | sed -n 3p)" = "email	response	mail" ]
  exits 1 itss sla gap --format text
  [ "$(printf '%s\n' "$output" | grep -c ' Resolution ')" = 4 ]
  has none
  exits 1 itss sla gap --clock response --json=id,agreement
  has '"agreement": null'
  exits 2 itss sla gap --clock respnse
  sed -i 's/^\( *\)covers: .*/\1covers: {service: [application, database, email, network, security]}/' agreements/mail.yaml
  exits 0 itss sla gap --clock response --format text
  has 'nothing lacks an agreement'
}

@test "sla gap --own counts only agreements whose coverage names the field" {
  mail
  exits 0 itss sla gap --clock response
  exits 1 itss sla gap --clock response --own
  [ "$(rows 1)" = "$(printf '%s\n' application database network security)" ]
}

@test "sla gap looks at open records, at agreements in force now, and at no clock that needs none" {
  mail 'valid_until: 2026-11-23'
  sed -i 's/^\( *\)series: desk$/&\n\1covers: {service: [application, database, network]}/' agreements/desk-default.yaml
  exits 1 itss sla gap --clock response
  [ "$(rows 1)" = "email
security" ]
  sed -i 's/^status: .*/status: retired/; s/^\( *\)status: active/\1status: retired/; s/status: active/status: retired/' services/security.yaml
  exits 1 itss sla gap --clock response
  [ "$(rows 1)" = email ]
  clock 2026-11-23T09:00:00+08:00
  exits 0 itss sla gap --clock response
  mkdir -p .itss/schemas
  sed 's/^  response:$/&\n    target: 2h\n    calendar: 24x7/; s/covered: true, //' "$BATS_TEST_DIRNAME/../../schemas/ticket.yaml" > .itss/schemas/ticket.yaml
  exits 0 itss sla gap    # no field of the type says so any more
  sed 's/^  response:$/&\n    target: 2h\n    calendar: 24x7/' "$BATS_TEST_DIRNAME/../../schemas/ticket.yaml" > .itss/schemas/ticket.yaml
  clock 2026-11-24T09:00:00+08:00
  exits 0 itss sla gap --clock response
  exits 1 itss sla gap --clock resolution
}

# `draft SED`: the desk's own agreement, changed.
draft() { sed "$1" agreements/desk-default.yaml > "$DESK/draft.yaml"; }
# `figures CLOCK LEVEL KEY...`: of the last JSON.
figures() {
  printf '%s' "$output" | python3 -c '
import json, sys
clock, level, *keys = sys.argv[1:]
line = next(l for l in json.load(sys.stdin)["clocks"] if l["clock"] == clock and (l["level"] or "all") == level)
print(*(line[key] for key in keys))' "$@"
}

@test "sla simulate tells what a draft in place of its series would have done" {
  two_tickets    # the reply to a after 10 minutes, none to b for 3.5 hours
  draft 's/P2: 30m/P2: 5m/; s/unclassified: 2h/unclassified: 5h/'
  exits 0 itss sla simulate 2026-11 --agreement "$DESK/draft.yaml" --json
  [ "$(figures response all counted_before met_before breached_before running_before attainment_before)" = "2 1 1 0 50" ]
  [ "$(figures response all counted_after met_after breached_after running_after attainment_after difference)" = "1 0 1 1 0 -50" ]
  [ "$(figures response P2 met_before breached_after difference)" = "1 1 -100" ]
  [ "$(figures response unclassified breached_before running_after attainment_after difference)" = "1 1 None None" ]
  [ "$(figures resolution all running_before running_after)" = "2 2" ]
  printf '%s' "$output" | python3 -c 'import json, sys; d = json.load(sys.stdin); assert d["series"] == "desk" and d["replaced"] == ["desk-default"]'
  exits 0 itss sla simulate --month 2026-11 --agreement "$DESK/draft.yaml" --clock response
  has '2 → 1'
  has '50 % → 0 %'
  lacks Resolution
  exits 0 itss sla simulate 2026-11 --agreement "$DESK/draft.yaml" --format csv
  [ "${lines[1]%%,0,0,*}" = ticket,response,all,2,1,1 ]
  exits 0 itss sla simulate 2026-11 --agreement "$DESK/draft.yaml" --format md
  has '| Response | all | 2 → 1 |'
  [ -z "$(git status --short)" ]
}

@test "excused breaches are remarked upon, and a simulation gives what is kept without them too" {
  two_tickets
  itss person new zhang.san --name 张三 --side provider --roles slm >/dev/null
  itss sla exclude "$b" --clock response --reason force_majeure -m 'no power' --as zhang.san >/dev/null
  exits 0 itss sla due --json=remark,clock
  has '"remark": "excused"'
  exits 0 itss sla check --clock response   # what was excused alarms nobody
  [ -z "$output" ]
  exits 0 itss sla show "$b" --json
  has '"reason": "force_majeure"'
  draft 's/P2: 30m/P2: 20m/'
  exits 0 itss sla simulate 2026-11 --agreement "$DESK/draft.yaml" --clock response --json
  [ "$(figures response all attainment_before excused_before attainment_without_excused_before excused_after)" = "50 1 100 1" ]
  exits 0 itss sla simulate 2026-11 --agreement "$DESK/draft.yaml" --clock response
  has 'Kept without excused'
}

@test "sla simulate --records names each record whose verdict changes, with both due times" {
  two_tickets
  draft 's/P2: 30m/P2: 5m/; s/unclassified: 2h/unclassified: 5h/'
  exits 0 itss sla simulate 2026-11 --agreement "$DESK/draft.yaml" --records --format csv
  [ "$(printf '%s\n' "$output" | tr -d '\r' | tail -n +2 | sort)" = "$(printf '%s\n' \
    "$a,ticket,response,met,breached,2026-11-24T09:30:00+08:00,2026-11-24T09:05:00+08:00,alpha" \
    "$b,ticket,response,breached,running,2026-11-24T11:00:00+08:00,2026-11-24T14:00:00+08:00,beta" | sort)" ]
  exits 0 itss sla simulate 2026-11 --agreement "$DESK/draft.yaml" --records
  has 'Records whose verdict changes'
  exits 0 itss sla simulate 2026-11 --agreement agreements/desk-default.yaml --records --json=records
  has '"records": []'
}

@test "sla simulate counts the clocks that started in the period, by what was known then" {
  two_tickets
  draft 's/unclassified: 2h/unclassified: 5h/'
  exits 0 itss sla simulate 2026-12 --agreement "$DESK/draft.yaml"
  has 'no clock started in this period'
  exits 0 itss sla simulate 2026-11-24T09:00..2026-11-24T09:01 --agreement "$DESK/draft.yaml" --json
  [ "$(figures response all counted_before)" = 2 ]
  exits 0 itss sla simulate 2026-11-24T09:01..2026-11-25 --agreement "$DESK/draft.yaml"
  has 'no clock started'
  exits 0 itss sla simulate 2026-11 --agreement "$DESK/draft.yaml" --known-at 2026-11-24T09:05:00+08:00 --json
  [ "$(figures response unclassified breached_before running_before running_after)" = "2 0 2" ]
}

@test "a draft needs no history, state or validity, and its file may be bare fields or standard input" {
  two_tickets
  fields='series: desk
valid_from: 2027-01-01
targets: {response: {calendar: 24x7, every: 5h}}'
  for head in '' 'status: draft' 'title: A draft'; do
    printf '%s\n%s\n' "$head" "$fields" > "$DESK/draft.yaml"
    exits 0 itss sla simulate 2026-11 --agreement "$DESK/draft.yaml" --json
    [ "$(figures response all breached_before breached_after met_after running_after)" = "1 0 1 1" ]
    [ "$(figures resolution all running_before running_after none_after)" = "2 0 2" ]
  done
  exits 0 bash -c "'$ITSS_BIN' sla simulate 2026-11 --agreement - --json < '$DESK/draft.yaml'"
  [ "$(figures response all running_after)" = 1 ]
  printf 'id: desk\n%s\n' "${fields/series: desk/}" > "$DESK/draft.yaml"    # without a series it is its own
  exits 0 itss sla simulate 2026-11 --agreement "$DESK/draft.yaml" --json
  has '"series": "desk"'
}

@test "a draft of a new series stands beside the others, and an equally specific one yields to it" {
  today 09:00
  a=$(new_ticket alpha) b=$(new_ticket beta)
  today 09:10
  accept "$a" --service email >/dev/null
  accept "$b" --service network >/dev/null
  printf 'covers: {service: email}\ntargets: {response: {calendar: 24x7, every: 5m}}\n' > "$DESK/draft.yaml"
  simulate() { exits 0 itss sla simulate 2026-11 --agreement "$DESK/draft.yaml" --json; }
  simulate
  [ "$(figures response all met_before met_after breached_after)" = "2 1 1" ]
  [ "$(figures resolution all running_after)" = 2 ]    # of which it says nothing
  printf '%s' "$output" | python3 -c 'import json, sys; d = json.load(sys.stdin); assert d["series"] is None and d["replaced"] == []'
  mail
  simulate
  [ "$(figures response all met_before breached_after)" = "2 1" ]
  mail 'rank: 1'    # a rank settles it, as it would in force
  simulate
  [ "$(figures response all met_after breached_after)" = "2 0" ]
  echo 'rank: 2' >> "$DESK/draft.yaml"
  simulate
  [ "$(figures response all breached_after)" = 1 ]
}

@test "a draft that could not be put into force is refused with the places of what is wrong" {
  cat > "$DESK/draft.yaml" <<'Y'
series: desk
covers: {priority: P1}
rank: high
targets:
  respons: {calendar: 24x7, P1: 15m}
  resolution:
    calendar: 24x8
    P1: 0m
    P2: 5m
    P3: 5m
Y
  exits 1 itss sla simulate --agreement "$DESK/draft.yaml"
  has "draft.yaml:2:10: error: covers: 'priority'"
  has "draft.yaml:3:7: error: 'rank' is not number [WRONG_TYPE]"
  has "draft.yaml:5:3: error: 'respons' is not a clock"
  has "draft.yaml:7:5: error: resolution: there is no calendar '24x8' [AGREEMENT_PROBLEM]"
  has "draft.yaml:8:5: error: resolution.P1: a target of 0m can never be met"
  [ "$(grep -c "draft.yaml:3:" <<<"$output")" = 1 ]    # once, not by each check
  has 'cannot be used'
  printf 'title: [\n' > "$DESK/draft.yaml"
  exits 1 itss sla simulate --agreement "$DESK/draft.yaml"
  has '[SYNTAX]'
  printf 'title: x\n' > "$DESK/draft.yaml"
  exits 1 itss sla simulate --agreement "$DESK/draft.yaml"
  has "the field 'targets' is missing"
  printf -- '- x\n' > "$DESK/draft.yaml"
  exits 1 itss sla simulate --agreement "$DESK/draft.yaml"
  has '[NOT_A_MAPPING]'
  exits 3 itss sla simulate --agreement "$DESK/nowhere.yaml"
  exits 2 itss sla simulate
  has '--agreement FILE'
  exits 2 itss sla simulate 2026-13 --agreement "$DESK/draft.yaml"
}
