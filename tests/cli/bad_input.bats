# Bad input gets a clear error and loses nothing: each kind has a code and a place, touches no file, and hides no other
# record.

# The desk with its three tickets is made once; each test has a copy of it.
setup_file() {
  load helper
  setup_desk
  make_desk
  READY=$PWD ONE=$(new_ticket one) TWO=$(new_ticket two) BAD=$(new_ticket three)
  FILE=tickets/2026/11/$BAD.yaml
  export READY ONE TWO BAD FILE
}

setup() {
  load helper
  setup_desk
  cp -a "$READY" desk
  cd desk || return 1
  clock 2026-11-24T09:00:00+08:00
}

new_ticket() { itss ticket new "$1" --channel email --requester 张三 --contact 8001 "${@:2}"; }

# All that a command must leave alone: what is there, with its mode and contents.
everything() {
  find . \( -path ./.git -o -path ./.itss/cache \) -prune -o -printf '%p %y %m %l\n' | sort
  find . \( -path ./.git -o -path ./.itss/cache \) -prune -o -type f -readable -print0 | sort -z | xargs -0 sha256sum
}

# `found CODE PLACE`: check says so of the bad file at that place (`:LINE:COL`, or nothing for the file as a whole) and
# ends with 1; not a byte is touched.
found() {
  local before
  before=$(everything)
  exits 1 itss check
  grep -qE "^$FILE$2: error: .+ \[$1\]$" <<<"$output" || { printf 'no %s at %s in: %s\n' "$1" "$2" "$output"; return 1; }
  [ "$(everything)" = "$before" ]
}

# `unreadable CODE PLACE`: the same, and a list has the other two, says which is missing, and ends with 3.
unreadable() {
  found "$@"
  [ "$(itss ticket list --ids 2>/dev/null | sort)" = "$(printf '%s\n' "$ONE" "$TWO" | sort)" ]
  exits 3 itss ticket list
  has "[$1]"
  has '1 record could not be read'
  exits 3 itss ticket show "$BAD"
  has "[$1]"
  exits 0 itss ticket comment "$ONE" -m 'still works'
}

# `readable CODE PLACE`: the same for what hides nothing.
readable() {
  found "$@"
  [ "$(itss ticket list --count)" = 3 ]
}

# An event at the end of the bad file, its lines as arguments.
event() {
  printf '  - at: %s\n    by: wang.fang\n' "$1" >>"$FILE"
  printf '    %s\n' "${@:2}" >>"$FILE"
}
last_event() { grep -n '^  - at' "$FILE" | tail -n 1 | cut -d: -f1; }

@test "a sound desk has no findings" {
  exits 0 itss check
  exits 0 itss ticket list
}

@test "malformed YAML" {
  printf 'id: %s\ntitle: [a, b\n' "$BAD" >"$FILE"
  unreadable SYNTAX ':[23]:[0-9]+'
}

@test "a binary file" {
  head -c 4096 /dev/urandom >"$FILE"
  printf '\0\377' | dd of="$FILE" conv=notrunc status=none
  unreadable '(BAD_ENCODING|SYNTAX)' ':1:[0-9]+' || unreadable SYNTAX ':1:1'
}

@test "a key that occurs twice" {
  sed -i '2a title: again' "$FILE"
  unreadable DUPLICATE_KEY ':3:1'
}

@test "a tab where blanks are needed" {
  printf '\tnote: x\n' >>"$FILE"
  unreadable TAB ":$(wc -l <"$FILE"):1"
}

@test "an empty file, and one with nothing but a comment" {
  : >"$FILE"
  unreadable EMPTY_FILE '(:1:1)?'
  echo '# nothing' >"$FILE"
  unreadable EMPTY_FILE '(:1:1)?'
}

@test "a list instead of a record" {
  echo '- 1' >"$FILE"
  unreadable NOT_A_MAPPING ':1:1'
}

@test "a directory in a record's place" {
  rm "$FILE"
  mkdir "$FILE"
  unreadable NOT_A_FILE ''
}

@test "a symbolic link to nothing, and one that leaves the repository" {
  ln -sf nowhere "$FILE"
  unreadable NOT_A_FILE ''
  ln -sf /etc/hostname "$FILE"
  unreadable NOT_A_FILE ''
}

@test "a pipe in a record's place does not block" {
  rm "$FILE"
  mkfifo "$FILE"
  unreadable NOT_A_FILE ''
}

@test "a file of 100 MB" {
  truncate -s 100M "$FILE"
  unreadable FILE_TOO_LARGE ''
}

@test "nesting 10,000 deep" {
  { printf 'x: '; printf '%10000s' | tr ' ' '['; printf '%10000s\n' | tr ' ' ']'; } >>"$FILE"
  unreadable NESTED_TOO_DEEP ':[0-9]+:[0-9]+'
}

