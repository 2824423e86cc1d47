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
#include "record/replay.hpp"
#include "store/init.hpp"
#include "store/repository.hpp"

namespace {

using namespace itss;
namespace fs = std::filesystem;

const std::array<const char*, 8> kStates = {"new",      "accepted",  "assigned", "in_progress",
                                            "on_hold",  "resolved",  "closed",   "cancelled"};
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
  Desk() {
    std::string name = (fs::temp_directory_path() / "itss-index-XXXXXX").string();
    root_ = fs::canonical(::mkdtemp(name.data()));
    store::Founding founding{"Desk", *Zone::find("Asia/Shanghai")};
    founding.person = "wang.fang";
    founding.person_name = "王芳";
    founding.at = *parse_instant("2025-01-01T00:00:00+08:00");
    store::make_repository(root_, founding);
  }
  ~Desk() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // One thing that may happen to the files.
  void change() {
    switch (pick(0, 17)) {
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
      default:
        return rename_month();
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
      repository->each_linking("ticket", "parent", id, [&](const auto& record) { text += id + "<-" + record->id + "\n"; });
      for (const auto& found : repository->match(id.substr(id.size() - 3)).records) text += "match " + found.id + "\n";
      const auto aliased = repository->find("OLD-" + id.substr(id.size() - 5), "ticket");
      text += aliased ? "alias " + aliased->id + "\n" : "";
    }
    text += figures(*repository);
    return text;
  }

 private:
  static std::string told(const record::Record& record) {
    std::string text = record.id + to_canonical_json(Value(record.fields)) + to_canonical_json(Value(record.unknown));
    for (const auto& alias : record.aliases) text += " " + alias;
    for (const auto& event : record.events) text += " " + event.id() + std::to_string(event.begin);
    return text;
  }

  std::string figures(const store::Repository& repository) const {
    Diagnostics findings;
    const auto measures = kpi::load_measures(std::nullopt, findings);
    kpi::Query query;
    query.now = kMarch;
    query.now.utc += Seconds(now_);
    query.window = {kMarch, kMarch};
    query.window.from.utc += Seconds(from_);
    query.window.to.utc += Seconds(from_ + 14 * 86400L);
    query.keep_items = true;
    if (known_ != 0) {
      query.known_at = kMarch;
      query.known_at->utc += Seconds(known_);
    }
    std::string text;
    for (const auto& figure : kpi::evaluate(measures, repository, query)) {
      text += fmt::format("{} {} {} {}\n", figure.measure->name, figure.numerator, figure.denominator,
                          figure.value.value_or(-1));
      for (const auto& item : figure.items)
        text += fmt::format("  {} {} {} {}\n", item.record, item.part, item.reason, to_string(item.moment));
    }
    for (const auto& line : kpi::attainment(measures, repository, query).lines)
      text += fmt::format("{} {} {} {} {}\n", line.clock, line.level, line.met, line.breached, line.none);
    return text;
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
    if (pick(0, 4) == 0 && !ids_.empty()) made.set["parent"] = ids_[pick<std::size_t>(0, ids_.size() - 1)];
    return made;
  }

  static fs::path path_of(const std::string& id) {
    return fs::path("tickets") / id.substr(4, 4) / id.substr(8, 2) / (id + ".yaml");
  }

  void write(const record::Record& record) {
    fs::create_directories((root_ / path_of(record.id)).parent_path());
    std::ofstream(root_ / path_of(record.id), std::ios::binary)
        << record::write_new(record, *schemas_.find("ticket"));
  }

  void make() {
    record::Record record;
    record.type = "ticket";
    record.id = fmt::format("TKT-2026{:02}{:02}-{:05}", pick(1, 4), pick(1, 28), ids_.size());
    long second = pick(-3'000'000L, 1'000'000L);
    record.events.push_back(event(second, "new"));
    record.events.back().set["title"] = "工单";
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
  std::vector<std::string> ids_;

 public:
  // Of the figures that are asked for.
  long from_ = 0, now_ = 0, known_ = 0;
};

}  // namespace

int main() {
  const bool same = rc::check("the index changes no answer", [] {
    Desk desk;
    const int steps = pick(3, 14);
    for (int step = 0; step < steps; ++step) {
      for (int changes = pick(1, 4); changes > 0; --changes) desk.change();
      desk.from_ = pick(-3'000'000L, 2'000'000L);
      desk.now_ = pick(-2'000'000L, 9'000'000L);
      desk.known_ = pick(0, 3) == 0 ? pick(-2'000'000L, 4'000'000L) : 0;
      const std::string with = desk.answers(true);
      RC_ASSERT(with == desk.answers(false));
    }
  });
  return same ? 0 : 1;
}
