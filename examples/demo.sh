#!/usr/bin/env bash
# From nothing to reports: installs what is missing, builds itss, works a desk of fictional people for some days of
# November 2026, takes over a fictional log of another system, and prints what the desk kept and missed.
#   examples/demo.sh [DIR]      DIR: where the demo repository is made, by default build/demo/desk (made anew each time)
# Environment: ITSS_BIN an itss to use instead of building one.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
desk=${1:-$top/build/demo/desk}
export LC_ALL=C.UTF-8 LANGUAGE=en ITSS_LANG=${ITSS_LANG:-en}
# Nobody's own git settings are needed, or touched.
export GIT_AUTHOR_NAME='Demo desk' GIT_AUTHOR_EMAIL=desk@example.invalid
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL

say() { printf '\n== %s\n' "$*"; }

build() {
  say "installing what is missing"
  "$top/scripts/install-deps.sh" build
  say "building (the first time takes some minutes)"
  cmake -S "$top" -B "$top/build/demo" -G Ninja -DCMAKE_BUILD_TYPE=Release -DITSS_TESTS=OFF >/dev/null
  cmake --build "$top/build/demo" | tail -n 1
  ITSS_BIN=$top/build/demo/bin/itss
}
[ -n "${ITSS_BIN:-}" ] || build

# words WORD...: as they would be typed.
words() {
  local word
  for word in "$@"; do
    case $word in *[\ \;\<\>\|\&\$\*]* | '') printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
  done
}
# at TIME WHO WORDS...: shows and runs a command as somebody, at a moment of the demo.
at() {
  local now=$1 who=$2
  shift 2
  printf '$ itss%s    # %s, %s\n' "$(words "$@")" "$who" "$now"
  "$ITSS_BIN" --now "2026-11-$now:00+08:00" --as "$who" "$@"
}
# made TIME WHO WORDS...: the same for a new ticket; its id is in $id afterwards.
made() {
  at "$@" >"$ids"
  cat "$ids"
  id=$(tail -n 1 "$ids")
}
# What the demo wants to see answered with "no": a refusal, or a finding.
refused() {
  if at "$@" 2>&1; then
    echo "this should have been answered with no" >&2
    exit 1
  fi
}
ids=$(mktemp)
trap 'rm -f "$ids"' EXIT

say "a repository: $desk"
if [ -e "$desk" ]; then
  grep -qs '^name: .*Demo desk' "$desk/itss.yaml" || { echo "$desk exists and is not a demo repository" >&2; exit 1; }
  rm -rf "$desk"
fi
mkdir -p "$desk"
git init --quiet "$desk"    # a repository of its own, wherever it lies
"$ITSS_BIN" --now 2026-11-02T08:00:00+08:00 init "$desk" --name 'Demo desk' --zone Asia/Shanghai \
  --me wang.fang --my-name 王芳 --roles process_owner,l1,l1_lead
cd "$desk"

say "people and groups (all fictional)"
at 02T08:10 wang.fang group new desk --name 服务台 --tier 1
at 02T08:11 wang.fang group new apps --name 应用组 --tier 2
at 02T08:20 wang.fang person new chen.chen --name 陈晨 --side provider --roles l1 --groups desk
at 02T08:21 wang.fang person new li.na --name 李娜 --side provider --roles l2 --groups apps
at 02T08:22 wang.fang person new zhao.lei --name 赵雷 --side provider --roles svc_manager
at 02T08:23 wang.fang person new zhou.min --name 周敏 --side customer --roles requester

at 02T08:24 wang.fang person new sun.jie --name 孙杰 --side provider --roles svc_supervisor
at 02T08:25 wang.fang person new zhou.yu --name 周宇 --side provider --roles releaser,developer
at 02T08:26 wang.fang person new qin.yi --name 秦仪 --side provider --roles tester
at 02T08:27 wang.fang person new he.ping --name 何平 --side provider --roles onsite_ops
at 02T08:28 wang.fang person new lu.min --name 陆敏 --side provider --roles asset_admin,kb_admin