@test "an alias bomb" {
  {
    echo 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]'
    for i in 1 2 3 4 5 6 7 8 9; do
      p="*a$((i - 1))"
      echo "a$i: &a$i [$p, $p, $p, $p, $p, $p, $p, $p, $p, $p]"
    done
  } >>"$FILE"
  unreadable ALIAS_LIMIT ':[0-9]+:[0-9]+'
}

@test "bytes that are not UTF-8" {
  printf 'remark: "\377"\n' >>"$FILE"
  unreadable BAD_ENCODING ":$(wc -l <"$FILE"):10"
}

@test "conflict markers" {
  sed -i '2i <<<<<<< HEAD' "$FILE"
  unreadable CONFLICT_MARKER ':2:1'
}

@test "an unknown state" {
  sed -i 's/^status: new/status: nwe/' "$FILE"
  readable UNKNOWN_STATE ":$(grep -n ^status "$FILE" | cut -d: -f1):9"
  has "did you mean 'new'?"
}

@test "an unknown code" {
  event 2026-11-24T09:00:00+08:00 'do: set' 'set: {accident: yess}'
  readable UNKNOWN_CODE ":$(wc -l <"$FILE"):21"
  has "did you mean 'yes'?"
}

@test "an unknown field in an event" {
  event 2026-11-24T09:00:00+08:00 'do: set' 'set: {colour: red}'
  readable UNKNOWN_FIELD ":$(wc -l <"$FILE"):11"
}

@test "an unknown move" {
  event 2026-11-24T09:00:00+08:00 'do: acept'
  readable UNKNOWN_MOVE ":$(last_event):5"
  has "did you mean 'accept'?"
}

@test "a move that was not possible" {
  event 2026-11-24T09:00:00+08:00 'do: close' 'set: {status: closed}'
  sed -i 's/^status: new/status: closed/' "$FILE"
  found ILLEGAL_MOVE ":$(last_event):5"
}

@test "a role that nobody knows" {
  sed -i 's/l1_lead/grand_vizier/' people/wang.fang.yaml
  FILE=people/wang.fang.yaml
  found UNKNOWN_CODE ':[0-9]+:[0-9]+'
  has grand_vizier
}

@test "a link to nothing" {
  event 2026-11-24T09:00:00+08:00 'do: set' 'set: {service: no.such.thing}'
  sed -i '/^history/i service: no.such.thing' "$FILE"
  readable DANGLING_LINK ':[0-9]+:[0-9]+'
  has no.such.thing
}

@test "an event of somebody who is not there" {
  sed -i 's/by: wang.fang/by: nobody/' "$FILE"
  readable DANGLING_LINK ':[0-9]+:5'
}

@test "a value of the wrong type, and a missing part" {
  event soon 'do: comment' 'note: x'
  unreadable TIME_WITHOUT_OFFSET ":$(last_event):9"
  sed -i '/at: soon/,$d' "$FILE"
  printf '  - at: 2026-11-24T09:00:00+08:00\n    do: comment\n' >>"$FILE"
  unreadable MISSING_FIELD ":$(last_event):5"
  sed -i '/^  - at/,$d' "$FILE"
  echo '  - 1' >>"$FILE"
  unreadable NOT_A_MAPPING ":$(wc -l <"$FILE"):5"
}

@test "a time without an offset" {
  sed -i '0,/at: 2026-11-24T09:00:00+08:00/s//at: 2026-11-24T09:00:00/' "$FILE"
  unreadable TIME_WITHOUT_OFFSET ':[0-9]+:9'
}

@test "a time in the future" {
  event 2026-11-25T09:00:00+08:00 'do: comment' 'note: x'
  readable EVENT_IN_FUTURE ":$(last_event):5"
}

@test "events out of order" {
  event 2026-11-24T08:00:00+08:00 'do: comment' 'note: x'
  readable EVENT_ORDER ":$(last_event):5"
}

@test "a field edited by hand" {
  sed -i 's/^title: three/title: four/' "$FILE"
  readable DRIFT ':[0-9]+:[0-9]+'
}

@test "two records with one id" {
  cp "$FILE" tickets/2026/11/copy.yaml
  whole=$FILE FILE=tickets/2026/11/copy.yaml
  found DUPLICATE_ID ':1:5'
  has "$whole"
  exits 3 itss ticket list --count
  has 3
}

@test "an id that is not that of the file, and a file in the wrong month" {
  sed -i 's/^id: .*/id: TKT-20261124-00000/' "$FILE"
  unreadable ID_MISMATCH ':1:5'
  git checkout -q "$FILE"
  mkdir tickets/2026/10
  mv "$FILE" tickets/2026/10/
  FILE=${FILE/11/10}
  found MISPLACED ':1:5'
  exits 3 itss ticket list
}

