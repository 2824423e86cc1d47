# What is never removed, and how a mistake is answered.

setup() { load helper; setup_desk; make_desk; id=$(itss ticket new one --channel email --requester 张三 --contact 8001); }

event() { itss log "$1" --oneline | sed -n "${2}p" | cut -d' ' -f1; }

@test "a retracted event is skipped, shown, and stays in the file" {
  clock 2026-11-24T09:10:00+08:00
  itss ticket set "$id" site=三楼
  exits 0 itss ticket retract "$id" "$(event "$id" 2)" -m 'wrong floor'
  exits 0 itss ticket show "$id" --json=site
  lacks 三楼
  exits 0 itss ticket log "$id"
  has 'retracted by wang.fang'
  grep -q 三楼 "tickets/2026/11/$id.yaml"
  exits 0 itss check
}

@test "the event that made a record cannot be retracted" {
  exits 1 itss ticket retract "$id" "$(event "$id" 1)"
  has FIRST_EVENT
  exits 1 itss undo
  has FIRST_EVENT
  has "itss ticket cancel $id"
}

@test "an event of somebody else is retracted only by a role that may" {
  itss ticket comment "$id" -m mine
  exits 1 itss ticket retract "$id" "$(event "$id" 2)" --as li.na
  has ROLE
}

@test "a retraction is retracted by the id that log shows, and the event counts again" {
  clock 2026-11-24T09:10:00+08:00
  itss ticket set "$id" site=三楼
  clock 2026-11-24T09:11:00+08:00
  itss ticket retract "$id" "$(event "$id" 2)"
  clock 2026-11-24T09:12:00+08:00
  exits 0 itss ticket retract "$id" "$(event "$id" 3)"
  exits 0 itss ticket show "$id" --json=site
  has 三楼
  exits 0 itss check
}

@test "a backdated event that takes a later actor's right is refused and names the later event" {
  itss person new sun.li --name 孙丽 --side provider --roles l1 >/dev/null
  itss ticket accept "$id" --kind incident --category fault --impact 3 --urgency 3 --severity minor
  clock 2026-11-24T09:30:00+08:00
  itss ticket update "$id" -m 'looking'
  clock 2026-11-24T11:00:00+08:00
  exits 1 itss ticket transfer "$id" --owner sun.li -m 'yours' --at '2026-11-24 09:10'
  has LATER_EVENT
  has "'update' at 2026-11-24T09:30:00+08:00"
}

@test "what a move did to other records is taken back first, and undo does both" {
  b=$(itss ticket new two --channel email --requester 张三 --contact 8001)
  itss group new desk --name 服务台 >/dev/null
  for each in "$id" "$b"; do
    itss ticket accept "$each" --kind service_request --category consult --impact 3 --urgency 3 --severity minor
    itss ticket assign "$each" --group desk --assignee wang.fang -m x
    itss ticket start "$each"
  done
  itss ticket attach "$b" --parent "$id"
  clock 2026-11-24T10:00:00+08:00
  itss ticket resolve "$id" --resolution fulfilled --resolution-steps done
  exits 1 itss ticket retract "$id" "$(event "$id" 5)"
  has "it moved '$b' too"
  exits 0 itss undo
  exits 0 itss ticket show "$b" --json=status
  has in_progress
  exits 0 itss check
}

@test "an event of a clock that is behind says when it was entered" {
  clock 2026-11-24T10:01:00+08:00
  itss ticket comment "$id" -m ahead
  clock 2026-11-24T10:00:30+08:00
  exits 0 itss ticket comment "$id" -m behind
  grep -q 'recorded: 2026-11-24T10:00:30+08:00' "tickets/2026/11/$id.yaml"
  clock 2026-11-24T10:02:00+08:00
  exits 0 itss check
}

@test "undo retracts what the last command recorded, then the one before" {
  clock 2026-11-24T09:10:00+08:00
  itss ticket comment "$id" -m first
  clock 2026-11-24T09:11:00+08:00
  itss ticket set "$id" site=三楼
  exits 0 itss undo --dry-run
  has 'do: retract'
  exits 0 itss undo
  [ "$output" = "$id" ]
  exits 0 itss ticket show "$id" --json=site
  lacks 三楼
  exits 0 itss undo
  exits 0 itss ticket log "$id" --oneline
  [ "$(printf '%s\n' "$output" | grep -c 'retracted by')" = 2 ]
  exits 1 itss undo
  has 'cannot be retracted'
}

