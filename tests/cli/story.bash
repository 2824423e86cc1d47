# A desk whose processes work together: the people and assets, and the story, told in the words of acts.bash. All
# fictional.

story_desk() {
  clock 2026-12-01T08:00:00+08:00
  itss init desk --name 'Story desk' --zone Asia/Shanghai --me wang.fang --my-name 王芳 --roles process_owner,l1_lead >/dev/null
  cd desk || return 1
  local who name roles
  while read -r who name roles; do
    at 01T08:10 wang.fang person new "$who" --name "$name" --side provider --roles "$roles"
  done <<'PEOPLE'
chen.chen 陈晨 l1
li.na 李娜 l2
zhao.lei 赵雷 svc_manager
sun.jie 孙杰 svc_supervisor
zhou.yu 周宇 releaser,developer
qin.yi 秦仪 tester
he.ping 何平 onsite_ops
lu.min 陆敏 asset_admin
gao.shan 高山 change_board
xu.hui 徐慧 kb_admin
tan.wei 谭维 auditor
PEOPLE
  at 01T08:20 wang.fang group new apps --name 应用组 --tier 2
  asset srv-1 server 应用服务器 2024
  asset db-1 database 报表数据库 12.4 --runs-on srv-1
  asset report-app application 报表系统 3.1.0 --runs-on srv-1 --depends-on db-1
  asset report-web application 报表门户 1.8.0 --depends-on report-app
}

# `asset NAME CLASS TITLE VERSION [RELATIONS]`: one that was there before the records.
asset() {
  local name=$1 class=$2 title=$3 version=$4
  shift 4
  at 01T08:30 zhao.lei asset new "$name" --title "$title" --class "$class" &&
    at 01T08:40 lu.min asset register "$name" --origin taken_over --owner he.ping --version "$version" --location 一号机房 \
      -m 投用前已有 "$@"
}

# `build_of TEXT`: an artefact in the store of definitive media; its name is in $file, its hash in $sha.
build_of() {
  mkdir -p media
  file=media/$1
  printf 'artefact %s\n' "$1" >"$file"
  sha=$(sha256sum "$file" | cut -d' ' -f1)
}

# A fault on an asset becomes a problem, a known error and a change: $ticket $problem $change
story_of_the_fault() {
  made 02T09:00 chen.chen ticket new '报表导出失败' --channel phone --requester 张三 --contact 6021 --assets report-app
  ticket=$id
  at 02T09:05 chen.chen ticket accept "$ticket" --kind incident --category fault --impact 2 --urgency 2 --severity major --accident no
  at 02T09:10 chen.chen ticket assign "$ticket" --group apps --assignee li.na -m 请检查导出
  at 02T09:15 li.na ticket start "$ticket"
  made 02T10:00 li.na ticket spawn problem "$ticket" --title 报表导出时内存不足 --description '导出大于一万行时进程退出'
  problem=$id
  refused ROLE 02T10:01 li.na problem classify "$problem" --category application --impact 2 --importance important --urgency 2 --owner li.na
  at 02T10:05 sun.jie problem classify "$problem" --category application --impact 2 --importance important --urgency 2 --owner li.na
  at 02T10:10 li.na problem analyze "$problem" --method 日志分析
  refused REQUIRES 02T11:00 li.na problem identify "$problem" --root-cause 一次读入全部行
  at 02T11:00 li.na problem identify "$problem" --root-cause 一次读入全部行 --cause software --workaround 分月导出
  itss show "$ticket" | grep -q 分月导出
  at 02T11:30 li.na ticket resolve "$ticket" --resolution workaround --resolution-steps 分月导出 --diagnosis 内存不足 --fix 分月导出 --told phone
  made 02T13:00 zhou.yu change new '报表导出改为分批读取' --kind normal --source problem --reason 修复已知错误 \
    --assets report-app,report-web --impact medium --risk low --plan '部署 3.1.1' \
    --rollback trigger=导出失败 --rollback steps=恢复旧版本 --rollback person=zhou.yu --rollback time=30m
  change=$id
  at 02T13:05 zhou.yu change request "$change"
  refused ROLE 02T13:06 zhou.yu change review "$change" --impact-analysis 无
  at 02T13:10 sun.jie change review "$change" --impact-analysis '门户依赖报表系统，窗口内不可用'
  at 02T13:20 zhao.lei change approve "$change"
}

