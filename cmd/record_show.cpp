// `itss TYPE show ID...` and `itss show ID...`.
#include <limits>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "clocks.hpp"
#include "inputs.hpp"
#include "json.hpp"
#include "linked_from.hpp"
#include "next.hpp"
#include "process/plan.hpp"
#include "read.hpp"
#include "record/facts.hpp"
#include "select.hpp"
#include "suggestions.hpp"
#include "times.hpp"
#include "verbs.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

using format::Style;

constexpr std::size_t kRecentEvents = 5;
constexpr const char* kLinkedFrom = "linked_from";
constexpr std::size_t kLinking = 10;  // records that name this one by the same field

struct ShowOptions {
  std::vector<std::string> ids;
  AsOfWords as_of;
  bool unmask = false;
  ShowWords show;
};

Reading reading_of(App& app, const ShowOptions& options) {
  Reading reading{app.now(), std::nullopt};
  if (!options.as_of.at.empty()) reading.now = app.when(options.as_of.at, "--at");
  if (!options.as_of.known_at.empty()) reading.known_at = app.when(options.as_of.known_at, "--known-at");
  return reading;
}

void add_fact(std::vector<format::Fact>& facts, const std::string& label, std::string text,
              Style style = Style::plain) {
  if (!text.empty()) facts.push_back({{}, label, {std::move(text), style}});
}

// Ids of linked records with their titles, one to a line.
std::string links_text(App& app, const schema::Field& field, const Value& ids) {
  const auto* type = app.schemas().find(field.to);
  const auto* title = type == nullptr ? nullptr : type->find_field(type->title_field);
  std::vector<std::string> lines;
  for (const auto& id : ids.texts()) {
    lines.push_back(id);
    const auto other = title == nullptr || title->confidential ? nullptr : app.repository().find(id, field.to);
    if (const auto text = other ? printable(get(other->fields, title->name).text()) : std::string(); !text.empty())
      lines.back() += " · " + text;
  }
  return join(lines, "\n");
}

bool is_link(const schema::Field& field) {
  using schema::FieldType;
  return field.type == FieldType::link || field.type == FieldType::links || !field.named_by.empty();
}

std::vector<format::Fact> facts_of(App& app, const record::Record& record, const schema::Schema& type,
                                   const ShowOptions& options) {
  std::vector<format::Fact> facts;
  for (const auto& field : type.fields) {
    Value value = value_of(app, record, field);
    if (value.empty()) continue;
    if (!options.unmask) value = masked(field, value);
    schema::Field shown = field;
    shown.confidential = false;
    if (value.is_map()) {
      for (const auto& [key, sub] : std::as_const(value).map())
        add_fact(facts, field.label.text() + " · " + key, to_text(sub));
      continue;
    }
    const bool masked_away = field.confidential && !options.unmask;
    add_fact(facts, field.label.text(),
             is_link(field) && !masked_away ? links_text(app, field, value) : value_text(app, shown, value));
  }
  if (!record.events.empty()) {
    const auto& opening = record.events.front();
    add_fact(facts, tr("Opened"), time_text(app, opening.at) + " · " + opening.by);
    add_fact(facts, tr("File"), record.file, Style::faint);
  }
  return facts;
}

std::string who_may(const process::Option& option) {
  std::vector<std::string> who = option.people.empty() ? option.by : option.people;
  for (const auto& role : option.roles) who.push_back(role);
  return who.empty() ? tr("anyone") : join(who, ", ");
}

format::Table options_table(App& app, const record::Record& record, const schema::Schema& type) {
  format::Table table;
  table.columns = {{"verb", tr("Move")},
                   {"label", tr("Meaning")},
                   {"to", tr("Leads to")},
                   {"who", tr("Who may")},
                   {"missing", tr("Still missing")}};
  for (const auto& option : process::options(record, app.repository(), app.find_actor(), app.now())) {
    const auto* move = type.find_move(option.verb);
    const auto* state = type.find_state(option.to);
    table.rows.push_back({{option_name(option.verb), option.by_actor ? Style::good : Style::plain},
                          {move == nullptr ? std::string() : move->label.text()},
                          {state == nullptr ? option.to : state->label.text()},
                          {who_may(option)},
                          {missing_text(option)}});
  }
  return table;
}

format::Table recent_table(App& app, const record::Record& record, const schema::Schema& type) {
  format::Table table;
  table.columns = {{"at", tr("When")}, {"by", tr("Who")}, {"do", tr("What")}, {"note", tr("Note")}};
  const auto events = record::effective_events(record);
  const std::size_t first = events.size() > kRecentEvents ? events.size() - kRecentEvents : 0;
  for (std::size_t i = first; i < events.size(); ++i) {
    const auto* move = type.find_move(events[i]->verb);
    table.rows.push_back({{time_text(app, events[i]->at)},
                          {events[i]->by},
                          {move == nullptr ? events[i]->verb : move->label.text()},
                          {printable(split(events[i]->note, '\n').front())}});
  }
  return table;
}

std::string heading(App& app, const record::Record& record, const schema::Schema& type) {
  const std::string state = record::shown_state(record, record.fields, app.repository(), app.now());
  const auto* known = type.find_state(state);
  return app.paint(record.id, Style::id) + "  " + printable(get(record.fields, type.title_field).text()) + "\n" +
         type.label.text() + " · " + app.paint(known == nullptr ? state : known->label.text(), Style::heading) + "\n";
}

