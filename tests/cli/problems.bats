# Problems as the desk meets them: what is known of a cause reaches its tickets, becomes an article, and comes back if it must.

setup() { load helper; setup_desk; make_desk; }

new_ticket() { itss ticket new "$1" --channel phone --requester 张三 --contact 8001; }

# A problem with one ticket whose cause is known.
know() {
  ticket=$(new_ticket 无法登录)
  problem=$(itss problem new 目录服务超时 --source tickets --tickets "$ticket")
  itss problem classify "$problem" --category application --impact 2 --importance key --urgency 3 --owner li.na >/dev/null
  itss --as li.na problem analyze "$problem" --method timeline >/dev/null
  itss --as li.na problem identify "$problem" --root-cause 连接泄漏 --cause defect --workaround 每日重启 >/dev/null
}

@test "identifying a cause drafts an article and tells each open ticket the workaround" {
  know
  exits 0 itss problem show "$problem" --json=priority,articles,known_since
  has '"priority": "P2"'
  has '"KB-'
  has '"known_since": "2026-11-24"'
  exits 0 itss ticket show "$ticket" --json=workaround,problems
  has 每日重启
  has "$problem"
  exits 0 itss knowledge list --json=title,cause,steps,problem
  has 目录服务超时
  has 连接泄漏
  has 每日重启
  has "$problem"
  exits 0 itss check
  has 'no findings'
}

@test "a ticket that is related to a known error later gets its workaround too, and the first ones stay" {
  know
  late=$(new_ticket 又无法登录)
  exits 0 itss problem relate "$problem" --add tickets="$late"
  exits 0 itss ticket show "$late" --json=workaround
  has 每日重启
  exits 0 itss problem show "$problem" --json=tickets
  has "$ticket"
  has "$late"
  exits 0 itss check
}

@test "a ticket takes over no workaround by itself" {
  ticket=$(new_ticket 无法登录)
  exits 1 itss ticket workaround "$ticket"
  has VIA
  has problem.identify
}

@test "a problem is closed after two weeks of watching, with a published article, by somebody who did not solve it" {
  know
  itss --as li.na problem solve "$problem" --solution 升级 --no-change-reason 厂商已修复 >/dev/null
  itss --as li.na problem resolve "$problem" --result 正常 >/dev/null
  itss --as li.na problem feedback "$problem" --feedback-to wang.fang >/dev/null
  clock 2026-12-01T09:00:00+08:00
  exits 1 itss problem close "$problem" --close-code fixed
  has watch_until
  has CHILDREN
  article=$(itss knowledge list --ids)
  itss --as li.na knowledge submit "$article" --symptom 登录超时 >/dev/null
  exits 1 itss --as li.na knowledge publish "$article"
  has NOT_BY
  exits 0 itss knowledge publish "$article"
  exits 0 itss knowledge show "$article" --json=review_by
  has 2027-05-30
  clock 2026-12-08T09:00:00+08:00
  exits 1 itss --as li.na problem close "$problem" --close-code fixed
  has ROLE
  has NOT_BY
  exits 0 itss problem close "$problem" --close-code fixed
  exits 0 itss check
}

@test "a ticket after the solution sends the problem back to be analysed" {
  know
  itss --as li.na problem solve "$problem" --solution 升级 --no-change-reason 厂商已修复 >/dev/null
  itss --as li.na problem resolve "$problem" --result 正常 >/dev/null
  again=$(new_ticket 今早又无法登录)
  exits 1 itss problem relate "$problem" --add tickets="$again"
  exits 1 itss problem recur "$problem" -m 今早又超时
  has REQUIRES
  exits 0 itss problem recur "$problem" --add tickets="$again" -m 今早又超时
  exits 0 itss problem show "$problem" --json=status,tickets,watch_until
  has '"status": "analyzing"'
  has "$again"
  lacks 2026-12-08
}

@test "a process has four living owners" {
  owners=(--design-owner zhao.lei --execution-owner wang.fang --supervision-owner zhao.lei)
  exits 1 itss process new incidents --title 故障处理 --kind fault "${owners[@]}"
  has improvement_owner
  exits 0 itss process new incidents --title 故障处理 --kind fault "${owners[@]}" --improvement-owner li.na
  exits 1 itss process amend incidents --execution-owner li.na -m 轮换
  has '台B 2.1-1'
}