# `planned_release TITLE VERSION CHANGE DAY`: a release that carries the change, planned for the evening of the day: $release
planned_release() {
  local title=$1 version=$2 carried=$3 day=$4
  made "${day}T09:00" zhou.yu release new "$title" --source change --weight minor --scope delta --version "$version" \
    --assets report-app,report-web --changes "$carried" --impact-analysis '门户与报表系统短时不可用' --stakeholders 财务部,仓库 \
    --rollback trigger=首次导出失败 --rollback steps=恢复旧版本 --rollback person=zhou.yu --rollback time=30m
  release=$id
  at "${day}T09:05" zhou.yu release submit "$release"
  at "${day}T09:10" sun.jie release review "$release"
  at "${day}T09:20" zhao.lei release approve "$release" --risk-level low --risk-review 版本与测试有效
  at "${day}T09:30" sun.jie release plan "$release" --window "from=2026-12-${day}T20:00:00+08:00" \
    --window "to=2026-12-${day}T22:00:00+08:00" --steps '停服务，换包，启动' --test-plan 大表导出
}

# `tested_release FILE DAY`: the release built and tried in two environments, its medium kept and verified, everyone told.
tested_release() {
  local day=$2
  build_of "$1"
  at "${day}T10:00" zhou.yu release build "$release" --sha256 "$sha"
  refused MOVE_STATE "${day}T10:05" zhou.yu release deploy "$release" --sha256 "$sha"
  at "${day}T11:00" qin.yi release test-pass "$release" --sha256 "$sha" --report 大表导出通过
  refused MOVE_STATE "${day}T11:05" zhou.yu release deploy "$release" --sha256 "$sha"
  at "${day}T14:00" he.ping release stage-pass "$release" --sha256 "$sha" --report 仿真通过
  at "${day}T14:10" zhou.yu release register-media "$release" --medium "$1" --location "$file" --sha256 "$sha"
  at "${day}T14:20" zhou.yu release media verify "$release"
  at "${day}T14:30" zhou.yu release notify "$release" --told-now 财务部,仓库 --channel email
  at "${day}T14:40" lu.min release baseline "$release"
}

# `updated VERSION WEB_VERSION TIME`: the configuration records say what runs now.
updated() {
  at "$3" he.ping asset update-ci report-app --version "$1" --release "$release"
  at "$3" he.ping asset update-ci report-web --version "$2" --release "$release"
}

# `is TIME ID STATE`: the record is in this state.
is() { [ "$(itss --now "2026-12-$1:00+08:00" show "$2" --json=status | tr -d ' \n' | sed 's/.*"status":"\([a-z_]*\)".*/\1/')" = "$3" ]; }

# `differs TIME RELEASE VERSION`: since the baseline of the release its assets differ, and one has this version.
differs() {
  local out status=0
  out=$(itss --now "2026-12-$1:00+08:00" asset diff --for "$2") || status=$?
  [ "$status" = 1 ] && [[ $out == *"$3"* ]]
}

