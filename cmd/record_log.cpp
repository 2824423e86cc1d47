// `itss TYPE log ID...` and `itss log ID...`.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "read.hpp"
#include "select.hpp"
#include "times.hpp"
#include "verbs.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

using format::Style;

struct LogOptions {
  std::vector<std::string> ids;
  std::string known_at;
  bool oneline = false, reverse = false;
  std::string json;
};

// Events in the order of their times; which retraction answers one of them.
struct History {
  std::vector<const record::Event*> events;
  std::map<std::string, const record::Event*> retracted_by;
};

History history_of(App& app, const record::Record& record, const LogOptions& options) {
  History history;
  std::optional<Instant> known;
  if (!options.known_at.empty()) known = app.when(options.known_at, "--known-at");
  for (const auto& event : record.events) {
    if (known && event.known_since() > *known) continue;
    history.events.push_back(&event);
    if (!event.retracts.empty()) history.retracted_by[event.retracts] = &event;
  }
  std::stable_sort(history.events.begin(), history.events.end(),
                   [](const auto* a, const auto* b) { return a->at < b->at; });
  if (options.reverse) std::reverse(history.events.begin(), history.events.end());
  return history;
}

// Struck through on a terminal that shows colours; marked by words elsewhere.
std::string struck(App& app, const std::string& text) {
  return app.colour(app.terminal.out) ? "\x1b[9m" + text + "\x1b[29m" : text;
}

std::string change_lines(App& app, const record::Event& event, const schema::Schema& type) {
  std::string text;
  const auto line = [&](const std::string& label, const std::string& value) {
    text += "    " + app.paint(label, Style::faint) + ": " + printable(value) + "\n";
  };
  for (const auto& [name, value] : event.set) {
    const auto* field = type.find_field(name);
    const auto* state = name == "status" ? type.find_state(value.text()) : nullptr;
    if (state != nullptr)
      line(tr("Status"), state->label.text());
    else if (field != nullptr)
      line(field->label.text(), value_text(app, *field, value));
    else
      line(name, to_text(value));
  }
  for (const auto& name : event.unset) line(name, tr("(emptied)"));
  const auto part = [&](const char* sign, const std::string& name, const Value& value) {
    const auto* field = type.find_field(name);
    line(sign + name, field == nullptr ? to_text(value) : value_text(app, *field, value));
  };
  for (const auto& [name, value] : event.add) part("+ ", name, value);
  for (const auto& [name, value] : event.remove) part("- ", name, value);
  for (const auto& [name, value] : event.put) part("", name, value);
  for (const auto& [name, value] : event.drop) line("- " + name, to_text(value));
  if (!event.told.empty()) line(tr("told by"), event.told);
  if (!event.for_whom.empty()) line(tr("recorded for, not signed"), event.for_whom);
  if (!event.evidence.empty()) line(tr("evidence"), to_text(event.evidence));
  if (!event.via.empty()) line(tr("caused by"), event.via);
  if (!event.source.empty()) line(tr("source"), to_text(event.source));
  if (!event.retracts.empty()) line(tr("retracts"), event.retracts);
  for (const auto& note : split(event.note, '\n'))
    if (!note.empty()) text += "      " + printable(note) + "\n";
  return text;
}

std::string event_text(App& app, const record::Event& event, const History& history, const schema::Schema& type,
                       const LogOptions& options) {
  const std::string id = event.id();
  const auto* move = type.find_move(event.verb);
  const auto retraction = history.retracted_by.find(id);
  std::string what = time_text(app, event.at) + "  " + event.by + "  " + event.verb;
  if (move != nullptr && move->label.text() != event.verb) what += " · " + move->label.text();
  std::string line = app.paint(id, Style::id) + "  ";
  if (retraction != history.retracted_by.end())
    line += struck(app, what) + "  " + app.paint(trf("(retracted by {})", retraction->second->by), Style::warning);
  else
    line += what;
  if (event.recorded && *event.recorded != event.at)
    line += "  " + app.paint(trf("(recorded {})", time_text(app, *event.recorded)), Style::faint);
  if (options.oneline) {
    if (!event.note.empty()) line += "  " + printable(split(event.note, '\n').front());
    return line + "\n";
  }
  return line + "\n" + change_lines(app, event, type);
}

nlohmann::ordered_json json_of(App& app, const record::Record& record, const schema::Schema& type,
                               const LogOptions& options) {
  const auto history = history_of(app, record, options);
  auto events = nlohmann::ordered_json::array();
  for (const auto* event : history.events) {
    auto object = to_json(*event, type);
    const auto retraction = history.retracted_by.find(event->id());
    if (retraction != history.retracted_by.end()) object["retracted_by"] = retraction->second->id();
    object["id"] = record.id;
    events.push_back(std::move(object));
  }
  return events;
}

Exit run(App& app, const schema::Schema* noun, const LogOptions& options) {
  const auto ids = read_ids(app, options.ids);
  if (options.ids.empty()) throw Failure(Exit::usage, tr("an id is missing"), tr("itss log ID..."));
  auto all = nlohmann::ordered_json::array();
  std::string text;
  const Exit exit = for_each_id(app, ids, [&](const std::string& id) {
    const auto loaded = pick(app, id, noun);
    const auto& type = *app.schemas().find(loaded.record->type);
    if (!options.json.empty()) {
      for (auto& event : json_of(app, *loaded.record, type, options)) all.push_back(std::move(event));
      return Exit::done;
    }
    if (ids.size() > 1) text += (text.empty() ? "" : "\n") + app.paint(loaded.record->id, Style::heading) + "\n";
    const auto history = history_of(app, *loaded.record, options);
    for (const auto* event : history.events) text += event_text(app, *event, history, type, options);
    return Exit::done;
  });
  if (!options.json.empty())
    text = cmd::text_of(only_fields(
        all, options.json,
        {"id",  "event", "at",   "recorded", "by",  "do",       "set", "unset",  "add",      "remove",
         "put", "drop",  "told", "note",     "for", "evidence", "via", "source", "retracts", "retracted_by"}));
  app.out << text;
  return exit;
}

}  // namespace

Run setup_log(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<LogOptions>();
  parser.argument("ID", options->ids, tr("ids, or unique parts of them; - reads them from standard input"))
      .completes = {Completes::With::ids, {}, subject.type == nullptr ? std::string() : subject.type->record};
  parser.group(tr("Output"));
  parser.flag("--oneline", options->oneline, tr("one line for each event"));
  parser.flag("-r,--reverse", options->reverse, tr("the newest first"));
  parser.option("--known-at", options->known_at, "TIME", tr("with only what was recorded by then"));
  parser.optional("--json", options->json, "*", "FIELDS", tr("print JSON"));
  return [&app = subject.app, type = subject.type, options] { return run(app, type, *options); };
}

}  // namespace itss::cmd
