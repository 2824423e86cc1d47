# The 27 worked examples of itss-sla(7), from the opening of a ticket to what the program says of its clocks.

setup() { load helper; load sla_helper; make_sla_desk; }
teardown() { check_sla_desk; }

@test "case 1: elapsed equal to the target is met; one second more is a breach by one second" {
  promise 'resolution: {calendar: B, every: 4h}'
  for second in 00 01 59; do
    opened '03-02 09:00'
    in_work_as P3 '03-02 09:00'
    if [ $second = 00 ]; then
      solved '03-02 13:00:00'
      says resolution '03-03 00:00' verdict=met elapsed=4h left=0 breached_at=none
    else
      solved_late "03-02 13:00:$second"
      says resolution '03-03 00:00' verdict=breached overrun="${second#0}s" breached_at='03-02 13:00:00' cause=work
    fi
  done
}

@test "case 2: 99.951 % of the target used is no breach" {
  promise 'resolution: {calendar: B, every: 8h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  says resolution '03-02 16:59:46' verdict=running elapsed=28786s left=14s
  solved '03-02 16:59:46'
  says resolution '03-03 00:00' verdict=met elapsed=28786s breached_at=none
  counts 2026-03 '03-04 00:00' resolution all met=1 breached=0
}

@test "case 3: opened on Friday evening, 4 working hours end on Monday at 14:00" {
  promise 'resolution: {calendar: A, every: 4h}'
  opened '03-06 18:30'
  says resolution '03-06 19:00' verdict=running elapsed=0 due='03-09 14:00'
  add A '03-06 18:30' 4h '03-09 14:00'
}

@test "case 4: opened during lunch, 30 minutes end at 13:30" {
  promise 'response: {calendar: A, every: 30m}'
  opened '03-02 12:30'
  says response '03-02 12:45' due='03-02 13:30'
  add A '03-02 12:30' 30m '03-02 13:30'
}

@test "case 5: a target used up at closing time is due then, not the next morning; closed hours harm nobody" {
  promise 'resolution: {calendar: A, every: 8h}'
  add A '03-02 09:00' 8h '03-02 18:00'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  says resolution '03-02 19:00' due='03-02 18:00' verdict=running left=0
  solved '03-02 20:00'
  says resolution '03-03 12:00' verdict=met elapsed=8h overrun=0
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  says resolution '03-03 09:00:00' verdict=running
  solved_late '03-03 09:00:01'
  says resolution '03-03 12:00' verdict=breached overrun=1s breached_at='03-02 18:00'
}

@test "case 6: a make-up Saturday before a holiday is worked" {
  promise 'resolution: {calendar: A, every: 4h}'
  opened '02-13 17:00'
  says resolution '02-13 18:00' due='02-14 12:00'
  add A '02-13 17:00' 4h '02-14 12:00'
}

@test "case 7: the Spring Festival is skipped" {
  promise 'resolution: {calendar: A, every: 2h}'
  opened '02-14 17:00'
  says resolution '02-14 18:00' due='02-24 10:00'
  add A '02-14 17:00' 2h '02-24 10:00'
}

@test "case 8: a deadline beyond the days that the calendar covers is provisional, until they are declared" {
  promise 'resolution: {calendar: A, every: 16h}'
  opened '12-30 17:00'
  says resolution '12-30 18:00' due='2027-01-01 17:00' provisional=yes
  exits 0 itss sla show "$id" --format text
  has provisional
  exits 0 itss calendar add A "$(on '12-30 17:00')" 16h --json
  has '"at": "2027-01-01T17:00:00+08:00"'
  has '"provisional": true'
  add A '12-30 17:00' 16h '2027-01-01 17:00'
  [[ "$stderr" == *provisional* ]]
  # The notice for 2027 is out.
  sed -i -e 's/^covers: .*/covers: 2026-01-01..2027-12-31/' -e 's/^holidays:/&\n  2027-01-01..2027-01-03: 元旦/' calendars/A.yaml
  says resolution '12-30 18:00' due='2027-01-04 17:00' provisional=no
}

@test "case 9: 4 working hours of a hold move the deadline by 4 working hours" {
  promise 'resolution: {calendar: A, every: 8h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  held '03-02 10:00' '03-06 18:00'
  resumed '03-02 15:00'
  says resolution '03-02 15:00' due='03-03 14:00' elapsed=1h
}

@test "case 10: a hold outside working hours moves nothing" {
  promise 'resolution: {calendar: A, every: 2h}'
  opened '03-02 17:00'
  in_work_as P3 '03-02 17:00'
  held '03-02 20:00' '03-06 18:00'
  resumed '03-02 22:00'
  says resolution '03-02 22:00' due='03-03 10:00'
}

@test "case 11: a raised priority counts from the start and keeps the pause" {
  promise 'resolution: {calendar: A, P1: 2h, P3: 8h, unclassified: 8h}' 'on_change: retroactive'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  held '03-02 09:15' '03-06 18:00'
  resumed '03-02 10:15'
  classified_as P1 '03-02 10:30'
  says resolution '03-02 10:30' due='03-02 12:00' verdict=running breached_at=none elapsed=30m
}

