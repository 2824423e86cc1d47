// `itss TYPE retract ID EVENT...`, `itss undo`, `itss TYPE adopt ID...`: corrections, which never remove anything.
#include <algorithm>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "process/overlay.hpp"
#include "select.hpp"
#include "undo_memory.hpp"
#include "verbs.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

struct RetractOptions {
  std::vector<std::string> words;  // ID EVENT...
  std::string note;
  WriteWords write;
};

// Retractions planned one after another on the same records, as one plan: all or nothing.
class Retractions {
 public:
  Retractions(App& app, std::string reason) : app_(app), reason_(std::move(reason)) {}

  void add(const record::RecordPtr& record, const std::string& event) {
    const auto known = world_.find(record->id, record->type);
    auto step = process::retract(known ? known : record, event, reason_, app_.actor(), app_.now(), world_);
    plan_.refusals.insert(plan_.refusals.end(), step.refusals.begin(), step.refusals.end());
    for (auto& change : step.changes) {
      world_.put(change.after);
      const auto [place, is_new] = places_.try_emplace({change.type, change.id}, plan_.changes.size());
      if (is_new)
        plan_.changes.push_back(std::move(change));
      else
        plan_.changes[place->second].after = std::move(change.after);
    }
  }

  process::Plan take() {
    if (!plan_.allowed()) plan_.changes.clear();
    return std::move(plan_);
  }

 private:
  App& app_;
  std::string reason_;
  process::Plan plan_;
  std::map<std::pair<std::string, std::string>, std::size_t> places_;  // in its changes, by type and id
  process::Overlay world_{app_.repository()};                          // with the retractions planned so far
};

Exit run_retract(App& app, const schema::Schema& type, const RetractOptions& options) {
  const std::string command = type.record + " retract";
  if (options.words.size() < 2)
    throw Failure(Exit::usage, tr("an id and an event are needed"),
                  trf("itss {} ID EVENT; 'itss log ID' shows the events", command));
  const auto record = pick(app, options.words.front(), &type).record;
  Retractions retractions(app, long_text(app, options.note));
  for (std::size_t i = 1; i < options.words.size(); ++i) retractions.add(record, options.words[i]);
  Writer writer(app, command, options.write, Memory::none);
  return writer.finish(writer.apply(retractions.take(), record->id));
}

struct UndoOptions {
  std::string note;
  WriteWords write;
};

// The event of a command, if it still counts; null if it was retracted since.
const record::Event* counting(const record::Record& record, const std::string& id) {
  for (const auto* event : record::effective_events(record))
    if (event->id() == id) return event;
  return nullptr;
}

// A plan as one attempt for each record, so that all of them are named; or as one that is refused, with no others.
std::vector<Attempt> apart(process::Plan plan, const std::string& id) {
  std::vector<Attempt> attempts;
  for (auto& change : std::exchange(plan.changes, {})) {
    attempts.push_back({change.id, {}, std::nullopt});
    attempts.back().plan.changes.push_back(std::move(change));
  }
  if (!plan.allowed()) attempts.push_back({id, std::move(plan), std::nullopt});
  return attempts;
}

Exit run_undo(App& app, const UndoOptions& options) {
  store::Repository& repository = app.repository();
  if (last_is_import(repository, app.actor()))
    throw Failure(Exit::no, trf("the last command of '{}' was an import, which is not undone", app.actor()),
                  tr("'git log --grep=^import' shows its commit, 'git revert COMMIT' takes it back"));
  const auto items = last_command(repository, app.actor());
  if (items.empty())
    throw Failure(Exit::no, trf("no command of '{}' is remembered here", app.actor()),
                  tr("'itss log ID' shows events, 'itss TYPE retract ID EVENT' takes one back"));
  Retractions retractions(app, options.note.empty() ? "itss undo" : long_text(app, options.note));
  bool any = false;
  for (auto item = items.rbegin(); item != items.rend(); ++item) {
    const auto record = repository.load(item->id, item->type).record;
    if (!record) {
      forget_last_command(repository, app.actor());
      throw Failure(Exit::no, trf("'{}' of the last command is not here any more", item->id));
    }
    const auto* event = counting(*record, item->event);
    if (event == nullptr) continue;
    if (event->verb == record::kNew && !event->via.empty()) {
      app.warn(trf("'{}' was made by that command and stays: a record is never taken away", item->id));
      continue;
    }
    retractions.add(record, item->event);
    any = true;
  }
  if (!any) {
    if (!options.write.dry_run) forget_last_command(repository, app.actor());
    throw Failure(Exit::no, trf("the last command of '{}' was taken back already", app.actor()),
                  tr("'itss undo' once more takes back the one before it"));
  }
  auto plan = retractions.take();
  refuse_drift(app, plan);
  Writer writer(app, "undo", options.write, Memory::none);
  const Exit exit = writer.apply_all(apart(std::move(plan), items.front().id), OnRefusal::write_others);
  if (exit == Exit::done && !options.write.dry_run) forget_last_command(repository, app.actor());
  return writer.finish(exit);
}

struct AdoptOptions {
  std::vector<std::string> ids;
  WriteWords write;
};

Exit run_adopt(App& app, const schema::Schema* noun, const AdoptOptions& options) {
  const auto ids = read_ids(app, options.ids);
  if (options.ids.empty()) throw Failure(Exit::usage, tr("an id is missing"), tr("itss adopt ID..."));
  Writer writer(app, noun == nullptr ? "adopt" : noun->record + " adopt", options.write);
  const Exit exit = for_each_id(app, ids, [&](const std::string& text) {
    const auto record = pick(app, text, noun).record;
    return writer.apply(process::adopt(record, app.actor(), app.now(), app.repository()), record->id);
  });
  return writer.finish(exit, name_several(options.ids));
}

}  // namespace

Run setup_retract(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<RetractOptions>();
  const schema::Schema& type = *subject.type;
  parser.argument("ID_EVENT", options->words, tr("the id, then events as 'log' shows them")).completes = {
      Completes::With::events, {}, type.record};
  parser.group(tr("The event"));
  parser.option("-m,--note", options->note, "TEXT", tr("why; @FILE reads it from a file"));
  add_write_options(parser, options->write);
  return [&app = subject.app, &type, options] { return run_retract(app, type, *options); };
}

Run setup_undo(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<UndoOptions>();
  parser.group(tr("The event"));
  parser.option("-m,--note", options->note, "TEXT", tr("why; @FILE reads it from a file"));
  add_write_options(parser, options->write);
  return [&app = subject.app, options] { return run_undo(app, *options); };
}

Run setup_adopt(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<AdoptOptions>();
  parser.argument("ID", options->ids, tr("ids, or unique parts of them; - reads them from standard input"))
      .completes = {Completes::With::ids, {}, subject.type == nullptr ? std::string() : subject.type->record};
  add_write_options(parser, options->write);
  return [&app = subject.app, type = subject.type, options] { return run_adopt(app, type, *options); };
}

}  // namespace itss::cmd
