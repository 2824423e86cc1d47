# What a person types into fields: values, lists, sub-records, long texts, ids.

setup() { load helper; setup_desk; make_desk; }

new_ticket() { itss ticket new "$1" --channel email --requester 张三 --contact 8001 "${@:2}"; }
accept() { itss ticket accept "$1" --kind incident --category fault --impact 2 --urgency 2 --severity major --told phone "${@:2}"; }

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

@test "defaults of itss.yaml fill new records" {
  printf 'defaults: {ticket: {channel: rtx}}\n' >> itss.yaml
  id=$(itss ticket new one --requester 张三 --contact 8001)
  exits 0 itss ticket show "$id" --json=channel
  has rtx
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

@test "a slip in a word of an open table is told, and refused under --strict" {
  id=$(new_ticket one)
  exits 0 itss ticket comment "$id" -m called --told phnoe
  has "warning: 'told': 'phnoe' is not in its table; did you mean 'phone'?"
  exits 1 itss ticket comment "$id" -m called --told phnoe --strict
  exits 0 itss ticket comment "$id" -m called --told fax --strict
  exits 1 itss ticket new two --channel phne --requester 张三 --contact 8001 --strict
  has "did you mean 'phone'?"
}