story_of_success() {
  story_of_the_fault
  refused HOLDS 02T13:30 sun.jie change schedule "$change" --window from=2026-12-03T20:00:00+08:00 \
    --window to=2026-12-03T22:00:00+08:00 --notices 财务部.channel=email
  planned_release '报表导出修复' 3.1.1 "$change" 03
  itss show "$change" | grep -q "$release"
  build_of report-3.1.1-rc1
  at 03T09:40 zhou.yu release build "$release" --sha256 "$sha"
  at 03T09:50 qin.yi release test-fail "$release" --defects 大表仍失败
  tested_release report-3.1.1 03
  refused AFTER 03T20:05 zhou.yu release deploy "$release" --sha256 "$sha"
  at 03T15:00 zhao.lei release go "$release"
  refused DURING 03T19:00 zhou.yu release deploy "$release" --sha256 "$sha"
  refused VIA 03T20:05 zhou.yu change start "$change"
  build_of report-3.1.1-rebuilt
  refused SAME 03T20:05 zhou.yu release deploy "$release" --sha256 "$sha"
  build_of report-3.1.1
  at 03T20:10 zhou.yu release deploy "$release" --sha256 "$sha"
  is 03T20:11 "$change" implemented
  at 03T20:40 he.ping release verify "$release" --first-run-result ok --for 张三 --evidence phone=导出成功
  at 03T20:50 sun.jie release evaluate "$release" --evaluation 按计划完成
  refused LINKS 03T20:55 zhao.lei release close "$release" --close-code success
  updated 3.1.1 1.8.0 03T21:00
  differs 03T21:05 "$release" 3.1.1
  at 03T21:10 zhao.lei release close "$release" --close-code success
  at 03T21:20 he.ping change verify "$change" --result ok
  at 04T09:00 zhao.lei change close "$change" --close-code success
  at 04T09:30 li.na problem solve "$problem" --solution 分批读取 --changes "$change"
  at 04T09:40 li.na problem resolve "$problem" --result '一万行以上导出成功'
  refused COVERS 04T09:45 li.na problem feedback "$problem" --feedback-to li.na
  at 04T09:50 li.na problem feedback "$problem" --feedback-to chen.chen,wang.fang
  local article
  article=$(at 04T10:00 chen.chen knowledge list --ids | head -n 1)
  at 04T10:00 chen.chen knowledge submit "$article"
  refused ROLE 04T10:05 chen.chen knowledge publish "$article"
  at 04T10:10 xu.hui knowledge publish "$article"
  at 04T10:30 chen.chen ticket confirm "$ticket" --process-ok yes --result-ok yes --for 张三 --evidence phone=谢谢
  at 04T10:31 chen.chen ticket close "$ticket" --close-code satisfied --articles "$article"
  at 19T09:00 wang.fang problem close "$problem" --close-code fixed
}

# The first export after the release fails: it is rolled back, and so is its change.
story_with_rollback() {
  made 07T09:00 zhou.yu change new '报表门户改用新框架' --kind normal --source project --reason 旧框架停止维护 \
    --assets report-app,report-web --impact medium --risk medium --plan '部署 1.9.0' \
    --rollback trigger=首页打不开 --rollback steps=恢复旧版本 --rollback person=zhou.yu --rollback time=30m
  change=$id
  at 07T09:05 zhou.yu change request "$change"
  at 07T09:10 sun.jie change review "$change" --impact-analysis 仅门户
  at 07T09:20 zhao.lei change approve "$change"
  planned_release '报表门户 1.9.0' 1.9.0 "$change" 08
  tested_release portal-1.9.0 08
  at 08T15:00 zhao.lei release go "$release"
  at 08T20:10 zhou.yu release deploy "$release" --sha256 "$sha"
  made 08T20:20 chen.chen ticket new '门户首页打不开' --channel phone --requester 李四 --contact 6100 --assets report-web \
    --caused-by-release "$release"
  ticket=$id
  refused REQUIRES 08T20:25 zhou.yu release rollback "$release" --rollback-reason failed
  at 08T20:30 zhou.yu release rollback "$release" --rollback-reason failed --rollback-steps '恢复 1.8.0 并重启' \
    --state-after '门户 1.8.0 正常' -m '首页打不开'
  at 08T20:50 sun.jie release evaluate "$release" --evaluation '仿真环境缺少单点登录'
  refused LINKS 08T20:55 zhao.lei release close "$release" --close-code rolled_back
  updated 3.1.1 1.8.0 08T21:00
  refused HOLDS 08T21:05 zhao.lei release close "$release" --close-code success
  at 08T21:10 zhao.lei release close "$release" --close-code rolled_back
  at 09T09:00 zhao.lei change close "$change" --close-code rolled_back --review-note '仿真环境须与生产一致'
}

