# Records from the first word to the end, as a person would type it.

setup() { load helper; setup_desk; make_desk; }

new_ticket() { itss ticket new "$1" --channel email --requester 张三 --contact 8001 "${@:2}"; }
accept() { itss ticket accept "$1" --kind incident --category fault --impact 2 --urgency 2 --severity major --told phone "${@:2}"; }

@test "init makes a repository that check finds sound" {
  [ -f itss.yaml ]
  [ -f people/wang.fang.yaml ]
  [ -f calendars/office-cn.yaml ]
  exits 0 itss check
  has 'no findings'
}

@test "init --since lets the founder enter what happened before" {
  exits 0 itss init early --me bo --since 2026-11-01
  cd early
  exits 0 itss --as bo ticket new 'paper order' --channel paper --paper-no 7 --requester 张三 --contact 8001 --at '2026-11-20 16:45'
  exits 0 itss check
  exits 2 itss init later --me bo --since 2027-01-01
  has 'lies in the future'
  exits 2 itss init later --me bo --since someday
}

@test "init refuses a directory that is a repository already" {
  exits 1 itss init .
  has 'already'
}

@test "new prints only the id in a pipe, and the file follows from it" {
  id=$(new_ticket '无法登录')
  [[ "$id" =~ ^TKT-20261124-[0-9A-HJKMNP-TV-Z]{5}$ ]]
  [ -f "tickets/2026/11/$id.yaml" ]
  grep -q '^title: 无法登录' "tickets/2026/11/$id.yaml"
}

@test "each command commits exactly the files that it wrote" {
  echo x > stray; git add stray
  id=$(new_ticket one)
  [ "$(git show --name-only --format= HEAD)" = "tickets/2026/11/$id.yaml" ]
  git diff --cached --name-only | grep -qx stray
  [ "$(git log -1 --format=%s)" = "ticket new $id" ]
}

@test "--no-commit and git.commit: false write without a commit" {
  before=$(git rev-parse HEAD)
  new_ticket one --no-commit
  [ "$(git rev-parse HEAD)" = "$before" ]
  sed -i 's/commit: true/commit: false/' itss.yaml
  new_ticket two
  [ "$(git rev-parse HEAD)" = "$before" ]
}

@test "acting as somebody else is named in the commit" {
  new_ticket one --as wang.fang
  ! git log -1 --format=%B | grep -q Acting-As
  id=$(new_ticket two)
  itss ticket comment "$id" -m 'seen' --as li.na
  git log -1 --format=%B | grep -qx 'Acting-As: li.na'
}

@test "a refused commit leaves the record written and ends with 4" {
  printf '#!/bin/sh\necho "not today" >&2\nexit 1\n' > .git/hooks/pre-commit
  chmod +x .git/hooks/pre-commit
  run new_ticket one
  [ "$status" = 4 ]
  has 'git refused the commit'
  [ "$(itss ticket list --count)" = 1 ]
}

@test "a commit that fails while others commit is tried again" {
  id=$(new_ticket one)
  cat > .git/hooks/pre-commit <<'HOOK'
#!/bin/sh
[ "$(cat ../tries)" -lt 3 ] || exit 0
echo $(($(cat ../tries) + 1)) > ../tries
git update-ref HEAD "$(git commit-tree -p HEAD -m 'somebody else' 'HEAD^{tree}')"
exit 1
HOOK
  chmod +x .git/hooks/pre-commit
  echo 0 > ../tries
  run itss ticket comment "$id" -m 'seen'
  [ "$status" = 0 ]
  [ "$(git log --format=%s | grep -c 'somebody else')" = 3 ]
  [ -z "$(git status --porcelain)" ]
}

@test "while a merge is in progress nothing is committed, and it says so" {
  git rev-parse HEAD > .git/MERGE_HEAD
  run new_ticket one
  [ "$status" = 0 ]
  has 'a merge is in progress'
  rm .git/MERGE_HEAD
  [ -n "$(git status --short)" ]
}

@test "a refusal lists all that is missing, with clauses and options, and writes nothing" {
  id=$(new_ticket one)
  exits 1 itss ticket accept "$id"
  for word in REQUIRES --kind --category --impact --urgency --severity 台A; do has "$word"; done
  [ "$(itss ticket log "$id" --oneline | wc -l)" = 1 ]
}

