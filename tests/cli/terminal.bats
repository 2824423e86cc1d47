# What a person sees on a terminal, and what a pipe gets instead.

setup() {
  load helper
  command -v script >/dev/null || skip "no script(1) to make a terminal"
  setup_desk
  make_desk
  export NO_COLOR=1 TERM=xterm COLUMNS=100 ITSS_BIN
}

# Runs a command line of itss on a terminal of its own.
terminal() { script -qec "$1" /dev/null </dev/null | tr -d '\r'; }
ticket="ticket new --channel email --requester 张三 --contact 8001"

@test "after a write it says what happened and the next useful command" {
  run terminal "'$ITSS_BIN' $ticket 无法登录"
  [[ "${lines[0]}" =~ ^TKT-20261124-.....\ New\ ·\ 无法登录$ ]]
  [[ "${lines[1]}" =~ ^next:\ itss\ ticket\ accept\ TKT- ]]
  run terminal "'$ITSS_BIN' -q $ticket 无法登录"
  [ -z "$output" ]
}

@test "a list has its header, labels and relative times; in a pipe names, ids and absolute times" {
  itss $ticket 无法登录
  clock 2026-11-24T12:00:00+08:00
  run terminal "'$ITSS_BIN' ticket list"
  [[ "${lines[0]}" =~ ^ID\ +Priority ]]
  has '3 h ago'
  exits 0 itss ticket list
  [ "${#lines[@]}" = 1 ]
  has 2026-11-24T09:00:00+08:00
}

@test "work that takes no second shows no progress" {
  id=$(itss $ticket 无法登录)
  run terminal "'$ITSS_BIN' index rebuild"
  has Records
  lacks indexed
  run terminal "'$ITSS_BIN' ticket comment $id -m x --yes"
  lacks ' files'
}

@test "a list is cut to the window by the width of its characters" {
  itss $ticket 一个很长很长的标题一个很长很长的标题一个很长很长的标题一个很长很长的标题一个很长很长的标题
  run terminal "COLUMNS=60 '$ITSS_BIN' ticket list"
  has …
  printf '%s\n' "$output" | python3 -c '
import sys, unicodedata
for line in sys.stdin.buffer.read().decode().splitlines():
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    assert width <= 60, line'
}

@test "details lose nothing in a narrow window: long values wrap, columns without room stand below" {
  id=$(itss $ticket 一个很长很长的标题一个很长很长的标题一个很长很长的标题一个很长很长的标题一个很长很长的标题END)
  for command in "show $id" "sla explain $id" "report sla 2026-11" "report kpi 2026-11"; do
    run terminal "COLUMNS=72 '$ITSS_BIN' --no-pager $command"
    lacks …
    printf '%s\n' "$output" | python3 -c '
import sys, unicodedata
for line in sys.stdin.buffer.read().decode().splitlines():
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    assert width <= 72 or line.startswith("TKT-20261124-"), line'
  done
  run terminal "COLUMNS=72 '$ITSS_BIN' --no-pager show $id"
  has END
  has 'Due: '
  has 'Still missing: --kind'
}

@test "only long output goes through the pager, and none where it is empty or --no-pager is given" {
  export ITSS_PAGER="sed 's/^/paged: /'"
  run terminal "'$ITSS_BIN' help"
  has 'paged: Usage'
  run terminal "'$ITSS_BIN' version"
  lacks paged
  run terminal "'$ITSS_BIN' help --no-pager"
  lacks paged
  ITSS_PAGER= run terminal "'$ITSS_BIN' help"
  lacks paged
  exits 0 itss help
  lacks paged
}

@test "a pager that cannot be started loses nothing" {
  ITSS_PAGER=no-such-pager run terminal "'$ITSS_BIN' help; echo ended with \$?"
  has Usage
  has "the pager 'no-such-pager' cannot be started"
  has 'ended with 0'
}

@test "leaving the pager early is no error" {
  ITSS_PAGER='head -n 1' run terminal "'$ITSS_BIN' help; echo ended with \$?"
  has 'ended with 0'
}

@test "control characters in a record do not reach the terminal" {
  id=$(itss $ticket $'evil \e[31mred\a')
  run terminal "'$ITSS_BIN' --no-pager ticket show $id; '$ITSS_BIN' ticket list; '$ITSS_BIN' ticket log $id"
  has evil
  lacks $'\e['
  lacks $'\a'
}

@test "colour is for terminals, and words say the same without it" {
  unset NO_COLOR
  itss $ticket one
  run terminal "'$ITSS_BIN' ticket list"
  has $'\e['
  TERM=dumb run terminal "'$ITSS_BIN' ticket list"
  lacks $'\e['
  run terminal "'$ITSS_BIN' --color never ticket list"
  lacks $'\e['
}

@test "colour that is asked for reaches a pipe where a table does" {
  unset NO_COLOR
  itss $ticket one
  exits 0 itss ticket list --color always --format text
  has $'\e['
  exits 0 itss ticket list --color always
  lacks $'\e['
  exits 0 itss ticket list --help
  has 'never of TSV'
}

@test "a retracted event is struck through where there is colour" {
  unset NO_COLOR
  id=$(itss $ticket one)
  itss ticket comment "$id" -m x
  itss undo
  run terminal "'$ITSS_BIN' ticket log $id"
  has $'\e[9m'
}

@test "many records at once are asked about" {
  ids=$(for n in $(seq 51); do echo TKT-20261124-0000$n; done | tr '\n' ' ')
  run bash -c "printf 'n\n' | script -qec \"'$ITSS_BIN' ticket comment $ids -m x\" /dev/null"
  has '51 records: comment? [y/N]'
  has 'nothing was written'
}

@test "without an editor and a terminal, edit says what to set" {
  id=$(itss $ticket one)
  exits 2 itss ticket edit "$id"
  has ITSS_EDITOR
}
