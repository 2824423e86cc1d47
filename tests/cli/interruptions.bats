#!/usr/bin/env bats
# What is cut short, by a person, by a failure half-way, by a kill: what is done stays done and is said.
load helper
setup() { setup_desk; make_desk; }

new_ticket() { itss ticket new "$1" --channel email --requester 张三 --contact 8001; }

@test "one of several records that cannot be edited stops neither the others nor their commit" {
  a=$(new_ticket one) b=$(new_ticket two) c=$(new_ticket three)
  file=$(git ls-files "*$b.yaml")
  python3 - "$file" <<'PYTHON'
import re, sys, yaml
path = sys.argv[1]
record = yaml.load(open(path), yaml.BaseLoader)
head = open(path).read().split('history:')[0]
open(path, 'w').write(head + 'history: ' + yaml.dump(record['history'], default_flow_style=True, allow_unicode=True, width=10**6, sort_keys=False))
PYTHON
  git commit -qam 'flow style'
  exits 3 itss ticket comment "$a" "$b" "$c" -m hello
  has "$b"
  has "'itss fmt $b' rewrites it"
  has "$a"
  has "$c"
  [ -z "$(git status --porcelain)" ]
  exits 0 itss ticket log "$c"
  has hello
  exits 0 itss undo
  [ "$(grep -c retract "$(git ls-files "*$a.yaml")")" = 1 ]
}

@test "Ctrl-C while many records are changed ends with 130; all of them are written, committed and remembered, or none" {
  ids=()
  for i in $(seq 12); do ids+=("$(new_ticket "ticket $i")"); done
  cat > .git/hooks/post-commit <<'HOOK'
#!/bin/sh
touch "$ITSS_TEST_COMMITTED"
HOOK
  chmod +x .git/hooks/post-commit
  export ITSS_TEST_COMMITTED=$BATS_TEST_TMPDIR/committed
  mkfifo ids
  itss ticket comment -m hello - < ids > said 2>&1 &
  pid=$!
  printf '%s\n' "${ids[@]}" > ids
  # The first file is touched: from then on the interrupt is held back.
  for i in $(seq 500); do [ -n "$(git status --porcelain tickets)" ] && break; sleep 0.005; done
  kill -INT "$pid" || true
  code=0; wait "$pid" || code=$?
  rm -f ids
  written=$(grep -l hello -r tickets | wc -l)
  [ "$written" = 12 ]
  [ -z "$(git status --porcelain tickets)" ]
  [ -e "$ITSS_TEST_COMMITTED" ]
  [ "$code" = 130 ] || [ "$code" = 0 ]
  [ "$(grep -c ^TKT said)" = "$written" ]
  exits 0 itss undo
  [ "$(grep -l 'do: retract' -r tickets | wc -l)" = "$written" ]
}

@test "what an interrupted command left is finished by the next one, which says so" {
  a=$(new_ticket one) b=$(new_ticket two)
  fa=$(git ls-files "*$a.yaml") fb=$(git ls-files "*$b.yaml")
  cp "$fa" old_a; cp "$fb" old_b
  itss ticket comment "$a" "$b" -m hello --no-commit
  python3 - "$fa" "$fb" <<'PYTHON'
import hashlib, sys
sha = lambda data: hashlib.sha256(data).hexdigest()
text = b'itss journal 1\n'
for path, old in zip(sys.argv[1:], ('old_a', 'old_b')):
    new = open(path, 'rb').read()
    text += f'{len(path)} {sha(open(old, "rb").read())} {len(new)}\n{path}'.encode() + new + b'\n'
open('.itss/cache/journal', 'wb').write(text + f'end {sha(text)}\n'.encode())
PYTHON
  cp old_a "$fa"
  printf '# mine\n' | cat old_b - > "$fb"
  exits 0 itss ticket list
  has "$fa: warning: an interrupted command was finished here"
  has "$fb: error: an interrupted command left work undone"
  has '[RECOVERED]'
  grep -q hello "$fa"
  ! grep -q hello "$fb"
  exits 1 itss check
  has '.itss/cache/rescued/'
  has '[JOURNAL]'
  rm -r .itss/cache/rescued
  exits 0 itss check
}

@test "a record that git ignores is written, and the command ends with 4" {
  echo tickets/ >> .git/info/exclude
  exits 4 new_ticket one
  has 'written, but git refused the commit'
  [ "$(find tickets -name '*.yaml' | wc -l)" = 1 ]
}
