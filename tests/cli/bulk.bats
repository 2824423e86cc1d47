# One command for many records: which, whether it is meant, what is refused, and that all of it is one thing.

setup() { load helper; setup_desk; make_desk; }

new_ticket() { itss ticket new "$1" --channel "${2:-email}" --requester 张三 --contact 8001; }
accept() { itss ticket accept "$@" --kind incident --category fault --impact 2 --urgency 2 --severity major --told phone; }
# `new_tickets N`: so many of them, `ticket 1` and so on, in one commit; their ids.
new_tickets() {
  local id
  id=$(new_ticket 'ticket 1') || return 1
  python3 - "tickets/2026/11/$id.yaml" "$1" <<'PYTHON'
import pathlib, sys
first, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
text = first.read_text()
for number in range(2, count + 1):
    name = f"TKT-20261124-{number:05d}"
    first.with_name(name + ".yaml").write_text(text.replace(first.stem, name).replace("ticket 1", f"ticket {number}"))
    print(name)
PYTHON
  git add tickets && git commit -qm many && echo "$id"
}
# `notes TEXT`: how many files have it.
notes() { grep -lr -- "$1" tickets | wc -l; }

@test "a move takes the records that fit the conditions" {
  a=$(new_ticket one) b=$(new_ticket two) c=$(new_ticket three phone)
  exits 0 accept --where channel=email --where status=new --yes
  [ "$(printf '%s\n' "$output" | sort)" = "$(printf '%s\n' "$a" "$b" | sort)" ]
  [ "$(itss ticket list --where status=accepted --ids | sort)" = "$(printf '%s\n' "$a" "$b" | sort)" ]
  [ "$(itss ticket list --where status=new --ids)" = "$c" ]
}

@test "set and comment take conditions too, and what they print is taken by other commands" {
  a=$(new_ticket one) b=$(new_ticket two phone)
  exits 0 itss ticket set title=renamed --where channel=phone
  [ "$output" = "$b" ]
  [ "$(itss ticket list --where title=renamed --ids)" = "$b" ]
  [ "$(itss ticket comment --where channel --yes -m seen | itss ticket show - --json=id | grep -c '"id"')" = 2 ]
}

@test "closed records are meant only if that is said" {
  a=$(new_ticket one) b=$(new_ticket two)
  itss ticket cancel "$a" --cancel-reason mistaken -m 'not needed' --told phone
  [ "$(itss ticket comment --where channel=email -m 1 --yes)" = "$b" ]
  [ "$(itss ticket comment --where channel=email --all -m 2 --yes | wc -l)" = 2 ]
  [ "$(itss ticket comment --where status=cancelled -m 3 --yes)" = "$a" ]
  [ -z "$(itss ticket comment --where status=cancelled --open -m 4 --yes)" ]
}

@test "--mine takes those on which I am to act" {
  a=$(new_ticket one) b=$(new_ticket two)
  accept "$a"
  exits 0 itss ticket list --mine --ids
  mine=$output
  [ -n "$mine" ]
  [ "$(itss ticket comment --mine -m x --yes)" = "$mine" ]
}

@test "beside ids, conditions say which of them" {
  a=$(new_ticket one) b=$(new_ticket two phone)
  run --separate-stderr itss ticket comment "$a" "$b" --where channel=phone -m x
  [ "$status" = 0 ]
  [ "$output" = "$b" ]
  [[ "$stderr" == *"'$a' does not fit the conditions"* ]]
  [ "$(printf '%s\n' "$a" "$b" | itss ticket comment - --where channel=phone -m y 2>/dev/null)" = "$b" ]
  exits 1 itss ticket comment "$a" NOBODY --where channel=email -m z --yes
  has "there is no ticket 'NOBODY'"
  [ "$(notes 'note: z')" = 0 ]
}

@test "a command that says neither an id nor a condition is wrong, and so is a condition that nothing can fit" {
  new_ticket one
  exits 2 itss ticket comment -m x
  has 'itss ticket comment ID..., or --where CONDITION'
  exits 2 itss ticket comment --all -m x
  exits 2 itss ticket comment --where chanel=phone -m x
  has "did you mean 'channel'?"
  exits 0 itss ticket comment --where channel=phone -m x
  has 'no records'
  exits 0 itss ticket comment --where channel=phone -m x --json
  has '[]'
}

@test "without a terminal more than one record needs --yes" {
  a=$(new_ticket one) b=$(new_ticket two)
  exits 2 itss ticket comment --where channel=email -m x
  has '2 records would be changed at once'
  has '--yes'
  [ "$(notes 'note: x')" = 0 ]
  exits 0 itss ticket comment --where title=one -m x
  exits 0 itss ticket comment --where channel=email -m x --dry-run
}