@test "a path in the id, in the file and on the command line" {
  sed -i 's,^id: .*,id: ../../../etc/passwd,' "$FILE"
  unreadable WRONG_TYPE ':1:5'
  git checkout -q "$FILE"
  cp "$FILE" ../outside.yaml
  before=$(everything; sha256sum ../outside.yaml)
  for id in ../outside ../../outside.yaml tickets/../../outside.yaml "$PWD/../outside.yaml" /etc/passwd .. . '' \
    "../tickets/2026/11/$BAD"; do
    for words in "show" "comment -m x" "cancel -m x" "set title=y"; do
      run itss ticket ${words%% *} "$id" $([ "$words" = "${words#* }" ] || echo "${words#* }")
      [[ "$status" = [123] ]] || { echo "'$words' of '$id' ended with $status: $output"; return 1; }
    done
    run itss person new "$id" --name x --side provider
    [[ "$status" = [123] ]] || { echo "person new '$id' ended with $status: $output"; return 1; }
  done
  [ "$(everything; sha256sum ../outside.yaml)" = "$before" ]
}

@test "a bad schema of the team does not stop the other types" {
  mkdir -p .itss/schemas
  printf 'record: visitor\nfields: [\n' >.itss/schemas/visitor.yaml
  exits 1 itss check
  has '.itss/schemas/visitor.yaml:'
  has '[SYNTAX]'
  exits 0 itss ticket list --count
}

@test "somebody of none of the parties" {
  mkdir -p .itss/schemas
  cat >.itss/schemas/pact.yaml <<'PACT'
record: pact
label: {en: Pact, zh: 约定}
prefix: PCT
directory: pacts
title: title
columns: [id, status, title]
fields:
  title: {type: text, required: true, label: {en: Title, zh: 标题}}
states:
  draft: {label: {en: Draft, zh: 草稿}, initial: true}
  signed: {label: {en: Signed, zh: 已签}, final: true}
moves:
  new: {label: {en: Draft, zh: 起草}, requires: [title]}
  sign: {label: {en: Sign, zh: 签署}, from: draft, to: signed, parties: {of: actor.side, all: [customer]}}
PACT
  exits 0 itss check
  id=$(itss pact new peace --no-commit)
  exits 1 itss pact sign "$id"
  has '[PARTIES]'
}

@test "words that mean nothing are told, not passed over" {
  for words in 'list --where opened>=garbage' 'list --where nosuch=1' 'list --where status=nosuch' 'list --limit -1' \
    'list --json=nosuch' "show $ONE --json=nosuch" 'list --sort nosuch' 'list --columns nosuch' 'list --format pdf' \
    'list --template {nosuch}' 'list --where owner.nosuch=1' 'list --limit abc' 'list --now garbage' 'frobnicate' "comment $ONE -m x --at 2026-02-30"; do
    exits 2 itss ticket $words
  done
  exits 2 itss -C
  exits 2 itss init ''
  exits 2 itss ''
  exits 0 itss ticket list --where 'opened>=-7d' --json=id,title,file
  exits 0 itss ticket show "$ONE" --json=id,history,clocks,next
}

@test "texts that no form fits are refused, and any other is kept as it is" {
  before=$(everything)
  exits 1 new_ticket ''
  exits 1 new_ticket '  '
  exits 1 new_ticket $'two\nlines'
  exits 1 new_ticket $'not \377 UTF-8'
  exits 1 itss ticket new five --channel $'a\nb' --requester x --contact 1
  [ "$(everything)" = "$before" ]
  for title in '🎫 émoji 👨‍👩‍👧' 'a: b # c' '[x]' 'null' '? y' '<<<<<<< HEAD' \
    "$(printf '%40000s' x | sed 's/ /字/g')"; do
    id=$(new_ticket "$title" --no-commit)
    [ "$(itss ticket show "$id" --json=title | python3 -c 'import json, sys; print(json.load(sys.stdin)["title"])')" = "$title" ]
  done
  exits 0 itss check
}

@test "a text of an event or a key that is not UTF-8 is refused, and the option is named" {
  before=$(everything)
  for option in note told for evidence; do
    exits 1 itss ticket accept "$ONE" --$option=$'a\377'
    has "'$option': not valid UTF-8 [VALUE]"
    has "  --$option"
  done
  exits 1 itss ticket set "$ONE" --put $'outages.k\377.from=2026-11-24 08:00'
  has '--outages'
  exits 1 itss ticket set "$ONE" --drop $'outages.k\377'
  exits 1 new_ticket five -m $'\377'
  [ "$(everything)" = "$before" ]
  exits 0 itss ticket comment "$ONE" -m $'bell \a'
  exits 0 itss check
}