@test "a move by somebody without the role is refused" {
  id=$(new_ticket one)
  run accept "$id" --as li.na
  [ "$status" = 1 ]
  has ROLE
}

@test "accepting sets the owner and derives the priority" {
  id=$(new_ticket one)
  clock 2026-11-24T09:05:00+08:00
  accept "$id"
  exits 0 itss ticket show "$id" --json=status,owner,priority
  has '"status": "accepted"'
  has '"owner": "wang.fang"'
  has '"priority": "P2"'
}

@test "a move that is done already is a note, not an error" {
  id=$(new_ticket one)
  accept "$id"
  run accept "$id"
  [ "$status" = 0 ]
  has already
}

@test "a move from another state is refused when something was said with it, since that would be lost" {
  id=$(new_ticket one)
  accept "$id"
  exits 1 itss ticket return "$id" --return-reason wrong_group -m 'not ours'
  has '[MOVE_STATE]'
  exits 1 itss ticket resolve "$id" --resolution fixed --resolution-steps done
  has "is accepted; 'resolve' starts from in_progress, on_hold"
}

@test "any unique part of an id is enough, an ambiguous one is refused with the candidates" {
  a=$(new_ticket one) b=$(new_ticket two)
  exits 0 itss ticket show "${a: -5}" --json=id
  has "$a"
  exits 0 itss show "$(printf '%s' "${b: -5}" | tr A-Z a-z)" --json=id
  has "$b"
  exits 1 itss ticket show TKT-2026
  has ambiguous
  has "$a"
  has "$b"
  exits 1 itss ticket show TKT-20261124-ZZZZZ
  has 'there is no ticket'
}

@test "a name that records of two types have is ambiguous, and the noun tells them apart" {
  itss group new email --name 邮件组 --as zhao.lei 2>/dev/null || itss group new email --name 邮件组
  exits 1 itss show email
  has "'email' is ambiguous: 2 records have it"
  has 'group email, service email'
  exits 0 itss service show email --json=type
  has '"service"'
}

@test "several ids at once, and ids from standard input; one that fails is named and the others go on" {
  a=$(new_ticket one) b=$(new_ticket two)
  exits 0 itss ticket comment "$a" "$b" -m both
  [ "$output" = "$a"$'\n'"$b" ]
  run bash -c "'$ITSS_BIN' ticket list --ids | '$ITSS_BIN' ticket comment - -m again"
  [ "$status" = 0 ]
  [ "$(itss ticket log "$a" --oneline | wc -l)" = 3 ]
  exits 1 itss ticket comment "$a" nothing-like-it "$b" -m third
  has 'nothing-like-it'
  [ "$(itss ticket log "$b" --oneline | wc -l)" = 4 ]
}

@test "--dry-run shows the lines that would change and writes nothing" {
  id=$(new_ticket one)
  before=$(cat "tickets/2026/11/$id.yaml")
  exits 0 itss ticket comment "$id" -m hello -n
  has "+++ b/tickets/2026/11/$id.yaml"
  has '+    note: hello'
  [ "$(cat "tickets/2026/11/$id.yaml")" = "$before" ]
}

@test "what --dry-run shows is a patch that git applies, and the same change" {
  id=$(new_ticket one)
  file=tickets/2026/11/$id.yaml
  sed -i -e '/^title/s/$/  # why/' "$file"
  printf '# the end' >>"$file"
  git commit -qam 'by hand'
  for words in "set $id title=two site=三楼" "comment $id -m hello" "set $id --unset site"; do
    before=$(git rev-parse HEAD)
    itss ticket $words --dry-run >patch
    git apply patch
    sha256sum <"$file" >patched
    git checkout -q -- "$file"
    exits 0 itss ticket $words
    sha256sum <"$file" | cmp - patched
    run ! git diff --quiet "$before" HEAD -- "$file"
  done
  itss ticket new three --channel email --requester 张三 --contact 8001 --dry-run >patch
  git apply patch
  exits 0 itss check
  [ "$(itss ticket list --ids | wc -l)" = 2 ]
}

@test "--dry-run refuses a hand edit as the write does" {
  id=$(new_ticket one)
  sed -i 's/^title: .*/title: by hand/' "tickets/2026/11/$id.yaml"
  exits 1 itss ticket comment "$id" -m x
  refusal=$output
  exits 1 itss ticket comment "$id" -m x --dry-run
  [ "$output" = "$refusal" ]
  exits 0 itss adopt "$id" --dry-run
  has '+    do: edit'
}

