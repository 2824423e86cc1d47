# What itss-sla(7) says beyond its numbered examples, as a user of the commands meets it.

setup() { load helper; load sla_helper; make_sla_desk; }
teardown() { check_sla_desk; }

# The verdict and where it counts.

@test "a clock that runs is running; with elapsed equal to the target it still is, a second later it is breached" {
  promise 'resolution: {calendar: B, every: 4h}'
  opened '03-02 09:00'
  says resolution '03-02 13:00:00' verdict=running left=0 overrun=0
  says resolution '03-02 13:00:01' verdict=breached overrun=1s breached_at='03-02 13:00:00'
}

@test "a target that was tightened and eased again in time broke no promise" {
  promise 'resolution: {calendar: B, P1: 4h, P3: 24h, unclassified: 24h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  classified_as P1 '03-02 10:00'
  classified_as P3 '03-02 12:00'
  solved '03-02 18:00'
  says resolution '03-03 00:00' verdict=met promises=4 target.2=4h broken_at.2=none due='03-03 09:00'
}

@test "a met clock counts in the month of its due time, a breached one in that of its breach" {
  promise 'resolution: {calendar: B, every: 72h}'
  opened '02-27 09:00'
  in_work_as P3 '02-27 09:00'
  solved '02-27 10:00'
  counts 2026-02 '04-01 00:00' resolution all counted=0
  counts 2026-03 '04-01 00:00' resolution all counted=1 met=1
  opened '02-20 09:00'
  in_work_as P3 '02-20 09:00'
  solved_late '03-20 09:00'
  counts 2026-02 '04-01 00:00' resolution all counted=1 breached=1
  counts 2026-03 '04-01 00:00' resolution all counted=1 met=1 breached=0
}

@test "no later event moves a figure of a closed month" {
  promise 'resolution: {calendar: B, P1: 1h, P3: 24h, unclassified: 24h}'
  opened '02-27 09:00'
  in_work_as P3 '02-27 09:00'
  counts 2026-02 '03-01 00:00' resolution all counted=1 breached=1
  classified_as P1 '03-02 09:00'
  solved_late '03-02 10:00'
  reopened '03-03 10:00'
  counts 2026-02 '04-01 00:00' resolution all counted=1 breached=1
  counts 2026-03 '04-01 00:00' resolution all counted=0
}

@test "a reopening does not take what was met out of a closed month" {
  promise 'resolution: {calendar: B, every: 24h}'
  opened '02-27 09:00'
  in_work_as P3 '02-27 09:00'
  solved '02-27 10:00'
  counts 2026-02 '03-01 00:00' resolution all counted=1 met=1
  reopened '03-03 09:00'
  counts 2026-02 '03-03 09:00' resolution all counted=1 met=1
}

@test "only what was entered late moves a closed month, and --known-at gives the old figure again" {
  promise 'response: {calendar: B, every: 2h}'
  opened '02-27 09:00'
  counts 2026-02 '03-01 00:00' response all breached=1 met=0
  accepted_as P3 '03-02 09:00' --at "$(on '02-27 10:00')"
  counts 2026-02 '04-01 00:00' response all breached=0 met=1 late_entry=1
  with=(--known-at "$(on '03-01 00:00')")
  counts 2026-02 '04-01 00:00' response all breached=1 met=0 late_entry=0
  says response '04-01 00:00' verdict=breached breached_at='02-27 11:00' late_entry=no
}

@test "a ticket cancelled in time is in no denominator" {
  promise 'resolution: {calendar: B, every: 4h}'
  opened '03-02 09:00'
  at '03-02 12:00' cancel --cancel-reason mistaken --note 'typed twice'
  says resolution '03-05 00:00' verdict=cancelled breached_at=none
  counts 2026-03 '03-05 00:00' resolution all counted=0 cancelled=1
  rate resolve_on_time 2026-03 '03-05 00:00' none
}

@test "a ticket cancelled after its breach stays breached" {
  promise 'resolution: {calendar: B, every: 4h}'
  opened '03-02 09:00'
  accepted_as P3 '03-02 11:00'
  at '03-02 14:00' cancel --cancel-reason mistaken --note 'typed twice'
  says resolution '03-05 00:00' verdict=breached breached_at='03-02 13:00' overrun=1h cause=work
  counts 2026-03 '03-05 00:00' resolution all counted=1 breached=1
  rate resolve_on_time 2026-03 '03-05 00:00' 0
}

@test "a breach of a ticket that was cancelled later is shown apart" {
  promise 'resolution: {calendar: B, every: 4h}'
  opened '03-02 09:00'
  accepted_as P3 '03-02 11:00'
  at '03-02 14:00' cancel --cancel-reason mistaken --note 'typed twice'
  says resolution '03-05 00:00' verdict=breached cancelled=yes
  ITSS_NOW=$(on '03-05 00:00') exits 0 itss report sla --month 2026-03 --json
  breach 'cancelled=yes' <<<"$output"
}