@test "on a terminal it shows some of them and asks" {
  command -v script >/dev/null || skip "no script(1) to make a terminal"
  new_tickets 12 >/dev/null
  export ITSS_BIN NO_COLOR=1 TERM=xterm COLUMNS=100
  asked() { run bash -c "printf '$1\n' | script -qec \"'$ITSS_BIN' ticket comment --where channel=email -m x $2\" /dev/null"; }
  asked n
  has '12 records: comment? [y/N]'
  [ "$(printf '%s\n' "$output" | grep -c 'TKT-20261124-.*  ticket ')" = 10 ]
  has 'and 2 more'
  has 'nothing was written'
  [ "$(notes 'note: x')" = 0 ]
  asked y
  [ "$(notes 'note: x')" = 12 ]
  asked n --yes
  lacks '[y/N]'
  asked n --no-input
  has '--yes says that this is meant'
}

@test "--dry-run prints the diff of every file and writes nothing" {
  a=$(new_ticket one) b=$(new_ticket two)
  before=$(git rev-parse HEAD)
  exits 0 itss ticket comment --where channel=email -m hello --dry-run
  has "+++ b/tickets/2026/11/$a.yaml"
  has "+++ b/tickets/2026/11/$b.yaml"
  [ "$(printf '%s\n' "$output" | grep -c '^+    note: hello')" = 2 ]
  printf '%s\n' "$output" > "$DESK/patch"
  [ "$(git rev-parse HEAD)" = "$before" ]
  [ -z "$(git status --short)" ]
  git apply --check "$DESK/patch"
}

@test "one commit names the verb and how many, lists some ids, and has exactly the files" {
  new_tickets 25 > "$DESK/ids"
  echo x > stray; git add stray
  before=$(git rev-list --count HEAD)
  exits 0 itss ticket comment --where channel=email -m x --yes
  [ "$(git rev-list --count HEAD)" = $((before + 1)) ]
  [ "$(git log -1 --format=%s)" = 'ticket comment: 25 records' ]
  [ "$(git log -1 --format=%b | grep -c ^TKT)" = 20 ]
  git log -1 --format=%b | grep -qx 'and 5 more'
  [ "$(git show --name-only --format= HEAD | sort)" = "$(sed 's,.*,tickets/2026/11/&.yaml,' "$DESK/ids" | sort)" ]
  git diff --cached --name-only | grep -qx stray
}

@test "several ids are one commit too" {
  a=$(new_ticket one) b=$(new_ticket two)
  before=$(git rev-list --count HEAD)
  itss ticket comment "$a" "$b" "$a" -m x
  [ "$(git rev-list --count HEAD)" = $((before + 1)) ]
  [ "$(git log -1 --format=%s)" = 'ticket comment: 2 records' ]
}

@test "one undo takes all of it back" {
  a=$(new_ticket one) b=$(new_ticket two) c=$(new_ticket three)
  accept --where status=new --yes
  [ "$(itss ticket list --where status=accepted --count)" = 3 ]
  exits 0 itss undo
  [ "$(itss ticket list --where status=new --count)" = 3 ]
  [ "$(git log -1 --format=%s)" = 'undo: 3 records' ]
  exits 0 itss check
}

@test "one that is refused is listed, and nothing is written unless --keep-going" {
  a=$(new_ticket one) b=$(new_ticket two) c=$(new_ticket three)
  accept "$b"
  itss group new desk --name Desk
  itss ticket assign "$b" --group desk --assignee li.na -m 'for you'
  before=$(git rev-parse HEAD)
  exits 1 accept --where channel=email --yes
  has "'ticket accept $b' is refused:"
  has 'nothing was written: 1 of 3 records were refused'
  has '--keep-going'
  [ "$(git rev-parse HEAD)" = "$before" ]
  [ -z "$(git status --short)" ]
  exits 1 accept --where channel=email --yes --keep-going
  has "'ticket accept $b' is refused:"
  lacks 'nothing was written'
  [ "$(git log -1 --format=%s)" = 'ticket accept: 2 records' ]
  [ "$(itss ticket list --where status=accepted --ids | sort)" = "$(printf '%s\n' "$a" "$c" | sort)" ]
}

@test "what refuses many records alike is said once, and each of them is named" {
  a=$(new_ticket one) b=$(new_ticket two) c=$(new_ticket three)
  exits 1 itss ticket accept --where status=new --yes
  has "'ticket accept' is refused for 3 records:"
  [ "$(printf '%s\n' "$output" | grep -c "'kind'")" = 1 ]
  for id in "$a" "$b" "$c"; do has "$id"; done
  has 'nothing was written: 3 of 3 records were refused'
  exits 1 itss ticket start --where status=new --yes
  has "'ID' is new"
  has 'itss show ID'
  exits 0 accept --where status=new --yes
  [ "$(printf '%s\n' "$output" | grep -c warning)" -le 1 ]
  exits 0 accept --where status=accepted --yes
  has "'ID' is accepted already ($(printf '%s\n' "$a" "$b" "$c" | sort | paste -sd, | sed 's/,/, /g'))"
}

