// make_tickets DIR COUNT: a repository with so many fictional tickets of five events each, in directories by month.
// The same arguments give the same bytes.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/id.hpp"
#include "base/zone.hpp"
#include "record/record.hpp"
#include "record/replay.hpp"
#include "schema/set.hpp"

namespace fs = std::filesystem;
using namespace itss;

namespace {

constexpr int kMonths = 36;  // up to and with November 2026
const char* const kPriorities[] = {"P1", "P2", "P3", "P4"};
const char* const kTitles[] = {"用户无法登录门户", "Printer on floor 3 prints nothing", "邮件无法发送附件", "VPN drops every hour",
                               "申请共享目录权限", "Report shows last month's figures"};

class Maker {
 public:
  explicit Maker(fs::path root) : root_(std::move(root)), schema_(*schemas_.find("ticket")) {}

  void ticket(std::size_t number, std::size_t count) {
    const Date date = date_of(number, count);
    record::Record record;
    record.type = "ticket";
    record.id = new_dated_id(schema_.prefix, date, [this] { return static_cast<unsigned>(dice_()); });
    const Instant opened = zone_.at(zone_.start_of(date) + Seconds(8 * 3600 + dice_() % 36000));
    fill(record, opened, number);
    record.fields = record::replay(record);
    const fs::path directory = root_ / "tickets" / record.id.substr(4, 4) / record.id.substr(8, 2);
    fs::create_directories(directory);
    std::ofstream(directory / (record.id + ".yaml"), std::ios::binary) << record::write_new(record, schema_);
  }

  void group(const std::string& id) {
    fs::create_directories(root_ / "groups");
    std::ofstream(root_ / "groups" / (id + ".yaml")) << fmt::format(
        "id: {0}\nname: {0}\nstatus: active\nhistory:\n  - at: 2023-01-01T00:00:00+08:00\n    by: wang.fang\n"
        "    do: import\n    set: {{status: active, name: {0}}}\n    source: {{system: bench, ref: {0}}}\n",
        id);
  }

  void person(const std::string& id, const char* roles) {
    fs::create_directories(root_ / "people");
    std::ofstream(root_ / "people" / (id + ".yaml")) << fmt::format(
        "id: {0}\nname: {0}\nstatus: active\nside: provider\nroles: [{1}]\nhistory:\n  - at: 2023-01-01T00:00:00+08:00\n"
        "    by: {0}\n    do: import\n    set: {{status: active, name: {0}, side: provider, roles: [{1}]}}\n"
        "    source: {{system: bench, ref: {0}}}\n",
        id, roles);
  }

 private:
  // Spread evenly over the months, so that a month of a large repository is as large as it would be.
  Date date_of(std::size_t number, std::size_t count) {
    using namespace std::chrono;
    const int month = static_cast<int>(number * kMonths / count);
    const year_month first = year(2023) / December;
    const year_month_day chosen = (first + months(month)) / day(1 + static_cast<unsigned>(dice_() % 23));
    return chosen;
  }

  void fill(record::Record& record, Instant at, std::size_t number) {
    const bool open = number % 20 == 0;  // five in a hundred
    const char* priority = kPriorities[dice_() % 4];
    event(record, at, "new", {{"status", "new"}, {"title", kTitles[dice_() % 6]}, {"channel", "phone"}, {"requester", "张三"}, {"contact", "6001"}});
    event(record, at, "accept",
          {{"status", "accepted"}, {"kind", "incident"}, {"category", "fault"}, {"impact", "2"}, {"urgency", "2"},
           {"severity", "minor"}, {"priority", priority}, {"owner", "wang.fang"}});
    event(record, at, "assign", {{"status", "assigned"}, {"group", "desk"}, {"assignee", "li.na"}});
    event(record, at, "start", {{"status", "in_progress"}});
    if (!open)
      event(record, at, "resolve", {{"status", "resolved"}, {"resolution", "fixed"}, {"resolution_steps", "重启服务后恢复"}});
    else
      event(record, at, "comment", {});
    if (open) record.events.back().note = "waiting for a part";
  }

  void event(record::Record& record, Instant& at, const char* verb, Fields set) {
    record::Event event;
    event.at = at;
    event.by = "wang.fang";
    event.verb = verb;
    event.set = std::move(set);
    if (event.verb == "accept") event.told = "phone";
    record.events.push_back(std::move(event));
    at = zone_.at(at.utc + Seconds(60 + dice_() % 7200));
  }

  fs::path root_;
  schema::SchemaSet schemas_;
  const schema::Schema& schema_;
  Zone zone_ = *Zone::find("Asia/Shanghai");
  std::mt19937 dice_{7};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: make_tickets DIR COUNT\n", stderr);
    return 2;
  }
  const fs::path root = argv[1];
  const std::size_t count = std::strtoul(argv[2], nullptr, 10);
  fs::create_directories(root);
  std::ofstream(root / "itss.yaml") << "name: bench\nzone: Asia/Shanghai\ngit: {commit: false}\n";
  Maker maker(root);
  maker.person("wang.fang", "l1, l1_lead");
  maker.person("li.na", "l2");
  maker.group("desk");
  for (std::size_t i = 0; i < count; ++i) maker.ticket(i, count);
}
