# The program itself: help, version, what a wrong command line says.

setup() { load helper; setup_desk; }

@test "without words, with -h, with --help and with help it shows its help on standard output" {
  for words in "" "-h" "--help" "help"; do
    exits 0 "$ITSS_BIN" $words
    has 'Usage'
    has 'itss TYPE VERB'
  done
}

@test "help fits in 80 columns, for every tool and for every verb of a ticket" {
  for page in "" "check" "import" "sla show" "sla explain" "sla due" "sla check" "sla gap" "sla simulate" "report kpi" "report sla" "calendar add" "schema check" "config list" \
    "completion" "ticket" "ticket new" "ticket list" "ticket show" "ticket set" "ticket accept" "exit-codes" "filters" "dates" \
    "environment" "formatting" "ids"; do
    run itss help $page
    [ "$status" = 0 ]
    long=$(printf '%s\n' "$output" | awk 'length($0) > 80')
    [ -z "$long" ] || { echo "$page: $long"; return 1; }
  done
}

@test "the help of a command is the same with -h and with help" {
  a=$(itss help sla show)
  b=$(itss sla show -h)
  [ "$a" = "$b" ]
}

@test "--version is one line that a script can read" {
  exits 0 itss --version
  [[ "$output" =~ ^itss\ [0-9]+\.[0-9]+\.[0-9]+\ \([0-9a-z]+\)$ ]]
  exits 0 itss --version --verbose
  has 'compiler:'
}

@test "a wrong command is refused with a suggestion" {
  exits 2 itss chek
  has "'chek' is not a command"
  has "did you mean 'itss check'?"
  exits 2 itss foo
  lacks 'did you mean'
}

@test "a verb without its noun is told as such" {
  exits 2 itss comment TKT-20261124-7K3QF
  has "'comment' is a verb of record types"
  has 'itss TYPE comment; TYPE is one of'
  exits 2 itss list
  has ticket
  exits 2 itss accept TKT-20261124-7K3QF
  has 'itss ticket accept'
}

@test "a wrong verb of a type is refused with a suggestion" {
  exits 2 itss ticket lst
  has "did you mean 'itss ticket list'?"
}

@test "a wrong option is refused with a suggestion" {
  exits 2 itss ticket list --colums id
  has "has no option '--colums'"
  has "did you mean '--columns'?"
}

@test "--help and help show the same page" {
  make_desk
  for command in "ticket assign" "ticket new" "report kpi" "check"; do
    [ "$(itss help $command)" = "$(itss $command --help)" ]
  done
  exits 0 itss ticket assign --help
  has Rules
}

@test "an option without its value is named" {
  exits 2 itss ticket list --where
  has "'--where' needs a value"
}

@test "an option given twice is named" {
  exits 2 itss calendar show office-cn --month 2026-10 --month 2026-11
  has "'--month' is given twice"
}

@test "an unknown topic is refused with a suggestion" {
  exits 2 itss help exit-code
  has "did you mean 'exit-codes'?"
}

@test "help exit-codes lists every code once" {
  run itss help exit-codes
  for code in 0 1 2 3 4 130; do [ "$(printf '%s\n' "$output" | grep -c "^  $code ")" = 1 ]; done
}

@test "outside of a repository a command that needs one ends with 3 and says how to make one" {
  exits 3 itss ticket list
  has 'not in an itss repository'
  has 'itss init'
}

@test "messages go to standard error" {
  run bash -c "'$ITSS_BIN' chek 2>/dev/null"
  [ -z "$output" ]
}

@test "a full device is noticed" {
  [ -e /dev/full ] || skip "no /dev/full"
  run bash -c "'$ITSS_BIN' help > /dev/full"
  [ "$status" = 3 ]
  has 'cannot write the output'
}

@test "a reader that leaves early is no error message" {
  run bash -c "'$ITSS_BIN' help | head -n 1"
  [ "$status" = 0 ]
  lacks 'error'
}