@test "case 12: the three policies for a changed priority" {
  changed_under() {
    promise 'resolution: {calendar: A, P1: 2h, P3: 8h, unclassified: 8h}' "$@"
    opened '03-02 09:00'
    in_work_as P3 '03-02 09:00'
    classified_as P1 '03-02 14:00'
  }
  for policy in none retroactive; do    # retroactive is what holds where nothing is said
    if [ $policy = none ]; then changed_under; else changed_under "on_change: $policy"; fi
    says resolution '03-02 14:00' due='03-02 11:00' verdict=breached breached_at='03-02 14:00' overrun=2h \
      cause=priority_change method=from_start target.1=8h
  done
  changed_under 'on_change: from_change'
  says resolution '03-02 14:00' due='03-02 16:00' verdict=running method=from_change target=2h
  changed_under 'on_change: proportional'
  says resolution '03-02 14:00' due='03-02 15:00' verdict=running method=proportional target=1h
}

@test "case 13: a clock keeps the calendar version with which it started, unless the agreement follows" {
  promise 'resolution: {calendar: A, every: 2h}'
  opened '03-02 17:00'
  says resolution '03-02 18:00' due='03-03 10:00'
  cat >> calendars/A.yaml <<'YAML'
versions:
  - from: 2026-03-02T19:00:00+08:00
    weekly: {mon-fri: [09:00-12:00, 13:00-20:00]}
YAML
  says resolution '03-02 19:30' due='03-03 10:00' elapsed=1h
  promise 'resolution: {calendar: A, every: 2h}' 'calendar_change: pinned'
  says resolution '03-02 19:30' due='03-03 10:00'
  promise 'resolution: {calendar: A, every: 2h}' 'calendar_change: follow'
  says resolution '03-02 19:30' due='03-02 20:00' elapsed=1h30m
}

@test "case 14: the time between solving and reopening does not count" {
  promise 'resolution: {calendar: B, every: 4h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  solved '03-02 11:00'
  reopened '03-03 09:00'
  says resolution '03-03 09:00' due='03-03 11:00' elapsed=2h verdict=running policy=reopen
  solved '03-03 10:30'
  says resolution '03-04 00:00' elapsed=3h30m verdict=met why='working resolved working'
  # It was not solved at the first contact.
  rate reopen_rate 2026-03 '03-04 00:00' 100
}

@test "case 15: what is late stays late on hold, and its overrun stands still" {
  promise 'resolution: {calendar: B, every: 2h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  held '03-02 11:30' '03-02 12:30'
  for now in '03-02 11:30' '03-02 12:00' '03-02 12:29:59'; do
    says resolution "$now" verdict=breached breached_at='03-02 11:00' cause=work paused=yes overrun=30m
  done
  resumed '03-02 12:30'
  says resolution '03-02 12:40' verdict=breached breached_at='03-02 11:00' paused=no overrun=40m
}

@test "case 16: the night in which New York's clocks jump has an hour less" {
  promise 'resolution: {calendar: N, every: 2h}'
  opened 2026-03-08T01:00:00-05:00
  says resolution 2026-03-08T02:30:00-05:00 due=2026-03-08T04:00:00-04:00
  add N 2026-03-08T01:00:00-05:00 2h 2026-03-08T04:00:00-04:00
  add NY 2026-03-06T16:00:00-05:00 2h 2026-03-09T10:00:00-04:00
}

@test "case 17: a deadline after midnight" {
  promise 'resolution: {calendar: B, every: 1h}'
  opened '03-02 23:30'
  says resolution '03-02 23:40' due='03-03 00:30:00'
  add B '03-02 23:30' 1h '03-03 00:30:00'
}

@test "case 18: opened in Shanghai at dawn, the desk in New York has an hour in its own day" {
  promise 'resolution: {calendar: NY, every: 1h}'
  opened 2026-03-03T06:00:00+08:00
  says resolution 2026-03-03T06:10:00+08:00 due=2026-03-03T23:00:00+08:00
  exits 0 itss sla show "$id" --json
  has '"due": "2026-03-03T23:00:00+08:00"'    # in the repository's zone
  add NY 2026-03-03T06:00:00+08:00 1h 2026-03-03T10:00:00-05:00    # in the calendar's
}

@test "case 19: 29 February is a day like others" {
  printf 'zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-12:00, 13:00-18:00]}\n' > calendars/leap.yaml
  add leap '2028-02-28 17:00' 2h '2028-02-29 10:00'
  promise 'resolution: {calendar: leap, every: 2h}'
  opened '2028-02-28 17:00'
  says resolution '2028-02-28 17:30' due='2028-02-29 10:00' provisional=no
}

