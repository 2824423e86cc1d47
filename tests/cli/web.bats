#!/usr/bin/env bats
# The web of records: one made out of another, those that may help with it, and what links to it.

load helper

setup() {
  setup_desk
  copy_of web new_web_desk
  clock 2026-11-24T09:00:00+08:00
}

# The small desk with sun.lei (knowledge) and two assets; the working directory is its root.
new_web_desk() {
  new_desk || return 1
  itss person new sun.lei --name 孙磊 --side provider --roles kb_admin >/dev/null
  itss person new chen.yu --name 陈宇 --side provider --roles asset_admin >/dev/null
  asset mail-01 && asset db-01 || return 1
  cd .. || return 1
}
asset() {
  itss asset new "$1" --title "$1 server" --class server --as li.na >/dev/null &&
    itss asset register "$1" --origin built --owner li.na --version 1 --location room -m registered --as chen.yu >/dev/null 2>&1
}

ticket() { itss ticket new "$1" --channel email --requester 张三 --contact 8001 "${@:2}"; }

# `known_error TITLE [OPTION...]`: a problem whose cause is known.
known_error() {
  local id
  id=$(itss problem new "$1" --source trend "${@:2}") &&
    itss problem classify "$id" --category email --impact 3 --importance ordinary --urgency 3 --owner li.na >/dev/null &&
    itss problem analyze "$id" --method five_whys --as li.na >/dev/null &&
    itss problem identify "$id" --root-cause "${CAUSE:-a full disk}" --cause capacity --workaround "${WORKAROUND:-delete old logs}" --as li.na >/dev/null &&
    echo "$id"
}

# --- made out of another record --------------------------------------------------------------------------------------

@test "a ticket gives rise to a problem that has its title, text and assets and names it" {
  t=$(ticket '邮箱无法登录' --description '提示密码错误' --assets mail-01)
  p=$(itss ticket spawn problem "$t")
  exits 0 itss problem show "$p" --json=title,description,tickets,assets,source
  has '"title": "邮箱无法登录"'
  has '"description": "提示密码错误"'
  has "\"$t\""
  has '"mail-01"'
  has '"source": "tickets"'
  exits 0 itss check
}

@test "an option may have the name of a type as its value" {
  t=$(ticket '邮箱无法登录' --description '提示密码错误' --assets mail-01)
  exits 0 itss ticket spawn --title problem knowledge "$t"
  exits 0 itss knowledge list --json=title
  has '"title": "problem"'
}

@test "what is given as an option outweighs what the source says, and the link names both" {
  a=$(ticket 'mail is slow') b=$(ticket 'mail is slow too')
  p=$(itss ticket spawn problem "${a##*-}" --title 'slow mail' --tickets "$b" -m 'two of them')
  exits 0 itss problem show "$p" --json=title,tickets
  has '"title": "slow mail"'
  has "\"$a\""
  has "\"$b\""
}

@test "a record that gives rise to another exists, and to such a one" {
  t=$(ticket one)
  exits 1 itss ticket spawn problem TKT-20261124-XXXXX
  exits 2 itss ticket spawn problem
  has 'an id is missing'
  exits 2 itss ticket spawn
  has 'itss ticket spawn TYPE ID; TYPE is one of'
  exits 2 itss ticket spawn asset "$t"
  has "a ticket gives rise to no 'asset'"
  exits 2 itss asset spawn problem mail-01
  has "'itss asset' has no verb 'spawn'"
}

@test "the rules of 'new' hold for what is spawned" {
  t=$(ticket one)
  exits 1 itss ticket spawn problem "$t" --as zhao.lei
  has "'problem new' is refused"
  has '[ROLE]'
  exits 1 itss ticket spawn problem "$t" --source major_ticket
  has '[LINKS]'
  [ -z "$(itss problem list --ids)" ]
}