# A fault that cannot wait: the change goes ahead at once and is reviewed afterwards; its release skips staging, never the
# test.
story_of_an_emergency() {
  made 10T08:00 chen.chen ticket new '全公司无法登录报表' --channel phone --requester 王五 --contact 6200 --assets report-app
  ticket=$id
  at 10T08:02 chen.chen ticket accept "$ticket" --kind incident --category fault --impact 1 --urgency 1 --severity critical --accident yes
  at 10T08:05 wang.fang ticket major "$ticket" --coordinator wang.fang --timeline '08:00 首次报告' --notified 赵雷
  made 10T08:10 zhou.yu change new '更换过期证书' --kind emergency --source event --reason 证书过期 --assets report-app,report-web \
    --impact high --risk low --plan 换证书 --tickets "$ticket" \
    --rollback trigger=仍无法登录 --rollback steps=恢复旧证书 --rollback person=zhou.yu --rollback time=10m
  change=$id
  at 10T08:12 zhou.yu change request "$change"
  at 10T08:15 zhao.lei change emergency "$change" --implementer zhou.yu -m '影响全公司'
  made 10T08:16 zhou.yu release new '证书更换' --source change --weight emergency --scope delta --version 3.1.2 \
    --assets report-app,report-web --changes "$change" --impact-analysis 登录恢复 --stakeholders 全体用户 \
    --rollback trigger=仍无法登录 --rollback steps=恢复旧证书 --rollback person=zhou.yu --rollback time=10m
  release=$id
  at 10T08:17 zhou.yu release submit "$release"
  at 10T08:18 zhao.lei release approve "$release" --risk-level low --risk-review 只换证书
  at 10T08:20 sun.jie release plan "$release" --steps 换证书 --test-plan 登录
  build_of report-3.1.2
  at 10T08:25 zhou.yu release build "$release" --sha256 "$sha"
  refused MOVE_STATE 10T08:26 zhou.yu release deploy "$release" --sha256 "$sha" --staging-waiver-reason 全公司停用
  at 10T08:30 qin.yi release test-pass "$release" --sha256 "$sha" --report 登录通过
  at 10T08:32 zhou.yu release register-media "$release" --medium report-3.1.2 --location "$file" --sha256 "$sha"
  at 10T08:33 zhou.yu release media verify "$release"
  at 10T08:34 zhou.yu release notify "$release" --told-now 全体用户 --channel phone
  at 10T08:35 lu.min release baseline "$release"
  at 10T08:36 zhao.lei release go "$release"
  refused REQUIRES 10T08:37 zhou.yu release deploy "$release" --sha256 "$sha"
  at 10T08:40 zhou.yu release deploy "$release" --sha256 "$sha" --staging-waiver-reason 全公司停用
  at 10T08:50 he.ping release verify "$release" --first-run-result ok --for 王五 --evidence phone=可以登录
  updated 3.1.2 1.8.0 10T09:00
  at 10T09:30 sun.jie release evaluate "$release" --evaluation 证书到期须提前提醒
  refused AFTER 10T09:40 zhao.lei release close "$release" --close-code success
  at 11T10:00 he.ping release stage-after "$release" --sha256 "$sha" --report 仿真补测通过
  at 11T10:10 zhao.lei release close "$release" --close-code success
  at 11T10:20 he.ping change verify "$change" --result ok
  refused AFTER 11T10:30 zhao.lei change close "$change" --close-code success --review-note 提前提醒
  at 11T11:00 gao.shan change review-after "$change" --impact-analysis '仅登录' --review-note '证书清单须有到期日'
  at 11T11:10 zhao.lei change close "$change" --close-code success
}
