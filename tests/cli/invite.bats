# What leaves the repository about a meeting: invitations and papers, as calendars and mails that other programs read.

setup() {
  load helper
  load acts
  load project_desk
  setup_desk
  project_desk
}

@test "an invitation is read by another parser: who, when, where, byte for byte" {
  announced_meeting
  itss meeting invite "$meeting" > a.ics
  [ "$(read_by a.ics .method)" = REQUEST ]
  [ "$(read_by a.ics '.events[0] | [.uid, .sequence, .status, .start, .end]')" = \
    "[\"$meeting@itss\",0,\"CONFIRMED\",\"2026-09-03T16:00:00+08:00\",\"2026-09-03T18:00:00+08:00\"]" ]
  [ "$(read_by a.ics '.events[0].summary')" = '计费 例会：接口，"切换"' ]
  [ "$(read_by a.ics '.events[0].location')" = 三号会议室 ]
  [ "$(read_by a.ics '.events[0].organizer')" = '{"address":"guo.wei@example.com","name":"郭伟"}' ]
  [ "$(read_by a.ics '[.events[0].attendees[] | [.name, .role]]')" = \
    '[["何军","REQ-PARTICIPANT"],["马丽","REQ-PARTICIPANT"],["白雪","REQ-PARTICIPANT"],["罗明","REQ-PARTICIPANT"],["谢娜","REQ-PARTICIPANT"],["钱多","OPT-PARTICIPANT"]]' ]
  [[ $(read_by a.ics '.events[0].description') == *接口延迟* ]]
  itss meeting invite "$meeting" | cmp - a.ics
}

@test "after a reschedule the entry is the same with a higher sequence; a cancellation cancels it" {
  announced_meeting
  at 09-01T11:00 tang.yan meeting reschedule "$meeting" --start '2026-09-03 15:00' --end '2026-09-03 17:00' -m 会议室冲突
  itss meeting invite "$meeting" > b.ics
  [ "$(read_by b.ics '.events[0] | [.uid, .sequence, .start]')" = "[\"$meeting@itss\",1,\"2026-09-03T15:00:00+08:00\"]" ]
  at 09-01T12:00 tang.yan meeting cancel "$meeting" --cancel-reason people -m 多人出差 --cancel-told he.jun,ma.li,bai.xue,luo.ming
  itss meeting invite "$meeting" > c.ics
  [ "$(read_by c.ics .method)" = CANCEL ]
  [ "$(read_by c.ics '.events[0] | [.uid, .sequence, .status]')" = "[\"$meeting@itss\",2,\"CANCELLED\"]" ]
  # What was taken back was told all the same: a calendar that cancelled it must hear of a newer version.
  itss --as tang.yan meeting retract "$meeting" "$(itss meeting log "$meeting" --json | jq -r '.. | objects | select(.do? == "cancel") | .event')" -m 误取消 --now 2026-09-01T13:00:00+08:00
  itss meeting invite "$meeting" > d.ics
  [ "$(read_by d.ics '.events[0] | [.sequence, .status]')" = '[3,"CONFIRMED"]' ]
}

@test "a change of what an entry shows is a new version once it was sent; other changes are not" {
  made 08-31T09:00 tang.yan meeting new 例会 --kind weekly --project billing --start '2026-09-03 16:00' --end '2026-09-03 18:00'
  meeting=$id
  at 08-31T09:30 tang.yan meeting set "$meeting" title=周会
  at 09-01T10:00 he.jun meeting raise "$meeting" --issue 接口延迟
  at 09-01T10:10 tang.yan meeting notify "$meeting"
  [ "$(itss meeting invite "$meeting" > a.ics; read_by a.ics '.events[0] | [.sequence, .stamp]')" = '[0,"2026-09-01T02:10:00+00:00"]' ]
  at 09-01T10:20 tang.yan meeting comment "$meeting" -m 已电话提醒
  at 09-01T10:30 he.jun meeting raise "$meeting" --issue 测试环境
  [ "$(itss meeting invite "$meeting" > a.ics; read_by a.ics '.events[0].sequence')" = 0 ]
  at 09-01T11:00 tang.yan meeting set "$meeting" title=计费周会
  [ "$(itss meeting invite "$meeting" > a.ics; read_by a.ics '.events[0] | [.sequence, .stamp, .summary]')" = '[1,"2026-09-01T03:00:00+00:00","计费周会"]' ]
}