# Calendars.

@test "shifts are to the minute, may end at 24:00, and over midnight belong to the date on which they start" {
  cat > calendars/night.yaml <<'YAML'
zone: Asia/Shanghai
weekly: {mon-thu: ['22:15-06:05'], fri: ['08:00-09:00', '10:00-11:00', '12:00-13:01', '20:00-24:00']}
holidays: {2026-03-03: rest}
workdays: {2026-03-07: mon}
YAML
  between() { exits 0 itss calendar between night "$(on "$1")" "$(on "$2")"; }
  between '03-02 12:00' '03-03 12:00'    # Monday's shift ends on the holiday
  [ "$output" = $((470 * 60)) ]
  between '03-03 12:00' '03-04 12:00'    # the holiday's own shift is off, into Wednesday
  [ "$output" = 0 ]
  between '03-06 12:00' '03-07 12:00'
  [ "$output" = $(((61 + 240) * 60)) ]
  between '03-07 12:00' '03-08 12:00'    # the make-up Saturday has Monday's night
  [ "$output" = $((470 * 60)) ]
}

@test "a make-up day outweighs a holiday, a holiday the week; the same date in both lists is an error" {
  cat > calendars/feast.yaml <<'YAML'
zone: Asia/Shanghai
weekly: {mon-fri: [09:00-17:00]}
holidays: {2026-12-21..2027-01-03: feast, 05-01: labour, 07-30..08-02: stocktaking}
workdays: {2026-12-24: [09:00-12:00]}
YAML
  add feast '12-18 16:00' 2h '12-24 10:00'
  add feast '12-24 11:00' 2h '2027-01-04 10:00'    # over New Year
  add feast '2027-04-30 16:00' 2h '2027-05-03 10:00'    # every year
  add feast '2027-07-29 16:00' 2h '2027-08-03 10:00'
  defective=yes
  sed -i 's/workdays: {/&2026-12-25: fri, 2026-12-31: mon, 2026-05-02: fri, /; s/holidays: {/&2026-05-02: rest, /' calendars/feast.yaml
  exits 1 itss check
  has CALENDAR_CONFLICT
  has 2026-05-02
  lacks "'2026-12-25' is both"
}

@test "a calendar without working time, with shifts that overlap or end before they start is refused" {
  defective=yes
  refused() {
    printf 'zone: Asia/Shanghai\nweekly: %s\n' "$1" > calendars/bad.yaml
    exits 1 itss check
    has calendars/bad.yaml
    has "$2"
    exits 1 itss calendar add --calendar-file calendars/bad.yaml '2026-03-02 09:00' 1h
  }
  refused '{}' CALENDAR_EMPTY
  refused '{mon: [09:00-12:00, 11:59-13:00]}' CALENDAR_OVERLAP
  refused '{mon: [09:00-09:00]}' CALENDAR_SHIFT
}

@test "a shift's edge in the hour that spring skips moves to its end; in the hour that autumn repeats nothing is lost" {
  printf 'zone: America/New_York\nweekly: {sun: [02:30-04:00]}\n' > calendars/spring.yaml
  exits 0 itss calendar between spring 2026-03-08T00:00:00-05:00 2026-03-08T12:00:00-04:00
  [ "$output" = 3600 ]
  printf 'zone: America/New_York\nweekly: {sun: [01:15-01:45]}\n' > calendars/autumn.yaml
  exits 0 itss calendar between autumn 2026-11-01T00:00:00-04:00 2026-11-01T12:00:00-05:00
  [ "$output" = 5400 ]
}

@test "a target in days is working days at the same clock time, and holds move it by working time" {
  promise 'resolution: {calendar: A, every: 2d}'
  opened '03-06 10:00'
  in_work_as P3 '03-06 10:00'
  says resolution '03-06 10:00' due='03-10 10:00' target=16h
  held '03-06 11:00' '03-09 18:00'
  resumed '03-06 14:00'
  says resolution '03-06 14:00' due='03-10 12:00'
  # From lunch until Tuesday after lunch, from a Saturday until Wednesday morning: used up as the shift before ends.
  add A '03-06 12:30' 2d '03-10 13:00'
  opened '03-06 12:30'
  says resolution '03-06 12:40' due='03-10 12:00' target=16h
  add A '03-07 11:00' 2d '03-11 09:00'
  opened '03-07 11:00'
  says resolution '03-07 12:00' due='03-10 18:00' target=16h
}