@test "set changes fields that no move guards, and only those" {
  id=$(new_ticket one)
  exits 0 itss ticket set "$id" site=三楼 --add resources=数据库,网络
  exits 0 itss ticket show "$id" --json=site,resources
  has '"site": "三楼"'
  has '"网络"'
  exits 0 itss ticket set "$id" --remove resources=网络 --unset site
  exits 0 itss ticket show "$id" --json=site,resources
  lacks 三楼
  lacks 网络
  exits 1 itss ticket set "$id" priority=P1
  has GUARDED_FIELD
  exits 2 itss ticket set "$id" tittle=x
  has "did you mean 'title'?"
}

@test "sub-records are put and dropped" {
  id=$(new_ticket one)
  exits 0 itss ticket set "$id" --put 'outages.first.from=2026-11-24 08:00' --outages 'first.to=2026-11-24 08:30'
  exits 0 itss ticket show "$id" --json=outages
  has '"from": "2026-11-24T08:00:00+08:00"'
  has '"to": "2026-11-24T08:30:00+08:00"'
  exits 2 itss ticket set "$id" --outages second
  has "'second' is not KEY.PART=VALUE"
  exits 2 itss ticket set "$id" --put outages.second
  exits 0 itss ticket set "$id" --drop outages.first
  exits 0 itss ticket show "$id" --json=outages
  lacks first
}

@test "comments in a block list or map survive --add, --remove, --put and --drop" {
  id=$(new_ticket one)
  file=tickets/2026/11/$id.yaml
  itss ticket set "$id" --add resources=r1 --add resources=r2 --put 'outages.k.from=2026-11-24 08:00'
  python3 - "$file" <<'PY'
import re, sys
text = open(sys.argv[1], encoding='utf-8').read()
text = re.sub(r'^resources: .*\n', 'resources:\n  - r1   # first\n  # between\n  - r2\n', text, flags=re.M)
text = re.sub(r'^outages: .*\n', 'outages:\n  k:   # key\n    from: 2026-11-24T08:00:00+08:00   # when\n', text, flags=re.M)
open(sys.argv[1], 'w', encoding='utf-8').write(text)
PY
  git commit -qam 'by hand'
  exits 0 itss check
  exits 0 itss ticket set "$id" --add resources=r3 --put 'outages.k.to=2026-11-24 09:00'
  run git show --format= --unified=0 -- "$file"
  has $'+  - r3\n'
  has $'+    to: 2026-11-24T09:00:00+08:00\n'
  [ "$(printf '%s\n' "$output" | grep -c '^-[^-]')" = 0 ]
  exits 0 itss ticket set "$id" --remove resources=r1 --put 'outages.k.from=2026-11-24 08:30'
  grep -qx 'resources:' "$file"
  grep -qx '  # between' "$file"
  grep -qx '  k:   # key' "$file"
  grep -qx '    from: 2026-11-24T08:30:00+08:00   # when' "$file"
  exits 0 itss ticket set "$id" --drop outages.k
  grep -qx '  # between' "$file"
  exits 0 itss check
}

@test "a sub-record without keys is filled part by part" {
  mkdir -p .itss/schemas
  cat > .itss/schemas/visit.yaml <<'YAML'
record: visit
prefix: VIS
directory: visits
title: title
fields:
  title: {type: text}
  window: {type: map, fields: {from: {type: instant}, to: {type: instant}}}
states:
  planned: {initial: true}
moves:
  new: {}
YAML
  id=$(itss visit new x)
  exits 0 itss visit set "$id" --window 'from=2026-11-24 08:00'
  exits 0 itss visit set "$id" --put 'window.to=2026-11-24 09:00'
  exits 0 itss visit show "$id" --json=window
  has '"from": "2026-11-24T08:00:00+08:00"'
  has '"to": "2026-11-24T09:00:00+08:00"'
  exits 1 itss visit set "$id" --put 'window.a.from=2026-11-24 08:00'
  has "has no part 'a.from'"
  exits 2 itss visit set "$id" --window from
  has "'from' is not PART=VALUE"
  exits 0 itss check "$id"
}

@test "a field that is filled and emptied in one command is refused; what is already so is not recorded" {
  id=$(new_ticket one)
  exits 2 itss ticket set "$id" site=x --unset site
  has "'site' is both filled and emptied"
  itss ticket set "$id" --add notified=a
  exits 0 itss ticket set "$id" --add notified=a --remove notified=z --drop outages.k
  has 'nothing would change'
}