@test "a dry run shows the record and writes nothing; a commit has the record alone" {
  t=$(ticket one)
  exits 0 itss ticket spawn problem "$t" --dry-run
  has '+title: one'
  [ -z "$(itss problem list --ids)" ]
  p=$(itss ticket spawn problem "$t")
  [ -z "$(git status --porcelain)" ]
  [ "$(git log -1 --format=%s)" = "problem new $p" ]
}

@test "an article is drafted from a ticket or a problem" {
  t=$(ticket 'VPN drops' --description 'after ten minutes')
  itss ticket set "$t" diagnosis='the timeout is too short' resolution_steps='set it to 8h' >/dev/null
  k=$(itss knowledge draft --from-ticket "$t" --category fault)
  exits 0 itss knowledge show "$k" --json=title,symptom,cause,steps,tickets
  has '"title": "VPN drops"'
  has '"symptom": "after ten minutes"'
  has '"cause": "the timeout is too short"'
  has '"steps": "set it to 8h"'
  has "\"$t\""
  k=$(itss knowledge draft '为什么 VPN 中断' --from-ticket "$t")
  [ "$(itss knowledge show "$k" --json=title | grep -c '为什么 VPN 中断')" = 1 ]
  p=$(known_error 'disk full' --description 'no mail arrives')
  k=$(itss knowledge draft --from-problem "$p")
  exits 0 itss knowledge show "$k" --json=title,cause,steps,problem
  has '"cause": "a full disk"'
  has '"steps": "delete old logs"'
  has "\"problem\": \"$p\""
}

@test "a draft comes from one record" {
  t=$(ticket one)
  exits 2 itss knowledge draft
  has '--from-problem, --from-ticket'
  p=$(itss ticket spawn problem "$t")
  exits 2 itss knowledge draft --from-ticket "$t" --from-problem "$p"
  other=$(itss ticket spawn problem "$t")
  exits 2 itss knowledge draft --from-problem "$p" --problem "$other"
  has "'--problem' is given twice"
  exits 2 itss ticket draft
  has "'itss ticket' has no verb 'draft'"
}

# --- records that may help -------------------------------------------------------------------------------------------

@test "known errors are suggested for a ticket: those of the same asset first, then those with its words" {
  a=$(CAUSE='邮箱登录超时' WORKAROUND='改用网页登录' known_error '邮箱登录失败')
  b=$(known_error 'nothing alike' --assets mail-01)
  c=$(known_error 'the printer jams')
  open=$(itss problem new '邮箱登录失败' --source trend)
  t=$(ticket '用户无法登录邮箱' --description '提示登录失败' --assets mail-01)
  [ "$(itss problem suggest --for "$t" --ids)" = "$(printf '%s\n' "$b" "$a")" ]
  exits 0 itss problem suggest --for "$t"
  has 'same asset: mail-01'
  has '登录失败'
  has '改用网页登录'
  lacks "$c"
  lacks "$open"
}

@test "a rare word outweighs a common one, whatever its case and width" {
  for i in 1 2 3; do known_error "password reset $i" >/dev/null; done
  a=$(known_error 'Password of VPN')
  t=$(ticket 'ｖｐｎ PASSWORD')
  [ "$(itss problem suggest --for "$t" --ids --limit 1)" = "$a" ]
}

@test "five are suggested, or as many as are asked for, the newest of equals first" {
  for i in 1 2 3 4 5 6; do
    clock "2026-11-24T09:0$i:00+08:00"
    known_error '打印机卡纸' >/dev/null
  done
  t=$(ticket '打印机又卡纸了')
  [ "$(itss problem suggest --for "$t" --ids | wc -l)" = 5 ]
  [ "$(itss problem suggest --for "$t" --ids --limit 9 | wc -l)" = 6 ]
  exits 2 itss problem suggest --for "$t" --limit -1
}

