# What is owed to whom: itss due, and itss remind, which tells it once.

setup() {
  load helper
  load acts
  load project_desk
  setup_desk
  project_desk
  announced_meeting
  clock 2026-09-03T18:00:00+08:00
  mkdir bin
  printf '#!/bin/sh\ncat >> "%s/sent"; echo >> "%s/mails"\n' "$PWD" "$PWD" > bin/sendmail
  chmod +x bin/sendmail
  PATH=$PWD/bin:$PATH
}

# The duties of a person, as `MOVE ID`, one to a line.
owes() { itss due --for "$1" --json | jq -r '.[] | .move + " " + .id'; }

@test "each step of a meeting is owed by who has to do it next" {
  [ "$(owes guo.wei | grep -v finish)" = "convene $meeting" ]
  at 09-03T18:00 guo.wei meeting convene "$meeting" --present guo.wei,xie.na,he.jun,ma.li,bai.xue,luo.ming
  [ "$(owes xie.na)" = "write-minutes $meeting" ]
  made 09-03T18:10 xie.na action new 压测 --meeting "$meeting" --owner ma.li --due 2026-09-08
  at 09-03T18:15 xie.na meeting settle "$meeting" --issue 接口延迟 --outcome action --conclusion 压测
  at 09-03T18:20 xie.na meeting write-minutes "$meeting"
  [ "$(owes guo.wei | grep -v finish)" = "review $meeting" ]
  [ "$(owes ma.li)" = "start $id" ]
  [ -z "$(owes he.jun)" ]
}

@test "leave that was asked is decided by the host, before the meeting" {
  at 09-02T09:00 bai.xue meeting leave "$meeting" --reason 出差 --delegate shi.yu
  itss due --for guo.wei --json --now 2026-09-02T10:00:00+08:00 |
    jq -e --arg id "$meeting" '.[] | select(.move == "approve-leave" and .id == $id and .due == "2026-09-03T16:00:00+08:00" and (.overdue | not))'
}

@test "what holders of a role owe is owed by each of them, but by nobody who may not do it" {
  itss person new zhou.yu --name 周宇 --side provider --roles releaser,svc_supervisor --as fang.lin >/dev/null
  itss person new sun.jie --name 孙杰 --side provider --roles svc_supervisor --as fang.lin >/dev/null
  itss --as fang.lin person new an.an --name 安安 --side provider --roles asset_admin,svc_manager >/dev/null
  itss --as an.an asset new srv --title 服务器 --class server >/dev/null
  made 09-03T18:00 zhou.yu change new 扩容 --kind normal --assets srv --reason 慢 --source event --impact low --risk low --plan 加内存 \
    --rollback trigger=失败 --rollback steps=取下 --rollback person=zhou.yu --rollback time=30m
  at 09-03T18:01 zhou.yu change request "$id"
  clock 2026-09-03T18:05:00+08:00
  [ "$(owes sun.jie)" = "review $id" ]
  [ -z "$(owes zhou.yu)" ]     # who asked for it does not review it
  [ "$(itss due --type change --json | jq -c '.[0].roles')" = '["svc_supervisor","change_board"]' ]
  at 09-03T18:06 fang.lin person appoint sun.jie --roles l1 -m 转岗
  clock 2026-09-03T18:07:00+08:00
  [ "$(itss due --type change --json | jq -c '.[] | [.person, .move]')" = '[null,"review"]' ]
  exits 0 itss due --type change
  has 'Nobody can be named'
}

@test "within a time, overdue, of a type, as ids, as a table, and what is wrong" {
  [ "$(itss due --within 1h --ids)" = "$meeting" ]
  clock 2026-09-03T19:00:00+08:00
  [ "$(itss due --overdue --json | jq -r '.[] | [.person, .move, .overdue] | @tsv')" = "$(printf 'guo.wei\tconvene\ttrue')" ]
  exits 1 itss due --overdue --fail-overdue
  exits 0 itss due --type action
  has 'nothing is owed'
  exits 0 itss due --format tsv
  [ "${lines[0]}" = "$(printf 'person\tid\ttype\tmove\tdue\tleft_seconds\toverdue\tsince\troles\ttitle')" ]
  [[ $(itss --lang zh due) == *'郭伟 (guo.wei)'*'会议 · 召开'*"itss meeting convene $meeting"* ]]
  exits 2 itss due --type meetings
  exits 2 itss due --for nobody
  exits 2 itss due --within soon
  exits 2 itss due --ids --json
  exits 2 itss due --format eml
  exits 2 itss due --mine --for guo.wei
}

@test "the same with and without the index; a record that cannot be read is said" {
  [ "$(itss due --json)" = "$(itss due --json --no-index)" ]
  echo 'broken: [' >> "meetings/2026/08/$meeting.yaml"
  exits 3 itss due --type meeting
}