void add_section(std::string& text, App& app, const std::string& title, const format::Table& table, format::Look look) {
  if (table.rows.empty()) return;
  text += "\n" + app.paint(title, Style::heading) + "\n" + format::show(table, look);
}

std::vector<sla::Clock> clocks_of(App& app, const record::Record& record, const ShowOptions& options) {
  const Reading reading = reading_of(app, options);
  return sla::Clockwork(app.repository(), reading.known_at).clocks_of(record, reading.now);
}

// 3 if the list of what names the record may lack some.
Exit judge_linked(App& app, const record::Record& record, const LinkedFrom& linked) {
  if (linked.unread.empty()) return Exit::done;
  app.error(
      trf("the list of what names '{}' may be incomplete; not readable: {}", record.id, join(linked.unread, ", ")),
      tr("'itss check' lists all findings"));
  return Exit::cannot;
}

std::string text_of_record(App& app, const record::Record& record, const schema::Schema& type,
                           const ShowOptions& options, Exit& exit) {
  format::Look look = app.look();
  look.form = format::Form::text;
  look.header = true;
  look.overflow = format::Overflow::below;
  format::Document fields;
  fields.facts = facts_of(app, record, type, options);
  std::string text = heading(app, record, type) + "\n" + format::show(fields, look);
  if (!type.clocks.empty())
    add_section(text, app, tr("Clocks"), clocks_table(app, type, clocks_of(app, record, options)), look);
  if (!options.as_of.given()) {
    const auto linked = linked_from(app, record, kLinking);
    add_section(text, app, tr("Linked from"), linked_from_table(app, record, linked), look);
    exit = worse(exit, judge_linked(app, record, linked));
    add_section(text, app, tr("May help"), help_table(app, record, type), look);
    add_section(text, app, tr("What may be done next"), options_table(app, record, type), look);
  }
  add_section(text, app, tr("Last events"), recent_table(app, record, type), look);
  return text;
}

nlohmann::ordered_json json_of_record(App& app, const record::Record& record, const schema::Schema& type,
                                      const ShowOptions& options, Exit& exit) {
  const std::string& wanted = options.show.json;
  auto object = to_json(app, record, wanted);
  const auto named = [&](const char* name) {
    for (const auto& each : split(wanted, ','))
      if (trim(each) == name) return true;
    return false;
  };
  const auto asked = [&](const char* name) { return wanted == "*" || wanted.empty() || named(name); };
  if (asked("clocks") && !type.clocks.empty()) object["clocks"] = clocks_json(clocks_of(app, record, options));
  if (asked("next")) {
    auto next = nlohmann::ordered_json::array();
    for (const auto& option : process::options(record, app.repository(), app.find_actor(), app.now()))
      next.push_back({{"verb", option.verb},
                      {"to", option.to},
                      {"roles", option.roles},
                      {"people", option.people},
                      {"missing", option.missing},
                      {"one_of", option.one_of},
                      {"by_actor", option.by_actor}});
    object["next"] = std::move(next);
  }
  if (asked("history")) object["history"] = history_json(record, type);
  if (named(kLinkedFrom)) {  // of a service it may be most of the repository
    const auto linked = linked_from(app, record, std::numeric_limits<std::size_t>::max() / 2);
    object[kLinkedFrom] = linked_from_json(app, linked);
    exit = worse(exit, judge_linked(app, record, linked));
  }
  return object;
}

Exit run(App& app, const schema::Schema* noun, const ShowOptions& options) {
  const bool json = look_of(app, options.show).form == format::Form::json;
  if (const auto& form = options.show.format; !form.empty() && form != "text" && form != "json")
    throw Failure(Exit::usage, trf("--format: a record is not shown as '{}'", form), "text, json");
  const auto ids = read_ids(app, options.ids);
  if (options.ids.empty()) throw Failure(Exit::usage, tr("an id is missing"), tr("itss show ID..."));
  auto all = nlohmann::ordered_json::array();
  std::string text;
  const Exit exit = for_each_id(app, ids, [&](const std::string& id) {
    const auto loaded = pick(app, id, noun);
    const auto& type = *app.schemas().find(loaded.record->type);
    check_json_names(type, app.schemas(), options.show.json, {"clocks", "next", "history", kLinkedFrom});
    const auto then = as_of(app, *loaded.record, options.as_of);
    if (!then) throw Failure(Exit::no, trf("'{}' did not exist then", loaded.record->id));
    const record::Record& record = *then;
    Exit shown = Exit::done;
    if (json)
      all.push_back(json_of_record(app, record, type, options, shown));
    else
      text += (text.empty() ? "" : "\n") + text_of_record(app, record, type, options, shown);
    return shown;
  });
  if (json && name_several(options.ids))
    text = cmd::text_of(all);
  else if (json && !all.empty())
    text = cmd::text_of(all.front());
  app.out << text;
  return exit;
}

}  // namespace

Run setup_show(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<ShowOptions>();
  parser.argument("ID", options->ids, tr("ids, or unique parts of them; - reads them from standard input"))
      .completes = {Completes::With::ids, {}, subject.type == nullptr ? std::string() : subject.type->record};
  parser.group(tr("What to show"));
  add_as_of_options(parser, options->as_of);
  parser.flag("--unmask", options->unmask, tr("show confidential fields"));
  add_show_options(parser, options->show);
  return [&app = subject.app, type = subject.type, options] { return run(app, type, *options); };
}

}  // namespace itss::cmd