@test "undo of a command on several records takes all of them back" {
  b=$(itss ticket new two --channel email --requester 张三 --contact 8001)
  itss group new desk --name 服务台 >/dev/null
  clock 2026-11-24T09:10:00+08:00
  itss ticket comment "$id" "$b" -m both
  exits 0 itss undo
  for each in "$id" "$b"; do
    exits 0 itss log "$each" --oneline
    has 'retracted by'
  done
}

# A type whose records carry each other's moves and create notes.
carrying() {
  mkdir -p .itss/schemas
  cat > .itss/schemas/parcel.yaml <<'YAML'
record: parcel
prefix: PAR
directory: parcels
title: title
fields:
  title: {type: text}
  crate: {type: link, to: parcel}
states:
  packed: {initial: true}
  sent: {}
  gone: {final: true}
moves:
  new: {}
  send: {from: packed, to: sent, carries: {parcel.crate: [send]}}
  deliver: {from: sent, to: gone, creates: {receipt: {link: parcel, set: {title: field.title}}}}
YAML
  cat > .itss/schemas/receipt.yaml <<'YAML'
record: receipt
prefix: RCT
directory: receipts
title: title
fields:
  title: {type: text}
  parcel: {type: link, to: parcel}
states:
  kept: {initial: true}
  filed: {final: true}
moves:
  new: {}
  file: {from: kept, to: filed}
YAML
}

@test "undo takes back what still counts of the last command, and tells when nothing does" {
  carrying
  crate=$(itss parcel new big) parcel=$(itss parcel new small --crate "$crate")
  clock 2026-11-24T09:10:00+08:00
  itss parcel send "$crate"
  exits 1 itss parcel retract "$crate" "$(event "$crate" 2)"
  has "it moved '$parcel' too: take that back first"
  itss parcel retract "$parcel" "$(event "$parcel" 2)"
  exits 0 itss undo
  exits 0 itss parcel show "$crate" --json=status
  has packed
  clock 2026-11-24T09:20:00+08:00
  itss ticket comment "$id" -m mine
  itss ticket retract "$id" "$(event "$id" 2)"
  exits 1 itss undo
  has 'was taken back already'
  exits 1 itss undo
  has 'cannot be retracted'
}

@test "undo of a move that created a record takes the move back and names what stays" {
  carrying
  parcel=$(itss parcel new small)
  clock 2026-11-24T09:10:00+08:00
  itss parcel send "$parcel"
  clock 2026-11-24T09:20:00+08:00
  exits 0 itss parcel deliver "$parcel"
  receipt=$(itss receipt list --ids)
  exits 0 itss undo
  has "'$receipt' was made by that command and stays"
  exits 0 itss parcel show "$parcel" --json=status
  has sent
  [ "$(itss receipt list --ids)" = "$receipt" ]
  exits 0 itss check "$parcel" "$receipt"
}

@test "a hand edit that names nobody is not adopted" {
  sed -i 's/^requester: .*/&\nrequester_id: ghost\nservice: nosuch/' "tickets/2026/11/$id.yaml"
  exits 1 itss adopt "$id"
  has "there is no person 'ghost'"
  has "there is no service 'nosuch'"
}

@test "an edit cannot take the alias of another record" {
  other=$(itss ticket new two --channel email --requester 张三 --contact 8001)
  sed -i "s/^title: /aliases: [TKT-20261101-0007]\ntitle: /" "tickets/2026/11/$other.yaml"
  printf '#!/bin/sh\nsed -i "s/^title: /aliases: [TKT-20261101-0007]\\ntitle: /" "$1"\n' > "$DESK/ed"
  chmod +x "$DESK/ed"
  ITSS_EDITOR=$DESK/ed exits 1 itss ticket edit "$id"
  has "the alias 'TKT-20261101-0007' names '$other' already"
  exits 0 itss person amend li.na --aliases li -m x
  exits 1 itss person new cy --name C --aliases li
  has "'li' names 'li.na' already"
}