say "what services rest on"
# asset NAME CLASS TITLE VERSION [RELATIONS]: one that was there before its record.
asset() {
  at 02T08:30 zhao.lei asset new "$1" --class "$2" --title "$3"
  at 02T08:40 lu.min asset register "$1" --origin taken_over --owner he.ping --version "$4" --location 一号机房 -m 投用前已有 "${@:5}"
}
asset srv-1 server 应用服务器 2024
asset db-1 database 报表数据库 12.4 --runs-on srv-1
asset report-app application 报表系统 3.1.0 --runs-on srv-1 --depends-on db-1
asset report-web application 报表门户 1.8.0 --depends-on report-app
at 02T08:50 wang.fang asset impact db-1 --format text

say "a fault, from the call to the end"
made 03T09:00 chen.chen ticket new '三楼打印机无法打印' --channel phone --requester 张三 --contact 6021
printer=$id
at 03T09:04 chen.chen ticket accept "$printer" --kind incident --category fault --impact 3 --urgency 3 --severity minor --accident no
at 03T09:06 chen.chen ticket assign "$printer" --group desk --assignee chen.chen -m '现场可处理'
at 03T09:10 chen.chen ticket start "$printer"
refused 03T09:30 chen.chen ticket resolve "$printer"
at 03T09:40 chen.chen ticket resolve "$printer" --resolution fixed --resolution-steps '清除卡纸，重装驱动' --diagnosis 卡纸 --fix 清除卡纸
refused 03T09:45 chen.chen ticket close "$printer" --close-code satisfied
at 03T10:00 chen.chen ticket confirm "$printer" --process-ok yes --result-ok yes --for 张三 --evidence phone=已能打印
at 03T10:01 chen.chen ticket close "$printer" --close-code satisfied --knowledge-not-needed 常见操作

say "a major fault: escalated, on hold with the user's consent, resolved by the second line"
made 04T14:00 chen.chen ticket new '邮件系统无法发送' --channel phone --requester 李四 --contact 6100
mail=$id
at 04T14:03 chen.chen ticket accept "$mail" --kind incident --category fault --impact 1 --urgency 1 --severity critical --accident yes
at 04T14:05 wang.fang ticket major "$mail" --coordinator wang.fang --timeline '14:00 首次报告' --notified 赵雷
at 04T14:06 chen.chen ticket assign "$mail" --group desk --assignee chen.chen -m '先行排查'
at 04T14:08 chen.chen ticket start "$mail"
at 04T14:40 chen.chen ticket escalate "$mail" --escalate-reason skill --group apps --assignee li.na -m '疑为队列服务故障'
at 04T14:45 li.na ticket start "$mail"
at 04T15:00 li.na ticket hold "$mail" --hold-reason agreed_date --hold-until '2026-11-04 16:00' --hold-consent 李四 --evidence phone=同意十六点重启
at 04T16:00 li.na ticket resume "$mail"
at 04T17:20 li.na ticket resolve "$mail" --resolution fixed --resolution-steps '重启队列服务' --diagnosis 队列堆积 --fix 重启并扩容 --analysis '队列磁盘写满' --told phone
at 04T17:40 chen.chen ticket confirm "$mail" --process-ok yes --result-ok yes --for 李四 --evidence phone=邮件正常
at 04T17:45 chen.chen ticket close "$mail" --close-code satisfied --knowledge-not-needed 已有条目