@test "a mail of what one person owes is read by another parser" {
  itss due --for guo.wei --format eml --from desk@example.com > due.eml
  [ "$(read_by due.eml '.subject')" = '[Project desk] 2 to do' ]
  [ "$(read_by due.eml .auto_submitted)" = auto-generated ]
  [[ $(read_by due.eml '.parts[0].text') == *"itss meeting convene $meeting"* ]]
}

@test "people are reminded once; again when it is overdue, when its time changes, when it comes back" {
  local from=(--from desk@example.com --sendmail --within 7d)
  clock 2026-09-03T10:00:00+08:00
  exits 0 itss remind
  has 'nothing is sent: give --sendmail'
  [ ! -e mails ]
  exits 0 itss remind "${from[@]}"
  [ "$(wc -l < mails)" = 1 ]
  exits 0 itss remind "${from[@]}"
  has 'nobody has news'
  [ "$(wc -l < mails)" = 1 ]
  [[ $(git status --porcelain) != *.itss/* ]]      # what this machine remembers is none of git's business
  clock 2026-09-03T18:30:00+08:00          # convene is overdue now
  exits 0 itss remind "${from[@]}"
  [ "$(wc -l < mails)" = 2 ]
  at 09-03T18:31 tang.yan meeting reschedule "$meeting" --start '2026-09-04 09:00' --end '2026-09-04 10:00' -m 改期
  clock 2026-09-03T18:40:00+08:00
  exits 0 itss remind "${from[@]}"
  [ "$(wc -l < mails)" = 3 ]
  at 09-04T10:00 guo.wei meeting convene "$meeting" --present guo.wei,xie.na,he.jun,ma.li,bai.xue,luo.ming
  at 09-04T10:10 xie.na meeting settle "$meeting" --issue 接口延迟 --outcome solved --conclusion 已定
  at 09-04T10:20 xie.na meeting write-minutes "$meeting"
  clock 2026-09-04T11:00:00+08:00
  exits 0 itss remind "${from[@]}"          # review
  [ "$(wc -l < mails)" = 4 ]
  at 09-04T11:10 guo.wei meeting return "$meeting" --return-reason unclear -m 不清楚
  at 09-04T11:20 xie.na meeting write-minutes "$meeting"
  clock 2026-09-04T11:30:00+08:00
  exits 0 itss remind "${from[@]}"          # review once more
  [ "$(wc -l < mails)" = 5 ]
  clock 2026-09-05T11:30:00+08:00
  exits 0 itss remind "${from[@]}"
  clock 2026-09-08T11:30:00+08:00
  exits 0 itss remind "${from[@]}"
  local before
  before=$(wc -l < mails)
  clock 2026-09-12T11:30:00+08:00
  exits 0 itss remind "${from[@]}"
  [ "$(wc -l < mails)" = "$before" ]
  exits 0 itss remind "${from[@]}" --again 3d
  [ "$(wc -l < mails)" = $((before + 1)) ]
}

@test "what was not delivered is news still; one that fails stops no other" {
  clock 2026-09-03T10:00:00+08:00
  at 09-02T10:00 tang.yan meeting new 另一个 --kind topic --start '2026-09-03 15:00' --end '2026-09-03 16:00' >/dev/null
  printf '#!/bin/sh\ngrep -q guo.wei && exit 75; echo >> "%s/mails"\n' "$PWD" > bin/sendmail
  exits 1 itss remind --from desk@example.com --sendmail
  has 'guo.wei@example.com was not sent: exit code 75'
  [ "$(wc -l < mails)" = 1 ]
  exits 0 itss remind --from desk@example.com --mail-dir out
  [ "$(ls out)" = guo.wei.eml ]
}

@test "a person without an address is named; a damaged memory is not guessed at; two reminders do not meet" {
  clock 2026-09-03T10:00:00+08:00
  itss --as fang.lin person amend guo.wei --email nobody@example.com -m x >/dev/null
  at 09-03T09:50 fang.lin person new lone --name 独行 --side provider --roles pm >/dev/null
  at 09-03T09:51 lone project new solo --name 独 --pm lone --planned-end 2026-09-03 --team lone --recorder lone >/dev/null
  at 09-03T09:52 lone project start solo >/dev/null
  exits 0 itss remind --from desk@example.com --mail-dir out --within 400d
  has "'lone' has no mail address"
  [ -e out/guo.wei.eml ]
  echo '{' > .itss/state/reminded.json
  exits 3 itss remind --from desk@example.com --mail-dir out
  has "reminded.json' is damaged"
  rm .itss/state/reminded.json
  exec 9> .itss/state/lock
  flock 9
  exits 3 itss remind --from desk@example.com --mail-dir out
  has 'another '
  exec 9>&-
  exits 0 itss remind --from desk@example.com --mail-dir out
}

@test "deleting the cache makes nobody be told twice" {
  clock 2026-09-03T10:00:00+08:00
  exits 0 itss remind --from desk@example.com --sendmail
  rm -rf .itss/cache
  exits 0 itss remind --from desk@example.com --sendmail
  has 'nobody has news'
}
