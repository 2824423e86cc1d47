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

say "is every file sound?"
at 20T18:00 wang.fang check
say "done: cd $desk, and try: itss help"
