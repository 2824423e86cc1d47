#!/usr/bin/env bash
# Eight processes write and read one repository at the same time, each noting what itss acknowledged (exit code 0). Afterwards
# every acknowledged event is there once, and index and files agree. Speaks TAP.
#   tests/long/eight_writers.sh [SECONDS]       30; Environment: ITSS_BIN; RC_SEED to repeat a run's choices.
set -u
seconds=${1:-30}
work=$(mktemp -d "${TMPDIR:-/tmp}/itss-eight.XXXXXX")
seed=${RC_SEED:-$RANDOM}
export HOME=$work/home XDG_CONFIG_HOME=$work/home/.config GIT_CONFIG_NOSYSTEM=1 LC_ALL=C.UTF-8 TZ=UTC
unset ITSS_NOW ITSS_DIR ITSS_LANG ITSS_ACTOR
mkdir "$HOME" "$work/notes"
git config --global user.name 'Wang Fang'
git config --global user.email wang.fang@example.cn
git config --global init.defaultBranch main
people=(wang.fang li.na)

itss() { "$ITSS_BIN" -C "$work/desk" "$@"; }
founded=$(date -u -d '1 hour ago' +%Y-%m-%dT%H:%M:%SZ)
"$ITSS_BIN" --now "$founded" init "$work/desk" --me wang.fang >/dev/null
itss --now "$founded" --as wang.fang person new li.na --name 李娜 --side provider --roles l1 >/dev/null
itss ticket list >/dev/null 2>&1    # the first command may say that it makes an index

# Each process has its own files: NUMBER.told, a line `ID VERB TEXT` for each acknowledged event; NUMBER.read, the number of
# answers; NUMBER.refused, tickets that it could not accept; NUMBER.failed, what should not have happened.
note() { printf '%s\n' "$*" >>"$work/notes/$me.told"; }
failed() { printf 'process %s: %s\n' "$me" "$*" >>"$work/notes/$me.failed"; }

