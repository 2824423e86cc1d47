# Full text over one type or all of them: what is found, in which order, and what is not.

setup() { load helper; setup_desk; make_desk; }

new_ticket() { itss ticket new "$1" --channel email --requester 张三 --contact 8001 "${@:2}"; }
# `ids WORDS...`: the ids that a search finds, in its order.
ids() { itss search --ids "$@"; }

@test "records of all types are found, in Chinese and English, by parts of words" {
  a=$(new_ticket '用户无法登录 BRT 平台') b=$(new_ticket 'Password Reset')
  [ "$(ids 登录)" = "$a" ]
  [ "$(ids 录)" = "$a" ]
  [ "$(ids PASSWORD)" = "$b" ]
  [ "$(ids sword)" = "$b" ]
  [ "$(ids 李娜)" = li.na ]
  exits 0 itss search 李娜
  [ "$output" = $'li.na\tperson\tactive\t李娜\t李娜' ]
}

@test "case and the width of letters, digits and blanks make no difference" {
  a=$(new_ticket 'ＶＰＮ　Ｌｏｇｉｎ １２３')
  [ "$(ids vpn)" = "$a" ]
  [ "$(ids 123)" = "$a" ]
  [ "$(ids '"login 123"')" = "$a" ]
  b=$(new_ticket 'mail 456')
  [ "$(ids ＭＡＩＬ　４５６)" = "$b" ]
}

@test "all words must occur, phrases together, and what is excluded may not" {
  a=$(new_ticket 'password reset') b=$(new_ticket 'reset the password') c=$(new_ticket 'draft: password reset')
  [ "$(ids password reset | sort)" = "$(printf '%s\n' "$a" "$b" "$c" | sort)" ]
  [ "$(ids '"password reset"' | sort)" = "$(printf '%s\n' "$a" "$c" | sort)" ]
  [ "$(ids '"password reset" -draft')" = "$a" ]
  [ "$(ids -- password -draft '-"the password"')" = "$a" ]
  [ -z "$(ids password printer)" ]
}

@test "a query without a word, or with half a phrase, is a wrong command line" {
  exits 2 itss search
  has 'the text to look for is missing'
  has 'itss search WORD...'
  exits 2 itss ticket search '-draft'
  exits 2 itss ticket search -- -draft
  has 'itss ticket search WORD...'
  exits 2 itss search '"password'
  has 'a phrase has no closing quotation mark'
}

@test "a word in the title comes before one in the text, the newer before the older" {
  a=$(new_ticket 'the quota') b=$(new_ticket 'mail') c=$(new_ticket 'another quota')
  itss ticket comment "$b" -m 'quota'
  clock 2026-11-24T10:00:00+08:00
  itss ticket comment "$a" -m 'seen'
  [ "$(ids quota)" = "$(printf '%s\n' "$a" "$c" "$b")" ]
  [ "$(ids quota mail)" = "$b" ]
  [ "$(ids quota --limit 1)" = "$a" ]
  clock 2026-11-24T11:00:00+08:00
  itss ticket comment "$b" -m 'seen'
  [ "$(ids quota)" = "$(printf '%s\n' "$a" "$c" "$b")" ]
  exits 2 itss search quota --limit -1
}

@test "equals are in the order of their ids" {
  new_ticket 'quota one'; new_ticket 'quota two'; new_ticket 'quota three'
  [ "$(ids quota)" = "$(ids quota | LC_ALL=C sort)" ]
}

@test "notes are searched until their event is retracted" {
  a=$(new_ticket one)
  itss ticket comment "$a" -m '已电话告知用户'
  [ "$(ids 电话告知)" = "$a" ]
  exits 0 itss search 电话告知 --json=snippet
  has '"snippet": "已电话告知用户"'
  itss undo
  [ -z "$(ids 电话告知)" ]
}

@test "codes, numbers and times are for conditions" {
  a=$(new_ticket one)
  [ -z "$(itss ticket search email --ids)" ]
  [ -z "$(ids 2026-11-24T)" ]
  [ "$(itss ticket search one --where channel=email --ids)" = "$a" ]
}

@test "confidential fields are not searched" {
  mkdir -p .itss/schemas
  cat > .itss/schemas/case.yaml <<'YAML'
record: case
label: {zh: 案}
prefix: CASE
directory: cases
fields:
  title: {type: text, label: {zh: 标题}}
  name: {type: text, confidential: true, label: {zh: 姓名}}
states: {here: {initial: true, label: {zh: 在}}}
moves:
  new: {label: {zh: 建}, to: here, takes: [title, name]}
YAML
  a=$(itss case new 'a complaint' --name 'Zhang San')
  [ "$(ids complaint)" = "$a" ]
  [ -z "$(ids zhang)" ]
  [ -z "$(itss case search 'zhang san' --ids)" ]
}

