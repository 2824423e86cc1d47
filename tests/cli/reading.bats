# What a person reads: list, show, search, and their forms.

setup() { load helper; setup_desk; make_desk; }

new_ticket() { itss ticket new "$1" --channel email --requester 张三 --contact 8001 "${@:2}"; }
accept() { itss ticket accept "$1" --kind incident --category fault --impact 2 --urgency 2 --severity major --told phone "${@:2}"; }

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

@test "a list as a page of HTML shows a text with tags as it was written, and has no control characters" {
  id=$(new_ticket '<b>打印机</b> & "纸"')
  exits 0 itss --lang zh ticket list --format html
  has '<html lang="zh-CN">'
  has '<td>&lt;b&gt;打印机&lt;/b&gt; &amp; &quot;纸&quot;</td>'
  has "<td class=\"id\">$id</td>"
  exits 2 itss ticket list --format htm
  has "did you mean 'html'?"
}

@test "show has the forms text and json, and refuses those of a list" {
  id=$(new_ticket one)
  for form in csv tsv md html; do
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
