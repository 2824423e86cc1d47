// `itss TYPE diff`: what differs in records between a moment and now, field by field, and by which event.
#include <algorithm>

#include "base/text.hpp"
#include "baseline_scope.hpp"
#include "json_fields.hpp"
#include "read.hpp"
#include "schema/mask.hpp"
#include "times.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

struct DiffOptions {
  BaselineWords which;
  std::string from, to;
  ShowWords show;
};

constexpr const char* kStatus = "status";

// `status`, then the fields in the schema's order, then what it does not know.
std::vector<std::string> fields_of(const schema::Schema& type, const Fields& before, const Fields& after) {
  std::vector<std::string> names{kStatus};
  for (const auto& field : type.fields) names.push_back(field.name);
  for (const auto* fields : {&before, &after})
    for (const auto& [name, value] : *fields)
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

format::Cell cell_of_value(App& app, const schema::Schema& type, const std::string& name, const Value& value) {
  if (value.empty()) return format::absent_cell();
  const auto* field = type.find_field(name);
  if (field == nullptr) {
    const auto* state = name == kStatus ? type.find_state(value.text()) : nullptr;
    return format::raw_cell(printable(state == nullptr ? to_text(value) : state->label.text()), to_text(value));
  }
  const Value shown = schema::masked(*field, value);
  if (shown.is_list()) return format::list_cell(shown.texts());
  return format::raw_cell(printable(value_text(app, *field, value)), to_text(shown));
}

// The last event up to `to` that changed the field; null if none did, as far as is known.
const record::Event* last_change(const std::vector<record::Step>& steps, const std::string& name) {
  for (auto step = steps.rbegin(); step != steps.rend(); ++step)
    if (get(step->before(), name) != get(step->after(), name)) return step->event;
  return nullptr;
}

void add_rows(App& app, const schema::Schema& type, const record::Record& record, const record::AsOf& from,
              const record::AsOf& to, format::Table& table) {
  const Fields before = record::replay(record, from), after = record::replay(record, to);
  if (before == after) return;
  const auto steps = record::steps(record, to);
  for (const auto& name : fields_of(type, before, after)) {
    if (get(before, name) == get(after, name)) continue;
    const auto* field = type.find_field(name);
    const auto* event = last_change(steps, name);
    std::vector<format::Cell> row;
    row.push_back({record.id, format::Style::id});
    row.push_back(format::raw_cell(field == nullptr ? column_of(type, name).label : field->label.text(), name));
    row.push_back(cell_of_value(app, type, name, get(before, name)));
    row.push_back(cell_of_value(app, type, name, get(after, name)));
    if (event == nullptr) {
      for (int i = 0; i < 3; ++i) row.push_back(format::absent_cell());
    } else {
      row.push_back(format::raw_cell(time_text(app, event->at), to_string(event->at)));
      row.push_back({event->by});
      row.push_back({event->verb});
    }
    table.rows.push_back(std::move(row));
  }
}

struct Span {
  record::AsOf from, to;
};

Span span_of(App& app, const DiffOptions& options, const std::optional<Occasion>& occasion) {
  if (options.from.empty() && !occasion)
    throw Failure(Exit::usage, tr("since when?"), tr("--from TIME, or --for RECORD"));
  Span span;
  span.from = options.from.empty() ? occasion->then : record::AsOf{app.when(options.from, "--from"), std::nullopt};
  span.to.at = options.to.empty() ? app.now() : app.when(options.to, "--to");
  if (*span.to.at < *span.from.at)
    throw Failure(Exit::usage, trf("{} is before {}", to_string(*span.to.at), to_string(*span.from.at)));
  return span;
}

Exit run(App& app, const schema::Schema& type, const DiffOptions& options) {
  auto look = look_of(app, options.show);
  look.overflow = format::Overflow::below;
  const auto occasion = occasion_of(app, options.which);
  const Span span = span_of(app, options, occasion);
  const WholeWorld world(app.repository());
  Exit exit = Exit::done;
  format::Table table;
  table.columns = {{"id", tr("ID")},   {"field", tr("Field")}, {"before", tr("Before")}, {"after", tr("After")},
                   {"at", tr("When")}, {"by", tr("Who")},      {"do", tr("What")}};
  for (const auto& record : records_of(app, world, type, options.which, occasion, span.to, exit))
    add_rows(app, type, *record, span.from, span.to, table);
  const bool differs = !table.rows.empty();
  keep_fields(table, options.show.json);
  if (!differs && look.form == format::Form::text)
    app.note(tr("nothing differs"));
  else
    app.out << format::show(table, look);
  exit = worse(exit, judge_completeness(app, world));
  return worse(exit, differs ? Exit::no : Exit::done);
}

}  // namespace

Run setup_diff(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<DiffOptions>();
  add_baseline_options(parser, subject, options->which);
  parser.option("--from", options->from, "TIME", tr("since this time"));
  parser.option("--to", options->to, "TIME", tr("up to this time; without it up to now"));
  add_show_options(parser, options->show);
  return [&app = subject.app, type = subject.type, options] { return run(app, *type, *options); };
}

}  // namespace itss::cmd