@test "the mail of an invitation has text, page, calendar and file; subject and names survive" {
  announced_meeting
  itss --as tang.yan meeting invite "$meeting" --format eml > a.eml
  [ "$(read_by a.eml .subject)" = '计费 例会：接口，"切换"' ]
  [ "$(read_by a.eml '.from')" = '{"address":"tang.yan@example.com","name":"唐燕"}' ] ||
    [ "$(read_by a.eml '.from[0]')" = '{"address":"tang.yan@example.com","name":"唐燕"}' ]
  [ "$(read_by a.eml '[.to[].name] | sort | join(" ")')" = "$(printf '%s\n' 何军 马丽 白雪 罗明 谢娜 钱多 | LC_ALL=C sort | paste -sd ' ')" ]
  [ "$(read_by a.eml '[.parts[].type]')" = '["text/plain","text/html","text/calendar","text/calendar"]' ]
  [ "$(read_by a.eml '.parts[3].filename')" = "$meeting.ics" ]
  itss meeting invite "$meeting" | sed 's/\r$//' > own.ics
  read_by a.eml '.parts[2].text' | sed -e 's/\r$//' -e '${/^$/d}' | cmp - own.ics
}

@test "a series is one entry that repeats, without the weeks that are cancelled, with those that are moved" {
  at 08-31T09:00 tang.yan meeting plan --weekly --project billing --from 2026-09-10 --count 5 2>/dev/null
  mapfile -t all < <(itss meeting list --ids --sort start)
  at 08-31T10:00 tang.yan meeting cancel "${all[1]}" --cancel-reason no_topic -m 无议题
  itss meeting invite "${all[0]}" --series > s.ics
  [ "$(read_by s.ics '.events | length')" = 2 ]
  [ "$(read_by s.ics '.events[0] | [.uid, .start]')" = '["billing-weekly@itss","2026-09-10T16:00:00+08:00"]' ]
  [[ $(read_by s.ics '.events[0].rrule') == *FREQ=WEEKLY*BYDAY=TH* ]]
  [ "$(read_by s.ics '.events[0].starts | join(" ")')" = \
    '2026-09-10T16:00:00+08:00 2026-09-24T16:00:00+08:00 2026-10-01T16:00:00+08:00 2026-10-08T16:00:00+08:00' ]
  [ "$(read_by s.ics '.events[0].exdates')" = '["2026-09-17T16:00:00+08:00"]' ]
  [ "$(read_by s.ics '.events[1] | [.uid, .recurrence_id, .start]')" = \
    '["billing-weekly@itss","2026-10-01T16:00:00+08:00","2026-09-30T16:00:00+08:00"]' ]
}

@test "what nobody was told of is no invitation, but a draft for oneself" {
  made 08-31T09:00 tang.yan meeting new 例会 --kind weekly --project billing --start '2026-09-03 16:00' --end '2026-09-03 18:00'
  exits 1 itss meeting invite "$id"
  has "nobody was told of '$id' yet"
  has "itss meeting notify $id"
  itss meeting invite "$id" --draft > a.ics
  [ "$(read_by a.ics .method)" = PUBLISH ]
  exits 2 itss meeting invite "$id" --format pdf
  exits 2 itss meeting invite "$id" "$id" --format ics --sendmail
}

@test "minutes are printed as text, Markdown, page and mail" {
  announced_meeting
  at 09-03T18:00 guo.wei meeting convene "$meeting" --present guo.wei,xie.na,he.jun,ma.li,bai.xue --absent luo.ming
  made 09-03T18:30 xie.na action new '优化 <超时> 设置' --meeting "$meeting" --owner ma.li --due 2026-09-08
  at 09-03T18:35 xie.na meeting settle "$meeting" --issue 接口延迟 --outcome action --conclusion 调整超时
  at 09-03T19:00 xie.na meeting write-minutes "$meeting" --decisions 下周复测 >/dev/null
  exits 0 itss --lang zh meeting minutes "$meeting"
  for part in '会议纪要：计费 例会' 主持人.*郭伟 无故缺席.*罗明 接口延迟.*转行动项.*调整超时 '1. 下周复测' '优化 <超时> 设置.*马丽.*2026-09-08.*待办' 前次行动项跟踪; do
    grep -qE -- "$part" <<<"$output" || { echo "no $part in: $output" >&2; return 1; }
  done
  exits 0 itss --lang zh meeting minutes "$meeting" --format md
  has '## 决议'
  exits 0 itss --lang zh meeting minutes "$meeting" --format html
  has '优化 &lt;超时&gt; 设置'
  itss --as xie.na --lang zh meeting minutes "$meeting" --format eml > m.eml
  [ "$(read_by m.eml .subject)" = '会议纪要：计费 例会：接口，"切换"' ]
  [ "$(read_by m.eml '[.to[].address] | sort | join(" ")')" = 'bai.xue@example.com guo.wei@example.com he.jun@example.com ma.li@example.com xie.na@example.com' ]
  exits 0 itss meeting minutes "$meeting" --json
  jq -e . <<<"$output" >/dev/null
  exits 2 itss meeting minutes
  exits 1 itss meeting minutes MTG-20200101-00000
  exits 1 itss meeting minutes "$meeting" --at 2026-08-30
}

