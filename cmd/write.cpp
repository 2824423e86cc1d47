#include "write.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "commit.hpp"
#include "diff.hpp"
#include "json.hpp"
#include "next.hpp"
#include "read.hpp"
#include "suggestions.hpp"
#include "undo_memory.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kListed = 20;       // ids in the message of a commit
constexpr std::size_t kTitleSize = 1000;  // code points of a title there

std::vector<record::Event> new_events(const process::Change& change) {
  const std::size_t old = change.before ? change.before->events.size() : 0;
  return {change.after.events.begin() + static_cast<std::ptrdiff_t>(old), change.after.events.end()};
}

// The bytes that the store would write.
std::string bytes_of(const store::Repository& repository, const process::Change& change, const schema::Schema& type,
                     std::string& before) {
  if (!change.before) return record::write_new(change.after, type);
  const auto loaded = repository.load(change.id, change.type);
  if (!loaded.document) return {};
  before = loaded.document->bytes();
  const auto bytes = record::write_changed(*loaded.document, type, new_events(change), change.after.fields);
  if (!bytes) throw Failure(Exit::cannot, fmt::format("'{}': {}", change.before->file, bytes.error()));
  return *bytes;
}

void refuse_drift(const store::Repository& repository, const process::Change& change) {
  if (!change.before) return;
  const auto loaded = repository.load(change.id, change.type);
  const auto* type = repository.schemas().find(change.type);
  if (!loaded.record || !loaded.document || type == nullptr) return;
  const auto drift = record::drift(*loaded.record, *type, *loaded.document);
  if (drift.empty()) return;
  throw Failure(Exit::no, trf("'{}' was edited by hand: {}", change.id, drift.front().message),
                trf("'itss {} adopt {}' records the edit, or put the file back", change.type, change.id));
}

// Takes the changes out of all plans; what several plans do to one record is one change.
std::vector<process::Change> take_changes(std::vector<Attempt>& attempts) {
  std::vector<process::Change> changes;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  for (auto& attempt : attempts)
    for (auto& change : std::exchange(attempt.plan.changes, {})) {
      const auto [place, is_new] = places.try_emplace({change.type, change.id}, changes.size());
      if (is_new)
        changes.push_back(std::move(change));
      else
        changes[place->second].after = std::move(change.after);
    }
  return changes;
}

}  // namespace

Writer::Writer(App& app, std::string verb, WriteWords words, Memory memory)
    : app_(app), verb_(std::move(verb)), words_(std::move(words)), memory_(memory) {
  if (const auto* type = app.schemas().find(split(verb_, ' ').front()))
    check_json_names(*type, app.schemas(), words_.json);
}

void Writer::preview(const std::vector<process::Change>& changes) {
  const auto& repository = app_.repository();
  for (const auto& change : changes) {
    std::string before;
    const auto bytes = bytes_of(repository, change, *repository.schemas().find(change.type), before);
    preview(change, line_diff(before, bytes));
  }
}

void Writer::write(const std::vector<process::Change>& changes) {
  store::Faults faults = interrupt_.at_first_write();
  faults.before = [hold = std::move(faults.before), progress = app_.progress(ITSS_TR_NOOP("{} of {} files")),
                   total = changes.size(), done = std::size_t{0}](std::string_view operation) mutable {
    hold(operation);
    if (operation == "rename") progress(done++, total);
  };
  for (auto& file : app_.repository().write(changes, faults)) files_.push_back(std::move(file));
}

Exit Writer::apply(const process::Plan& plan, const std::string& id) {
  const Exit exit = say_all(app_, verb_, {{id, plan, std::nullopt}});
  if (exit != Exit::done || !plan.allowed()) return exit;
  refuse_drift(app_, plan);
  if (words_.dry_run) {
    preview(plan.changes);
    return Exit::done;
  }
  write(plan.changes);
  app_.say_recovery();
  done_.push_back(plan.changes.front());
  carried_.insert(carried_.end(), plan.changes.begin() + 1, plan.changes.end());
  return Exit::done;
}

Exit Writer::apply_all(std::vector<Attempt> attempts, OnRefusal on_refusal) {
  const auto failed = static_cast<std::size_t>(std::count_if(attempts.begin(), attempts.end(), [](const auto& attempt) {
    return attempt.failure || (!attempt.plan.allowed() && !says_already(attempt.plan));
  }));
  const bool stopped = failed > 0 && on_refusal == OnRefusal::write_nothing;
  std::set<std::pair<std::string, std::string>> asked;  // type, id
  for (const auto& attempt : attempts)
    if (!attempt.plan.changes.empty()) asked.emplace(attempt.plan.changes.front().type, attempt.id);
  auto changes = stopped ? std::vector<process::Change>() : take_changes(attempts);
  if (!words_.dry_run && !changes.empty()) write(changes);
  app_.say_recovery();
  const Exit exit = say_all(app_, verb_, attempts);
  if (stopped && attempts.size() > 1)
    app_.error(trf("nothing was written: {} of {} records were refused", failed, attempts.size()),
               tr("--keep-going writes the others"));
  if (words_.dry_run) {
    preview(changes);
    return exit;
  }
  for (auto& change : changes)
    (asked.count({change.type, change.id}) > 0 ? done_ : carried_).push_back(std::move(change));
  return exit;
}

