// What is owed, as the index, the scopes and the threads find it, is what somebody finds who reads every record:
// written a second time, plainly, for one type whose rules are known here.
#include <fmt/format.h>
#include <rapidcheck.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include "process/owed.hpp"
#include "record/record.hpp"
#include "record/replay.hpp"
#include "store/init.hpp"
#include "store/repository.hpp"

namespace {

using namespace itss;
namespace fs = std::filesystem;

// Who begins is the owner; two persons of the second line end it, but not who began; what is done is filed by the lead
// or, where one is named, by the clerk, until a day before its date.
constexpr const char* kTask = R"(record: task
label: {en: Task, zh: 任务}
prefix: TSK
directory: tasks
title: title
fields:
  title: {type: text, label: {en: Title, zh: 标题}}
  owner: {type: person, label: {en: Owner, zh: 责任人}}
  clerk: {type: person, label: {en: Clerk, zh: 文员}}
  due_on: {type: date, label: {en: Due on, zh: 截止}}
states:
  begun: {label: {en: Begun, zh: 开始}, initial: true}
  doing: {label: {en: Doing, zh: 进行}}
  done: {label: {en: Done, zh: 完成}, final: true}
  filed: {label: {en: Filed, zh: 归档}, final: true}
moves:
  new: {label: {en: New, zh: 新建}}
  begin: {label: {en: Begin, zh: 开始}, from: begun, to: doing, by: [owner]}
  end: {label: {en: End, zh: 完成}, from: doing, to: done, roles: [l2], not_by: [begin]}
  file: {label: {en: File, zh: 归档}, from: done, to: filed, roles: [l1_lead]}
owed:
  - {move: begin, when: {owner: filled}, due: due_on}
  - {move: end}
  - {move: file, states: done, by: [clerk], due: due_on, lead: 1d}
)";

const std::array<const char*, 4> kStates = {"begun", "doing", "done", "filed"};
const std::array<const char*, 4> kPeople = {"wang.fang", "li", "ma", "gone"};
const Instant kMarch = *parse_instant("2026-03-01T00:00:00+08:00");

template <class T>
T pick(T low, T high) {
  return *rc::gen::inRange<T>(low, high + 1);
}

class Desk {
 public:
  Desk() {
    std::string name = (fs::temp_directory_path() / "itss-owed-XXXXXX").string();
    root_ = fs::canonical(::mkdtemp(name.data()));
    store::Founding founding{"Desk", *Zone::find("Asia/Shanghai")};
    founding.person = "wang.fang";
    founding.person_name = "王芳";
    founding.at = *parse_instant("2025-01-01T00:00:00+08:00");
    store::make_repository(root_, founding);
    fs::create_directories(root_ / ".itss/schemas");
    std::ofstream(root_ / ".itss/schemas/task.yaml") << kTask;
    for (const auto& [id, roles, status] :
         {std::tuple{"li", "l2", "active"}, {"ma", "l2", "active"}, {"gone", "l2", "left"}})
      std::ofstream(root_ / "people" / (std::string(id) + ".yaml")) << fmt::format(
          "id: {0}\nname: {0}\nstatus: {2}\nroles: [{1}]\nhistory:\n  - at: 2025-01-02T00:00:00+08:00\n    by: "
          "wang.fang\n    do: import\n    source: {{system: test}}\n    set: {{name: {0}, status: {2}, roles: "
          "[{1}]}}\n",
          id, roles, status);
  }
  ~Desk() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // A record in any state, made or written over.
  void write() {
    const std::string id = fmt::format("TSK-202603{:02}-{:05}", pick(1, 28), pick(0, 12));
    const int state = pick(0, 3);
    std::string fields, history;
    const auto add = [&](const std::string& at, const std::string& by, const std::string& verb,
                         const std::string& set) {
      history += fmt::format("  - at: 2026-03-{}+08:00\n    by: {}\n    do: {}\n    set: {{{}}}\n", at, by, verb, set);
    };
    std::string first = "status: begun";
    for (const char* field : {"owner", "clerk"})
      if (pick(0, 2) > 0) first += fmt::format(", {}: {}", field, kPeople.at(pick<std::size_t>(0, 3)));
    if (pick(0, 2) > 0) first += fmt::format(", due_on: 2026-03-{:02}", pick(1, 28));
    add("01T08:00:00", "wang.fang", "new", first);
    if (state > 0) add("01T09:00:00", kPeople.at(pick<std::size_t>(0, 2)), "begin", "status: doing");
    if (state > 1) add("01T10:00:00", "ma", "end", "status: done");
    if (state > 2) add("01T11:00:00", "wang.fang", "file", "status: filed");
    const auto rest = first.substr(first.find(',') == std::string::npos ? first.size() : first.find(',') + 2);
    fields = fmt::format("id: {}\nstatus: {}\n", id, kStates.at(static_cast<std::size_t>(state)));
    for (std::size_t at = 0; at < rest.size();) {
      const auto end = std::min(rest.find(", ", at), rest.size());
      fields += rest.substr(at, end - at) + "\n";
      at = end + 2;
    }
    const fs::path file = root_ / "tasks/2026/03" / (id + ".yaml");
    fs::create_directories(file.parent_path());
    std::ofstream(file) << fields << "history:\n" << history;
  }