# The id of some acknowledged ticket of any process.
some_ticket() { awk '$2 == "new" {print $1}' "$work"/notes/*.told 2>/dev/null | shuf -n 1; }

# write ID VERB TEXT COMMAND...: a command that writes one event, of a new ticket if ID is `-`. Only accepting may be refused.
write() {
  local id=$1 verb=$2 text=$3 status
  shift 3
  "$ITSS_BIN" -C "$work/desk" --as "$actor" "$@" >"$work/notes/$me.out" 2>"$work/notes/$me.err"
  status=$?
  if [ "$status" = 0 ]; then
    [ "$id" != - ] || id=$(tail -n 1 "$work/notes/$me.out")
    note "$id $verb $text"
  elif [ "$status" = 1 ] && [ "$verb" = accept ]; then
    echo "$id" >>"$work/notes/$me.refused"
  else
    failed "exit $status of: $*: $(head -n 2 "$work/notes/$me.err" | tr '\n' ' ')"
  fi
}

read_all() { # COMMAND...: what is read must be whole: exit 0, nothing on stderr
  local status
  itss "$@" >"$work/notes/$me.out" 2>"$work/notes/$me.err"
  status=$?
  echo >>"$work/notes/$me.read"
  if [ "$status" != 0 ] || [ -s "$work/notes/$me.err" ]; then
    failed "exit $status of: $*: $(head -n 2 "$work/notes/$me.err" | tr '\n' ' ')"
  fi
}

# A list that begins after a ticket was acknowledged, to whichever process, has it.
list_all() {
  local before=$work/notes/$me.before
  awk '$2 == "new" {print $1}' "$work"/notes/*.told | sort >"$before"
  read_all ticket list --all --ids
  sort "$work/notes/$me.out" | comm -13 - "$before" |
    while read -r id; do failed "$id is not in a list that was made after it"; done
}

process() {
  me=$1 actor=${people[$1 % 2]}
  RANDOM=$((seed + me))
  local number=0 id text
  while [ "$SECONDS" -lt "$seconds" ]; do
    number=$((number + 1)) text=p$me-$number
    id=$(some_ticket)
    case $((number == 1 ? 0 : RANDOM % 10)) in
      0 | 1) write - new "$text" ticket new --title "$text" --channel phone --requester 张三 --contact 6001 --quiet ;;
      2 | 3) write "$id" comment "$text" ticket comment "$id" --note "$text" ;;
      4) write "$id" set "$text" ticket set "$id" --description "$text" ;;
      5) write "$id" accept "$text" ticket accept "$id" --kind incident --category fault --impact 2 --urgency 2 \
        --severity minor --accident no --note "$text" ;;    # refused, once it is accepted
      6) list_all ;;
      7) read_all report kpi ;;
      8) read_all sla due ;;
      9) read_all ticket show "$id" ;;
    esac
  done
}

SECONDS=0
for me in 1 2 3 4 5 6 7 8; do process "$me" & done
wait
me=0

number=0 bad=0
result() { # STATUS NAME FILE: one line of TAP; when STATUS is not 0, FILE says why
  number=$((number + 1))
  [ "$1" = 0 ] && echo "ok $number - $2" && return
  bad=1
  echo "not ok $number - $2"
  head -n 20 "$3" | cut -c 1-300 | sed 's/^/# /'
}

cat "$work"/notes/*.failed >"$work/failed" 2>/dev/null
[ ! -s "$work/failed" ]
result $? "no process saw a failure (seed $seed)" "$work/failed"

cat "$work"/notes/*.told >"$work/told"
answers=$(cat "$work"/notes/*.read | wc -l)
for verb in new comment set accept; do grep -q " $verb " "$work/told" || echo "no $verb was acknowledged"; done >"$work/idle"
[ -s "$work/idle" ] || [ "$answers" -lt 8 ] && echo "$answers answers" >>"$work/idle"
[ ! -s "$work/idle" ]
result $? "all kinds of work were done: $(wc -l <"$work/told") events acknowledged, $answers answers" "$work/idle"

# The events as another reader of YAML finds them, in the form of the notes.
python3 - "$work/desk/tickets" >"$work/found" <<'PYTHON'
import pathlib, sys, yaml
for file in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    record = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    for event in record["history"]:
        changed = event.get("set", {})
        text = {"new": changed.get("title"), "set": changed.get("description")}.get(event["do"], event.get("note"))
        print(record["id"], event["do"], text)
PYTHON
diff <(sort "$work/told") <(sort "$work/found") >"$work/differ"
result $? "every acknowledged event is there once, and no other" "$work/differ"

cat "$work"/notes/*.refused 2>/dev/null | sort -u |
  comm -23 - <(awk '$2 == "accept" {print $1}' "$work/told" | sort) >"$work/refused"
[ ! -s "$work/refused" ]
result $? "only what somebody had accepted could not be accepted" "$work/refused"

itss check >"$work/check" 2>&1 && grep -q 'no findings' "$work/check"
result $? "itss check finds nothing" "$work/check"

git -C "$work/desk" status --porcelain >"$work/left" 2>&1 && [ ! -s "$work/left" ]
result $? "everything is committed" "$work/left"

# The answers of one moment, from the repository in DIR.
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
answers_of() { # DIR OPTIONS...
  local directory=$1
  shift
  for words in 'ticket list --all' 'ticket list --open' 'sla due' 'report kpi' 'report sla' 'ticket search p1'; do
    echo "# $words"
    # shellcheck disable=SC2086
    "$ITSS_BIN" -C "$directory" --now "$now" $words --format json "$@" 2>&1
    echo "exit $?"
  done
}
answers_of "$work/desk" >"$work/answers"
git clone -q "$work/desk" "$work/clone" 2>/dev/null
"$ITSS_BIN" -C "$work/clone" ticket list >/dev/null 2>&1
answers_of "$work/clone" | diff "$work/answers" - >"$work/differ"
result $? "a clone, which has its own index, answers the same" "$work/differ"
answers_of "$work/desk" --no-index | diff "$work/answers" - >"$work/differ"
result $? "the files alone answer the same" "$work/differ"

echo "1..$number"
[ "$bad" = 0 ] && rm -rf "$work" || echo "# left in $work"
exit "$bad"