@test "published articles are suggested, drafts and retired ones are not" {
  k=$(itss knowledge new '重置 VPN 密码' --symptom '无法登录' --cause forgotten --steps 'open the portal' --category guidance --audience desk)
  t=$(ticket 'VPN 密码忘记了')
  exits 1 itss knowledge suggest --for "$t" --fail-empty
  exits 0 itss knowledge suggest --for "$t"
  itss knowledge submit "$k" >/dev/null 2>&1
  itss knowledge publish "$k" --as sun.lei >/dev/null
  [ "$(itss knowledge suggest --for "$t" --ids)" = "$k" ]
  exits 0 itss knowledge suggest --for "$t" --json=id,title,steps,shared,words
  has '"steps": "open the portal"'
  has '"words": ['
  has '"vpn"'
}

@test "it is said for what records are suggested" {
  t=$(ticket one)
  exits 2 itss problem suggest
  has 'itss problem suggest --for ID'
  exits 1 itss problem suggest --for TKT-20261124-XXXXX
  exits 2 itss ticket suggest --for "$t"
  exits 2 itss problem suggest --for "$t" --ids --json
}

@test "a candidate that cannot be read makes the suggestions incomplete" {
  known_error 'printer' >/dev/null
  t=$(ticket printer)
  echo 'id: [' >"$(find problems -name '*.yaml' | head -1)"
  exits 3 itss problem suggest --for "$t"
  has 'the list is incomplete'
}

# --- what links to a record ------------------------------------------------------------------------------------------

@test "a record shows what names it, by which link, with state and title" {
  t=$(ticket '邮箱无法登录' --assets mail-01)
  p=$(itss ticket spawn problem "$t" --title 'slow mail')
  exits 0 itss show "$t"
  has 'Linked from'
  has "Problem · Tickets  $p  Logged  slow mail"
  exits 0 itss show mail-01
  has "Ticket · Assets"
  has "Problem · Assets"
  exits 0 itss --lang zh show "$t"
  has '问题 · 工单'
}

@test "links are shown with the titles of what they name, computed ones too" {
  t=$(ticket 'no mail' --assets mail-01)
  p=$(itss ticket spawn problem "$t" --title 'slow mail')
  exits 0 itss show "$t"
  has 'mail-01 · mail-01 server'
  has "$p · slow mail"
}

@test "JSON has what names a record when it is asked for" {
  t=$(ticket one)
  p=$(itss ticket spawn problem "$t")
  exits 0 itss show "$t" --json=id,linked_from
  has '"linked_from": ['
  has "\"id\": \"$p\""
  has '"type": "problem"'
  has '"field": "tickets"'
  has '"status": "logged"'
  exits 0 itss show "$t" --json
  lacks linked_from
}

@test "of many that name a record the newest are shown, and how many more there are" {
  for i in $(seq 12); do ticket "t$i" --assets db-01 >/dev/null; done
  exits 0 itss show db-01
  has '2 more'
  has 'itss ticket list --all --where assets=db-01'
}

@test "a file that cannot be read and perhaps names the record is told" {
  t=$(ticket one)
  itss ticket spawn problem "$t" >/dev/null
  echo 'broken: [' >>"$(find problems -name '*.yaml')"
  exits 3 itss show "$t"
  has 'may be incomplete'
}

@test "an open ticket shows the workaround of a known error, a closed one does not" {
  known_error 'mail queue is full' --assets mail-01 >/dev/null
  t=$(ticket 'no mail' --assets mail-01)
  exits 0 itss show "$t"
  has 'May help'
  has 'delete old logs'
  itss ticket cancel "$t" --cancel-reason mistaken -m 'no' >/dev/null 2>&1
  exits 0 itss show "$t"
  lacks 'May help'
}

# --- links that are events on both sides -----------------------------------------------------------------------------

