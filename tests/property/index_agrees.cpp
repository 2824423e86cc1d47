// With the index, every answer is what it is without: after any history of edits, by one hand or several, whatever the
// clocks of the files say, and whatever becomes of the index itself.
#include <fcntl.h>
#include <fmt/format.h>
#include <rapidcheck.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "base/hash.hpp"
#include "kpi/attainment.hpp"
#include "kpi/evaluate.hpp"
#include "record/facts.hpp"
#include "record/replay.hpp"
#include "record/search.hpp"
#include "schema/possible.hpp"
#include "store/init.hpp"
#include "store/repository.hpp"

namespace {

using namespace itss;
namespace fs = std::filesystem;

const std::array<const char*, 8> kStates = {"new",     "accepted", "assigned", "in_progress",
                                            "on_hold", "resolved", "closed",   "cancelled"};
const std::array<const char*, 6> kTitles = {"用户登录不了", "Login fails",      "ＶＰＮ 登录慢",
                                            "打印机",       "say \"quiet\" p1", "录"};

// A type of a team's own, with all that lies in time: dates, a clock that follows one, one that follows another
// record's, and one that still runs in a final state.
constexpr const char* kTask = R"(record: task
label: {en: Task, zh: 任务}
prefix: TSK
directory: work/tasks
title: title
fields:
  title: {type: text, label: {en: Title, zh: 标题}}
  due_on: {type: date, label: {en: Due on, zh: 截止}}
  seen: {type: instant, label: {en: Seen, zh: 查看}}
  other: {type: link, to: task, label: {en: Other, zh: 其他}}
  stays: {type: map, key: text, label: {en: Stays, zh: 停留}, fields: {from: {type: instant, label: {en: From, zh: 起}}, to: {type: instant, label: {en: To, zh: 止}}}}
states:
  begun: {label: {en: Begun, zh: 开始}, initial: true}
  stale: {label: {en: Stale, zh: 过期}, derived: {from: [begun], when: {due_on: {before: now}}}}
  done: {label: {en: Done, zh: 完成}, final: true}
  void: {label: {en: Void, zh: 作废}, final: true}
moves:
  new: {label: {en: New, zh: 新建}}
  end: {label: {en: End, zh: 完成}, from: begun, to: done}
  drop: {label: {en: Drop, zh: 作废}, from: begun, to: void}
clocks:
  date: {label: {en: Date, zh: 日期}, due: due_on, stops: {states: [done]}}
  run: {label: {en: Run, zh: 计时}, kind: sla, stops: {states: [done]}}
)";
constexpr const char* kFarClock = "  far: {label: {en: Far, zh: 远}, due: other.due_on, stops: {states: [done]}}\n";
constexpr const char* kLateAgreement = R"(id: late
title: late
kind: sla
status: active
series: late
valid_from: 2026-03-20
applies_to: open
targets: {run: {calendar: 24x7, every: 48h}}
history:
  - at: 2025-01-01T00:00:00+08:00
    by: wang.fang
    do: import
    source: {system: itss init}
    set: {title: late, kind: sla, status: active, series: late, valid_from: 2026-03-20, applies_to: open, targets: {run: {calendar: 24x7, every: 48h}}}
)";
constexpr const char* kTeamMeasures = R"(measures:
  t_due: {record: task, by: 'field:due_on', formula: count}
  t_seen: {record: task, by: ['field:seen', 'field:stays.x.from'], formula: count, where: {status: [done, void]}}
  t_far: {record: task, by: 'field:other.due_on', formula: count}
  t_start: {record: task, by: window_start, formula: count, where: {status: [done, void]}}
  t_end: {record: task, by: window_end, formula: count, where: {status: [void, stale]}}
  t_told: {record: task, by: [told, 'entered:done'], formula: count}
  t_clocks: {record: task, counts: clocks, by: clock, formula: count}
  t_promises: {record: task, counts: promises run, by: clock, formula: ratio, good: {clock.verdict: met}, unit: percent}
  t_started: {record: task, counts: promises run, by: started, formula: count}
  t_stays: {record: task, counts: items stays, by: overlap, formula: sum, amount: {from: 'item:from', to: ['item:to', window_end]}, unit: hours}
  t_open: {record: task, by: overlap, formula: sum, amount: {from: [opened, 'field:seen'], to: ['entered:done', window_end]}, unit: hours}
  t_again: {record: task, by: ['field:due_on', opened], formula: ratio, repeats: {same: [other], within: 5d}, unit: percent}
  t_naming: {record: task, by: opened, formula: sum, amount: {named_by: task.other, where: {status: [begun, void]}, within: 10d}}
  t_moved: {record: task, by: first:done, formula: ratio, moved: {field: other, move: end, naming: other, since: opened, within: 10d}, unit: percent}
  t_days: {record: task, counts: items stays, by: overlap, formula: min, each: day, amount: {from: 'item:from', to: 'item:to'}, unit: hours}
)";
const Instant kMarch = *parse_instant("2026-03-01T00:00:00+08:00");

