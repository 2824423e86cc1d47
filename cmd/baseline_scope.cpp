#include "baseline_scope.hpp"

#include <algorithm>
#include <set>

#include "select.hpp"

namespace itss::cmd {

namespace {

constexpr const char* kBaseline = "baseline";

// Whose ids of this type the fields hold: those of links, and the keys of maps.
void add_named(const schema::Schema& of, const schema::Schema& type, const Fields& fields,
               std::set<std::string>& names) {
  for (const auto& field : of.fields) {
    const Value& value = get(fields, field.name);
    if (field.to == type.record)
      for (const auto& name : value.texts()) names.insert(name);
    if (field.key == type.record)
      for (const auto& [name, part] : value.map()) names.insert(name);
  }
}

}  // namespace

void add_baseline_options(Parser& parser, const Subject& subject, BaselineWords& words) {
  parser.argument("ID", words.ids, tr("ids, or unique parts of them; - reads them from standard input; none: all"))
      .completes = {Completes::With::ids, {}, subject.type->record};
  parser.group(tr("Which records, and when"));
  parser.option("--for", words.of, "RECORD", tr("those that this record names, at the moment of its baseline"))
      .completes = {Completes::With::ids, {}, {}};
  parser.option("--event", words.event, "MOVE",
                tr("the record's last event of this name in place of its baseline, or of its last event"));
}

std::optional<Occasion> occasion_of(App& app, const BaselineWords& words) {
  if (words.of.empty()) {
    if (!words.event.empty()) throw Failure(Exit::usage, tr("--event needs --for"));
    return std::nullopt;
  }
  if (!words.ids.empty()) throw Failure(Exit::usage, tr("give ids or --for, not both"));
  Occasion occasion{pick(app, words.of).record, {}, {}};
  const auto events = record::effective_events(*occasion.record);
  const std::string wanted = words.event.empty() ? kBaseline : words.event;
  const auto found =
      std::find_if(events.rbegin(), events.rend(), [&](const auto* event) { return event->verb == wanted; });
  if (found == events.rend() && !words.event.empty())
    throw Failure(Exit::no, trf("'{}' has no event '{}'", occasion.record->id, words.event));
  const record::Event& event = found == events.rend() ? *events.back() : **found;
  occasion.verb = event.verb;
  occasion.then = {event.at, event.known_since()};
  return occasion;
}

std::vector<record::RecordPtr> records_of(App& app, const WholeWorld& world, const schema::Schema& type,
                                          const BaselineWords& words, const std::optional<Occasion>& occasion,
                                          const record::AsOf& to, Exit& exit) {
  std::vector<record::RecordPtr> records;
  for (const auto& id : read_ids(app, words.ids)) records.push_back(pick(app, id, &type).record);
  if (!words.ids.empty()) return records;
  if (!occasion) {
    world.each(type.record, [&](const record::RecordPtr& record) { records.push_back(record); });
    return records;
  }
  std::set<std::string> names;
  const auto& of = *app.schemas().find(occasion->record->type);
  for (const auto& as_of : {occasion->then, to}) add_named(of, type, record::replay(*occasion->record, as_of), names);
  std::set<std::string> found;  // a record may be named by its id and by an alias
  for (const auto& name : names) {
    if (auto record = world.find(name, type.record)) {
      if (found.insert(record->id).second) records.push_back(std::move(record));
      continue;
    }
    app.error(trf("there is no {} '{}'", type.record, name));
    exit = worse(exit, Exit::no);
  }
  return records;
}

}  // namespace itss::cmd
