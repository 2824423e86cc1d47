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
  run bash -c "(sleep 2; echo $id) | timeout --preserve-status -s INT 1 '$ITSS_BIN' ticket comment - -m x"
  [ "$status" = 130 ]
  [ "$(git rev-parse HEAD)" = "$before" ]
  [ -z "$(git status --short)" ]
}