Exit Writer::apply_file(const process::Change& change, const std::string& bytes) {
  store::Repository& repository = app_.repository();
  const std::filesystem::path file = change.after.file;
  if (words_.dry_run) {
    const auto loaded = repository.load(change.id, change.type);
    preview(change, line_diff(loaded.document ? loaded.document->bytes() : std::string(), bytes));
    return Exit::done;
  }
  for (auto& written : repository.write_files({{file, bytes}}, interrupt_.at_first_write()))
    files_.push_back(std::move(written));
  done_.push_back(change);
  return Exit::done;
}

void Writer::preview(const process::Change& change, const std::string& diff) {
  const auto& repository = app_.repository();
  const auto* type = repository.schemas().find(change.type);
  const std::string file = change.before ? change.before->file : repository.path_of(*type, change.id).generic_string();
  app_.out << "--- " << (change.before ? "a/" + file : "/dev/null") << "\n+++ b/" << file << '\n';
  for (const auto& line : split(diff, '\n')) {
    if (line.empty()) continue;
    const auto style = line[0] == '+'   ? format::Style::good
                       : line[0] == '-' ? format::Style::bad
                                        : format::Style::plain;
    app_.out << app_.paint(line, style) << '\n';
  }
}

// `ticket accept ID` with the title below, or `ticket accept: 12 records` with some of the ids.
std::string Writer::message() const {
  const auto& first = done_.front();
  if (done_.size() == 1) {
    const auto* type = app_.schemas().find(first.type);
    const std::string title = type == nullptr ? "" : get(first.after.fields, type->title_field).text();
    return verb_ + " " + first.id + (title.empty() ? "" : "\n\n" + first_code_points(title, kTitleSize));
  }
  std::string message = fmt::format("{}: {} records\n\n", verb_, done_.size());
  for (std::size_t i = 0; i < std::min(done_.size(), kListed); ++i) message += done_[i].id + "\n";
  if (done_.size() > kListed) message += fmt::format("and {} more\n", done_.size() - kListed);
  return message;
}

Exit Writer::commit() {
  if (words_.no_commit) return Exit::done;
  return commit_files(app_, files_, message());
}

void Writer::remember() {
  if (memory_ == Memory::none) return;
  std::vector<UndoItem> items;
  for (const auto* changes : {&done_, &carried_})
    for (const auto& change : *changes)
      for (const auto& event : new_events(change)) items.push_back({change.type, change.id, event.id()});
  if (!items.empty()) remember_command(app_.repository(), app_.actor(), items);
}

Exit Writer::finish(Exit so_far, bool several) {
  if (done_.empty()) {
    if (several && !words_.json.empty() && !words_.dry_run) app_.out << "[]\n";
    return so_far;
  }
  remember();
  const Exit exit = worse(so_far, commit());
  print(several);
  return HeldInterrupt::take() ? Exit::interrupted : exit;
}

std::string Writer::sentence(const process::Change& change) {
  const auto* type = app_.schemas().find(change.type);
  const std::string state = get(change.after.fields, "status").text();
  const auto* known = type == nullptr ? nullptr : type->find_state(state);
  std::string text = app_.paint(change.id, format::Style::id) + " " + (known == nullptr ? state : known->label.text());
  const std::string title = type == nullptr ? "" : get(change.after.fields, type->title_field).text();
  if (!title.empty()) text += " · " + printable(title);
  return text;
}

void Writer::print(bool several) {
  if (!words_.json.empty()) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const auto& change : done_) all.push_back(to_json(app_, change.after, words_.json));
    app_.out << text_of(several ? all : all.front());
    return;
  }
  if (app_.globals.quiet && app_.terminal.out) return;
  if (!app_.terminal.out) {
    for (const auto& change : done_) app_.out << change.id << '\n';
    return;
  }
  for (const auto& change : done_) app_.out << sentence(change) << '\n';
  for (const auto& change : carried_) app_.out << "  " << sentence(change) << '\n';
  if (done_.size() != 1) return;
  const std::string next = next_command(app_, done_.front().after);
  if (!next.empty()) app_.out << app_.paint(trf("next: {}", next), format::Style::faint) << '\n';
  if (const auto hint = help_hint(app_, done_.front().after); !hint.empty()) app_.note(hint);
}

void refuse_drift(App& app, const process::Plan& plan) {
  // An adopted edit is the drift itself; its event is named by the history's own word.
  if (!plan.changes.empty() && plan.changes.front().after.events.back().verb == record::kEdit) return;
  for (const auto& change : plan.changes) refuse_drift(app.repository(), change);
}

void check_writable(App& app, const process::Plan& plan) {
  refuse_drift(app, plan);
  const auto& repository = app.repository();
  std::string before;
  for (const auto& change : plan.changes) bytes_of(repository, change, *repository.schemas().find(change.type), before);
}

Exit for_each_id(App& app, const std::vector<std::string>& ids, const std::function<Exit(const std::string&)>& one) {
  if (ids.size() == 1) return one(ids.front());
  Exit exit = Exit::done;
  for (const auto& id : ids) {
    if (HeldInterrupt::pending()) break;
    try {
      exit = worse(exit, one(id));
    } catch (const Failure& failure) {
      app.error(failure.what(), failure.hint());
      exit = worse(exit, failure.exit());
    } catch (const Error& error) {
      app.error(id + ": " + error.what());
      exit = worse(exit, Exit::cannot);
    }
  }
  return exit;
}

}  // namespace itss::cmd