# Who may not write: an ordinary user, even if the tests run as root.
nobody() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid 65534 --regid 65534 --clear-groups env HOME="$HOME" "$ITSS_BIN" "$@"
  else
    "$ITSS_BIN" "$@"
  fi
}
need_nobody() {
  local directory=$DESK
  chmod -R a+rX "$DESK"
  until [ "$directory" = "$BATS_RUN_TMPDIR" ] || [ "$directory" = / ]; do
    directory=$(dirname "$directory")
    chmod a+x "$directory"
  done
  nobody version >/dev/null 2>&1 || skip "no way to run as somebody without rights here"
}

@test "a record that may not be read" {
  need_nobody
  chmod 000 "$FILE"
  exits 1 nobody check
  has "$FILE: error: cannot read: permission denied [UNREADABLE]"
  exits 3 nobody ticket list --ids
  has "$ONE"
  has "$TWO"
}

@test "a read-only directory" {
  need_nobody
  chmod -R a-w .
  before=$(everything)
  exits 3 nobody ticket new four --channel email --requester x --contact 1 --as wang.fang --no-commit
  has 'permission denied'
  exits 3 nobody ticket comment "$ONE" -m x --as wang.fang --no-commit
  exits 0 nobody ticket list --count
  [ "$(everything)" = "$before" ]
}

@test "a disk that takes nothing more" {
  before=$(everything)
  run bash -c 'trap "" XFSZ; ulimit -f 0; "$ITSS_BIN" ticket comment "$ONE" "$TWO" -m x --no-commit 2>&1 | cat; exit "${PIPESTATUS[0]}"'
  [ "$status" = 3 ]
  has error
  [ "$(everything)" = "$before" ]
  exits 0 itss check
}

@test "an answer that could not be written is not a success" {
  run bash -c '"$ITSS_BIN" ticket list >/dev/full'
  [ "$status" = 3 ]
}

@test "twenty writers at once: all are kept, and all are committed" {
  for i in $(seq 20); do new_ticket "number $i" >"../id.$i" 2>"../err.$i" & done
  for job in $(jobs -p); do wait "$job" || { cat ../err.*; return 1; }; done
  [ "$(cat ../id.* | sort -u | wc -l)" = 20 ]
  [ "$(itss ticket list --count)" = 23 ]
  exits 0 itss check
  [ -z "$(git status --porcelain)" ]
}

@test "twenty writers to one record: each is done or says why not" {
  comment() {
    itss ticket comment "$ONE" -m "word $1" >/dev/null 2>"../err.$1"
    echo $? >"../exit.$1"
  }
  for i in $(seq 20); do comment "$i" & done
  wait
  done=$(cat ../exit.* | grep -c '^0$')
  [ "$done" -ge 1 ]
  [ "$(itss ticket log "$ONE" --oneline | grep -c 'word [0-9]')" = "$done" ]
  [ "$(grep -lE 'was changed since it was read' ../err.* | wc -l)" = $((20 - done)) ]
  exits 0 itss check
  [ -z "$(git status --porcelain)" ]
}

# Somebody else's lock, until the test ends.
hold_lock() {
  mkdir -p .itss/cache
  flock -F .itss/cache/lock \
    sh -c 'echo "4711 elsewhere itss import" >.itss/cache/lock; touch ../held; exec sleep 60' 3>&- &
  HOLDER=$!
  for _ in $(seq 100); do [ -e ../held ] && return; sleep 0.05; done
}
teardown() { [ -z "${HOLDER:-}" ] || kill "$HOLDER"; }

@test "a lock held by somebody else: says who, after a bounded wait" {
  printf 'lock: {wait: 1s}\n' >>itss.yaml
  hold_lock
  before=$(everything)
  exits 3 itss ticket comment "$ONE" -m x
  has 'process 4711 on elsewhere (itss import)'
  exits 0 itss ticket list --count
  [ "$(everything)" = "$before" ]
}

@test "Ctrl-C while waiting for the lock" {
  hold_lock
  before=$(everything)
  started=$SECONDS
  exits 130 timeout --preserve-status -s INT 1 "$ITSS_BIN" ticket comment "$ONE" -m x
  [ $((SECONDS - started)) -lt 8 ]
  [ "$(everything)" = "$before" ]
}

@test "Ctrl-C while ids are read" {
  mkfifo ../ids
  sleep 30 >../ids 3>&- &
  HOLDER=$!
  before=$(everything)
  exits 130 timeout --preserve-status -s INT 1 "$ITSS_BIN" ticket comment - -m x <../ids
  [ "$(everything)" = "$before" ]
}