  // One line for each move that a record waits for.
  std::set<std::string> found(const Instant& now) const {
    const auto repository = store::Repository::open(root_);
    const process::Duties duties(*repository, now);
    std::set<std::string> lines;
    for (const auto& duty : duties.of_type(*repository->schemas().find("task")))
      lines.insert(line(duty.id, duty.move, {duty.people.begin(), duty.people.end()}, duty.due, duty.overdue));
    return lines;
  }

  // The same, record by record, by the rules as they stand above.
  std::set<std::string> expected(const Instant& now) const {
    const auto repository = store::Repository::open(root_);
    repository->do_without_index();
    std::set<std::string> lines;
    repository->each("task", [&](const record::RecordPtr& record) {
      const auto text = [&](const char* field) { return get(record->fields, field).text(); };
      const auto staff = [](std::set<std::string> people) {
        people.erase("gone");
        people.erase("");
        return people;
      };
      std::optional<Instant> due;
      if (const auto date = parse_date(text("due_on"))) {
        const Zone& zone = repository->zone();
        due = zone.at(zone.start_of(Date(std::chrono::sys_days(*date) + std::chrono::days(1))));
      }
      const auto add = [&](const char* move, const std::set<std::string>& people) {
        lines.insert(line(record->id, move, people, due, due && due->utc < now.utc));
      };
      const std::string status = text("status");
      if (status == "begun" && !text("owner").empty()) add("begin", staff({text("owner")}));
      if (status == "doing") {
        due.reset();
        std::set<std::string> people = {"li", "ma", "wang.fang"};  // who founds a desk holds its roles
        people.erase(record->events[1].by);
        add("end", people);
      }
      if (status == "done") {
        if (due) due->utc -= std::chrono::hours(24);
        add("file", staff({text("clerk").empty() ? "wang.fang" : text("clerk")}));
      }
    });
    return lines;
  }

 private:
  static std::string line(const std::string& id, const std::string& move, const std::set<std::string>& people,
                          const std::optional<Instant>& due, bool overdue) {
    std::string text = id + " " + move + " " + (due ? to_string(*due) : "-") + (overdue ? " late" : "");
    for (const auto& person : people) text += " " + person;
    return text;
  }

  fs::path root_;
};

}  // namespace

int main() {
  const bool same = rc::check("what is owed is what a plain scan of all records finds", [] {
    Desk desk;
    for (int step = pick(1, 6); step > 0; --step) {
      for (int changes = pick(1, 6); changes > 0; --changes) desk.write();
      const Instant now{kMarch.utc + Seconds(pick(100'000L, 3'000'000L)), kMarch.offset};
      RC_ASSERT(desk.found(now) == desk.expected(now));
    }
  });
  return same ? 0 : 1;
}