# A box that packs items: the box names them, and each names the box. Leaves $item, $box.
packed() {
  mkdir -p .itss/schemas
  cat >.itss/schemas/box.yaml <<'YAML'
record: box
label: {en: Box, zh: 箱}
prefix: BOX
directory: boxes
fields:
  title: {type: text, required: true, label: {en: Title, zh: 标题}}
  remark: {type: text, label: {en: Remark, zh: 备注}}
  items: {type: links, to: item, guarded: true, label: {en: Items, zh: 物品}}
states: {ajar: {label: {en: Ajar, zh: 打开}, initial: true}}
moves:
  new: {label: {en: New, zh: 新建}, requires: [title], takes: [items]}
  fill: {label: {en: Fill, zh: 装箱}, from: ajar, requires: [items], carries: {items: {moves: [pack], where: {box: empty}}}}
YAML
  cat >.itss/schemas/item.yaml <<'YAML'
record: item
label: {en: Item, zh: 物品}
prefix: ITM
directory: items
spawns: {box: {link: items, set: {title: field.title, remark: field.owner}}}
fields:
  owner: {type: text, confidential: true, label: {en: Owner, zh: 物主}}
  title: {type: text, required: true, label: {en: Title, zh: 标题}}
  box: {type: link, to: box, guarded: true, label: {en: Box, zh: 箱}}
states: {loose: {label: {en: Loose, zh: 散}, initial: true}}
moves:
  new: {label: {en: New, zh: 新建}, requires: [title]}
  pack: {label: {en: Pack, zh: 装入}, from: loose, via: box.fill, sets: {box: via}}
YAML
  item=$(itss item new cup) box=$(itss box new glass)
  clock 2026-11-24T09:01:00+08:00
  itss box fill "$box" --items "$item" >/dev/null
}
# `without FILE KEY EVENT`: takes a field at the top and the event of that name out of a record's file.
without() {
  python3 - "$1" "$2" "$3" <<'PY'
import re, sys
file, key, event = sys.argv[1:]
head, history = open(file).read().split('history:\n')
head = re.sub(rf'(?m)^{key}:.*\n', '', head)
events = re.split(r'(?m)^(?=  - )', history)
open(file, 'w').write(head + 'history:\n' + ''.join(e for e in events if f'do: {event}\n' not in e))
PY
}

@test "a link that is an event on both sides stands on both" {
  packed
  exits 0 itss check
  [ "$(itss item show "$item" --json=box | grep -c "$box")" = 1 ]
}

@test "a hand edit that takes the link out of the side that carried it is found" {
  packed
  without boxes/2026/11/"$box".yaml items fill
  exits 1 itss check
  has "'$box.fill' did not cause it"
}

@test "a hand edit that takes the link out of the side that was carried is found" {
  packed
  without items/2026/11/"$item".yaml box pack
  exits 1 itss check
  has "it carried '$item', whose event of then is missing"
}

@test "what a move left alone is not missed" {
  packed
  other=$(itss box new wood)
  clock 2026-11-24T09:02:00+08:00
  itss box fill "$other" --items "$item" >/dev/null
  exits 0 itss check
}

@test "what is confidential is not taken over" {
  packed
  itss item set "$item" owner=王 >/dev/null
  b=$(itss item spawn box "$item")
  exits 0 itss box show "$b" --json=title,remark,items
  has '"title": "cup"'
  has "\"$item\""
  lacks 王
}

@test "a hint names the known error of the same asset, on a terminal" {
  command -v script >/dev/null || skip "no script(1) to make a terminal"
  a=$(known_error 'mail queue is full' --assets mail-01)
  export NO_COLOR=1 TERM=xterm COLUMNS=100 ITSS_BIN
  run script -qec "'$ITSS_BIN' ticket new 'no mail' --channel email --requester x --contact 1 --assets mail-01" /dev/null </dev/null
  has "may help: $a mail queue is full (same asset: mail-01; words: mail)"
  run script -qec "'$ITSS_BIN' ticket new 'mail queue is full' --channel email --requester x --contact 1" /dev/null </dev/null
  lacks 'may help'
}

@test "help and completion know the verbs of each type" {
  exits 0 itss help ticket
  has spawn
  exits 0 itss help ticket spawn problem
  has --source
  exits 0 itss help knowledge draft
  has --from-ticket
  exits 0 itss help problem suggest
  has --for
  exits 0 itss __complete -- ticket spawn ''
  has knowledge
  exits 0 itss __complete -- knowledge draft --from-
  has --from-problem
}