@test "a long text comes from a file or from standard input" {
  printf 'line one\nline two\n' > note.txt
  id=$(new_ticket one --description @note.txt)
  exits 0 itss ticket show "$id"
  has 'line two'
  printf 'from a pipe\n' | itss ticket comment "$id" -F -
  exits 0 itss ticket log "$id"
  has 'from a pipe'
}

@test "backdating keeps both times; the future is refused" {
  id=$(new_ticket one --at -3h)
  exits 0 itss ticket log "$id" --json
  has '"at": "2026-11-24T06:00:00+08:00"'
  has '"recorded": "2026-11-24T09:00:00+08:00"'
  run itss ticket comment "$id" -m x --at +1h
  [ "$status" = 1 ]
  has FUTURE
  exits 2 itss ticket comment "$id" -m x --at 'some day'
}

@test "list shows open records; --all, --where, --mine, --sort, --columns, --limit choose" {
  a=$(new_ticket alpha) b=$(new_ticket beta)
  accept "$b"
  itss ticket cancel "$a" --cancel-reason mistaken -m x
  [ "$(itss ticket list --ids)" = "$b" ]
  [ "$(itss ticket list --all --ids | wc -l)" = 2 ]
  [ "$(itss ticket list --where status=cancelled --ids)" = "$a" ]
  [ "$(itss ticket list --mine --ids)" = "$b" ]
  [ -z "$(itss ticket list --mine --ids --as li.na)" ]
  [ "$(itss ticket list --all --sort -title --columns title | head -n 1)" = beta ]
  [ "$(itss ticket list --all --limit 1 --ids | wc -l)" = 1 ]
  [ "$(itss ticket list --where 'title~ALPH' --all --columns id,title)" = "$a"$'\t'alpha ]
}

@test "an empty list is success, [] in JSON, and 1 only on request" {
  exits 0 itss ticket list
  [ "$(itss ticket list --json)" = '[]' ]
  exits 1 itss ticket list --fail-empty
}

@test "unknown states, codes, fields and columns are refused with a suggestion" {
  exits 2 itss ticket list --where status=acepted
  has "did you mean 'accepted'?"
  exits 2 itss ticket list --where channel.x
  has "'x' is not known"
  exits 2 itss ticket list --where 'kind=incidnt'
  has "did you mean 'incident'?"
  exits 2 itss ticket list --where titel=x
  has "did you mean 'title'?"
  exits 2 itss ticket list --columns id,titel
  has "did you mean 'title'?"
}

@test "a record that cannot be read does not hide the others, and the list ends with 3" {
  a=$(new_ticket one) b=$(new_ticket two)
  printf 'id: [unclosed\n' > "tickets/2026/11/$a.yaml"
  run bash -c "'$ITSS_BIN' ticket list --ids 2>/dev/null"
  [ "$status" = 3 ]
  [ "$output" = "$b" ]
}

@test "a record that cannot be read may be a child, so a move that asks for the children is refused" {
  accept=(--kind incident --category fault --impact 3 --urgency 3 --severity minor)
  parent=$(new_ticket one) child=$(new_ticket two) other=$(new_ticket three)
  itss ticket accept "$parent" "$other" "${accept[@]}"
  itss ticket attach "$child" --parent "$parent"
  clock 2026-11-24T09:10:00+08:00
  answer=(--knowledge-searched none --resolution fixed --resolution-steps x --diagnosis x --fix x)
  cp "tickets/2026/11/$child.yaml" kept
  sed -i 's/^title:.*/title: [unclosed/' "tickets/2026/11/$child.yaml"
  exits 1 itss ticket answer "$parent" "${answer[@]}"
  has "'tickets/2026/11/$child.yaml' cannot be read, and it may name '$parent' [UNREADABLE]"
  has 'itss check'
  exits 0 itss ticket answer "$other" "${answer[@]}"
  cp kept "tickets/2026/11/$child.yaml"
  exits 1 itss ticket answer "$parent" "${answer[@]}"
  has CHILDREN
}

@test "show tells the fields, what may be done next and by whom, and the last events" {
  id=$(new_ticket '无法登录')
  exits 0 itss ticket show "$id"
  for word in "$id" 无法登录 'What may be done next' accept l1 'Last events'; do has "$word"; done
  exits 0 itss ticket show "$id" --lang zh
  has 受理
  has 标题
}

