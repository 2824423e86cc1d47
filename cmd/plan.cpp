// `itss TYPE plan --SERIES`: makes the records of a series that are not there yet.
#include <algorithm>

#include "bulk.hpp"
#include "calendar/calendar.hpp"
#include "make_record.hpp"
#include "process/overlay.hpp"
#include "process/spawn.hpp"
#include "select.hpp"
#include "series.hpp"
#include "sla/recurrence.hpp"
#include "times.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

constexpr long kUsualCount = 4;  // weeks

struct PlanWords {
  SeriesWords series;
  std::string from, until;
  long count = 0;
  NewWords record;
};

// What was typed for a field; null if nothing was.
const std::vector<std::string>* typed(const PlanWords& words, const std::string& field) {
  const auto found = words.record.fields.values.find(field);
  return found == words.record.fields.values.end() || found->second.empty() ? nullptr : &found->second;
}

// The record that the series is of, as the option of its link names it.
record::RecordPtr source_of(App& app, const schema::Schema& type, const schema::Series& series,
                            const PlanWords& words) {
  const auto* given = typed(words, series.of);
  const std::string option = "--" + option_name(series.of);
  if (given == nullptr)
    throw Failure(Exit::usage, trf("'{}' is missing", option),
                  trf("itss {} plan --{} {} ID", type.record, series.name, option));
  const auto* linked = app.schemas().find(type.find_field(series.of)->to);
  const auto source = pick(app, given->back(), linked).record;
  const std::string& state = get(source->fields, "status").text();
  if (std::find(series.running.begin(), series.running.end(), state) == series.running.end())
    throw Failure(Exit::no,
                  trf("'{}' is {}; the series goes on while it is {}", source->id, state, join(series.running, ", ")));
  return source;
}

// The occurrences that are asked for; weeks that are left out are said, and not counted.
std::vector<sla::Occurrence> wanted(App& app, const schema::Schema& type, const schema::Series& series,
                                    const record::Record& source, const PlanWords& words) {
  if (words.count > 0 && !words.until.empty())
    throw Failure(Exit::usage, trf("give one of {}, not several", "--count, --until"));
  if (words.count < 0) throw Failure(Exit::usage, trf("'{}' is not a count", words.count), "--count");
  const Instant from = words.from.empty() ? app.now() : app.when(words.from, "--from");
  const std::size_t count = static_cast<std::size_t>(words.count > 0 ? words.count : kUsualCount);
  Instant to = from;
  if (!words.until.empty()) {
    to = app.when(words.until, "--until");
    to.utc += std::chrono::days(1);  // that day too
  } else {
    to.utc += std::chrono::days(7) * (count + 53);  // a year of weeks may be left out
  }
  std::vector<sla::Occurrence> all;
  for (auto& each : sla::occurrences_of(type, series, source, {from, to}, app.repository())) {
    if (words.until.empty() && all.size() == count) break;
    if (each.left_out)
      app.note(trf("{} is left out: no day of its week is worked", time_text(app, each.slot)));
    else
      all.push_back(std::move(each));
  }
  return all;
}

std::string title_of(App& app, const schema::Series& series, const record::Record& source,
                     const sla::Occurrence& occurrence) {
  const auto* type = app.schemas().find(source.type);
  const std::string title = type == nullptr ? std::string() : to_text(get(source.fields, type->title_field));
  return (title.empty() ? source.id : title) + " · " + series.label.text() + " · " +
         to_string(app.zone().date_at(occurrence.when.from.utc));
}

void set_window(const schema::Schema& type, const Window& when, process::Request& request) {
  const auto dots = type.window.find("..");
  if (dots == std::string::npos) {
    request.put[type.window] = Value::Map{{"from", to_string(when.from)}, {"to", to_string(when.to)}};
  } else {
    request.set[type.window.substr(0, dots)] = to_string(when.from);
    request.set[type.window.substr(dots + 2)] = to_string(when.to);
  }
}

process::Request request_of(App& app, const schema::Schema& type, const schema::Series& series,
                            const record::Record& source, const PlanWords& words, const sla::Occurrence& occurrence) {
  process::Request request;
  request.type = type.record;
  request.verb = record::kNew;
  fill(request, app, type, words.record.fields);
  fill(request, app, words.record.event);
  const schema::Spawn made{type.record, series.of, series.set};
  for (auto& [name, value] : process::spawned_fields(made, type, source, app.repository(), request.actor, request.at))
    request.set.try_emplace(name, std::move(value));
  request.set[series.of] = source.id;
  request.set[series.slot] = to_string(occurrence.slot);
  if (!occurrence.moved_for.empty() && !series.moved_for.empty())
    request.set[series.moved_for] = occurrence.moved_for == "-" ? tr("day off") : occurrence.moved_for;
  if (!type.title_field.empty()) request.set.try_emplace(type.title_field, title_of(app, series, source, occurrence));
  set_window(type, occurrence.when, request);
  request.id = request.new_id(type.record);
  return request;
}

// What the series itself decides is not asked of a person.
void refuse_own_fields(const schema::Schema& type, const schema::Series& series, const PlanWords& words) {
  std::vector<std::string> own = {series.slot, series.moved_for};
  const auto dots = type.window.find("..");
  own.push_back(type.window.substr(0, dots));
  if (dots != std::string::npos) own.push_back(type.window.substr(dots + 2));
  for (const auto& name : own)
    if (typed(words, name) != nullptr)
      throw Failure(Exit::usage, trf("'{}' follows from the series", "--" + option_name(name)));
}

Exit run(App& app, const schema::Schema& type, const PlanWords& words) {
  const schema::Series& series = series_meant(type, words.series);
  refuse_own_fields(type, series, words);
  const auto source = source_of(app, type, series, words);
  if (!sla::has_calendar(series, app.repository()))
    throw Failure(Exit::cannot, trf("there is no calendar '{}'", series.calendar));
  process::Overlay world(app.repository());
  std::vector<Attempt> attempts;
  std::size_t there = 0;
  for (const auto& occurrence : wanted(app, type, series, *source, words)) {
    if (!occurrence.records.empty()) {
      ++there;
      continue;
    }
    if (!occurrence.moved_for.empty())
      app.note(trf("{} instead of {}: {}", time_text(app, occurrence.when.from), time_text(app, occurrence.slot),
                   occurrence.moved_for == "-" ? tr("day off") : occurrence.moved_for));
    auto request = request_of(app, type, series, *source, words, occurrence);
    auto plan = process::plan(request, world);
    if (plan.allowed())
      for (const auto& change : plan.changes) world.put(change.after);
    attempts.push_back({request.id, std::move(plan), std::nullopt});
  }
  if (there > 0) app.note(counted("{} is there already", "{} are there already", there));
  if (attempts.empty()) {
    app.note(tr("nothing to plan"));
    return Exit::done;
  }
  Writer writer(app, type.record + " plan", words.record.write);
  return writer.finish(writer.apply_all(std::move(attempts), OnRefusal::write_nothing), true);
}

}  // namespace

Run setup_plan(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<PlanWords>();
  const schema::Schema& type = *subject.type;
  parser.group(tr("Which"));
  add_series_options(parser, type, words->series);
  parser.option("--from", words->from, "DATE", tr("from this day on (else now)"));
  parser.option("--until", words->until, "DATE", tr("until this day, itself included"));
  parser.option("--count", words->count, "N", tr("so many, those that are there already included (else 4)"));
  add_new_options(parser, type, words->record);
  return [&app = subject.app, &type, words] { return run(app, type, *words); };
}

}  // namespace itss::cmd