@test "case 20: a merged ticket is in no denominator, and the other keeps its own start" {
  promise 'resolution: {calendar: B, every: 4h}'
  opened '03-02 08:00'
  first=$id
  opened '03-02 09:00'
  second=$id id=$first
  at '03-02 09:30' merge --merged-into "$second"
  says resolution '03-05 00:00' verdict=cancelled breached_at=none
  id=$second
  says resolution '03-02 10:00' verdict=running started='03-02 09:00' due='03-02 13:00'
  in_work_as P3 '03-02 10:00'
  solved '03-02 12:00'
  counts 2026-03 '03-05 00:00' resolution all counted=1 met=1 breached=0 cancelled=1
  rate resolve_on_time 2026-03 '03-05 00:00' 100
}

@test "case 21: a child that nobody answered is answered when its parent is solved" {
  promise 'response: {calendar: B, every: 15m}, resolution: {calendar: B, every: 4h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  parent=$id
  opened '03-02 09:30'
  child=$id
  at '03-02 09:35' attach --parent "$parent"
  id=$parent
  solved '03-02 10:00'
  id=$child
  says response '03-02 12:00' stopped='03-02 10:00' verdict=breached breached_at='03-02 09:45' overrun=15m
  says resolution '03-02 12:00' stopped='03-02 10:00' verdict=met elapsed=30m
  exits 0 itss log "$child" --json
  has "\"via\": \"$parent"
}

@test "case 22: a call of 09:00 that is typed at 11:00 is breached at entry; the future cannot be typed" {
  promise 'response: {calendar: B, every: 30m}'
  opened '03-02 11:00' --at "$(on '03-02 09:00')"
  says response '03-02 11:00' started='03-02 09:00' due='03-02 09:30' verdict=breached breached_at='03-02 11:00' \
    cause=late_entry
  exits 1 itss ticket new 'Not yet' --channel phone --requester 张三 --contact 8001 --at "$(on '03-02 11:00:01')"
  has FUTURE
  exits 1 itss ticket comment "$id" -m 'not yet' --at "$(on '03-02 12:00')"
  has FUTURE
}

@test "case 23: without an agreement there is no verdict, and a target of 0 is refused" {
  opened '03-02 09:00'
  for clock_name in response progress resolution; do
    says $clock_name '03-05 00:00' verdict=n/a due=none promises=0
  done
  counts 2026-03 '03-05 00:00' resolution all counted=0 met=0 none=1
  itss agreement new zero --title Zero
  exits 1 itss agreement negotiate zero --requirements x --targets resolution.calendar=B --targets resolution.every=0s
  has 'a target of 0s can never be met'
  defective=yes
  for target in 0s 0h 0d; do
    promise "resolution: {calendar: B, every: $target}"
    exits 1 itss check
    has 'agreements/desk.yaml'
    has "a target of $target can never be met"
    has AGREEMENT_PROBLEM
  done
}

@test "case 24: solved ten minutes after midnight in Shanghai, it is February's, wherever the reader sits" {
  promise 'resolution: {calendar: B, every: 4h}'
  opened '01-31 20:10'
  in_work_as P3 '01-31 20:10'
  solved 2026-01-31T16:10:00+00:00
  says resolution '03-01 00:00' stopped='02-01 00:10' verdict=met due='02-01 00:10'
  for reader in Asia/Shanghai UTC America/New_York; do
    export TZ=$reader
    counts 2026-02 '03-01 00:00' resolution all counted=1 met=1
    counts 2026-01 '03-01 00:00' resolution all counted=0
    rate resolve_on_time 2026-02 '03-01 00:00' 100
    rate mttr 2026-02 '03-01 00:00' 4
    rate mttr 2026-01 '03-01 00:00' none
  done
}

@test "case 25: a lower priority heals no breach" {
  promise 'resolution: {calendar: B, P1: 4h, P3: 24h, unclassified: 24h}'
  opened '03-02 09:00'
  in_work_as P1 '03-02 09:00'
  classified_as P3 '03-02 14:00'
  solved '03-02 15:00' --late-reason 'nobody was there'
  says resolution '03-03 00:00' verdict=breached breached_at='03-02 13:00' cause=work elapsed=6h target=24h overrun=0 \
    broken_at.1='03-02 13:00' broken_at=none
  counts 2026-03 '03-03 00:00' resolution all counted=1 breached=1
}

@test "case 26: the first classification counts from the start and comes before the reply that stops the clock" {
  for policy in retroactive from_change proportional; do
    promise 'response: {calendar: B, P1: 15m, unclassified: 2h}' "on_change: $policy"
    opened '03-02 09:00'
    accepted_as P1 '03-02 09:20'
    says response '03-02 10:00' verdict=breached breached_at='03-02 09:20' overrun=5m cause=work level.0=unclassified \
      policy=classification method=from_start level=P1
  done
}

@test "case 27: a hold pauses until the time that was agreed, and only with consent" {
  promise 'resolution: {calendar: B, every: 8h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  held '03-02 10:00' '03-02 12:00'
  resumed '03-02 15:00'
  says resolution '03-02 15:00' elapsed=4h due='03-02 19:00' why='working paused hold_lapsed'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  held_without '03-02 10:00' '03-02 12:00'
  resumed '03-02 15:00'
  says resolution '03-02 15:00' elapsed=6h due='03-02 17:00' why='working hold_without_consent'
}