@test "a type's own search and --type look at those records alone" {
  a=$(new_ticket 'wang.fang asks')
  [ "$(ids wang.fang | sort)" = "$(printf '%s\n' "$a" wang.fang | sort)" ]
  [ "$(itss ticket search wang.fang --ids)" = "$a" ]
  [ "$(ids wang.fang --type person)" = wang.fang ]
  [ "$(itss search wang.fang --type person --type ticket --count)" = 2 ]
  exits 2 itss search x --type tickets
  has "did you mean 'ticket'?"
}

@test "closed records are found too, unless --open asks for the others" {
  a=$(new_ticket 'quota one') b=$(new_ticket 'quota two')
  itss ticket cancel "$a" --cancel-reason mistaken -m 'not needed' --told phone
  [ "$(itss search quota --count)" = 2 ]
  [ "$(ids quota --open)" = "$b" ]
}

@test "conditions choose among what is found" {
  a=$(new_ticket 'quota one') b=$(itss ticket new 'quota two' --channel phone --requester 张三 --contact 8001)
  [ "$(itss ticket search quota --where channel=phone --ids)" = "$b" ]
  exits 0 itss search quota --where channel=phone
  has "$b"
  lacks "$a"
  has 'not searched, since the conditions do not fit them: '
  has person
  exits 0 itss search quota --type ticket --where channel=phone
  lacks 'not searched'
  exits 2 itss search quota --where chanel=phone
  has 'the conditions fit no record type'
  exits 2 itss search quota --type ticket --type person --where channel=phone
  has "'channel' is not a field of 'person'"
  exits 2 itss ticket search quota --where chanel=phone
  has "did you mean 'channel'?"
}

@test "records are searched as they were" {
  a=$(new_ticket one)
  clock 2026-11-24T10:00:00+08:00
  itss ticket comment "$a" -m 'the vendor answers'
  [ "$(ids vendor)" = "$a" ]
  [ -z "$(ids vendor --at 2026-11-24T09:30:00+08:00)" ]
  [ -z "$(ids vendor --known-at 2026-11-24T09:30:00+08:00)" ]
}

@test "JSON has the record, its title by that name, and the snippet; nothing found is an empty list" {
  a=$(new_ticket 'the quota')
  exits 0 itss search quota --json=id,title,snippet
  [ "$(printf '%s' "$output" | python3 -c 'import json,sys; print(json.load(sys.stdin))')" = "[{'id': '$a', 'title': 'the quota', 'snippet': 'the quota'}]" ]
  exits 0 itss search 李娜 --json=title,name
  has '"title": "李娜"'
  exits 0 itss search quota --json
  has '"channel": "email"'
  has '"snippet": "the quota"'
  exits 0 itss search nowhere --json
  [ "$output" = '[]' ]
  exits 2 itss search quota --json=titel
  has "did you mean 'title'?"
  exits 2 itss search quota --json --ids
}

@test "nothing found is no error, unless --fail-empty says so" {
  exits 0 itss search nowhere
  [ -z "$output" ]
  exits 1 itss search nowhere --fail-empty
  [ "$(itss search nowhere --count)" = 0 ]
}

@test "an unreadable record makes the answer incomplete" {
  a=$(new_ticket 'the quota') b=$(new_ticket 'the quota')
  printf 'id: [\n' > "tickets/2026/11/$b.yaml"
  exits 3 itss search quota
  has "$a"
  has '1 record could not be read; the list is incomplete'
  exits 3 itss ticket search quota
  exits 0 itss person search 李娜
}

@test "in a narrow window what was found stands below its row" {
  command -v script >/dev/null || skip "no script(1) to make a terminal"
  new_ticket 'the quota of today'
  export ITSS_BIN TERM=xterm COLUMNS=50 NO_COLOR=1
  run script -qec "'$ITSS_BIN' search QUOTA" /dev/null
  has 'Found: the quota'
}

@test "on a terminal the hit stands out" {
  command -v script >/dev/null || skip "no script(1) to make a terminal"
  new_ticket 'the quota of today'
  export ITSS_BIN TERM=xterm COLUMNS=100
  run script -qec "'$ITSS_BIN' search QUOTA" /dev/null
  has $'the \e[1mquota\e[0m of today'
  NO_COLOR=1 run script -qec "'$ITSS_BIN' search QUOTA" /dev/null
  has 'the quota of today'
  lacks $'\e['
}