@test "show tells the record as it was" {
  id=$(new_ticket one)
  clock 2026-11-24T10:00:00+08:00
  accept "$id"
  exits 0 itss ticket show "$id" --at 2026-11-24T09:30:00+08:00 --json=status
  has '"status": "new"'
  exits 1 itss ticket show "$id" --at 2026-11-23
}

@test "confidential fields and their masking are no obstacle to JSON" {
  id=$(new_ticket one)
  exits 0 itss ticket show "$id" --json
  printf '%s' "$output" | python3 -c 'import json,sys; assert json.load(sys.stdin)["next"]'
}

@test "output is the same for the same input and time" {
  id=$(new_ticket one)
  [ "$(itss show "$id")" = "$(itss show "$id")" ]
}

@test "aliases of itss.yaml are commands" {
  echo "aliases: {mine: ticket list --mine, t: ticket, loop: loop}" >> itss.yaml
  id=$(new_ticket one)
  accept "$id"
  exits 0 itss mine --ids
  [ "$output" = "$id" ]
  exits 0 itss t list --ids
  [ "$output" = "$id" ]
  exits 2 itss loop
}

@test "defaults of itss.yaml fill new records" {
  printf 'defaults: {ticket: {channel: rtx}}\n' >> itss.yaml
  id=$(itss ticket new one --requester 张三 --contact 8001)
  exits 0 itss ticket show "$id" --json=channel
  has rtx
}

@test "serial ids count up" {
  sed -i 's/^ids: random/ids: serial/' itss.yaml
  [ "$(new_ticket one)" = TKT-20261124-0001 ]
  [ "$(new_ticket two)" = TKT-20261124-0002 ]
}

@test "the actor comes from --as, ITSS_ACTOR, or git's mail address; nobody is a usage error" {
  id=$(new_ticket one)
  ITSS_ACTOR=li.na itss ticket comment "$id" -m a
  itss ticket comment "$id" -m b --as zhao.lei
  exits 0 itss ticket log "$id" --oneline
  has li.na
  has zhao.lei
  git config --global user.email nobody@example.cn
  exits 2 itss ticket comment "$id" -m c
  has 'cannot tell who you are'
}

@test "search finds a text in ids, fields and notes of all records" {
  a=$(new_ticket '邮箱 Quota') b=$(new_ticket two)
  itss ticket comment "$b" -m 'the quota again'
  [ "$(itss ticket search QUOTA --ids | sort)" = "$(printf '%s\n' "$a" "$b" | sort)" ]
  [ "$(itss ticket search 邮箱 --ids)" = "$a" ]
  [ -z "$(itss ticket search nowhere --ids)" ]
  exits 2 itss ticket search
}

@test "a template makes a line for each record" {
  id=$(new_ticket one)
  [ "$(itss ticket list --template '{id}: {title} ({status})')" = "$id: one (new)" ]
  exits 2 itss ticket list --template '{titel}'
  has "did you mean 'title'?"
}

@test "list shows the records as they were" {
  id=$(new_ticket one)
  clock 2026-11-24T10:00:00+08:00
  accept "$id"
  [ "$(itss ticket list --at 2026-11-24T09:30:00+08:00 --where status=new --ids)" = "$id" ]
  [ -z "$(itss ticket list --where status=new --ids)" ]
  [ -z "$(itss ticket list --all --at 2026-11-23T09:30:00+08:00 --ids)" ]
}

@test "many records at once need a word" {
  ids=$(for n in $(seq 51); do echo TKT-20261124-0000$n; done)
  exits 2 itss ticket comment $ids -m x
  has '--yes'
  exits 1 itss ticket comment $ids -m x --yes
}

@test "twenty commands at once all leave their record and their commit" {
  before=$(git rev-list --count HEAD)
  for n in $(seq 20); do new_ticket "parallel $n" >>"$DESK/ids" 2>>"$DESK/errors" & done
  wait
  [ "$(sort -u "$DESK/ids" | wc -l)" = 20 ] || { cat "$DESK/errors"; return 1; }
  [ "$(itss ticket list --count)" = 20 ]
  [ "$(git rev-list --count HEAD)" = $((before + 20)) ] || { cat "$DESK/errors"; return 1; }
  [ -z "$(git status --short)" ]
}

