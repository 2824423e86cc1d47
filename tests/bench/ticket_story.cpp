#include "ticket_story.hpp"

#include <fmt/format.h>

#include "base/id.hpp"
#include "record/replay.hpp"

namespace itss::bench {

namespace {

constexpr int kMonths = 36;
constexpr const char* kUntil = "2026-11-24T08:00:00+08:00";  // nothing happens later

constexpr const char* kLead = "wang.fang";
const char* const kFirstLine[] = {kLead, "chen.jie", "sun.li", "zhou.min"};
const char* const kRequesters[] = {"张三", "李四", "王五", "Anna Weber", "赵六", "钱七", "孙八", "Tom Reed"};
const char* const kDepartments[] = {"财务部", "市场部", "研发中心", "人力资源部", "生产部", "行政部"};
const char* const kLateReasons[] = {"等待厂商备件", "Two other faults at the same time", "需要夜间窗口"};

// Impact and urgency of each priority, as the schema's table has them, and what the agreement promises for it.
struct Weight {
  unsigned percent;
  const char* priority;
  const char* impact;
  const char* urgency;
  const char* severity;
  const char* mode;
  long response;  // seconds
  long resolution;
};
const Weight kWeights[] = {
    {3, "P1", "1", "2", "critical", "remote", 900, 4 * 3600},
    {12, "P2", "2", "2", "major", "remote", 1800, 8 * 3600},
    {5, "P2", "1", "3", "major", "feedback", 1800, 8 * 3600},
    {35, "P3", "3", "3", "minor", "feedback", 7200, 24 * 3600},
    {15, "P3", "4", "2", "minor", "remote", 7200, 24 * 3600},
    {30, "P4", "4", "4", "trivial", "feedback", 7200, 72 * 3600},
};

struct Channel {
  unsigned percent;
  const char* name;
};
const Channel kChannels[] = {{42, "phone"}, {24, "brt"}, {15, "email"}, {10, "wechat"}, {6, "oa"}, {3, "monitor"}};

// The row whose share of a hundred holds `roll`.
template <class Row, std::size_t N>
const Row& pick(const Row (&rows)[N], unsigned roll) {
  for (const auto& row : rows) {
    if (roll < row.percent) return row;
    roll -= row.percent;
  }
  return rows[N - 1];
}

// What a ticket is about.
struct Matter {
  const char* title;
  const char* kind;
  const char* category;
  const char* service;
  const char* group;
  const char* resolution;
  const char* steps;
};
const Matter kMatters[] = {
    {"用户无法登录门户", "incident", "fault", "application", "app", "fixed", "重启会话服务后恢复"},
    {"Printer on floor 3 prints nothing", "incident", "fault", "network", "net", "fixed",
     "Restarted the print spooler"},
    {"邮件无法发送附件", "incident", "fault", "email", "mail", "workaround", "改用文件共享发送"},
    {"VPN drops every hour", "incident", "fault", "network", "net", "fixed", "Renewed the gateway's certificate"},
    {"申请共享目录权限", "service_request", "permission", "security", "sec", "fulfilled", "已按审批开通权限"},
    {"Report shows last month's figures", "incident", "application", "database", "dba", "fixed",
     "Ran the nightly job again"},
    {"更正客户主数据", "service_request", "data_change", "database", "dba", "fulfilled", "按申请单修改并复核"},
    {"How to export a list to a spreadsheet", "service_request", "guidance", "application", "app", "answered",
     "Sent the page of the manual"},
    {"咨询新版客户端的安装方法", "service_request", "consult", "application", "app", "answered", "电话指导安装"},
    {"Mailbox is full", "service_request", "guidance", "email", "mail", "fulfilled", "Raised the quota"},
};

}  // namespace

// A ticket that is being told: its events so far and the time of the next.
struct Storyteller::Telling {
  record::Record record;
  Instant at;
  Instant opened;
  const Matter* matter = nullptr;
  const Weight* weight = nullptr;
  const char* channel = "";
  std::string owner, assignee;
  Seconds paused{0};
  bool late = false;
  bool over = false;      // the next event would lie behind the end of the story
  std::size_t stops = 0;  // an open ticket: after so many events; 0 none

