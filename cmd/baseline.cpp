// `itss TYPE baseline`: records as they were at a moment, and a fingerprint that proves it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "baseline_scope.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "read.hpp"
#include "times.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kShortHash = 12;

struct BaselineOptions {
  BaselineWords which;
  AsOfWords as_of;
  ShowWords show;
};

struct Item {
  record::Record then;
  std::string fingerprint;
};

struct Baseline {
  std::optional<Occasion> occasion;
  record::AsOf as_of;
  std::vector<Item> items;
  std::string fingerprint;
};

// Of the whole canonical state, confidential fields too.
std::string fingerprint_of(const record::Record& record) {
  return sha256_hex(to_canonical_json(Value(Value::Map{{"id", Value(record.id)}, {"fields", Value(record.fields)}})));
}

record::AsOf moment_of(App& app, const BaselineOptions& options, const std::optional<Occasion>& occasion) {
  record::AsOf as_of = occasion ? occasion->then : record::AsOf{app.now(), std::nullopt};
  if (!options.as_of.at.empty()) as_of = {app.when(options.as_of.at, "--at"), std::nullopt};
  if (!options.as_of.known_at.empty()) as_of.known_at = app.when(options.as_of.known_at, "--known-at");
  return as_of;
}

Baseline take(App& app, const WholeWorld& world, const schema::Schema& type, const BaselineOptions& options,
              Exit& exit) {
  Baseline baseline;
  baseline.occasion = occasion_of(app, options.which);
  baseline.as_of = moment_of(app, options, baseline.occasion);
  std::string all;
  for (const auto& record : records_of(app, world, type, options.which, baseline.occasion, baseline.as_of, exit)) {
    auto then = as_of(*record, baseline.as_of);
    if (!then) {
      if (baseline.occasion || !options.which.ids.empty()) app.note(trf("'{}' did not exist then", record->id));
      continue;
    }
    std::string fingerprint = fingerprint_of(*then);
    baseline.items.push_back({std::move(*then), std::move(fingerprint)});
  }
  std::sort(baseline.items.begin(), baseline.items.end(),
            [](const Item& a, const Item& b) { return a.then.id < b.then.id; });
  for (const auto& item : baseline.items) all += item.then.id + " " + item.fingerprint + "\n";
  baseline.fingerprint = sha256_hex(all);
  return baseline;
}

// The columns of a list, and the relations that any of the records has.
std::vector<std::string> columns_of(const schema::Schema& type, const Baseline& baseline) {
  auto names = type.columns;
  for (const auto& field : type.fields) {
    if (field.spreads == schema::Spreads::no) continue;
    const bool is_used = std::any_of(baseline.items.begin(), baseline.items.end(),
                                     [&](const Item& item) { return !get(item.then.fields, field.name).empty(); });
    if (is_used && std::find(names.begin(), names.end(), field.name) == names.end()) names.push_back(field.name);
  }
  return names;
}

format::Document document_of(App& app, const schema::Schema& type, const Baseline& baseline) {
  format::Document document;
  document.title = trf("Baseline: {}", type.label.text());
  const auto add = [&](const char* name, const std::string& label, format::Cell cell) {
    document.facts.push_back({name, label, std::move(cell)});
  };
  if (baseline.occasion) {
    add("for", tr("For"), {baseline.occasion->record->id, format::Style::id});
    add("event", tr("Event"), {baseline.occasion->verb});
  }
  add("at", tr("As of"), format::raw_cell(time_text(app, *baseline.as_of.at), to_string(*baseline.as_of.at)));
  if (baseline.as_of.known_at)
    add("known_at", tr("As known at"),
        format::raw_cell(time_text(app, *baseline.as_of.known_at), to_string(*baseline.as_of.known_at)));
  add("records", tr("Records"), format::number_cell(static_cast<double>(baseline.items.size())));
  add("sha256", tr("Fingerprint"), {baseline.fingerprint});
  format::Section section;
  section.name = "items";
  const auto names = columns_of(type, baseline);
  for (const auto& name : names) section.table.columns.push_back(column_of(type, name));
  section.table.columns.push_back({"sha256", tr("Fingerprint")});
  for (const auto& item : baseline.items) {
    std::vector<format::Cell> row;
    row.reserve(names.size() + 1);
    for (const auto& name : names) row.push_back(cell_of(app, item.then, type, name));
    row.push_back(format::raw_cell(item.fingerprint.substr(0, kShortHash), item.fingerprint));
    section.table.rows.push_back(std::move(row));
  }
  document.sections.push_back(std::move(section));
  return document;
}

nlohmann::ordered_json json_of(App& app, const schema::Schema& type, const Baseline& baseline) {
  nlohmann::ordered_json json = {{"type", type.record}};
  json["for"] = baseline.occasion ? nlohmann::ordered_json(baseline.occasion->record->id) : nlohmann::ordered_json();
  json["event"] = baseline.occasion ? nlohmann::ordered_json(baseline.occasion->verb) : nlohmann::ordered_json();
  json["at"] = to_string(*baseline.as_of.at);
  json["known_at"] =
      baseline.as_of.known_at ? nlohmann::ordered_json(to_string(*baseline.as_of.known_at)) : nlohmann::ordered_json();
  json["sha256"] = baseline.fingerprint;
  auto items = nlohmann::ordered_json::array();
  for (const auto& item : baseline.items) {
    auto object = to_json(app, item.then, "*");
    object["sha256"] = item.fingerprint;
    items.push_back(std::move(object));
  }
  json["items"] = std::move(items);
  return json;
}

Exit run(App& app, const schema::Schema& type, const BaselineOptions& options) {
  const auto look = look_of(app, options.show);
  const WholeWorld world(app.repository());
  Exit exit = Exit::done;
  const Baseline baseline = take(app, world, type, options, exit);
  if (look.form == format::Form::json)
    app.out << text_of(only_fields(json_of(app, type, baseline), options.show.json.empty() ? "*" : options.show.json,
                                   {"type", "for", "event", "at", "known_at", "sha256", "items"}));
  else
    print_page(app, document_of(app, type, baseline), options.show);
  return worse(exit, judge_completeness(app, world));
}

}  // namespace

Run setup_baseline(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<BaselineOptions>();
  add_baseline_options(parser, subject, options->which);
  add_as_of_options(parser, options->as_of);
  add_show_options(parser, options->show);
  return [&app = subject.app, type = subject.type, options] { return run(app, *type, *options); };
}

}  // namespace itss::cmd