say "a \"no\" that reopens"
made 05T10:00 zhou.min ticket new '报表显示上月数据' --channel brt --requester 周敏 --contact zhou.min@example.cn --requester-id zhou.min
report=$id
at 05T10:20 wang.fang ticket accept "$report" --kind incident --category application --impact 2 --urgency 3 --severity minor
at 05T10:25 wang.fang ticket assign "$report" --group apps --assignee li.na -m '报表模块'
at 05T10:40 li.na ticket start "$report"
at 05T11:30 li.na ticket resolve "$report" --resolution workaround --resolution-steps '清除缓存' --diagnosis 缓存过期 --fix 清除缓存
at 05T13:00 zhou.min ticket confirm "$report" --process-ok yes --result-ok no
at 05T16:30 li.na ticket resolve "$report" --resolution fixed --resolution-steps '修正查询条件' --diagnosis 查询条件固定 --fix 按当月查询 --told email
at 06T09:00 zhou.min ticket confirm "$report" --process-ok yes --result-ok yes
at 06T09:10 wang.fang ticket close "$report" --close-code satisfied --knowledge-not-needed 程序缺陷

say "what was behind it: a problem, a known error, and an article"
at 06T09:30 li.na ticket set "$report" assets=report-app
made 06T10:00 li.na ticket spawn problem "$report" --title '报表条件写死月份' --description '跨月后报表仍显示上月数据'
problem=$id
at 06T10:10 sun.jie problem classify "$problem" --category application --impact 2 --importance important --urgency 3 --owner li.na
at 06T10:20 li.na problem analyze "$problem" --method 代码走查
at 06T11:00 li.na problem identify "$problem" --root-cause 条件中写死了月份 --cause software --workaround 手工选择月份
article=$("$ITSS_BIN" knowledge list --ids | head -n 1)
at 06T11:20 chen.chen knowledge submit "$article"
refused 06T11:25 chen.chen knowledge publish "$article"
at 06T11:30 lu.min knowledge publish "$article"
at 06T11:40 chen.chen knowledge search 月份 --format text

say "the change that ends it: asked for, reviewed and approved by three people"
made 09T09:00 li.na problem spawn change "$problem" --title 报表按当月查询 --kind normal --source problem --reason 修复已知错误 \
  --assets report-app,report-web --impact medium --risk low --plan '部署 3.1.1' --rollback trigger=查询出错 \
  --rollback steps=恢复旧版本 --rollback person=zhou.yu --rollback time=30m
change=$id
at 09T09:05 li.na change request "$change"
at 09T09:10 sun.jie change review "$change" --impact-analysis 门户依赖报表系统
refused 09T09:15 li.na change approve "$change"
at 09T09:20 zhao.lei change approve "$change"

say "it touches two assets, so a release carries it: built once, tested, staged, deployed"
made 09T10:00 zhou.yu release new '报表 3.1.1' --source change --weight minor --scope delta --version 3.1.1 --assets report-app,report-web \
  --changes "$change" --impact-analysis 短时不可用 --stakeholders 财务部 --rollback trigger=首次查询出错 --rollback steps=恢复旧版本 \
  --rollback person=zhou.yu --rollback time=30m
release=$id
at 09T10:05 zhou.yu release submit "$release"
at 09T10:10 sun.jie release review "$release"
at 09T10:20 zhao.lei release approve "$release" --risk-level low --risk-review 版本与测试有效
at 09T10:30 sun.jie release plan "$release" --window from='2026-11-10 20:00' --window to='2026-11-10 22:00' --steps '停服务，换包，启动' \
  --test-plan 跨月查询