@test "a day is never so many hours: on 24x7 it is a date, and a make-up day with one short shift is a day too" {
  cat > calendars/short.yaml <<'YAML'
zone: Asia/Shanghai
weekly: {mon-fri: [09:00-17:00]}
workdays: {2026-03-07: [09:00-10:00]}
YAML
  add short '03-06 09:30' 1d '03-07 09:30'
  add short '03-06 16:00' 1d '03-07 10:00'    # after the last shift: back to its end
  add short '03-06 09:30' 8h '03-07 09:30'
  add short '03-06 09:30' 10h '03-09 10:30'
  add short '03-06 09:30' 1d2h '03-09 10:30'    # days first
  add B '03-06 09:30' 1d '03-07 09:30'
  add N 2026-03-07T12:00:00-05:00 1d 2026-03-08T12:00:00-04:00
  add N 2026-03-07T12:00:00-05:00 24h 2026-03-08T13:00:00-04:00
}

# Agreements.

@test "the agreement with the most conditions is taken, and a condition on an empty field does not match" {
  agreement general 'targets: {resolution: {calendar: B, every: 8h}}'
  agreement mail 'targets: {resolution: {calendar: B, every: 4h}}' 'covers: {service: email}'
  agreement mail-calls 'targets: {resolution: {calendar: B, every: 2h}}' 'covers: {service: email, channel: phone}'
  opened '03-02 09:00'
  says resolution '03-02 09:00' agreement=general
  opened '03-02 09:00' --service email
  says resolution '03-02 09:00' agreement=mail-calls target=2h
  opened '03-02 09:00' --service network
  says resolution '03-02 09:00' agreement=general
}

@test "a denied condition on an empty field does not match either" {
  agreement not-mail 'targets: {resolution: {calendar: B, every: 4h}}' 'covers: {not: {service: email}}'
  opened '03-02 09:00' --service network
  says resolution '03-02 09:00' agreement=not-mail
  opened '03-02 09:00'
  says resolution '03-02 09:00' verdict=n/a promises=0
}

@test "an agreement may not name the priority among its conditions" {
  defective=yes
  promise 'resolution: {calendar: B, every: 4h}' 'covers: {priority: P1}'
  exits 1 itss check
  has AGREEMENT_PROBLEM
  has "'priority' chooses among the targets"
}

@test "check finds two agreements that may claim the same ticket, without any ticket; rank settles it" {
  agreement mail 'targets: {resolution: {calendar: B, every: 4h}}' 'covers: {service: email}'
  agreement calls 'targets: {resolution: {calendar: B, every: 2h}}' 'covers: {channel: phone}'
  exits 1 itss check
  has AGREEMENT_AMBIGUOUS
  has "'mail' and 'calls' are equally specific"
  has rank
  agreement calls 'targets: {resolution: {calendar: B, every: 2h}}' 'covers: {channel: phone}' 'rank: 1'
  exits 0 itss check
  opened '03-02 09:00' --service email
  says resolution '03-02 09:00' agreement=calls
  agreement mail 'targets: {resolution: {calendar: B, every: 4h}}' 'covers: {service: email}' 'rank: 2'
  says resolution '03-02 09:00' agreement=mail
}

@test "agreements that exclude each other by a value or by their dates are not ambiguous" {
  agreement mail 'targets: {resolution: {calendar: B, every: 4h}}' 'covers: {service: email, channel: phone}'
  agreement net 'targets: {resolution: {calendar: B, every: 2h}}' 'covers: {service: network, kind: incident}'
  exits 0 itss check
  agreement old 'targets: {response: {calendar: B, every: 4h}}' 'valid_until: 2026-02-28'
  agreement new 'targets: {response: {calendar: B, every: 2h}}' 'valid_from: 2026-03-01'
  exits 0 itss check
  agreement new 'targets: {response: {calendar: B, every: 2h}}' 'valid_from: 2026-02-28'
  exits 1 itss check
  has AGREEMENT_AMBIGUOUS
  rm agreements/new.yaml
}

@test "an agreement holds to the end of its last day and is not attached after it" {
  promise 'resolution: {calendar: B, every: 4h}' 'valid_from: 2026-03-02' 'valid_until: 2026-03-03'
  opened '03-01 23:59:59'
  says resolution '03-02 09:00' verdict=n/a
  opened '03-02 00:00'
  says resolution '03-02 00:00' agreement=desk
  opened '03-03 23:59:59'
  says resolution '03-04 01:00' agreement=desk due='03-04 03:59:59'
  opened '03-04 00:00'
  says resolution '03-04 01:00' verdict=n/a
}

@test "a new version holds for what is opened from then on, and reaches open tickets only if it says so" {
  agreement v1 'targets: {resolution: {calendar: B, every: 8h}}' 'series: desk'
  agreement v2 'targets: {resolution: {calendar: B, every: 2h}}' 'series: desk' 'valid_from: 2026-03-02'
  opened '03-01 22:00'
  says resolution '03-02 01:00' agreement=v1 due='03-02 06:00' promises=1
  agreement v2 'targets: {resolution: {calendar: B, every: 2h}}' 'series: desk' 'valid_from: 2026-03-02' \
    'applies_to: open'
  says resolution '03-01 23:59:59' agreement=v1 verdict=running
  says resolution '03-02 00:00:01' agreement=v2 policy=agreement_change due='03-02 00:00' verdict=breached \
    breached_at='03-02 00:00' cause=work
  agreement v2 'targets: {resolution: {calendar: B, every: 1h}}' 'series: desk' 'valid_from: 2026-03-02' \
    'applies_to: open'
  says resolution '03-02 00:00' verdict=breached breached_at='03-02 00:00' cause=agreement_change overrun=1h
  opened '03-02 00:00'
  says resolution '03-02 00:30' agreement=v2 policy=opening
}