  record::Event* event(const char* verb, const std::string& by, Fields set);
  const std::string& requester() const { return get(record.events.front().set, "requester").text(); }
};

const std::vector<Person>& people() {
  static const std::vector<Person> all = {
      {"chen.jie", "l1", ""},    {"sun.li", "l1", ""},     {"zhou.min", "l1", ""},   {"li.na", "l2", "net"},
      {"hu.bin", "l2", "net"},   {"gao.yan", "l2", "app"}, {"lin.tao", "l2", "app"}, {"he.jing", "l2", "dba"},
      {"luo.kai", "l2", "mail"}, {"xie.dan", "l2", "sec"},
  };
  return all;
}

std::vector<std::string> groups() { return {"net", "app", "dba", "mail", "sec"}; }

Storyteller::Storyteller(std::size_t count)
    : count_(count), schema_(*schemas_.find("ticket")), zone_(*Zone::find("Asia/Shanghai")) {}

std::optional<Story> Storyteller::next() {
  if (number_ == count_) return std::nullopt;
  Telling telling;
  telling.at = telling.opened = opening();
  telling.record.type = "ticket";
  telling.record.id = new_id(zone_.date_at(telling.at.utc));
  tell(telling);
  ++number_;
  telling.record.fields = record::replay(telling.record);
  const std::string status = get(telling.record.fields, "status").text();
  return Story{.id = telling.record.id,
               .bytes = record::write_new(telling.record, schema_),
               .events = telling.record.events.size(),
               .open = status != "closed" && status != "cancelled"};
}

// Evenly over the months and over the days of each, so that a month of a large repository is as large as it would be.
Instant Storyteller::opening() {
  using namespace std::chrono;
  const std::size_t month = number_ * kMonths / count_;
  const std::size_t first = (month * count_ + kMonths - 1) / kMonths;
  const std::size_t behind = ((month + 1) * count_ + kMonths - 1) / kMonths;
  const unsigned days = month + 1 == kMonths ? 23 : 28;
  const unsigned in_month = 1 + static_cast<unsigned>((number_ - first) * days / (behind - first));
  const year_month_day date = (year(2023) / December + months(static_cast<int>(month))) / day(in_month);
  return zone_.at(zone_.start_of(date) + between(8 * 3600, 18 * 3600));
}

std::string Storyteller::new_id(Date date) {
  while (true) {
    std::string id = new_dated_id(schema_.prefix, date, [this] { return static_cast<unsigned>(dice_()); });
    if (day_ != id.substr(4, 8)) of_day_.clear();
    day_ = id.substr(4, 8);
    if (of_day_.insert(id).second) return id;
  }
}

void Storyteller::pass(Telling& telling, long shortest, long longest) {
  telling.at = zone_.at(telling.at.utc + between(shortest, longest));
}

Seconds Storyteller::between(long shortest, long longest) {
  return Seconds(shortest + static_cast<long>(dice_() % static_cast<unsigned long>(longest - shortest)));
}

// Appends an event at the telling's time, or nothing when the story has come to its end.
record::Event* Storyteller::Telling::event(const char* verb, const std::string& by, Fields set) {
  static const Instant until = *parse_instant(kUntil);
  over = over || (stops != 0 && record.events.size() == stops) || until < at;
  if (over) return nullptr;
  record::Event& event = record.events.emplace_back();
  event.at = at;
  event.by = by;
  event.verb = verb;
  event.set = std::move(set);
  return &event;
}

void Storyteller::tell(Telling& telling) {
  telling.matter = &kMatters[dice_() % std::size(kMatters)];
  telling.weight = &pick(kWeights, dice_() % 100);
  telling.channel = pick(kChannels, dice_() % 100).name;
  telling.owner = kFirstLine[dice_() % std::size(kFirstLine)];
  telling.late = chance(11);
  const unsigned way = dice_() % 100;
  if (number_ % 20 == 0) telling.stops = 1 + dice_() % 5;
  log(telling);
  accept(telling);
  if (telling.weight->priority == std::string_view("P1")) declare_major(telling);
  if (telling.stops != 0 || way >= 78) return work(telling);
  if (way < 13) return withdraw(telling);
  answer(telling);
  finish(telling);
}

void Storyteller::log(Telling& telling) {
  Fields set = {{"status", "new"},
                {"title", telling.matter->title},
                {"channel", telling.channel},
                {"requester", kRequesters[dice_() % std::size(kRequesters)]},
                {"contact", fmt::format("{}", 6000 + dice_() % 1000)},
                {"tier", "1"}};
  telling.event("new", telling.owner, std::move(set));
  const long promised = telling.weight->response;
  if (chance(4)) {
    pass(telling, promised + 1, 3 * promised);
  } else {
    pass(telling, 30, promised / (chance(80) ? 8 : 2));
  }
}

void Storyteller::accept(Telling& telling) {
  const Weight& weight = *telling.weight;
  Fields set = {{"status", "accepted"},
                {"kind", telling.matter->kind},
                {"category", telling.matter->category},
                {"impact", weight.impact},
                {"urgency", weight.urgency},
                {"severity", weight.severity},
                {"priority", weight.priority},
                {"support_mode", weight.mode},
                {"service", telling.matter->service},
                {"owner", telling.owner},
                {"department", kDepartments[dice_() % std::size(kDepartments)]}};
  if (telling.channel == std::string_view("phone")) set["accident"] = "no";
  const std::string_view category = telling.matter->category;
  if (category == "permission" || category == "data_change") set["authorized_by"] = "周经理";
  if (auto* event = telling.event("accept", telling.owner, std::move(set))) event->told = telling.channel;
  pass(telling, 30, 300);
}

void Storyteller::declare_major(Telling& telling) {
  telling.event("major", kLead,
                {{"major", "yes"},
                 {"coordinator", kLead},
                 {"timeline", "发现后立即通报"},
                 {"notified", Value::List{"周经理", "服务总监"}}});
  pass(telling, 30, 300);
}

// When the solution is found: so long after the opening, pauses aside, but behind what has happened already.
void Storyteller::solve_after(Telling& telling, Seconds spent) {
  const SysSeconds solved = telling.opened.utc + telling.paused + spent;
  telling.at = zone_.at(std::max(solved, telling.at.utc + Seconds(60)));
}

// The fields of a solution; why it is late belongs to them.
Fields Storyteller::solution(const Telling& telling) {
  Fields set = {
      {"status", "resolved"}, {"resolution", telling.matter->resolution}, {"resolution_steps", telling.matter->steps}};
  if (telling.matter->kind == std::string_view("incident")) {
    set["diagnosis"] = "服务进程无响应";
    set["fix"] = telling.matter->steps;
  }
  if (telling.at.utc - telling.opened.utc - telling.paused >= Seconds(telling.weight->resolution))
    set["late_reason"] = kLateReasons[dice_() % std::size(kLateReasons)];
  return set;
}

void Storyteller::answer(Telling& telling) {
  const long target = telling.weight->resolution;
  solve_after(telling, telling.late ? between(target + 60, 2 * target) : between(target / 20, target / 2));
  Fields set = solution(telling);
  set["knowledge_searched"] = chance(30) ? "none" : "2 hits";
  telling.event("answer", telling.owner, std::move(set));
}

void Storyteller::withdraw(Telling& telling) {
  if (chance(50)) {
    if (auto* event = telling.event("cancel", telling.owner, {{"status", "cancelled"}, {"cancel_reason", "mistaken"}}))
      event->note = "登记错误";
  } else if (auto* event = telling.event(
                 "cancel", telling.owner,
                 {{"status", "cancelled"}, {"cancel_reason", "withdrawn"}, {"close_code", "withdrawn"}})) {
    event->note = "The user solved it alone";
  }
}

void Storyteller::work(Telling& telling) {
  std::vector<std::string> able;
  for (const auto& person : people())
    if (person.group == telling.matter->group) able.push_back(person.id);
  telling.assignee = able[dice_() % able.size()];
  if (auto* event =
          telling.event("assign", telling.owner,
                        {{"status", "assigned"}, {"group", telling.matter->group}, {"assignee", telling.assignee}}))
    event->note = "请处理";
  pass(telling, 60, 900);
  telling.event("start", telling.assignee, {{"status", "in_progress"}});
  pass(telling, 60, 900);
  if (chance(35)) escalate(telling);
  if (telling.stops != 0 || chance(15)) wait(telling);
  resolve(telling);
  if (chance(15)) reopen(telling);
  finish(telling);
}

void Storyteller::escalate(Telling& telling) {
  if (auto* event = telling.event("escalate", telling.owner,
                                  {{"status", "assigned"},
                                   {"escalate_reason", "skill"},
                                   {"group", telling.matter->group},
                                   {"assignee", telling.assignee},
                                   {"tier", "2"}}))
    event->note = "需要二线分析";
  pass(telling, 60, 600);
  telling.event("start", telling.assignee, {{"status", "in_progress"}});
  pass(telling, 60, 600);
}

// For the user, who consents, which stops the clocks; or for a vendor, which does not.
void Storyteller::wait(Telling& telling) {
  const Instant held = telling.at;
  const bool for_user = chance(75);
  Fields set = {{"status", "on_hold"},
                {"hold_reason", for_user ? "waiting_user" : "waiting_vendor"},
                {"hold_until", to_string(zone_.at(held.utc + Seconds(48 * 3600)))}};
  if (for_user) set["hold_consent"] = telling.requester();
  if (auto* event = telling.event("hold", telling.assignee, std::move(set)); event && for_user)
    event->evidence = Value::Map{{"text", "电话同意"}};
  pass(telling, 1800, 30 * 3600);
  if (for_user) telling.paused += telling.at.utc - held.utc;
  if (auto* event = telling.event("resume", telling.assignee, {{"status", "in_progress"}})) {
    event->unset = {"hold_reason", "hold_until"};
    if (for_user) event->unset.push_back("hold_consent");
  }
}

void Storyteller::resolve(Telling& telling) {
  const long target = telling.weight->resolution;
  solve_after(telling, telling.late ? between(target + 60, 2 * target) : between(target / 20, target - 3600));
  Fields set = solution(telling);
  set["analysis"] = "日志中有超时记录";
  telling.event("resolve", telling.assignee, std::move(set));
}

void Storyteller::reopen(Telling& telling) {
  pass(telling, 600, 20 * 3600);
  if (auto* event =
          telling.event("reopen", telling.owner, {{"status", "in_progress"}, {"reopen_reason", "recurred"}})) {
    event->note = "It came back";
    const auto fields = record::replay(telling.record);
    for (const char* field : {"resolution", "resolution_steps", "fix", "late_reason"})
      if (!get(fields, field).absent()) event->unset.push_back(field);
  }
  pass(telling, 600, 4 * 3600);
  resolve(telling);
}

// The requester's word and the end; four in a hundred are content with the result alone.
void Storyteller::finish(Telling& telling) {
  const bool content = !chance(4);
  pass(telling, 600, 30 * 3600);
  Fields word = {{"process_ok", content ? "yes" : "no"}, {"result_ok", "yes"}};
  if (content) word["status"] = "confirmed";
  if (auto* event = telling.event("confirm", telling.owner, std::move(word))) {
    event->for_whom = telling.requester();
    event->evidence = Value::Map{{"text", "电话确认"}};
  }
  pass(telling, 60, 3600);
  if (content) {
    telling.event("close", telling.owner,
                  {{"status", "closed"}, {"close_code", "satisfied"}, {"knowledge_not_needed", "已有条目"}});
  } else {
    telling.event("close", kLead,
                  {{"status", "closed"},
                   {"close_code", "accepted_with_reservation"},
                   {"follow_up", "改进进展通报"},
                   {"deviation", "台B 2.2-9"}});
  }
}

}  // namespace itss::bench