mkdir media && echo 'report 3.1.1, second build' >media/report-3.1.1
hash=$(sha256sum media/report-3.1.1 | cut -d' ' -f1)
at 10T09:00 zhou.yu release build "$release" --sha256 "$(echo 'first build' | sha256sum | cut -d' ' -f1)"
at 10T09:30 qin.yi release test-fail "$release" --defects 跨年仍出错
at 10T10:00 zhou.yu release build "$release" --sha256 "$hash"
refused 10T10:30 zhou.yu release deploy "$release" --sha256 "$hash"    # not tested
at 10T11:00 qin.yi release test-pass "$release" --sha256 "$hash" --report 跨年通过
at 10T14:00 he.ping release stage-pass "$release" --sha256 "$hash" --report 仿真通过
at 10T14:10 zhou.yu release register-media "$release" --medium report-3.1.1 --location media/report-3.1.1 --sha256 "$hash"
at 10T14:20 zhou.yu release media verify "$release"
at 10T14:30 zhou.yu release notify "$release" --told-now 财务部 --channel email
at 10T14:40 lu.min release baseline "$release"
at 10T15:00 zhao.lei release go "$release"
at 10T15:10 wang.fang release board --format text
at 10T15:10 wang.fang change calendar --format text
refused 10T15:30 zhou.yu release deploy "$release" --sha256 "$hash"    # outside the window
at 10T20:10 zhou.yu release deploy "$release" --sha256 "$hash"
at 10T20:40 he.ping release verify "$release" --first-run-result ok --for 周敏 --evidence phone=查询正确
at 10T20:50 sun.jie release evaluate "$release" --evaluation 按计划完成
refused 10T20:55 zhao.lei release close "$release" --close-code success    # the assets are not updated
at 10T21:00 he.ping asset update-ci report-app --version 3.1.1 --release "$release"
at 10T21:01 he.ping asset update-ci report-web --version 1.8.0 --release "$release"
refused 10T21:05 wang.fang asset diff --for "$release" --format text    # 1: they differ from the baseline
at 10T21:10 zhao.lei release close "$release" --close-code success
at 10T21:20 he.ping change verify "$change" --result ok
at 11T09:00 zhao.lei change close "$change" --close-code success
at 11T09:30 li.na problem solve "$problem" --solution 按当月查询
at 11T09:40 li.na problem resolve "$problem" --result 跨年查询正确
at 11T09:50 li.na problem feedback "$problem" --feedback-to chen.chen,wang.fang

say "a question answered at once, a request withdrawn, two that are still open"
made 09T11:00 wang.fang ticket new '如何设置自动回复' --channel email --requester 王五 --contact wu@example.cn
at 09T11:05 wang.fang ticket accept "$id" --kind service_request --category guidance --impact 4 --urgency 4 --severity trivial
at 09T11:10 wang.fang ticket answer "$id" --knowledge-searched 'KB: 自动回复' --resolution answered --resolution-steps '设置 > 自动回复'
at 09T11:30 wang.fang ticket confirm "$id" --process-ok yes --result-ok yes --for 王五 --evidence email=谢谢
at 09T11:31 wang.fang ticket close "$id" --close-code satisfied --knowledge-not-needed 已有条目
made 09T15:00 chen.chen ticket new '申请共享目录权限' --channel oa --requester 赵六 --contact 6200
at 09T15:30 chen.chen ticket accept "$id" --kind service_request --category permission --impact 4 --urgency 3 --severity trivial
at 09T16:00 chen.chen ticket cancel "$id" --cancel-reason withdrawn -m '已改用其他目录'
made 19T08:30 chen.chen ticket new 'VPN 每小时断开' --channel phone --requester 孙七 --contact 6300
vpn=$id
at 19T12:00 chen.chen ticket accept "$vpn" --kind incident --category fault --impact 2 --urgency 2 --severity major --accident no   # too late
at 19T12:05 chen.chen ticket assign "$vpn" --group apps --assignee li.na -m '网络侧'
at 19T13:00 li.na ticket start "$vpn"
made 20T09:00 chen.chen ticket new '新员工账号' --channel oa --requester 钱八 --contact 6400

say "a project's weekly meeting: planned, announced, held, written up, reviewed, sent, filed; and an action"
at 09T08:00 wang.fang person new guo.wei --name 郭伟 --side provider --roles pm --level 5 --email guo.wei@example.com
at 09T08:01 wang.fang person new ma.li --name 马丽 --side provider --roles module_lead --level 3 --email ma.li@example.com
at 09T08:02 wang.fang person new he.jun --name 何军 --side provider --roles module_lead --level 3 --email he.jun@example.com
at 09T08:03 wang.fang person new xie.na --name 谢娜 --side provider --roles recorder --level 2 --email xie.na@example.com
at 09T08:10 guo.wei project new billing --name 计费系统升级 --pm guo.wei --module-leads ma.li,he.jun --team ma.li,he.jun \
  --client-people zhou.min --recorder xie.na --place 三号会议室