@test "naming the service later classifies: the target counts from the start whatever on_change says" {
  agreement general 'targets: {resolution: {calendar: B, every: 8h}}'
  agreement mail 'targets: {resolution: {calendar: B, every: 1h}}' 'covers: {service: email}' 'on_change: from_change'
  opened '03-02 09:00'
  at '03-02 11:00' set service=email
  says resolution '03-02 11:00' agreement=mail policy=classification method=from_start due='03-02 10:00' \
    verdict=breached breached_at='03-02 11:00' cause=work overrun=1h
}

@test "another service is a change, and to a wider calendar it counts from the change unless the agreement says how" {
  agreement day 'targets: {resolution: {calendar: A, every: 8h}}' 'covers: {service: email}'
  agreement night 'targets: {resolution: {calendar: B, every: 4h}}' 'covers: {service: network}'
  opened '03-02 07:00' --service email
  at '03-02 10:00' set service=network
  says resolution '03-02 10:00' agreement=night policy=agreement_change method=from_change due='03-02 14:00'
  agreement night 'targets: {resolution: {calendar: B, every: 4h}}' 'covers: {service: network}' 'on_change: retroactive'
  says resolution '03-02 10:00' method=from_start due='03-02 11:00'
  agreement night 'targets: {resolution: {calendar: A, every: 4h}}' 'covers: {service: network}'    # no wider one
  says resolution '03-02 10:00' method=from_start due='03-02 14:00' counted_from='03-02 07:00'
}

@test "a priority with a calendar of its own counts from the change where that has more hours" {
  promise 'resolution: {calendar: A, P1: 4h, P3: 8h, unclassified: 8h}' 'calendars: {resolution: {P1: B}}'
  opened '03-02 07:00'
  in_work_as P3 '03-02 08:00'
  classified_as P1 '03-02 10:00'
  says resolution '03-02 10:00' policy=priority_change calendar=B method=from_change due='03-02 14:00' calendar.1=A
  classified_as P3 '03-02 11:00'    # back to office hours
  says resolution '03-02 11:00' calendar=A method=from_start due='03-02 18:00'
}

@test "a proportional target is rounded up, and nothing is left of what was spent" {
  promise 'resolution: {calendar: B, P1: 100s, P3: 300s, unclassified: 300s}' 'on_change: proportional'
  for change in '03-02 09:00:02 100s' '03-02 09:00:03 99s' '03-02 09:05:00 0'; do
    opened '03-02 09:00'
    in_work_as P3 '03-02 09:00'
    classified_as P1 "${change% *}"
    says resolution "${change% *}" target="${change##* }" verdict=running method=proportional
  done
  says resolution '03-02 09:05:01' verdict=breached breached_at='03-02 09:05:00'
}

@test "a warning is given at 75 and 90 per cent of the target, or where the agreement says" {
  promise 'resolution: {calendar: B, every: 100m}'
  opened '03-02 09:00'
  says resolution '03-02 10:14:59' warned_percent=0
  says resolution '03-02 10:15' warned_percent=75
  says resolution '03-02 10:30' warned_percent=90
  promise 'resolution: {calendar: B, every: 100m}' 'warn_at: [50]'
  says resolution '03-02 10:30' warned_percent=50
}

@test "the desk agreement of a new repository promises what the desk promises" {
  defective=yes
  cd "$DESK"
  clock 2025-12-01T09:00:00+08:00
  itss init plain --no-git --me wang.fang --my-name 王芳 >/dev/null
  cd plain
  promised() {
    opened '03-07 03:00'
    [ "$1" = unclassified ] || accepted_as "$1" '03-07 03:00'
    says response '03-07 03:00' target="$2" calendar=24x7 level="$1"
    says resolution '03-07 03:00' target="$3" calendar=24x7 level="$1"
    says progress '03-07 03:00' target=24h calendar=24x7
  }
  promised P1 15m 4h
  promised P2 30m 8h
  promised P3 2h 24h
  promised P4 2h 72h
  promised unclassified 2h 24h
}

@test "response_2h asks for two hours, whatever the target" {
  promise 'response: {calendar: B, P1: 15m, unclassified: 4h}'
  opened '03-02 09:00'
  accepted_as P1 '03-02 10:00'
  says response '03-03 00:00' verdict=breached
  rate response_on_time 2026-03 '03-03 00:00' 0
  rate response_2h 2026-03 '03-03 00:00' 100
  opened '03-02 09:00'
  told_first '03-02 11:00:01'
  says response '03-03 00:00' verdict=met target=4h
  rate response_2h 2026-03 '03-03 00:00' 50
}

