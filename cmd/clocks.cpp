#include "clocks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "report/clock_words.hpp"
#include "times.hpp"

namespace itss::cmd {

namespace {

using format::Style;
using Json = nlohmann::ordered_json;

Json instant_json(const std::optional<Instant>& instant) { return instant ? Json(to_string(*instant)) : Json(nullptr); }

Style verdict_style(const sla::Clock& clock) {
  switch (clock.verdict) {
    case sla::Verdict::met:
      return Style::good;
    case sla::Verdict::breached:
      return Style::bad;
    case sla::Verdict::running:
      return clock.paused ? Style::warning : Style::plain;
    case sla::Verdict::cancelled:
    case sla::Verdict::none:
      return Style::faint;
  }
  return Style::plain;
}

// A time for people, exact for machines.
format::Cell time_cell(App& app, const std::optional<Instant>& instant, Style style = Style::plain) {
  return instant ? format::raw_cell(time_text(app, *instant), to_string(*instant), style) : format::absent_cell();
}

format::Cell word_cell(const std::string& word, Style style = Style::plain) {
  return format::raw_cell(report::clock_word(word), word, style);
}

// Nothing to say about a clock without a promise.
format::Cell left_cell(const sla::Clock& clock) {
  if (clock.promises.empty() || clock.verdict == sla::Verdict::none) return format::absent_cell();
  const Seconds left = clock.left();
  return format::raw_cell(clock_text(left), std::to_string(left.count()),
                          left < Seconds{0} ? Style::bad : Style::plain);
}

const schema::ClockRule* find_rule(const schema::Schema& type, const std::string& name) {
  const auto found =
      std::find_if(type.clocks.begin(), type.clocks.end(), [&](const auto& rule) { return rule.name == name; });
  return found == type.clocks.end() ? nullptr : &*found;
}

// The detail of a stretch for people. That of a hold begins with the code of its reason, `waiting_user (wang.fang)`;
// its label stands in its place.
std::string detail_text(const sla::Stretch& stretch, const schema::Field* reason) {
  if (reason == nullptr) return stretch.detail;
  for (const auto& code : reason->codes)
    if (starts_with(stretch.detail, code.name + " ("))
      return code.label.text() + stretch.detail.substr(code.name.size());
  return stretch.detail;
}

void check_clock_among(const std::string& name, const std::vector<std::string>& known, const std::string& where) {
  if (name.empty() || std::find(known.begin(), known.end(), name) != known.end()) return;
  const auto close = suggest(name, known);
  throw Failure(Exit::usage, trf("'{}' is not a clock of '{}'", name, where),
                close ? trf("did you mean '{}'?", *close) : trf("known: {}", join(known, " ")));
}

Json excuse_json(const std::optional<sla::Excuse>& excuse) {
  if (!excuse) return nullptr;
  return {{"reason", excuse->reason}, {"by", excuse->by}, {"at", to_string(excuse->at)}, {"note", excuse->note}};
}

Json intervals_json(const std::vector<sla::Stretch>& stretches) {
  Json all = Json::array();
  Seconds sum{0};
  for (const auto& stretch : stretches) {
    sum += stretch.counted;
    all.push_back({{"from", to_string(stretch.from)},
                   {"to", to_string(stretch.to)},
                   {"counted_seconds", stretch.counted.count()},
                   {"sum_seconds", sum.count()},
                   {"why", stretch.why},
                   {"detail", stretch.detail}});
  }
  return all;
}

Json promises_json(const sla::Clock& clock) {
  Json all = Json::array();
  for (const auto& promise : clock.promises) {
    all.push_back({{"agreement", promise.agreement},
                   {"calendar", promise.calendar},
                   {"level", promise.level},
                   {"policy", promise.policy},
                   {"method", promise.method},
                   {"target_seconds", promise.target.count()},
                   {"elapsed_seconds", promise.elapsed.count()},
                   {"in_force_from", to_string(promise.in_force_from)},
                   {"until", instant_json(promise.until)},
                   {"counted_from", to_string(promise.counted_from)},
                   {"due", instant_json(promise.due)},
                   {"provisional", promise.provisional},
                   {"broken_at", instant_json(promise.broken_at)}});
    if (!promise.stretches.empty()) all.back()["intervals"] = intervals_json(promise.stretches);
  }
  return all;
}

}  // namespace

std::string verdict_text(const sla::Clock& clock) {
  const bool pauses = clock.verdict == sla::Verdict::running && clock.paused;
  return pauses ? tr("paused") : report::clock_word(std::string(sla::name_of(clock.verdict)));
}

std::string clock_label(const schema::Schema& type, const std::string& name) {
  const auto* rule = find_rule(type, name);
  return rule == nullptr ? name : rule->label.text();
}

format::Cell remark_cell(const sla::Clock& clock) {
  std::vector<std::string> texts, words;
  const auto add = [&](const char* text, const char* word) {
    texts.emplace_back(text);
    words.emplace_back(word);
  };
  if (clock.paused) {
    words.emplace_back("paused");
    // Of a running clock the verdict says so to people; to machines it is `running`.
    if (clock.verdict != sla::Verdict::running) texts.emplace_back(tr("paused"));
  }
  if (clock.hold_lapsed) add(tr("hold lapsed"), "hold_lapsed");
  if (clock.late_entry) add(tr("entered late"), "late_entry");
  if (clock.excused) add(tr("excused"), "excused");
  if (clock.provisional) add(tr("due time provisional"), "provisional");
  return format::raw_cell(join(texts, ", "), join(words, ","), Style::warning);
}

bool is_due_by(const sla::Clock& clock, SysSeconds then) {
  return clock.is_overdue() || (clock.is_running() && clock.due && clock.due->utc <= then);
}

void check_clock(const std::string& name, const schema::Schema& type) {
  check_clock_among(name, names_of(type.clocks), type.record);
}

void check_clock(App& app, const std::string& name) {
  if (name.empty()) return;
  std::vector<std::string> known;
  for (const auto& type : app.schemas().types())
    if (const auto* schema = app.schemas().find(type))
      for (auto& clock : names_of(schema->clocks))
        if (std::find(known.begin(), known.end(), clock) == known.end()) known.push_back(std::move(clock));
  check_clock_among(name, known, tr("record"));
}

format::Table clocks_table(App& app, const schema::Schema& type, const std::vector<sla::Clock>& clocks) {
  format::Table table;
  table.columns = {{"clock", tr("Clock")},
                   {"verdict", tr("Verdict")},
                   {"target", tr("Target")},
                   {"elapsed", tr("Elapsed")},
                   {"left", tr("Left")},
                   {"due", tr("Due")},
                   {"breached_at", tr("Breached at")},
                   {"cause", tr("Cause")},
                   {"remark", tr("Remark")}};
  for (const auto& clock : clocks) {
    const bool none = clock.verdict == sla::Verdict::none || clock.promises.empty();
    table.rows.push_back(
        {format::raw_cell(clock_label(type, clock.name), clock.name),
         format::raw_cell(verdict_text(clock), std::string(sla::name_of(clock.verdict)), verdict_style(clock)),
         none ? format::absent_cell()
              : format::raw_cell(clock_text(clock.promises.back().target),
                                 std::to_string(clock.promises.back().target.count())),
         none ? format::absent_cell()
              : format::raw_cell(clock_text(clock.elapsed), std::to_string(clock.elapsed.count())),
         left_cell(clock), time_cell(app, clock.due), time_cell(app, clock.breached_at, Style::bad),
         word_cell(clock.cause), remark_cell(clock)});
  }
  return table;
}

Json clocks_json(const std::vector<sla::Clock>& clocks, sla::Detail detail) {
  Json all = Json::array();
  for (const auto& clock : clocks) {
    all.push_back({{"clock", clock.name},
                   {"verdict", sla::name_of(clock.verdict)},
                   {"started", instant_json(clock.started)},
                   {"stopped", instant_json(clock.stopped)},
                   {"due", instant_json(clock.due)},
                   {"breached_at", instant_json(clock.breached_at)},
                   {"cause", clock.cause},
                   {"elapsed_seconds", clock.elapsed.count()},
                   {"left_seconds", clock.promises.empty() ? Json(nullptr) : Json(clock.left().count())},
                   {"overrun_seconds", clock.overrun().count()},
                   {"paused", clock.paused},
                   {"hold_lapsed", clock.hold_lapsed},
                   {"late_entry", clock.late_entry},
                   {"provisional", clock.provisional},
                   {"warned_percent", clock.warned},
                   {"cancelled", clock.cancelled},
                   {"excused", excuse_json(clock.excused)},
                   {"promises", promises_json(clock)}});
    if (detail == sla::Detail::stretches) all.back()["intervals"] = intervals_json(clock.stretches);
  }
  return all;
}

format::Table promises_table(App& app, const sla::Clock& clock) {
  format::Table table;
  table.columns = {{"policy", tr("Why")},
                   {"method", tr("Method")},
                   {"agreement", tr("Agreement")},
                   {"level", tr("Level")},
                   {"calendar", tr("Calendar")},
                   {"target", tr("Target")},
                   {"counted_from", tr("Counted from")},
                   {"due", tr("Due")},
                   {"broken_at", tr("Broken")}};
  for (const auto& promise : clock.promises)
    table.rows.push_back({word_cell(promise.policy),
                          word_cell(promise.method),
                          {promise.agreement, Style::id},
                          word_cell(promise.level),
                          {promise.calendar},
                          format::raw_cell(clock_text(promise.target), std::to_string(promise.target.count())),
                          {time_text(app, promise.counted_from)},
                          {promise.due ? time_text(app, *promise.due) : std::string()},
                          {promise.broken_at ? time_text(app, *promise.broken_at) : std::string(), Style::bad}});
  return table;
}

format::Table stretches_table(App& app, const sla::Clock& clock, const std::vector<sla::Stretch>& stretches,
                              const schema::Schema& type) {
  const auto* rule = find_rule(type, clock.name);
  const auto* reason = rule == nullptr ? nullptr : type.find_field(rule->pause_reason);
  format::Table table;
  table.columns = {{"from", tr("From")},
                   {"to", tr("To")},
                   {"span", tr("Span"), Align::right},
                   {"counted", tr("Counted"), Align::right},
                   {"sum", tr("Sum"), Align::right},
                   {"why", tr("Why")},
                   {"detail", tr("Detail"), Align::left, true}};
  Seconds sum{0};
  for (const auto& stretch : stretches) {
    sum += stretch.counted;
    const auto seconds = [](Seconds amount) {
      return format::raw_cell(clock_text(amount), std::to_string(amount.count()));
    };
    table.rows.push_back({{time_text(app, stretch.from)},
                          {time_text(app, stretch.to)},
                          seconds(stretch.to.utc - stretch.from.utc),
                          seconds(stretch.counted),
                          seconds(sum),
                          word_cell(stretch.why, stretch.counted > Seconds{0} ? Style::plain : Style::faint),
                          format::raw_cell(detail_text(stretch, reason), stretch.detail)});
  }
  return table;
}

}  // namespace itss::cmd