@test "an agenda shows the issues carried forward and the open actions of earlier meetings" {
  announced_meeting
  at 09-03T18:00 guo.wei meeting convene "$meeting" --present guo.wei,xie.na,he.jun,ma.li,bai.xue,luo.ming
  made 09-03T18:30 xie.na action new 压测报告 --meeting "$meeting" --owner ma.li --due 2026-09-08
  at 09-03T18:35 xie.na meeting settle "$meeting" --issue 接口延迟 --outcome unsolved --conclusion 待压测
  made 09-04T09:00 tang.yan meeting new 下次例会 --kind weekly --project billing --start '2026-09-10 16:00' --end '2026-09-10 18:00'
  at 09-04T09:05 tang.yan meeting prepare "$id"
  clock 2026-09-04T10:00:00+08:00
  exits 0 itss --lang zh meeting agenda "$id"
  grep -qE "接口延迟.*何军.*$meeting" <<<"$output"
  grep -qE '压测报告.*马丽' <<<"$output"
  # What was solved is not carried any further.
  at 09-04T09:06 tang.yan meeting prepare "$id" || true
  [ "$(itss meeting show "$id" --json=issues | jq '.issues | length')" = 1 ]
}

@test "mails go where they are told to, and nowhere by themselves" {
  announced_meeting
  mkdir bin
  printf '#!/bin/sh\nprintf "%%s\\n" "$*" > "%s/arguments"; cat > "%s/sent"\n' "$PWD" "$PWD" > bin/sendmail
  chmod +x bin/sendmail
  PATH=$PWD/bin:$PATH exits 0 itss --as tang.yan meeting invite "$meeting" --sendmail
  [ "$(cat arguments)" = '-i -t' ]
  cp sent sent.eml
  [ "$(read_by sent.eml .subject)" = '计费 例会：接口，"切换"' ]
  exits 0 itss --as tang.yan meeting invite "$meeting" --mail-dir out
  cmp out/"$meeting".eml sent
  printf '#!/bin/sh\necho no route >&2; exit 75\n' > bin/sendmail
  PATH=$PWD/bin:$PATH exits 1 itss --as tang.yan meeting invite "$meeting" --sendmail
  has 'no route'
  exits 2 itss --as tang.yan meeting invite "$meeting" --sendmail --mail-dir out
  exits 2 itss --as tang.yan meeting invite "$meeting" --format eml --from nobody
  printf 'mail: {from: desk@example.com}\n' >> itss.yaml
  itss --as tang.yan meeting invite "$meeting" --format eml | grep -q '^From: .*<desk@example.com>'
}

@test "only a record that has a place in a series invites to it" {
  at 08-31T09:00 tang.yan meeting plan --weekly --project billing --from 2026-09-10 --count 2 2>/dev/null
  made 08-31T09:10 shi.yu meeting new 专题 --kind topic --project billing --start '2026-09-11 10:00' --end '2026-09-11 11:00'
  exits 1 itss meeting invite "$id" --series
  has "'$id' belongs to no series"
  made 08-31T09:20 tang.yan meeting new 加会 --kind weekly --project billing --start '2026-09-14 10:00' --end '2026-09-14 11:00'
  exits 1 itss meeting invite "$id" --series
  has "'$id' belongs to no series"
}

@test "a longer series is a new version of the same entry; what is not at its hour stands by itself" {
  at 08-31T09:00 tang.yan meeting plan --weekly --project billing --from 2026-09-10 --count 2 2>/dev/null
  mapfile -t all < <(itss meeting list --ids --sort start)
  itss meeting invite "${all[0]}" --series > a.ics
  at 09-01T09:00 tang.yan meeting plan --weekly --project billing --from 2026-09-10 --count 3 2>/dev/null
  itss meeting invite "${all[0]}" --series > b.ics
  [ "$(read_by b.ics '.events[0].uid')" = "$(read_by a.ics '.events[0].uid')" ]
  [ "$(read_by b.ics '.events[0].starts | length')" = 3 ]
  [ "$(read_by b.ics '.events[0].sequence')" -gt "$(read_by a.ics '.events[0].sequence')" ]
  made 09-01T10:00 tang.yan meeting new 加会 --kind weekly --project billing --slot '2026-09-15 10:00' \
    --moved-for 客户来访 --start '2026-09-15 10:00' --end '2026-09-15 11:00'
  itss meeting invite "$id" --series > c.ics
  [ "$(read_by c.ics '.events[0].starts | length')" = 3 ]
  [ "$(read_by c.ics '.events[1] | [.uid, .recurrence_id, .start]')" = "[\"$id@itss\",null,\"2026-09-15T10:00:00+08:00\"]" ]
}