# The clocks of a ticket.

@test "the response clock runs from the time on the paper to the first word, and no hold pauses it" {
  promise 'response: {calendar: B, every: 4h}, progress: {calendar: B, every: 4h}'
  opened '03-02 11:00' --channel paper --paper-no P-17 --at "$(on '03-02 08:00')"
  says response '03-02 11:00' started='03-02 08:00' due='03-02 12:00' verdict=running
  accepted_as P3 '03-02 11:30'
  says response '03-02 13:00' stopped='03-02 11:30' verdict=met elapsed=3h30m
}

@test "progress is promised anew by each word to the user; the reply by accepting is none, a hold pauses it" {
  promise 'progress: {calendar: B, every: 24h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:10'
  says progress '03-02 10:00' due='03-03 09:00' promises=1
  told '03-02 15:00'
  says progress '03-02 16:00' due='03-03 15:00' promises=2 policy=told
  held '03-02 16:00' '03-02 18:00'
  resumed '03-02 20:00'
  says progress '03-02 20:00' due='03-03 17:00' verdict=running elapsed=3h
  at '03-02 21:00' update --note 'nobody was told'
  says progress '03-02 21:00' due='03-03 17:00' promises=2
  solved '03-03 17:00'
  says progress '03-04 00:00' verdict=met
  reopened '03-05 09:00'
  says progress '03-05 09:00' due='03-06 09:00' policy=reopen
}

@test "progress that was late once is breached, whatever is told later" {
  promise 'progress: {calendar: B, every: 24h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  told '03-03 09:00:01'
  told '03-03 10:00'
  says progress '03-03 11:00' verdict=breached breached_at='03-03 09:00' due='03-04 10:00' broken_at=none
}

@test "an imported ticket of which no reply is known has no response clock, but the others" {
  promise 'response: {calendar: B, every: 2h}, resolution: {calendar: B, every: 4h}'
  printf 'no,opened,state,changed,priority\n1,2026-03-02 09:00,Done,2026-03-02 12:00,P3\n' > "$DESK/log.csv"
  cat > "$DESK/map.yaml" <<'YAML'
system: elsewhere
record: ticket
group: 'no'
times: {format: '%Y-%m-%d %H:%M', zone: Asia/Shanghai}
opened: opened
time: changed
status: {column: state, first: new, values: {Done: resolved}}
fields: {title: {text: 'Case {no}'}, priority: priority}
constants: {channel: email, requester: 张三, contact: '8001'}
YAML
  clock "$(on '03-10 09:00')"
  exits 0 itss import "$DESK/log.csv" --map "$DESK/map.yaml"
  id=$(itss ticket list --all --ids)
  says response '03-10 10:00' verdict=n/a
  says resolution '03-10 10:00' verdict=met elapsed=3h late_entry=no
  counts 2026-03 '03-10 10:00' response all counted=0 none=1
}

@test "a work group's clock runs from its receiving the ticket until it hands it on, by agreements among groups only" {
  promise 'resolution: {calendar: B, every: 8h}'
  agreement ours 'targets: {group: {calendar: B, every: 2h}}'
  sed -i 's/kind: sla/kind: ola/' agreements/ours.yaml
  itss group new network --name 网络组 >/dev/null
  opened '03-02 09:00'
  says group '03-02 10:00' verdict=n/a promises=0
  in_work_as P3 '03-02 10:00'
  says group '03-02 11:00' verdict=running started='03-02 10:00' due='03-02 12:00' agreement=ours
  at '03-02 11:30' handover --group network --assignee wang.fang --note yours
  says group '03-02 13:30' verdict=running due='03-02 13:30' promises=2 policy=handed_on
  says group '03-02 13:30:01' verdict=breached breached_at='03-02 13:30'
  says resolution '03-02 13:30' agreement=desk promises=1
}

@test "no list of what is due, late or escalating has a merged ticket, nor one that is only past its due time" {
  promise 'response: {calendar: A, every: 8h}, progress: {calendar: A, every: 8h}, resolution: {calendar: A, every: 8h}'
  opened '03-06 09:00'
  merged=$id
  opened '03-06 09:00'
  other=$id id=$merged
  at '03-06 10:00' merge --merged-into "$other"
  listed() { # TIME
    clock "$(on "$1")"
    lists=$(itss sla due; itss sla check; itss sla check --warn; itss ticket list --overdue)
    [[ "$lists" != *"$merged"* ]] || { echo "$merged is listed at $1"; return 1; }
  }
  listed '03-06 17:00'
  [[ "$(itss sla due)" == *"$other"* ]]
  listed '03-07 12:00'    # Saturday: due since Friday 18:00, but nobody is late
  exits 0 itss sla check
  exits 0 itss ticket list --overdue --ids
  lacks "$other"
  listed '03-09 09:00:01'
  exits 1 itss sla check
  has "$other"
  exits 0 itss ticket list --overdue --ids
  has "$other"
}

