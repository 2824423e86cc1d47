#!/usr/bin/env bats
# The index: commands give the same answers with it and without it, and nobody has to look after it.

load helper

setup() {
  setup_desk
  copy_of faults desk_of_faults || return 1
  clock 2026-11-24T09:00:00+08:00
  id=$(itss ticket list --ids | head -n 1)
}
teardown() { rm -rf "$DESK"; }

desk_of_faults() {
  new_desk
  clock 2026-11-24T09:00:00+08:00
  for number in 1 2 3 4 5; do
    itss ticket new "fault $number" --channel phone --requester Zhang --contact 138 >/dev/null
  done
}

index=.itss/cache/index.sqlite

# `agree COMMAND...`: the same output and exit code with the index and without.
agree() {
  local with without with_code=0 without_code=0
  with=$("$ITSS_BIN" "$@" 2>&1) || with_code=$?
  without=$("$ITSS_BIN" --no-index "$@" 2>&1) || without_code=$?
  [ "$with" = "$without" ] && [ "$with_code" = "$without_code" ] || {
    printf '%s\nwith (%s): %s\nwithout (%s): %s\n' "$*" "$with_code" "$with" "$without_code" "$without" >&2
    return 1
  }
}

all_agree() {
  agree ticket list
  agree ticket list --all --json
  agree ticket list --where status=new --columns id,priority,response.due
  agree ticket search fault
  agree sla due --json
  agree sla check
  agree report kpi 2026-11 --json
  agree report sla 2026-11
  agree ticket show "${id##*-}"
  agree show no-such-record
}

@test "the first question makes the index, without a word" {
  rm -rf .itss/cache
  run --separate-stderr itss ticket list --ids
  [ "$status" = 0 ] && [ -z "$stderr" ] && [ "${#lines[@]}" = 5 ]
  [ -f "$index" ]
}

@test "answers are the same with the index and without" {
  all_agree
  itss ticket cancel "$id" --reason mistaken -m 'entered twice' >/dev/null || true
  all_agree
  printf 'status: [\n' >> "tickets/2026/11/$id.yaml"
  all_agree
  rm "tickets/2026/11/$id.yaml"
  all_agree
}

@test "index status tells what it holds, and reads only what has changed" {
  exits 0 itss index status --json
  [ "$(jq -r .file <<<"$output")" = "$index" ]
  [ "$(jq .records <<<"$output")" -gt 5 ]
  sleep 0.05
  itss index status >/dev/null
  [ "$(itss index status --json | jq .read)" = 0 ]
  itss ticket comment "$id" -m 'again' >/dev/null
  [ "$(itss index status --json | jq .read)" = 1 ]
}

@test "index rebuild makes it anew from the files" {
  itss index status >/dev/null
  exits 0 itss index rebuild --json
  [ "$(jq '.read == .records' <<<"$output")" = true ]
  all_agree
}

@test "a damaged or foreign index is made anew: exit 0, one line on stderr" {
  sleep 0.05
  itss index status >/dev/null
  cp "$index" "$DESK/good"
  for how in text half zero old; do
    rm -f "$index"*
    case $how in
      text) echo 'no index, but a text that is quite long enough to be taken for one by a careless eye' > "$index" ;;
      half) head -c $(($(stat -c %s "$DESK/good") / 2)) "$DESK/good" > "$index" ;;
      zero) head -c 8192 /dev/zero > "$index" ;;
      old) cp "$DESK/good" "$index" && printf '\x63' | dd of="$index" bs=1 seek=63 conv=notrunc status=none ;;
    esac
    run --separate-stderr itss ticket list --ids
    [ "$status" = 0 ] && [ "${#lines[@]}" = 5 ]
    [ "$(wc -l <<<"$stderr")" = 1 ]
    [[ $stderr == *'made anew'* ]]
    run --separate-stderr itss ticket list --ids
    [ "${#lines[@]}" = 5 ] && [ -z "$stderr" ]
  done
}

@test "where the cache cannot be written, answers come without it" {
  rm -rf .itss/cache
  echo 'in the way' > .itss/cache
  exits 0 itss ticket list --ids
  [ "${#lines[@]}" = 5 ]
  exits 3 itss index status
  has 'commands work without it'
}

@test "--no-index leaves nothing behind" {
  rm -rf .itss/cache
  itss --no-index ticket list >/dev/null
  itss ticket list --no-index >/dev/null
  [ ! -e "$index" ]
  exits 3 itss --no-index index status
}

@test "the index is no part of what git sees" {
  itss index status >/dev/null
  [ -z "$(git status --porcelain)" ]
}

@test "several commands at once, the first of all among them" {
  rm -rf .itss/cache
  for n in 1 2 3 4 5 6; do
    { itss report kpi 2026-11 --json > "$DESK/answer.$n" 2> "$DESK/error.$n"; echo $? > "$DESK/code.$n"; } &
  done
  wait
  for n in 1 2 3 4 5 6; do
    [ "$(cat "$DESK/code.$n")" = 0 ]
    [ ! -s "$DESK/error.$n" ]
    cmp "$DESK/answer.1" "$DESK/answer.$n"
  done
}

@test "an edit within one second of the last is seen, though the size is the same" {
  for text in aaaa bbbb cccc dddd; do
    sed -i "s/fault [0-9a-z]*/fault $text/g" "tickets/2026/11/$id.yaml"
    [ "$(itss ticket list --where "id=$id" --columns title --no-header)" = "fault $text" ]
  done
}

@test "the state of the index is told in a pipe too" {
  itss index status | grep -q '^Records  *[0-9]'
  itss index rebuild | grep -q 'Files read just now'
  [ "$(itss index status --json=records | jq .records)" -ge 5 ]
}