@test "of ids that were typed, one that is refused does not stop the others" {
  a=$(new_ticket one) b=$(new_ticket two)
  exits 1 accept "$a" NOBODY "$b"
  has "there is no ticket 'NOBODY'"
  [ "$(itss ticket list --where status=accepted --count)" = 2 ]
}

@test "a record that was edited by hand is refused among many" {
  a=$(new_ticket one) b=$(new_ticket two)
  sed -i 's/^title: two/title: twice/' "tickets/2026/11/$b.yaml"
  exits 1 itss ticket comment --where channel=email -m x --yes
  has "'$b' was edited by hand"
  [ "$(notes 'note: x')" = 0 ]
  exits 1 itss ticket comment --where channel=email -m x --yes --keep-going
  [ "$(grep -lr 'note: x' tickets)" = "tickets/2026/11/$a.yaml" ]
}

@test "a file that cannot be read may be one that is meant: nothing is written unless --keep-going" {
  a=$(new_ticket one) b=$(new_ticket two)
  printf 'id: [\n' > "tickets/2026/11/$b.yaml"
  exits 3 itss ticket comment --where title=one -m x
  has '1 record could not be read'
  [ "$(notes 'note: x')" = 0 ]
  exits 3 itss ticket comment --where title=one -m x --keep-going
  [ "$(notes 'note: x')" = 1 ]
}

@test "a second time the same is no error and changes nothing" {
  a=$(new_ticket one) b=$(new_ticket two)
  itss ticket comment --where channel=email -m x --yes
  before=$(git rev-parse HEAD)
  exits 0 itss ticket comment --where channel=email -m x --yes
  has 'already'
  [ "$(git rev-parse HEAD)" = "$before" ]
}

@test "a move that carries others carries each of them once, and undo takes every event back" {
  mkdir -p .itss/schemas
  cat > .itss/schemas/box.yaml <<'YAML'
record: box
label: {zh: 箱}
prefix: BOX
directory: boxes
fields:
  title: {type: text, label: {zh: 标题}}
  inner: {type: links, to: box, label: {zh: 内}}
  marks: {type: number, default: 0, label: {zh: 记}}
states:
  wide: {initial: true, label: {en: Wide, zh: 开}}
  shut: {final: true, label: {en: Shut, zh: 关}}
moves:
  new: {label: {zh: 建}, to: wide, takes: [title, inner]}
  shut: {label: {zh: 关}, from: wide, to: shut, carries: {inner: [shut]}}
YAML
  exits 0 itss schema check box
  a=$(itss box new a) b=$(itss box new b --inner "$a") c=$(itss box new c --inner "$b")
  exits 0 itss box shut "$c" "$b" "$a"
  has "'ID' is shut already ($b, $a)"
  [ "$(itss box list --where status=shut --count)" = 3 ]
  [ "$(grep -c 'do: shut' -r boxes | grep -c ':1$')" = 3 ]
  exits 0 itss check
  exits 0 itss undo
  [ "$(itss box list --where status=wide --count)" = 3 ]
}

@test "writers that are quicker are noticed: everything is judged again" {
  new_tickets 8 >/dev/null
  for n in $(seq 6); do itss ticket comment --where channel=email -m "round $n" --yes >/dev/null 2>>"$DESK/errors" & done
  wait
  for n in $(seq 6); do [ "$(notes "round $n")" = 8 ] || { cat "$DESK/errors"; return 1; }; done
  [ -z "$(git status --short)" ]
  exits 0 itss check
}

@test "two thousand records are one command, one commit and one undo" {
  new_tickets 2001 >/dev/null
  [ "$(itss -q ticket comment --where channel=email -m x --yes | wc -l)" = 2001 ]
  [ "$(git log -1 --format=%s)" = 'ticket comment: 2001 records' ]
  [ -z "$(git status --short)" ]
  exits 0 itss undo
  [ "$(git log -1 --format=%s)" = 'undo: 2001 records' ]
  [ "$(notes 'do: retract')" = 2001 ]
}

@test "what undo cannot take back of many records is said, and all of it stays" {
  a=$(new_ticket one) b=$(new_ticket two)
  itss group new desk --name Desk
  clock 2026-11-24T10:00:00+08:00
  accept --where status=new --yes
  itss ticket assign "$b" --group desk --assignee li.na -m 'for you' --as wang.fang
  itss --as zhao.lei ticket comment "$a" -m other
  printf 'ticket:%s:%s ticket:%s:%s\n' "$a" "$(itss ticket log "$a" --json | python3 -c 'import json,sys; print([e["event"] for e in json.load(sys.stdin) if e["do"] == "accept"][0])')" \
    "$b" "$(itss ticket log "$b" --json | python3 -c 'import json,sys; print([e["event"] for e in json.load(sys.stdin) if e["do"] == "accept"][0])')" > .itss/cache/undo/wang.fang
  before=$(git rev-parse HEAD)
  exits 1 itss undo
  has 'is refused:'
  lacks '--keep-going'
  [ "$(git rev-parse HEAD)" = "$before" ]
}