# Holds.

@test "a hold pauses no longer than the agreement's limit" {
  promise 'resolution: {calendar: B, every: 4h}' 'expires: 1h'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  held '03-02 10:00' '03-06 18:00'
  says resolution '03-02 10:30' due='03-02 14:00' paused=yes
  says resolution '03-02 12:00' elapsed=2h paused=no hold_lapsed=yes why='working paused hold_lapsed'
}

@test "a hold for a reason that stops no clock counts, as it does without consent; the agreement names the reasons" {
  promise 'resolution: {calendar: B, every: 8h}'
  held_for() {
    opened '03-02 09:00'
    in_work_as P3 '03-02 09:00'
    held '03-02 10:00' '03-02 12:00' --hold-reason "$1"
    resumed '03-02 12:00'
  }
  held_for waiting_vendor
  says resolution '03-02 12:00' elapsed=3h why='working hold_not_agreed'
  held_for agreed_date
  says resolution '03-02 12:00' elapsed=1h
  promise 'resolution: {calendar: B, every: 8h}' 'pauses: [waiting_vendor]'
  says resolution '03-02 12:00' elapsed=3h
  held_for waiting_vendor
  says resolution '03-02 12:00' elapsed=1h
}

@test "consent alone does not make a hold long: two pauses within a minute count to the second" {
  promise 'resolution: {calendar: B, every: 8h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  held '03-02 10:00:10' '03-02 18:00'
  resumed '03-02 10:00:20'
  held '03-02 10:00:30' '03-02 18:00'
  resumed '03-02 10:00:45'
  says resolution '03-02 10:01' elapsed=3635s due='03-02 17:00:25' why='working paused working paused working'
}

@test "holds that adjoin or whose agreed times overlap count once" {
  promise 'resolution: {calendar: B, every: 8h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  held '03-02 10:00' '03-02 14:00'
  resumed '03-02 11:00'
  held '03-02 11:00' '03-02 13:00'    # while the first one was agreed until 14:00
  resumed '03-02 15:00'
  says resolution '03-02 15:00' elapsed=3h due='03-02 20:00'
}

@test "only the working time of a hold counts" {
  promise 'resolution: {calendar: A, every: 8h}'
  opened '03-06 16:00'
  in_work_as P3 '03-06 16:00'
  held '03-06 17:00' '03-09 10:00'    # an hour on Friday, an hour on Monday
  resumed '03-09 10:00'
  says resolution '03-09 10:00' elapsed=1h due='03-09 18:00'
}

@test "a hold that lapsed is shown, and a later breach has that cause" {
  promise 'resolution: {calendar: B, every: 4h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  held '03-02 10:00' '03-02 12:00'
  says resolution '03-02 11:59:59' paused=yes hold_lapsed=no
  says resolution '03-02 12:00' paused=no hold_lapsed=yes verdict=running
  ITSS_NOW=$(on '03-02 13:00') exits 0 itss ticket show "$id"
  has 'hold lapsed'
  says resolution '03-02 16:00' verdict=breached breached_at='03-02 15:00' cause=hold_expired hold_lapsed=yes
}

@test "solving from a hold is allowed and ends it" {
  promise 'resolution: {calendar: B, every: 4h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  held '03-02 10:00' '03-02 20:00'
  solved '03-02 12:00'
  says resolution '03-03 00:00' verdict=met elapsed=1h paused=no
  reopened '03-03 09:00'
  says resolution '03-03 10:00' elapsed=2h why='working paused resolved working'
}

@test "a parent that is solved solves a child on hold, whose own reply stays its reply" {
  promise 'response: {calendar: B, every: 30m}, resolution: {calendar: B, every: 4h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  parent=$id
  opened '03-02 09:30'
  in_work_as P3 '03-02 09:40'
  child=$id
  at '03-02 09:45' attach --parent "$parent"
  held '03-02 09:50' '03-02 18:00'
  id=$parent
  solved '03-02 10:00'
  id=$child
  says response '03-02 12:00' verdict=met stopped='03-02 09:40'
  says resolution '03-02 12:00' verdict=met stopped='03-02 10:00' elapsed=20m
}

# Reopening.

@test "a reopening starts a new cycle, or is none of the clock's business, as the agreement says" {
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  solved '03-02 11:00'
  reopened '03-03 09:00'
  promise 'resolution: {calendar: B, every: 4h}' 'on_reopen: new_cycle'
  says resolution '03-03 10:00' due='03-03 13:00' elapsed=1h policy=reopen counted_from='03-03 09:00'
  promise 'resolution: {calendar: B, every: 4h}' 'on_reopen: first_only'
  says resolution '03-09 10:00' verdict=met stopped='03-02 11:00' elapsed=2h
  promise 'resolution: {calendar: B, every: 4h}' 'on_reopen: continue'
  says resolution '03-03 10:00' due='03-03 11:00' elapsed=3h
}

