# Two months of a project's meetings, as people live through them: planned for eight weeks, announced, attended or not,
# written up, reviewed, sent, filed; and the actions that come of them.

setup() {
  load helper
  load acts
  load project_desk
  setup_desk
  project_desk
}

# `announce ID TIME ISSUE`: with an issue that a lead raises.
announce() {
  at "$2" he.jun meeting raise "$1" --issue "$3" >/dev/null &&
    at "$2" tang.yan meeting prepare "$1" >/dev/null &&
    at "$2" tang.yan meeting notify "$1" >/dev/null
}

# `write_up ID MONTH-DAY NEXT-DAY PRESENT`: what was left open is settled; minutes written the same evening, reviewed, sent
# and filed the next day.
write_up() {
  local issue
  for issue in $(itss --now "$(time_of "$2T19:00")" meeting show "$1" --json=issues | python3 -c '
import json, sys
for key, issue in json.load(sys.stdin)["issues"].items():
    if not issue.get("outcome"): print(key)'); do
    at "$2T19:00" xie.na meeting settle "$1" --issue "$issue" --outcome solved --conclusion 会上已明确 >/dev/null || return 1
  done
  at "$2T19:10" xie.na meeting write-minutes "$1" --decisions 按计划推进 >/dev/null &&
    at "$3T09:30" guo.wei meeting review "$1" >/dev/null &&
    at "$3T10:00" xie.na meeting send "$1" --sent-to "$4" >/dev/null &&
    at "$3T11:00" xie.na meeting archive "$1" --file-no "JF-$2" >/dev/null
}

@test "two months of a project: eight weekly meetings, a topic and a client meeting, leave, actions, minutes" {
  local everybody=guo.wei,xie.na,he.jun,ma.li,bai.xue,luo.ming

  # Eight Thursdays; the first of October is a holiday.
  run -0 --separate-stderr at 08-31T09:00 tang.yan meeting plan --weekly --project billing --from 2026-09-01 --count 8
  [ "${#lines[@]}" = 8 ]
  local meetings=("${lines[@]}")
  run -0 itss meeting show "${meetings[4]}" --json=start,slot,moved_for,agenda
  [[ $output == *'"start": "2026-09-30T16:00:00+08:00"'* ]]
  [[ $output == *'"slot": "2026-10-01T16:00:00+08:00"'* ]]
  [[ $output == *国庆节* ]]
  [[ $output == *'"presenter": "bai.xue"'* ]]
  run -0 --separate-stderr at 08-31T09:05 tang.yan meeting plan --weekly --project billing --from 2026-09-01 --count 8
  [ -z "$output" ]

  # 3 September: all are there; an issue becomes an action, another is not solved yet.
  refused REQUIRES 09-01T10:00 tang.yan meeting notify "${meetings[0]}"
  announce "${meetings[0]}" 09-01T10:00 接口延迟
  at 09-02T09:00 ma.li meeting raise "${meetings[0]}" --issue 测试环境不足
  at 09-03T18:00 guo.wei meeting convene "${meetings[0]}" --present "$everybody"
  refused ANY_OF 09-03T18:30 xie.na action new 优化接口超时设置 --owner ma.li --due 2026-09-08
  made 09-03T18:30 xie.na action new 优化接口超时设置 --meeting "${meetings[0]}" --owner ma.li --due 2026-09-08
  local first=$id
  at 09-03T18:35 xie.na meeting settle "${meetings[0]}" --issue 接口延迟 --outcome action --conclusion 调整超时
  at 09-03T18:36 xie.na meeting settle "${meetings[0]}" --issue 测试环境不足 --outcome unsolved --conclusion 下次再议
  write_up "${meetings[0]}" 09-03 09-04 "$everybody"

  # 10 September: what was not solved comes back; a lead is on leave, with a delegate of the same level.
  announce "${meetings[1]}" 09-08T10:00 数据迁移方案
  run -0 itss meeting show "${meetings[1]}" --json=issues
  [[ $output == *测试环境不足* ]]
  [[ $output == *"\"carried_from\": \"${meetings[0]}\""* ]]
  refused SAME 09-09T09:00 bai.xue meeting leave "${meetings[1]}" --reason 出差 --delegate luo.ming
  at 09-09T09:00 bai.xue meeting leave "${meetings[1]}" --reason 出差 --delegate shi.yu
  refused ROLE 09-09T09:10 bai.xue meeting approve-leave "${meetings[1]}" --person bai.xue
  at 09-09T09:20 guo.wei meeting approve-leave "${meetings[1]}" --person bai.xue
  refused COVERS 09-10T18:00 guo.wei meeting convene "${meetings[1]}" --present guo.wei,xie.na,he.jun,ma.li,shi.yu
  refused DISJOINT 09-10T18:00 guo.wei meeting convene "${meetings[1]}" --present guo.wei,xie.na,he.jun,ma.li,luo.ming,shi.yu --absent bai.xue
  at 09-10T18:00 guo.wei meeting convene "${meetings[1]}" --present guo.wei,xie.na,he.jun,ma.li,luo.ming,shi.yu
  write_up "${meetings[1]}" 09-10 09-11 guo.wei,xie.na,he.jun,ma.li,luo.ming,shi.yu

  # The first action is done three days late, and says why; who gave it verifies it, not who did it.
  at 09-07T09:00 ma.li action start "$first"
  refused REQUIRES 09-11T15:00 ma.li action done "$first" --result 已调整并压测 --evidence report=reports/0911.pdf
  at 09-11T15:00 ma.li action done "$first" --result 已调整并压测 --evidence report=reports/0911.pdf --late-reason 压测环境被占用
  refused ROLE 09-11T15:10 ma.li action verify "$first"
  at 09-11T15:30 xie.na action verify "$first"

  # 17 September: somebody does not come and has not asked; the minutes come late, and go back once.
  announce "${meetings[2]}" 09-15T10:00 培训安排
  at 09-17T18:00 guo.wei meeting convene "${meetings[2]}" --present guo.wei,xie.na,he.jun,ma.li,bai.xue --absent luo.ming
  made 09-17T18:10 xie.na action new 编写培训材料 --meeting "${meetings[2]}" --owner luo.ming --due 2026-09-24
  local second=$id
  at 09-17T18:20 xie.na meeting settle "${meetings[2]}" --issue 培训安排 --outcome action --conclusion 罗明编写材料
  refused ROLE 09-18T08:50 he.jun meeting write-minutes "${meetings[2]}"
  at 09-18T09:00 xie.na meeting write-minutes "${meetings[2]}" --decisions 十月培训
  refused ROLE 09-18T09:10 xie.na meeting review "${meetings[2]}"
  at 09-18T15:00 guo.wei meeting return "${meetings[2]}" --return-reason unclear -m 决议不具体
  at 09-21T10:00 xie.na meeting write-minutes "${meetings[2]}" --decisions 十月十五日在三号会议室培训
  at 09-21T10:30 guo.wei meeting review "${meetings[2]}"
  refused COVERS 09-21T10:40 xie.na meeting send "${meetings[2]}" --sent-to guo.wei,xie.na,he.jun
  at 09-21T10:40 xie.na meeting send "${meetings[2]}" --sent-to guo.wei,xie.na,he.jun,ma.li,bai.xue
  refused REQUIRES 09-21T11:00 xie.na meeting archive "${meetings[2]}" --file-no JF-09-17
  at 09-21T11:00 xie.na meeting archive "${meetings[2]}" --file-no JF-09-17 --late-reason 纪要退回修改

  # A topic meeting: one matter, the organiser hosts.
  made 09-18T10:00 shi.yu meeting new 数据库选型 --kind topic --project billing --start '2026-09-22 10:00' --end '2026-09-22 11:30' \
    --host shi.yu --required he.jun,ma.li --agenda 选型.kind=topic --issues 选型.raised_by=he.jun
  local topic=$id
  at 09-18T10:10 shi.yu meeting notify "$topic"
  at 09-22T11:30 shi.yu meeting convene "$topic" --present shi.yu,xie.na,he.jun,ma.li
  write_up "$topic" 09-22 09-23 shi.yu,xie.na,he.jun,ma.li

  # 24 September; the second action is put off in time, and done by the new date.
  announce "${meetings[3]}" 09-22T14:00 节前值班
  refused ROLE 09-23T09:00 luo.ming action postpone "$second" --due 2026-10-09 --postpone-reason scope -m 材料增加
  at 09-23T09:10 guo.wei action postpone "$second" --due 2026-10-09 --postpone-reason scope -m 材料增加
  at 09-24T18:00 guo.wei meeting convene "${meetings[3]}" --present "$everybody"
  write_up "${meetings[3]}" 09-24 09-28 "$everybody"

  # 30 September instead of the holiday; it is moved by an hour once more, and those invited are told anew.
  announce "${meetings[4]}" 09-28T14:00 节后上线
  at 09-28T15:00 tang.yan meeting reschedule "${meetings[4]}" --start '2026-09-30 15:00' --end '2026-09-30 17:00' -m 会议室冲突
  at 09-30T17:00 guo.wei meeting convene "${meetings[4]}" --present "$everybody"
  write_up "${meetings[4]}" 09-30 10-08 "$everybody"   # the day after the holidays is the next working day

  # 8 and 15 October; the client asks for a meeting of its own.
  announce "${meetings[5]}" 10-08T09:00 上线窗口
  at 10-08T18:00 guo.wei meeting convene "${meetings[5]}" --present "$everybody"
  write_up "${meetings[5]}" 10-08 10-09 "$everybody"
  at 10-08T09:00 luo.ming action start "$second"
  at 10-09T15:00 luo.ming action done "$second" --result 材料已定稿 --evidence file=training/slides.pdf
  at 10-09T16:00 guo.wei action return "$second" --return-reason incomplete -m 缺少练习
  at 10-09T17:00 luo.ming action done "$second" --result 练习已补充 --evidence file=training/slides.pdf
  at 10-10T09:00 guo.wei action verify "$second"
  made 10-09T10:00 guo.wei meeting new 上线方案沟通 --kind client --project billing --start '2026-10-13 14:00' --end '2026-10-13 15:30' \
    --host guo.wei --required he.jun --invited qian.duo --agenda 上线方案.presenter=he.jun --issues 割接时间.raised_by=qian.duo
  local client=$id
  refused REQUIRES 10-09T10:10 guo.wei meeting notify "$client"
  at 10-09T10:10 guo.wei meeting amend "$client" --set-by qian.duo
  at 10-09T10:20 guo.wei meeting notify "$client"
  at 10-13T15:30 guo.wei meeting convene "$client" --present guo.wei,xie.na,he.jun,qian.duo
  write_up "$client" 10-13 10-14 guo.wei,xie.na,he.jun,qian.duo
  announce "${meetings[6]}" 10-13T17:00 培训反馈
  at 10-15T18:00 guo.wei meeting convene "${meetings[6]}" --present "$everybody"
  write_up "${meetings[6]}" 10-15 10-16 "$everybody"
  announce "${meetings[7]}" 10-20T10:00 上线总结
  at 10-22T18:00 guo.wei meeting convene "${meetings[7]}" --present "$everybody"
  refused CHILDREN 10-22T18:10 guo.wei project finish billing -m 已上线
  write_up "${meetings[7]}" 10-22 10-23 "$everybody"

  clock 2026-10-30T09:00:00+08:00
  run -0 itss check --strict
  [[ $output == *'no findings'* ]]
  run -0 itss check --strict --no-index

  # The figures of the two months: one notice came after the holidays, one minutes were returned, one action was late.
  figure() {
    itss report kpi --from 2026-09-01 --to 2026-10-25 --json |
      jq -r --arg name "$1" '.. | objects | select(.measure? == $name) | [.value, .numerator, .denominator] | map(tostring) | join(" ")'
  }
  [ "$(figure weekly_meeting_held)" = '100 8 8' ]
  [ "$(figure meeting_noticed)" = '90 9 10' ]
  [ "$(figure minutes_on_time)" = '90 9 10' ]
  [ "$(figure minutes_sent)" = '100 10 10' ]
  [[ $(figure unexcused_absence) == 1\ * ]]
  [ "$(figure action_on_time)" = '50 1 2' ]
  run -0 itss --lang zh report meeting 2026-09
  [[ $output == *周例会召开率* ]]

  # The week after the last one has no meeting yet.
  exits 1 itss meeting missing
  has 'Weekly meeting: not planned'
  exits 0 itss meeting missing 2026-09

  # Once all is filed the project may end, and no meeting is called for it any more.
  at 10-30T10:00 guo.wei project finish billing -m 已上线
  refused LINKS 10-30T10:10 tang.yan meeting new 例会 --kind weekly --project billing --start '2026-11-05 16:00' --end '2026-11-05 18:00'
}