at 09T08:11 guo.wei project start billing
made 09T08:20 guo.wei meeting plan --weekly --project billing --from 2026-11-12 --count 2
meeting=$(sed -n 2p "$ids")    # the first of the two
refused 09T09:00 guo.wei meeting notify "$meeting"    # nothing to discuss yet
at 09T09:10 he.jun meeting raise "$meeting" --issue 接口延迟
at 09T09:20 guo.wei meeting notify "$meeting"
at 09T09:25 guo.wei meeting invite "$meeting"
at 10T09:00 he.jun meeting leave "$meeting" --reason 出差 --delegate ma.li
at 10T09:30 guo.wei meeting approve-leave "$meeting" --person he.jun
at 12T18:00 guo.wei meeting convene "$meeting" --present guo.wei,xie.na,ma.li
made 12T18:05 xie.na action new '调整接口超时' --meeting "$meeting" --owner ma.li --due 2026-11-18
action=$id
at 12T18:10 xie.na meeting settle "$meeting" --issue 接口延迟 --outcome action --conclusion 马丽调整超时设置
at 12T18:30 xie.na meeting write-minutes "$meeting" --decisions 下周复测
refused 12T18:31 xie.na meeting review "$meeting"    # not by who wrote them
at 13T09:00 guo.wei meeting review "$meeting"
at 13T09:10 xie.na meeting minutes "$meeting" --format text
at 13T09:20 xie.na meeting send "$meeting" --sent-to guo.wei,xie.na,ma.li
at 13T09:30 xie.na meeting archive "$meeting" --file-no JF-2026-01
at 13T10:00 ma.li action start "$action"

say "the log of another system, and once more: nothing changes"
at 20T17:00 wang.fang import "$top/tests/data/incident_log.csv" --map "$top/examples/import/servicenow-incident-log.yaml"
at 20T17:05 wang.fang import "$top/tests/data/incident_log.csv" --map "$top/examples/import/servicenow-incident-log.yaml"

say "where things stand"
at 20T18:00 wang.fang ticket list
at 20T18:00 wang.fang ticket show "$vpn"
at 20T18:00 wang.fang sla explain "$mail" --clock resolution

say "what is due next, and what cron would tell"
at 20T18:00 wang.fang sla due --within 2d --format text
refused 20T18:00 wang.fang sla check --warn 75

say "what everybody owes, and which mails a reminder would send"
at 20T18:00 wang.fang due --within 1d --format text
at 20T18:00 wang.fang remind
refused 20T18:00 guo.wei meeting missing    # the meeting of the 19th did not take place

say "somebody who did not work on it excuses a breach: figures are given with it and without it"
at 20T18:00 zhao.lei sla exclude "$vpn" --clock response --reason force_majeure -m '运营商光缆中断'

say "what a stricter agreement would have done to this month"
printf '%s\n' 'title: 更严格的协议' 'series: desk' 'targets:' '  response: {calendar: 24x7, every: 15m}' \
  '  resolution: {calendar: office-cn, P2: 4h, every: 16h}' >"$desk/draft.yaml"
at 20T18:00 wang.fang sla simulate 2026-11 --agreement "$desk/draft.yaml"
rm "$desk/draft.yaml"

say "the month's service levels"
at 20T18:00 wang.fang report sla 2026-11
say "the month's figures, then those of the imported January"
at 20T18:00 wang.fang report kpi 2026-11
at 20T18:00 wang.fang report kpi 2026-01

say "the month's releases, and what changed"
at 20T18:00 wang.fang report release 2026-11
at 20T18:00 wang.fang report change 2026-11
at 20T18:00 wang.fang report meeting 2026-11

say "is every file sound?"
at 20T18:00 wang.fang check
say "done: cd $desk, and try: itss help"