@test "the response clock never starts again" {
  promise 'response: {calendar: B, every: 4h}'
  for policy in continue new_cycle first_only; do
    promise 'response: {calendar: B, every: 4h}' "on_reopen: $policy"
    opened '03-02 09:00'
    in_work_as P3 '03-02 09:30'
    solved '03-02 11:00'
    reopened '03-03 09:00'
    says response '03-09 00:00' verdict=met stopped='03-02 09:30' elapsed=30m promises=1
  done
}

# Backdating, and the order of events.

@test "a stop in time that was entered after the due time is met, flagged and counted apart; or a breach, if so agreed" {
  promise 'response: {calendar: B, every: 2h}'
  opened '03-02 09:00'
  accepted_as P3 '03-02 12:00' --at "$(on '03-02 09:10')"
  says response '03-02 13:00' verdict=met elapsed=10m late_entry=yes
  counts 2026-03 '03-03 00:00' response all met=1 breached=0 late_entry=1
  promise 'response: {calendar: B, every: 2h}' 'late_entry: breach'
  says response '03-02 13:00' verdict=breached breached_at='03-02 11:00' cause=late_entry
  counts 2026-03 '03-03 00:00' response all met=0 breached=1
}

@test "a stop entered late but before the due time is an ordinary one" {
  promise 'response: {calendar: B, every: 2h}' 'late_entry: breach'
  opened '03-02 09:00'
  accepted_as P3 '03-02 11:00' --at "$(on '03-02 09:10')"
  says response '03-02 13:00' verdict=met elapsed=10m late_entry=no
}

@test "a call and its answer in time, both typed later, are met and flagged" {
  promise 'response: {calendar: B, every: 30m}'
  opened '03-02 11:00' --at "$(on '03-02 09:00')"
  accepted_as P3 '03-02 11:01' --at "$(on '03-02 09:10')"
  says response '03-02 12:00' verdict=met elapsed=10m late_entry=yes breached_at=none
}

@test "record_delay is the time from what happened to its record" {
  opened '03-02 11:00' --at "$(on '03-02 09:00')"
  rate record_delay 2026-03 '03-03 00:00' 120
}

@test "what is not possible in the order of events is refused, and found by check when it was written by hand" {
  promise 'resolution: {calendar: B, every: 8h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  clock "$(on '03-02 10:00')"
  log=$(itss log "$id")
  itss ticket resume "$id"    # is in progress already: nothing is written
  [ "$(itss log "$id")" = "$log" ]
  held '03-02 11:00' '03-02 18:00'
  log=$(itss log "$id")
  itss ticket resume "$id" --at "$(on '03-02 10:30')"
  [ "$(itss log "$id")" = "$log" ]
  exits 1 itss ticket hold "$id" --hold-reason waiting_user --hold-until "$(on '03-02 18:00')" --at "$(on '03-02 10:30')"
  has LATER_EVENT
  resumed '03-02 12:00'
  solved '03-02 13:00'
  at '03-02 13:10' confirm --process-ok yes --result-ok yes --for 张三 --evidence phone=8001
  at '03-02 13:20' close --close-code satisfied --knowledge-not-needed 'asked once'
  clock "$(on '03-02 14:00')"
  exits 1 itss ticket retract "$id" "$(itss log "$id" --oneline | grep ' hold' | cut -d' ' -f1)" -m x    # then what is resumed?
  exits 1 itss ticket update "$id" --note reply --told phone
  has closed
  says resolution '03-02 14:00' elapsed=3h
  defective=yes
  cat >> "tickets/2026/03/$id.yaml" <<'YAML'
  - at: 2026-03-02T10:30:00+08:00
    by: wang.fang
    do: resume
    recorded: 2026-03-02T14:00:00+08:00
    set: {status: in_progress}
    unset: [hold_consent, hold_reason, hold_until]
YAML
  exits 1 itss check
  has ILLEGAL_MOVE
  says resolution '03-02 14:00' elapsed=3h
}

@test "a breach that was known stays listed as corrected when what broke it is retracted" {
  promise 'resolution: {calendar: B, P1: 1h, P3: 24h, unclassified: 24h}'
  event_of() { itss log "$id" --oneline | grep " $1" | tail -n 1 | cut -d' ' -f1; }
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  classified_as P1 '03-02 09:30'
  at '03-02 12:00' retract "$(event_of classify)" -m 'the wrong ticket'
  says resolution '03-02 13:00' verdict=breached breached_at='03-02 10:00' cause=corrected due='03-03 09:00'
  with=(--known-at "$(on '03-02 11:59:59')")
  says resolution '03-02 13:00' verdict=breached breached_at='03-02 10:00' cause=work due='03-02 10:00'
  with=()
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  classified_as P1 '03-02 09:30'
  at '03-02 10:00' retract "$(event_of classify)" -m 'the wrong ticket'    # before it broke
  says resolution '03-02 13:00' verdict=running breached_at=none
}