@test "somebody who did nothing has nothing to undo" {
  exits 1 itss undo --as li.na
  has 'no command'
}

@test "an actor whom nobody knows is refused, with who was likely meant" {
  for command in "ticket list --mine" "ticket list" "ticket comment $id -m x" "ticket show $id"; do
    exits 2 itss $command --as zhao.lie
    has "nobody is called 'zhao.lie' here"
    has "did you mean 'zhao.lei'?"
  done
  ITSS_ACTOR=zhao.lie exits 2 itss ticket list --mine
  exits 2 itss ticket comment "$id" -m x --as 'somebody else'
  has 'itss person list'
  exits 2 itss ticket comment "$id" -m x --as sun.li
  has 'itss person new sun.li'
  ITSS_ACTOR=zhao.lie exits 0 itss config get actor
}

@test "a hand edit is drift: found by check, not written over, recorded by adopt" {
  file=tickets/2026/11/$id.yaml
  sed -i 's/^title: one/title: another/' "$file"
  exits 1 itss check
  has '[DRIFT]'
  exits 1 itss ticket comment "$id" -m x
  has "itss ticket adopt $id"
  grep -q '^title: another' "$file"
  exits 0 itss adopt "$id"
  exits 0 itss check
  exits 0 itss ticket log "$id" --oneline
  has edit
}

@test "a hand edit of the status is not adopted" {
  sed -i 's/^status: new/status: closed/' "tickets/2026/11/$id.yaml"
  exits 1 itss adopt "$id"
  has GUARDED_FIELD
}

@test "edit turns what changed into one event and keeps the comments" {
  printf '#!/bin/sh\nsed -i "s/^title: .*/title: better # as the user says/" "$1"\n' > "$DESK/ed"
  chmod +x "$DESK/ed"
  ITSS_EDITOR=$DESK/ed exits 0 itss ticket edit "$id"
  [ "$output" = "$id" ]
  grep -q '^title: better # as the user says' "tickets/2026/11/$id.yaml"
  exits 0 itss ticket log "$id"
  has 'edit'
  has 'better'
  exits 0 itss check
}

@test "an edit that changes nothing writes nothing" {
  before=$(git rev-parse HEAD)
  ITSS_EDITOR=true exits 0 itss ticket edit "$id"
  has 'nothing was changed'
  [ "$(git rev-parse HEAD)" = "$before" ]
}

@test "an edit that is no valid record is refused, and the text is kept in a named file" {
  printf '#!/bin/sh\necho "title: [" > "$1"\n' > "$DESK/ed"
  chmod +x "$DESK/ed"
  before=$(cat "tickets/2026/11/$id.yaml")
  ITSS_EDITOR=$DESK/ed exits 1 itss ticket edit "$id"
  kept=$(printf '%s' "$output" | sed -n "s/.*kept in '\(.*\)'.*/\1/p")
  [ "$(cat "$kept")" = 'title: [' ]
  [ "$(cat "tickets/2026/11/$id.yaml")" = "$before" ]
}

@test "an edit cannot change the history, the status or the id" {
  for change in 's/do: new/do: accept/' 's/^status: new/status: closed/' "s/^id: .*/id: TKT-20261124-00000/"; do
    printf '#!/bin/sh\nsed -i "%s" "$1"\n' "$change" > "$DESK/ed"
    chmod +x "$DESK/ed"
    ITSS_EDITOR=$DESK/ed exits 1 itss ticket edit "$id"
    has 'kept in'
  done
}

@test "an editor that fails writes nothing" {
  ITSS_EDITOR=false exits 3 itss ticket edit "$id"
  has 'the editor failed'
}

@test "a record changed by somebody else while it was edited is not written over" {
  printf '#!/bin/sh\nsed -i "s/^title: .*/title: mine/" "$1"\n"%s" ticket comment %s -m theirs >/dev/null\n' "$ITSS_BIN" "$id" > "$DESK/ed"
  chmod +x "$DESK/ed"
  ITSS_EDITOR=$DESK/ed run itss ticket edit "$id"
  [ "$status" != 0 ]
  has 'kept in'
  exits 0 itss ticket show "$id" --json=title
  has '"one"'
}
