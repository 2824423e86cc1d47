#include "write.hpp"

#include <istream>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "commit.hpp"
#include "diff.hpp"
#include "json.hpp"
#include "next.hpp"
#include "read.hpp"
#include "undo_memory.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kManyRecords = 50;

bool says_already(const process::Plan& plan) {
  if (plan.refusals.empty()) return false;
  for (const auto& refusal : plan.refusals)
    if ((refusal.code != "ALREADY" && refusal.code != "NOTHING") || !refusal.of.empty()) return false;
  return true;
}

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

// A hand edit that the history does not know would be overwritten.
void refuse_drift(const store::Repository& repository, const process::Change& change) {
  if (!change.before) return;
  const auto loaded = repository.load(change.id, change.type);
  const auto* type = repository.schemas().find(change.type);
  if (!loaded.document || type == nullptr) return;
  const auto drift = record::drift(*change.before, *type, *loaded.document);
  if (drift.empty()) return;
  throw Failure(Exit::no, trf("'{}' was edited by hand: {}", change.id, drift.front().message),
                trf("'itss {} adopt {}' records the edit, or put the file back", change.type, change.id));
}

}  // namespace

Writer::Writer(App& app, std::string verb, WriteWords words, Memory memory)
    : app_(app), verb_(std::move(verb)), words_(std::move(words)), memory_(memory) {
  if (const auto* type = app.schemas().find(split(verb_, ' ').front()))
    check_json_names(*type, app.schemas(), words_.json);
}

void Writer::say_refusals(const process::Plan& plan, const std::string& id) {
  app_.error(trf("'{}' is refused:", id.empty() ? verb_ : verb_ + " " + id));
  for (const auto& refusal : plan.refusals) {
    std::string line = "  - " + refusal.message;
    if (!refusal.clause.empty()) line += " (" + refusal.clause + ")";
    app_.err << line << " [" << refusal.code << "]\n";
    if (!refusal.hint.empty()) app_.err << "      " << refusal.hint << '\n';
  }
}

Exit Writer::apply(const process::Plan& plan, const std::string& id) {
  for (const auto& warning : plan.warnings)
    app_.warn(warning.message + (warning.clause.empty() ? "" : " (" + warning.clause + ")") + " [" + warning.code +
              "]");
  if (says_already(plan)) {
    app_.note(plan.refusals.front().message);
    return Exit::done;
  }
  if (!plan.allowed()) {
    say_refusals(plan, id);
    return Exit::no;
  }
  store::Repository& repository = app_.repository();
  // An adopted edit is the drift itself; its event is named by the history's own word.
  if (plan.changes.front().after.events.back().verb != record::kEdit)
    for (const auto& change : plan.changes) refuse_drift(repository, change);
  if (words_.dry_run) {
    for (const auto& change : plan.changes) {
      std::string before;
      const auto bytes = bytes_of(repository, change, *repository.schemas().find(change.type), before);
      preview(change, line_diff(before, bytes));
    }
    return Exit::done;
  }
  for (auto& file : repository.write(plan.changes, interrupt_.at_first_write())) files_.push_back(std::move(file));
  app_.say_recovery();
  done_.push_back(plan.changes.front());
  carried_.insert(carried_.end(), plan.changes.begin() + 1, plan.changes.end());
  return Exit::done;
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

Exit Writer::commit() {
  if (words_.no_commit) return Exit::done;
  const auto& first = done_.front();
  std::string message = verb_ + " " + first.id;
  if (done_.size() > 1) message += fmt::format(" and {} more", done_.size() - 1);
  const auto* type = app_.schemas().find(first.type);
  const std::string title = type == nullptr ? "" : get(first.after.fields, type->title_field).text();
  if (!title.empty() && done_.size() == 1) message += "\n\n" + title;
  return commit_files(app_, files_, message);
}

void Writer::remember() {
  if (memory_ == Memory::none) return;
  std::vector<process::Change> all;
  for (const auto* changes : {&done_, &carried_})
    for (const auto& change : *changes)
      if (!new_events(change).empty()) all.push_back(change);
  if (!all.empty()) remember_command(app_.repository(), app_.actor(), all);
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
}

void confirm_many(App& app, std::size_t count, const WriteWords& words) {
  if (count <= kManyRecords || words.yes || words.dry_run) return;
  if (app.may_ask()) {
    app.err << trf("change {} records? [y/N] ", count) << std::flush;
    std::string answer;
    std::getline(app.in, answer);
    if (lower(std::string(trim(answer))) == "y") return;
    throw Failure(Exit::no, tr("nothing was written"));
  }
  throw Failure(Exit::usage, trf("{} records would be changed at once", count), tr("--yes says that this is meant"));
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
