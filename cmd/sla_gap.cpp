// `itss sla gap`: which records should have an agreement and have none. A field of a schema says which: `covered:
// KIND`.
#include <algorithm>

#include "base/text.hpp"
#include "clocks.hpp"
#include "json_fields.hpp"
#include "read.hpp"
#include "record/facts.hpp"
#include "schema/paths.hpp"
#include "sla/agreement.hpp"
#include "verbs.hpp"
#include "whole_world.hpp"

namespace itss::cmd {

namespace {

struct GapOptions {
  std::string clock;
  bool all = false, own = false;
  ShowWords show;
};

// One clock that would run for records whose field names this one.
struct Row {
  record::RecordPtr named;
  const schema::Schema* type = nullptr;  // of the records with the clock
  const schema::Field* field = nullptr;  // by which they name it
  const schema::ClockRule* clock = nullptr;
  std::string agreement;  // empty: none
};

// A record of the type of which nothing is known but what this field names.
record::Record with_only(const schema::Schema& type, const schema::Field& field, const std::string& id) {
  record::Record made;
  made.type = type.record;
  made.fields[field.name] = field.type == schema::FieldType::links ? Value(Value::List{id}) : Value(id);
  return made;
}

// Whether the agreement was made for what the field names, and not for everybody.
bool is_own(const sla::Agreement& agreement, const schema::Field& field) {
  const auto paths = schema::paths_of(agreement.covers);
  return std::any_of(paths.begin(), paths.end(),
                     [&](const auto& path) { return path.substr(0, path.find('.')) == field.name; });
}

// Whether an agreement of the field's kind should promise the clock: one that follows a date of the record, or has a
// target of its own, needs none.
bool needs_agreement(const schema::ClockRule& clock, const schema::Field& field) {
  return clock.due.empty() && !clock.target && (clock.kind.empty() || clock.kind == field.covered);
}

class Survey {
 public:
  Survey(App& app, const WholeWorld& world, const GapOptions& options)
      : app_(app), world_(world), options_(options), agreements_(world, std::nullopt) {}

  std::vector<Row> take() {
    for (const auto& name : app_.schemas().types()) {
      const auto* type = app_.schemas().find(name);
      if (type == nullptr) continue;
      for (const auto& field : type->fields)
        if (!field.covered.empty()) look_at(*type, field);
    }
    return std::move(rows_);
  }

 private:
  void look_at(const schema::Schema& type, const schema::Field& field) {
    const std::string linked(schema::linked_type(field));
    const auto* named_type = app_.schemas().find(linked);
    if (named_type == nullptr) return;
    world_.each(linked, [&](const record::RecordPtr& named) {
      if (!named_type->is_open(record::shown_state(*named, named->fields, world_, app_.now()))) return;
      for (const auto& clock : type.clocks)
        if (needs_agreement(clock, field) && (options_.clock.empty() || clock.name == options_.clock))
          rows_.push_back({named, &type, &field, &clock, agreement_for(type, field, clock, *named)});
    });
  }

  std::string agreement_for(const schema::Schema& type, const schema::Field& field, const schema::ClockRule& clock,
                            const record::Record& named) const {
    const auto made = with_only(type, field, named.id);
    const record::RecordFacts facts(made, made.fields, world_, app_.now());
    const auto* agreement = agreements_.choose(clock.name, facts, app_.now().utc, app_.now().utc);
    if (agreement == nullptr || (options_.own && !is_own(*agreement, field))) return {};
    return agreement->id;
  }

  App& app_;
  const WholeWorld& world_;
  const GapOptions& options_;
  sla::Agreements agreements_;
  std::vector<Row> rows_;
};

format::Table table_of(App& app, const std::vector<Row>& rows) {
  format::Table table;
  table.columns = {{"id", tr("ID")},
                   {"type", tr("Type"), Align::left, false, format::Audience::machines},
                   {"record_type", tr("Records"), Align::left, true},
                   {"field", tr("Field"), Align::left, false, format::Audience::machines},
                   {"clock", tr("Clock")},
                   {"agreement", tr("Agreement"), Align::left, false, format::Audience::people},
                   {"agreement", tr("Agreement"), Align::left, false, format::Audience::machines},
                   {"title", tr("Title"), Align::left, true}};
  for (const auto& row : rows) {
    const auto& named_type = *app.schemas().find(row.named->type);
    table.rows.push_back({{row.named->id, format::Style::id},
                          {row.named->type},
                          format::raw_cell(row.type->label.text(), row.type->record),
                          {row.field->name},
                          format::raw_cell(row.clock->label.text(), row.clock->name),
                          row.agreement.empty() ? format::Cell{tr("none"), format::Style::bad}
                                                : format::Cell{row.agreement, format::Style::id},
                          row.agreement.empty() ? format::absent_cell() : format::Cell{row.agreement},
                          {printable(to_text(get(row.named->fields, named_type.title_field)))}});
  }
  return table;
}

Exit run(App& app, const GapOptions& options) {
  check_clock(app, options.clock);
  auto look = look_of(app, options.show);
  look.overflow = format::Overflow::below;
  const WholeWorld world(app.repository());
  auto rows = Survey(app, world, options).take();
  const auto is_covered = [](const Row& row) { return !row.agreement.empty(); };
  const bool any_gap = !std::all_of(rows.begin(), rows.end(), is_covered);
  if (!options.all) rows.erase(std::remove_if(rows.begin(), rows.end(), is_covered), rows.end());
  auto table = table_of(app, rows);
  keep_fields(table, options.show.json);
  if (table.rows.empty() && look.form == format::Form::text)
    app.note(tr("nothing lacks an agreement"));
  else
    app.out << format::show(table, look);
  return worse(judge_completeness(app, world), any_gap ? Exit::no : Exit::done);
}

}  // namespace

Run setup_sla_gap(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<GapOptions>();
  parser.group(tr("What to show"));
  parser.flag("-a,--all", options->all, tr("what is covered too, with its agreement"));
  parser.flag("--own", options->own, tr("count only agreements whose coverage names the field, none for everybody"));
  parser.option("--clock", options->clock, "NAME", tr("only this clock"));
  add_show_options(parser, options->show);
  return [&app = subject.app, options] { return run(app, *options); };
}

}  // namespace itss::cmd