@test "Ctrl-C ends with 130 and leaves the store as it was" {
  id=$(new_ticket one)
  before=$(git rev-parse HEAD)
  run bash -c "(sleep 5; echo $id) | timeout --preserve-status -s INT 1 '$ITSS_BIN' ticket comment - -m x"
  [ "$status" = 130 ]
  [ "$(git rev-parse HEAD)" = "$before" ]
  [ -z "$(git status --short)" ]
}

@test "show has the forms text and json, and refuses those of a list" {
  id=$(new_ticket one)
  for form in csv tsv md; do
    exits 2 itss ticket show "$id" --format $form
    has 'text, json'
  done
  exits 0 itss ticket show "$id" --format text
  exits 0 itss ticket show "$id" --format json
}

@test "what a move needs is named as it is typed, in JSON and in help" {
  id=$(new_ticket one)
  itss group new desk --name 服务台 >/dev/null
  accept "$id"
  itss ticket assign "$id" --group desk --assignee wang.fang -m x
  exits 0 itss ticket show "$id" --json=next
  has '"return_reason"'
  lacks 'input.'
  exits 0 itss help ticket hold
  has 'needs hold_reason'
  lacks 'input.'
}

@test "a list has one form" {
  for forms in "--ids --json" "--count --json" "--template {id} --json=id" "-0 --format csv" "--ids --count"; do
    exits 2 itss ticket list $forms
    has 'give one of'
  done
}

@test "ids from standard input: an array of as many as there are, none is no error, one named twice counts once" {
  id=$(new_ticket one)
  for command in "show - --json" "log - --json" "comment - -m x --json"; do
    run bash -c ": | '$ITSS_BIN' ticket $command"
    [ "$status" = 0 ] && [ "$output" = '[]' ]
  done
  for command in "show -" "comment - -m x"; do
    run bash -c ": | '$ITSS_BIN' ticket $command"
    [ "$status" = 0 ] && [ -z "$output" ]
  done
  run bash -c ": | '$ITSS_BIN' check -"
  has '0 records'
  run bash -c "echo $id | '$ITSS_BIN' show - --json=id | tr -d ' \n'"
  [ "$output" = "[{\"id\":\"$id\"}]" ]
  run bash -c "yes $id | head -60 | '$ITSS_BIN' ticket comment - -m x"
  [ "$status" = 0 ]
  [ "$output" = "$id" ]
}

@test "at most none is none" {
  new_ticket one
  exits 0 itss ticket list -l 0 --json
  [ "$output" = '[]' ]
  exits 0 itss ticket list -l 1 --count
  [ "$output" = 1 ]
  exits 2 itss ticket list -l -1
}

@test "a field that --json does not know is an error before anything is written" {
  exits 2 new_ticket one --json=titel
  has "did you mean 'title'?"
  [ "$(itss ticket list --count)" = 0 ]
  exits 0 new_ticket one --json=id,title
}

@test "a title given twice is refused, not dropped" {
  exits 2 new_ticket one --title two
  has "'--title' is given twice"
  printf 'defaults: {ticket: {title: untitled}}\n' >> itss.yaml
  id=$(new_ticket one)
  exits 0 itss ticket show "$id" --json=title
  has '"one"'
}

@test "parts of ids are enough as values of links too, and ambiguous ones are refused" {
  parent=$(new_ticket one) child=$(new_ticket two)
  accept "$parent"
  exits 0 itss ticket attach "$child" --parent "${parent##*-}"
  exits 0 itss ticket show "$child" --json=parent
  has "\"$parent\""
  exits 0 itss ticket list --ids --where "parent=${parent##*-}"
  [ "$output" = "$child" ]
  exits 0 itss ticket list --ids --where "parent!=${parent##*-}" --where parent
  [ -z "$output" ]
  exits 1 itss ticket list --where parent=TKT
  has ambiguous
  exits 1 itss ticket attach "$child" --parent TKT
  has ambiguous
  exits 1 itss ticket attach "$child" --parent 99999
  has "there is no ticket '99999'"
  itss group new desk --name 服务台 >/dev/null
  itss group new desk-night --name 夜班 >/dev/null
  exits 0 itss ticket assign "$parent" --group desk --assignee wang.fang -m x
  exits 0 itss ticket show "$parent" --json=group
  has '"desk"'
}