@test "a late entry that is taken back leaves the breach as it was" {
  promise 'response: {calendar: B, every: 2h}'
  opened '03-02 09:00'
  accepted_as P3 '03-02 12:00' --at "$(on '03-02 09:10')"
  says response '03-02 12:30' verdict=met late_entry=yes
  at '03-02 13:00' retract "$(itss log "$id" --oneline | grep ' accept' | cut -d' ' -f1)" -m 'another ticket'
  says response '03-02 13:30' verdict=breached breached_at='03-02 11:00' late_entry=no stopped=none cause=work
}

@test "the same question gives the same answer for ever" {
  promise 'resolution: {calendar: B, P1: 1h, P3: 24h, unclassified: 24h}'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:00'
  held '03-02 10:00' '03-02 12:00'
  resumed '03-02 11:00'
  answer() { itss sla explain "$id" --json --now "$1" --known-at "$1"; }
  clock "$(on '03-02 12:00')"
  before=$(answer "$(on '03-02 12:00')")
  classified_as P1 '03-02 13:00'
  told '03-02 14:00' 2>/dev/null
  at '03-02 15:00' comment -m 'seen at ten' --at "$(on '03-02 10:30')"
  solved_late '03-02 16:00' --at "$(on '03-02 11:30')"
  [ "$(answer "$(on '03-02 12:00')")" = "$before" ]
  # Without known_at the past is as it is known today.
  says resolution '03-02 12:00' stopped='03-02 11:30'
}

# The explanation.

# A ticket over the National Day holidays, held once with consent by li.na and once without.
over_the_holidays() {
  itss person new li.na --name 李娜 --side provider --roles l2 --groups desk >/dev/null
  promise 'response: {calendar: A, every: 2h}, progress: {calendar: A, every: 8h}, resolution: {calendar: A, P3: 40h, unclassified: 40h}'
  opened '09-30 16:30'
  accepted_as P3 '09-30 16:45'
  at '09-30 16:50' assign --group desk --assignee li.na --note yours
  at '09-30 17:00' start --as li.na
  held '10-08 09:30' '10-08 11:00' --as li.na
  resumed '10-08 14:00'
  held_without '10-09 10:00' '10-09 15:00'
  resumed '10-09 11:00'
  told '10-10 09:45'
  solved '10-10 10:00' --as li.na
  reopened '10-12 10:00'
}

@test "every stretch has its reason: closed, the holiday's name, a make-up day, who paused, a hold without consent" {
  over_the_holidays
  says resolution '10-12 11:00' verdict=running why='working closed holiday closed working paused hold_lapsed closed hold_lapsed working closed working hold_without_consent working closed working closed make_up resolved working' \
    details='国庆节 waiting_user (li.na) waiting_user (li.na) waiting_user (li.na) waiting_user (wang.fang) fri'
  ITSS_NOW=$(on '10-12 11:00') exits 0 itss sla explain "$id" --clock resolution
  for word in closed 国庆节 'make-up day' 'hold lapsed' 'hold without consent' 'li.na)' 'wang.fang)' resolved paused; do has "$word"; done
  ITSS_NOW=$(on '10-12 11:00') exits 0 itss --lang zh sla explain "$id" --clock resolution
  has 国庆节
}

@test "the stretches of every clock add up to the wall-clock span, and what they count to the elapsed time" {
  over_the_holidays
  for now in '09-30 17:30' '10-03 12:00' '10-08 10:00' '10-08 12:30' '10-09 10:30' '10-10 09:50' '10-11 00:00' '10-12 11:00'; do
    ITSS_NOW=$(on "$now") itss sla explain "$id" --json | python3 "$BATS_TEST_DIRNAME/sla_answers.py" adds_up
    ITSS_NOW=$(on "$now") itss sla explain "$id" | python3 "$BATS_TEST_DIRNAME/sla_answers.py" table_adds_up
  done
}

@test "the explanation names each promise with its target, due time, when it was broken, and by which policy" {
  promise 'resolution: {calendar: A, P1: 2h, P3: 8h, unclassified: 8h}' 'on_change: proportional'
  opened '03-02 09:00'
  in_work_as P3 '03-02 09:30'
  classified_as P1 '03-02 14:00'
  says resolution '03-02 16:00' promises=3 policy.0=opening policy.1=classification policy.2=priority_change \
    method.2=proportional target.2=1h due='03-02 15:00' broken_at.2='03-02 15:00' verdict=breached
  ITSS_NOW=$(on '03-02 16:00') exits 0 itss sla explain "$id" --clock resolution
  for word in opened classified 'priority changed' proportional P1 P3 unclassified '1h 00m 00s' breached "$(on '03-02 15:00')"; do has "$word"; done
}