template <class T>
T pick(T low, T high) {
  return *rc::gen::inRange<T>(low, high + 1);
}

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class Desk {
 public:
  // The figures that are asked for, in seconds from the beginning of March.
  struct Asked {
    long from = 0, now = 0, known = 0;
  };
  std::vector<Asked> asked_;

  Desk() {
    std::string name = (fs::temp_directory_path() / "itss-index-XXXXXX").string();
    root_ = fs::canonical(::mkdtemp(name.data()));
    store::Founding founding{"Desk", *Zone::find("Asia/Shanghai")};
    founding.person = "wang.fang";
    founding.person_name = "王芳";
    founding.at = *parse_instant("2025-01-01T00:00:00+08:00");
    store::make_repository(root_, founding);
    fs::create_directories(root_ / ".itss/schemas");
    std::ofstream(root_ / ".itss/schemas/task.yaml") << kTask;
    std::ofstream(root_ / "agreements/late.yaml") << kLateAgreement;
  }
  ~Desk() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // One thing that may happen to the files.
  void change() {
    switch (pick(0, 24)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return make();
      case 4:
      case 5:
      case 6:
        return append();
      case 7:
        return same_size();
      case 8:
        return remove_one();
      case 9:
        return damage();
      case 10:
        return move_clock();
      case 11:
        return switch_branch();
      case 12:
        return misplace();
      case 13:
        return link();
      case 14:
        return change_terms();
      case 15:
        return change_schema();
      case 16:
        return spoil_index();
      case 17:
        return rename_month();
      case 18:
      case 19:
      case 20:
      case 21:
        return make_task();
      case 22:
        return append_to_task();
      case 23:
        return edit_task_by_hand();
      default:
        return move_tasks();
    }
  }

  // All answers that the index has a part in, as one text.
  std::string answers(bool with_index) {
    const auto repository = store::Repository::open(root_);
    if (!with_index) repository->do_without_index();
    std::string text;
    for (const auto& type : repository->schemas().types()) {
      repository->read_all(type, {}, [&](const fs::path& path, const store::Loaded& loaded) {
        text += fmt::format("{} {}\n", path.string(), loaded.record ? told(*loaded.record) : "unusable");
        for (const auto& finding : loaded.findings) text += to_text(finding) + "\n";
      });
    }
    for (const auto& id : ids_) {
      repository->each_linking("ticket", "parent", id,
                               [&](const auto& record) { text += id + "<-" + record->id + "\n"; });
      for (const auto& found : repository->match(id.substr(id.size() - 3)).records) text += "match " + found.id + "\n";
      const auto aliased = repository->find("OLD-" + id.substr(id.size() - 5), "ticket");
      text += aliased ? "alias " + aliased->id + "\n" : "";
    }
    for (const auto& words :
         {std::vector<std::string>{"录"}, {"登录"}, {"用户登录"}, {"login"}, {"vpn", "登录"}, {"p1"}, {"\"q"}})
      text += found(*repository, {words, {}});
    for (const Asked& asked : asked_) text += figures(*repository, asked);
    if (!asked_.empty()) text += listed(*repository, asked_.back());
    return text;
  }

 private:
  static std::string found(const store::Repository& repository, const record::SearchQuery& query) {
    std::string text = query.words.front() + ":";
    for (const auto& type : repository.schemas().types())
      repository.read_with_words(type, query, [&](const fs::path& path, const store::Loaded& loaded) {
        if (!loaded.record)
          text += " unusable " + path.string();
        else if (record::fits(record::search_text(*loaded.record, *repository.schemas().find(type)), query))
          text += " " + loaded.record->id;
      });
    return text + "\n";
  }

  // The records that a list of a span shows: what its condition asks of time and state narrows what is read.
  static std::string listed(const store::Repository& repository, const Asked& asked) {
    Instant from = kMarch, to = kMarch, now = kMarch;
    from.utc += Seconds(asked.from);
    to.utc += Seconds(asked.from + 14 * 86400L);
    now.utc += Seconds(asked.now);
    std::string text;
    for (const std::string where :
         {"opened>=" + to_string(from), "updated<" + to_string(to), "updated>" + to_string(from)}) {
      const auto condition = schema::parse_where(where);
      RC_ASSERT(condition.has_value());
      const auto span = schema::span_of(*condition, now, repository.zone());
      for (const char* type : {"ticket", "task"}) {
        if (repository.schemas().find(type) == nullptr) continue;
        text += where + " " + type + ":";
        repository.read_all(type, {{}, {}, span.to, span.from}, [&](const fs::path&, const store::Loaded& loaded) {
          if (!loaded.record) return;
          const record::RecordFacts facts(*loaded.record, loaded.record->fields, repository, now);
          if (schema::holds(*condition, facts)) text += " " + loaded.record->id;
        });
        text += "\n";
      }
    }
    return text;
  }

  static std::string told(const record::Record& record) {
    std::string text = record.id + to_canonical_json(Value(record.fields)) + to_canonical_json(Value(record.unknown));
    for (const auto& alias : record.aliases) text += " " + alias;
    for (const auto& event : record.events) text += " " + event.id() + std::to_string(event.begin);
    return text;
  }

  static std::string figures(const store::Repository& repository, const Asked& asked) {
    Diagnostics findings;
    const auto measures = kpi::load_measures(schema::Source{".itss/kpis.yaml", team_measures()}, findings);
    for (const auto& finding : findings) RC_FAIL(to_text(finding));
    kpi::Query query;
    query.now = kMarch;
    query.now.utc += Seconds(asked.now);
    query.window = {kMarch, kMarch};
    query.window.from.utc += Seconds(asked.from);
    query.window.to.utc += Seconds(asked.from + 14 * 86400L);
    query.keep_items = true;
    if (asked.known != 0) {
      query.known_at = kMarch;
      query.known_at->utc += Seconds(asked.known);
    }
    std::string text = told(kpi::evaluate(measures, repository, query));
    // Each by itself too: one that reaches far would hide what another leaves out.
    for (const auto& measure : measures)
      if (measure.name.starts_with("t_")) text += told(kpi::evaluate({measure}, repository, query));
    for (const auto& line : kpi::attainment(measures, repository, query).lines)
      text += fmt::format("{} {} {} {} {}\n", line.clock, line.level, line.met, line.breached, line.none);
    return text;
  }

  static std::string told(const std::vector<kpi::Figure>& figures) {
    std::string text;
    for (const auto& figure : figures) {
      text += fmt::format("{} {} {} {}\n", figure.measure->name, figure.numerator, figure.denominator,
                          figure.value.value_or(-1));
      for (const auto& item : figure.items)
        text += fmt::format("  {} {} {} {}\n", item.record, item.part, item.reason, to_string(item.moment));
    }
    return text;
  }

  // With the words that every measure needs.
  static std::string team_measures() {
    std::string text = kTeamMeasures;
    const std::string words = "{label: {en: M, zh: 度量}, explanation: {en: how, zh: 算法}, ";
    for (auto at = text.find(": {record"); at != std::string::npos; at = text.find(": {record", at))
      text.replace(at + 2, 1, words);
    return text;
  }

  static std::string some_date() {
    return to_string(Date(std::chrono::sys_days(local_date(kMarch)) + std::chrono::days(pick(-60, 60))));
  }
  static std::string some_instant() {
    return to_string(Instant{kMarch.utc + Seconds(pick(-5'000'000L, 5'000'000L)), kMarch.offset});
  }

  record::Event task_event(long& second, const char* verb) {
    record::Event made;
    made.at = later(second);
    if (pick(0, 5) == 0) made.recorded = Instant{made.at.utc + Seconds(pick(0L, 900'000L)), made.at.offset};
    made.by = "wang.fang";
    made.verb = verb;
    const std::array<const char*, 3> states = {"begun", "done", "void"};
    if (pick(0, 2) != 0 || std::string_view(verb) == "new") made.set["status"] = states.at(pick<std::size_t>(0, 2));
    if (pick(0, 2) == 0) made.set["due_on"] = some_date();
    if (pick(0, 3) == 0) made.set["seen"] = some_instant();
    if (pick(0, 3) == 0 && !tasks_.empty()) made.set["other"] = tasks_[pick<std::size_t>(0, tasks_.size() - 1)];
    if (pick(0, 3) == 0)
      made.put["stays"] = Value(Value::Map{{"x", Value(Value::Map{{"from", some_instant()}, {"to", some_instant()}})}});
    if (pick(0, 4) == 0 && std::string_view(verb) != "new") made.unset.emplace_back("due_on");
    if (made.unset.size() == 1) made.set.erase("due_on");
    if (pick(0, 4) == 0) made.told = "phone";
    return made;
  }

  static fs::path task_path(const std::string& id) {
    return fs::path("work/tasks") / id.substr(4, 4) / id.substr(8, 2) / (id + ".yaml");
  }

  void write_task(const record::Record& record) {
    fs::create_directories((root_ / task_path(record.id)).parent_path());
    const auto repository = store::Repository::open(root_);
    std::ofstream(root_ / task_path(record.id), std::ios::binary)
        << record::write_new(record, *repository->schemas().find("task"));
  }

  void make_task() {
    record::Record record;
    record.type = "task";
    record.id = fmt::format("TSK-2026{:02}{:02}-{:05}", pick(1, 4), pick(1, 28), tasks_.size());
    long second = pick(-6'000'000L, 1'000'000L);
    record.events.push_back(task_event(second, "new"));
    for (int more = pick(0, 3); more > 0; --more) record.events.push_back(task_event(second, "edit"));
    record.fields = record::replay(record);
    write_task(record);
    tasks_.push_back(record.id);
  }

  std::optional<record::Record> some_task() const {
    if (tasks_.empty()) return std::nullopt;
    const auto repository = store::Repository::open(root_);
    repository->do_without_index();
    const auto found = repository->find(tasks_[pick<std::size_t>(0, tasks_.size() - 1)], "task");
    return found ? std::optional(*found) : std::nullopt;
  }

  void append_to_task() {
    auto record = some_task();
    if (!record) return make_task();
    long second = (record->events.back().at.utc - kMarch.utc).count();
    record->events.push_back(task_event(second, "edit"));
    record->fields = record::replay(*record);
    write_task(*record);
  }

  // What is shown then is not what the history says.
  void edit_task_by_hand() {
    auto record = some_task();
    if (!record) return make_task();
    for (const char* field : {"due_on", "seen", "stays", "status"})
      if (pick(0, 2) == 0) record->fields.erase(field);
    if (pick(0, 2) == 0) record->fields["due_on"] = some_date();
    write_task(*record);
  }

  // The directory lies elsewhere in the repository, and a link leads there.
  void move_tasks() {
    const fs::path place = root_ / "work/tasks", elsewhere = root_ / "work/.moved";
    if (fs::is_symlink(place)) {
      fs::remove(place);
      fs::rename(elsewhere, place);
    } else if (fs::exists(place)) {
      fs::rename(place, elsewhere);
      fs::create_directory_symlink(".moved", place);
    }
  }

  Instant later(long& second) const {
    second += pick(0L, 600'000L);
    return {kMarch.utc + Seconds(second), kMarch.offset};
  }

  record::Event event(long& second, const char* verb) {
    record::Event made;
    made.at = later(second);
    if (pick(0, 5) == 0) made.recorded = Instant{made.at.utc + Seconds(pick(0L, 900'000L)), made.at.offset};
    made.by = "wang.fang";
    made.verb = verb;
    made.set["status"] = kStates.at(pick<std::size_t>(0, kStates.size() - 1));
    if (pick(0, 1) == 0) made.set["priority"] = fmt::format("P{}", pick(1, 4));
    if (pick(0, 3) == 0) made.told = "phone";
    if (pick(0, 3) == 0) made.note = kTitles.at(pick<std::size_t>(0, kTitles.size() - 1));
    if (pick(0, 4) == 0 && !ids_.empty()) made.set["parent"] = ids_[pick<std::size_t>(0, ids_.size() - 1)];
    return made;
  }

  static fs::path path_of(const std::string& id) {
    return fs::path("tickets") / id.substr(4, 4) / id.substr(8, 2) / (id + ".yaml");
  }

  void write(const record::Record& record) {
    fs::create_directories((root_ / path_of(record.id)).parent_path());
    std::ofstream(root_ / path_of(record.id), std::ios::binary) << record::write_new(record, *schemas_.find("ticket"));
  }

  void make() {
    record::Record record;
    record.type = "ticket";
    record.id = fmt::format("TKT-2026{:02}{:02}-{:05}", pick(1, 4), pick(1, 28), ids_.size());
    long second = pick(-3'000'000L, 1'000'000L);
    record.events.push_back(event(second, "new"));
    record.events.back().set["title"] = kTitles.at(pick<std::size_t>(0, kTitles.size() - 1));
    for (int more = pick(0, 3); more > 0; --more) record.events.push_back(event(second, "edit"));
    record.fields = record::replay(record);
    if (pick(0, 5) == 0) record.aliases.push_back("OLD-" + record.id.substr(record.id.size() - 5));
    write(record);
    ids_.push_back(record.id);
  }

  std::optional<std::string> some_id() const {
    if (ids_.empty()) return std::nullopt;
    return ids_[pick<std::size_t>(0, ids_.size() - 1)];
  }

  void append() {
    const auto id = some_id();
    if (!id) return make();
    const auto repository = store::Repository::open(root_);
    repository->do_without_index();
    const auto found = repository->find(*id, "ticket");
    if (!found) return make();
    record::Record record = *found;
    long second = (record.events.back().at.utc - kMarch.utc).count();
    record.events.push_back(event(second, "edit"));
    record.fields = record::replay(record);
    if (pick(0, 4) == 0) record.fields["status"] = "new";  // by hand: not what the history says
    write(record);
  }

  // As many bytes, in the same second.
  void same_size() {
    const auto id = some_id();
    if (!id) return;
    const fs::path file = root_ / path_of(*id);
    std::string bytes = read(file);
    const auto at = bytes.find("P1");
    if (at == std::string::npos) return;
    bytes[at + 1] = '3';
    std::ofstream(file, std::ios::binary) << bytes;
  }

  void remove_one() {
    if (const auto id = some_id()) fs::remove(root_ / path_of(*id));
  }

  void damage() {
    const auto id = some_id();
    if (id && fs::exists(root_ / path_of(*id))) std::ofstream(root_ / path_of(*id), std::ios::app) << "history: [\n";
  }

  // Stamps from another machine's clock: long ago, or far ahead.
  void move_clock() {
    const auto id = some_id();
    if (!id) return;
    const timespec then{pick(0L, 4'000'000'000L), pick(0L, 999'999'999L)};
    const std::array<timespec, 2> times = {then, then};
    ::utimensat(AT_FDCWD, (root_ / path_of(*id)).c_str(), times.data(), 0);
  }

  // What git does when another branch is checked out: many files go, come and change at once.
  void switch_branch() {
    const fs::path other = root_ / "other-branch";
    const fs::path tickets = root_ / "tickets";
    if (!fs::exists(other)) {
      if (fs::exists(tickets)) fs::copy(tickets, other, fs::copy_options::recursive);
      return;
    }
    const fs::path kept = root_ / "kept-branch";
    if (fs::exists(tickets)) fs::rename(tickets, kept);
    fs::rename(other, tickets);
    if (fs::exists(kept)) fs::rename(kept, other);
  }

  void misplace() {
    const auto id = some_id();
    if (!id || !fs::exists(root_ / path_of(*id))) return;
    fs::create_directories(root_ / "tickets/2026/12");
    fs::copy_file(root_ / path_of(*id), root_ / "tickets/2026/12" / (*id + ".yaml"),
                  fs::copy_options::overwrite_existing);
    if (pick(0, 1) == 0) fs::remove(root_ / path_of(*id));
  }

  // A record's file becomes a link to where it lies, inside the repository.
  void link() {
    const auto id = some_id();
    if (!id || !fs::is_regular_file(fs::symlink_status(root_ / path_of(*id)))) return;
    const fs::path file = root_ / path_of(*id);
    fs::create_directories(root_ / "elsewhere");
    const fs::path target = root_ / "elsewhere" / file.filename();
    fs::rename(file, target);
    fs::create_symlink(target, file);
  }

  void change_terms() {
    for (const auto& entry : fs::directory_iterator(root_ / "agreements")) {
      std::string bytes = read(entry.path());
      const auto at = bytes.find("4h");
      if (at != std::string::npos) bytes[at] = pick(0, 1) == 0 ? '4' : '9';
      std::ofstream(entry.path(), std::ios::binary) << bytes;
    }
  }

  void change_schema() {
    if (pick(0, 1) == 0) {
      std::ofstream(root_ / ".itss/schemas/task.yaml") << kTask << (pick(0, 1) == 0 ? kFarClock : "");
      return;
    }
    const fs::path file = root_ / ".itss/schemas/visitor.yaml";
    fs::create_directories(file.parent_path());
    if (fs::exists(file)) {
      fs::remove(file);
      return;
    }
    std::ofstream(file) << "record: visitor\nlabel: {en: Visitor, zh: 访客}\nprefix: VST\ndirectory: visitors\n"
                           "fields: {title: {type: text, label: {en: Title, zh: 标题}}}\n"
                           "states: {here: {label: {en: Here, zh: 在}, initial: true, final: true}}\n"
                           "moves: {new: {label: {en: New, zh: 新}}}\n";
  }

  // Cut short, overwritten, of something else, or with one byte changed.
  void spoil_index() {
    const fs::path file = root_ / ".itss/cache/index.sqlite";
    if (!fs::exists(file)) return;
    std::string bytes = read(file);
    switch (pick(0, 4)) {
      case 0:
        fs::remove(file);
        return;
      case 1:
        bytes.resize(bytes.size() / 2);
        break;
      case 2:
        bytes = "not a database, but long enough to be taken for one by its length alone";
        break;
      case 3:
        bytes.clear();
        break;
      default:
        bytes[pick<std::size_t>(0, bytes.size() - 1)] ^= 0x10;
    }
    std::ofstream(file, std::ios::binary) << bytes;
  }

  void rename_month() {
    const fs::path from = root_ / "tickets/2026/03", to = root_ / "tickets/2026/05";
    if (fs::exists(from) && !fs::exists(to))
      fs::rename(from, to);
    else if (fs::exists(to) && !fs::exists(from))
      fs::rename(to, from);
  }

  fs::path root_;
  schema::SchemaSet schemas_;
  std::vector<std::string> ids_, tasks_;
};

}  // namespace

int main() {
  const bool same = rc::check("the index changes no answer", [] {
    Desk desk;
    const int steps = pick(3, 14);
    for (int step = 0; step < steps; ++step) {
      for (int changes = pick(1, 4); changes > 0; --changes) desk.change();
      desk.asked_.clear();
      for (int question = 0; question < 4; ++question)
        desk.asked_.push_back({pick(-4'000'000L, 3'000'000L), pick(-2'000'000L, 9'000'000L),
                               pick(0, 3) == 0 ? pick(-2'000'000L, 4'000'000L) : 0});
      const std::string with = desk.answers(true);
      RC_ASSERT(with == desk.answers(false));
    }
  });
  return same ? 0 : 1;
}
