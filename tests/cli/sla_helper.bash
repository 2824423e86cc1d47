# A desk for the tests of clocks: the calendars A, B and N of itss-sla(7), agreements that a test writes, and tickets
# that live through what it says. Loaded after helper.bash. Times are Shanghai's of 2026, `03-02 09:00` or
# `03-02 09:00:30`, or carry a date and an offset of their own.

# A repository without git and without any agreement. wang.fang does all the work.
make_sla_desk() {
  setup_desk
  copy_of sla new_sla_desk || return 1
  clock 2025-12-01T09:00:00+08:00
}
new_sla_desk() {
  clock 2025-12-01T09:00:00+08:00
  itss init desk --no-git --name 'IT desk' --me wang.fang --my-name 王芳 --roles process_owner,l1,l1_lead,l2,slm >/dev/null
  cd desk || return 1
  itss group new desk --name 服务台 >/dev/null
  rm agreements/desk-default.yaml
  calendar_a > calendars/A.yaml
  printf 'zone: Asia/Shanghai\nweekly: 24x7\n' > calendars/B.yaml
  printf 'zone: America/New_York\nweekly: 24x7\n' > calendars/N.yaml
  printf 'zone: America/New_York\nweekly: {mon-fri: [09:00-17:00]}\n' > calendars/NY.yaml
}

# Whatever a test did through commands is what `itss check` finds in order; `defective=yes` where it wrote otherwise.
check_sla_desk() {
  [ -n "$BATS_TEST_COMPLETED" ] && [ -z "$defective" ] || return 0
  ITSS_NOW=2030-01-01T00:00:00+08:00 itss check
}

# `on TIME`: the instant, with its offset.
on() {
  case $1 in
    *T*) printf '%s' "$1" ;;
    ??-??\ ??:??) printf '2026-%sT%s:00+08:00' "${1% *}" "${1#* }" ;;
    ??-??\ *) printf '2026-%sT%s+08:00' "${1% *}" "${1#* }" ;;
    *\ ??:??) printf '%sT%s:00+08:00' "${1% *}" "${1#* }" ;;
    *) printf '%sT%s+08:00' "${1% *}" "${1#* }" ;;
  esac
}

# `agreement ID LINE...`: an agreement in force with these fields, a line of YAML each. The text of a paper that was
# signed elsewhere: its history begins with an import.
agreement() {
  local id=$1 line fields
  shift
  fields=("title: $id" 'kind: sla' 'status: active' "$@")
  {
    echo "id: $id"
    printf '%s\n' "${fields[@]}"
    printf 'history:\n  - at: 2025-12-01T09:00:00+08:00\n    by: wang.fang\n    do: import\n'
    printf '    source: {system: paper}\n    set:\n'
    for line in "${fields[@]}"; do printf '      %s\n' "$line"; done
  } > "agreements/$id.yaml"
}
# `promise 'resolution: {calendar: B, every: 4h}' LINE...`: the only agreement, by its targets.
promise() { agreement desk "targets: {$1}" "${@:2}"; }

# `opened TIME OPTION...`: a new ticket; its id is in $id.
opened() {
  local channel=phone
  case " ${*:2} " in *' --channel '*) channel= ;; esac
  clock "$(on "$1")"
  id=$(itss ticket new 'Login fails' ${channel:+--channel $channel} --requester 张三 --contact 8001 "${@:2}")
}
# `at TIME VERB OPTION...`: a move of the ticket.
at() {
  clock "$(on "$1")"
  itss ticket "$2" "$id" "${@:3}" >/dev/null
}

# Impact and urgency that make a priority.
level() {
  case $1 in
    P1) echo --impact 1 --urgency 1 ;;
    P2) echo --impact 2 --urgency 2 ;;
    P3) echo --impact 3 --urgency 3 ;;
    P4) echo --impact 4 --urgency 4 ;;
  esac
}
# Accepting tells the requester. A question needs no diagnosis and no repair.
accepted_as() {
  # shellcheck disable=SC2046
  at "$2" accept --kind service_request --category consult --severity minor --accident no $(level "$1") "${@:3}"
}
classified_as() {
  # shellcheck disable=SC2046
  at "$2" classify $(level "$1") --note 'looked again' "${@:3}"
}
# Accepted, assigned and begun within one second.
in_work_as() {
  accepted_as "$@"
  at "$2" assign --group desk --assignee wang.fang --note yours 2>/dev/null
  at "$2" start
}
# `held TIME UNTIL OPTION...`: with the requester's consent; `held_without TIME UNTIL`: on our own decision.
held() { held_without "$@" --hold-consent 张三 --evidence phone=8001; }
held_without() {
  local reason=waiting_user
  case " ${*:3} " in *' --hold-reason '*) reason= ;; esac
  at "$1" hold ${reason:+--hold-reason "$reason"} --hold-until "$(on "$2")" "${@:3}"
}
resumed() { at "$1" resume; }
solved() { at "$1" resolve --resolution fulfilled --resolution-steps done "${@:2}"; }
solved_late() { solved "$@" --late-reason 'it took longer'; }
reopened() { at "$1" reopen --reopen-reason not_solved --note again; }
told() { at "$1" update --note progress --told phone; }
# Told before the ticket is accepted.
told_first() { at "$1" comment --note 'we are on it' --told phone; }

# `says CLOCK TIME KEY=VALUE...`: what `itss sla explain` says of the ticket's clock at that time; sla_answers.py tells
# the keys. Further options of the command stand in the array `with`.
says() {
  output=$(ITSS_NOW=$(on "$2") itss sla explain "$id" --clock "$1" --json "${with[@]}") || return 1
  python3 "$BATS_TEST_DIRNAME/sla_answers.py" clock "${@:3}" <<<"$output"
}
# `counts PERIOD TIME CLOCK LEVEL KEY=VALUE...`: a line of `itss report sla` at that time; LEVEL `all` is the clock's
# whole.
counts() {
  output=$(ITSS_NOW=$(on "$2") itss report sla --month "$1" --json "${with[@]}") || return 1
  python3 "$BATS_TEST_DIRNAME/sla_answers.py" line "${@:3}" <<<"$output"
}
# `breach KEY=VALUE...`: the only breach of a report, JSON on standard input.
breach() { python3 "$BATS_TEST_DIRNAME/sla_answers.py" breach "$@"; }
# `rate MEASURE PERIOD TIME VALUE`: a figure of `itss report kpi`.
rate() {
  output=$(ITSS_NOW=$(on "$3") itss report kpi --month "$2" --measure "$1" --json) || return 1
  python3 "$BATS_TEST_DIRNAME/sla_answers.py" figure "value=$4" <<<"$output"
}
# `add CALENDAR START AMOUNT RESULT`: the arithmetic alone.
add() {
  run --separate-stderr itss calendar add "$1" "$(on "$2")" "$3"
  [ "$output" = "$(on "$4")" ] || { printf '%s, not %s\n%s\n' "$output" "$(on "$4")" "$stderr" >&2; return 1; }
}
