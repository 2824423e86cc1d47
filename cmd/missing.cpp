// `itss TYPE missing`: what should be there and is not: times of a series at which nothing took place, and moves that
// records have been waiting for too long.
#include <algorithm>

#include "base/text.hpp"
#include "duties.hpp"
#include "json_fields.hpp"
#include "people.hpp"
#include "period.hpp"
#include "read.hpp"
#include "sla/recurrence.hpp"
#include "times.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

constexpr std::chrono::hours kUsualPast{24 * 30};

struct MissingWords {
  std::string period, person;
  bool mine = false, ids = false;
  ShowWords show;
};

// Something that is missing.
struct Gap {
  Instant due;
  std::string what;                 // for people
  std::string name;                 // the series, or the move
  std::string id;                   // the record that it is of, or that waits
  std::vector<std::string> people;  // who owe it
  std::string title;
};

std::string state_text(const schema::Schema& type, const record::Record& record) {
  const auto* state = type.find_state(get(record.fields, "status").text());
  return record.id + (state == nullptr ? "" : " (" + state->label.text() + ")");
}

// The times of a series in the window, up to now, at which nothing took place.
void find_gaps(App& app, const WholeWorld& world, const schema::Schema& type, const schema::Series& series,
               const Window& window, std::vector<Gap>& gaps) {
  const schema::Schema* of = app.schemas().find(type.find_field(series.of)->to);
  if (of == nullptr) return;
  if (world.calendar(series.calendar) == nullptr) return;  // which judge_completeness tells
  world.each(of->record, [&](const record::RecordPtr& source) {
    for (const auto& each : sla::occurrences_of(type, series, *source, window, world)) {
      if (each.left_out || each.took_place || each.when.to > app.now()) continue;
      std::vector<std::string> instead;
      for (const auto& record : each.records) instead.push_back(state_text(type, *record));
      gaps.push_back({each.when.from,
                      instead.empty() ? trf("{}: not planned", series.label.text())
                                      : trf("{}: did not take place: {}", series.label.text(), join(instead, ", ")),
                      series.name,
                      source->id,
                      {},
                      to_text(get(source->fields, of->title_field))});
    }
  });
}

void find_overdue(App& app, const WholeWorld& world, const schema::Schema& type, std::vector<Gap>& gaps) {
  const process::Duties duties(world, app.now());
  for (auto& duty : duties.of_type(type))
    if (duty.overdue) gaps.push_back({*duty.due, label_of(duty), duty.move, duty.id, duty.people, duty.title});
}

format::Table table_of(App& app, const std::vector<Gap>& gaps) {
  format::Table table;
  table.columns = {{"due", tr("Due")},
                   {"id", tr("ID")},
                   {"missing", tr("Missing"), Align::left, false, format::Audience::machines},
                   {"what", tr("Missing")},
                   {"people", tr("To act")},
                   {"title", tr("Title"), Align::left, true}};
  for (const auto& gap : gaps)
    table.rows.push_back({format::raw_cell(time_text(app, gap.due), to_string(gap.due), format::Style::bad),
                          {gap.id, format::Style::id},
                          {gap.name},
                          {gap.what},
                          format::list_cell(gap.people),
                          {printable(gap.title)}});
  return table;
}

Exit run(App& app, const schema::Schema& type, const MissingWords& words) {
  look_of(app, words.show);
  if (words.mine && !words.person.empty()) throw Failure(Exit::usage, tr("give --for or --mine, not both"));
  const std::string person = words.mine ? app.actor() : words.person.empty() ? "" : person_meant(app, words.person);
  Window window{app.zone().at(app.now().utc - kUsualPast), app.now()};
  if (!words.period.empty()) {
    const auto period = parse_period(words.period, app.now(), app.zone());
    if (!period) throw Failure(Exit::usage, period.error());
    window = period->window;
  }
  const WholeWorld world(app.repository());
  std::vector<Gap> gaps;
  for (const auto& series : type.series) find_gaps(app, world, type, series, window, gaps);
  find_overdue(app, world, type, gaps);
  if (!person.empty())
    std::erase_if(gaps, [&](const Gap& gap) {
      return std::find(gap.people.begin(), gap.people.end(), person) == gap.people.end();
    });
  std::stable_sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.due < b.due; });
  if (words.ids) {
    for (const auto& gap : gaps) app.out << gap.id << '\n';
  } else {
    auto table = table_of(app, gaps);
    keep_fields(table, words.show.json);
    const auto look = look_of(app, words.show);
    if (gaps.empty() && look.form == format::Form::text)
      app.note(tr("nothing is missing"));
    else
      app.out << format::show(table, look);
  }
  return worse(judge_completeness(app, world), gaps.empty() ? Exit::done : Exit::no);
}

}  // namespace

Run setup_missing(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<MissingWords>();
  const schema::Schema& type = *subject.type;
  parser.argument("PERIOD", words->period, tr("of a series: 2026-11, 2026-W48, last-month (else the last 30 days)"));
  parser.group(tr("Which"));
  parser.option("--for", words->person, "PERSON", tr("only what this person owes")).completes = {
      Completes::With::ids, {}, std::string(schema::kPersonType)};
  parser.flag("--mine", words->mine, tr("only what I owe"));
  add_show_options(parser, words->show);
  parser.flag("--ids", words->ids, tr("only ids, one to a line"));
  return [&app = subject.app, &type, words] { return run(app, type, *words); };
}

}  // namespace itss::cmd