@test "messages are Chinese where --lang or ITSS_LANG asks for it, whatever the locale" {
  exits 2 itss --lang zh chek
  has '不是'
  ITSS_LANG=zh exits 2 itss chek
  has '不是'
  LC_ALL=zh_CN.UTF-8 exits 2 itss chek
  has '不是'
  exits 2 itss chek
  lacks '不是'
}

@test "a language that itss does not have is refused" {
  exits 2 itss --lang fr help
  has "'fr' is not a language"
}

@test "itss-foo on PATH is a command" {
  mkdir bin
  printf '#!/bin/sh\necho "foo $1"\n' > bin/itss-foo
  chmod +x bin/itss-foo
  PATH=$PWD/bin:$PATH exits 0 itss foo bar
  [ "$output" = 'foo bar' ]
}

@test "completion scripts are printed for each shell, and complete commands, verbs and options" {
  for shell in bash zsh fish; do exits 0 itss completion $shell; has '__complete'; done
  bash -n <(itss completion bash)
  exits 2 itss completion tcsh
  exits 0 itss __complete -- tick
  has 'ticket'
  exits 0 itss __complete -- ticket acc
  has 'accept'
  exits 0 itss __complete -- ticket list --wh
  has '--where'
  exits 0 itss __complete -- ticket list --format h
  [ "$output" = html ]
  exits 0 itss __complete -- ticket new --channel ph
  has 'phone'
  make_desk
  exits 0 itss __complete -- --as wang.fang ticket acc
  has accept
  exits 0 itss __complete -- --as wang
  has wang.fang
  exits 0 itss __complete -- --no-p
  has --no-pager
  exits 0 itss __complete -- ticket accept --kind=in
  has --kind=incident
  exits 0 itss __complete -- ticket accept --kind = in
  [ "${lines[0]}" = incident ]
  exits 0 itss __complete -- help ticket acc
  has accept
  id=$(itss ticket new one --channel email --requester 张三 --contact 8001)
  event=$(itss log "$id" --oneline | cut -d' ' -f1)
  exits 0 itss __complete -- ticket retract -m x "$id" ''
  has "$event"
  cd "$DESK"
  exits 0 itss __complete -- -C desk ticket show TKT
  has "$id"
  exits 0 itss __complete -- ticket show -C desk TKT
  has "$id"
  cd desk
  exits 0 itss __complete -- sla sh
  has 'show'
}

@test "fields, conditions, measures and clocks complete too" {
  make_desk
  [ "$(itss __complete -- report kpi --measure mtt | cut -f1)" = mttr ]
  [ "$(itss __complete -- report kpi --explain=mtt | cut -f1)" = --explain=mttr ]
  [ "$(itss __complete -- report sla --records reso | cut -f1)" = resolution ]
  [ "$(itss __complete -- report kpi --by prio | cut -f1)" = priority ]
  [ "$(itss __complete -- report desk --by priority,assi | cut -f1)" = priority,assignee ]
  [ "$(itss __complete -- ticket list --where prio | cut -f1)" = priority= ]
  [ "$(itss __complete -- person list --where sid | cut -f1)" = side= ]
  [ "$(itss __complete -- export csv person --where sid | cut -f1)" = side= ]
  [ "$(itss __complete -- export sqlite --by prio | cut -f1)" = priority ]
}

@test "a guarded field that 'set' does not take names the moves that do" {
  make_desk
  exits 2 itss person set li.na --groups desk
  has "'itss person set' has no option '--groups'"
  has "'groups' is guarded; it is changed by: itss person "
}

@test "--color takes auto, always or never" {
  exits 2 itss schema list --color sometimes
  has 'auto, always or never'
  exits 0 itss schema list --format text --color always
  has $'\e['
  NO_COLOR=1 exits 0 itss schema list --format text
  lacks $'\e['
}

@test "a person's own settings are weaker than variables and the repository's" {
  mkdir -p "$XDG_CONFIG_HOME/itss"
  printf 'language: zh\naliases: {types: schema list}\nnonsense: 1\n' > "$XDG_CONFIG_HOME/itss/config.yaml"
  exits 0 itss types
  has '工单'
  has "[UNKNOWN_KEY]"
  ITSS_LANG=en exits 0 itss types
  has 'Ticket'
}
