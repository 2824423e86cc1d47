// The order in which records are read changes no figure, parts of a repository add up to the whole, and the two reports
// agree on how promises were kept.
#include <fmt/format.h>
#include <rapidcheck.h>

#include <cmath>

#include "calendar/calendar.hpp"
#include "kpi/attainment.hpp"
#include "kpi/evaluate.hpp"
#include "record/world.hpp"
#include "yaml/document.hpp"

namespace {

using namespace itss;

// An agreement on 24x7 in force since 2020.
record::RecordPtr pact() {
  record::Record made;
  made.id = "desk";
  made.type = "agreement";
  record::Event event;
  event.at = *parse_instant("2020-01-01T00:00:00+08:00");
  event.by = "wang.fang";
  event.verb = "import";
  event.set["status"] = "active";
  const auto terms = [](const char* p1, const char* p3) {
    return Value(Fields{{"calendar", "always"}, {"P1", p1}, {"P3", p3}});
  };
  event.set["targets"] = Value(Fields{{"response", terms("15m", "30h")}, {"resolution", terms("4h", "72h")}});
  made.events.push_back(std::move(event));
  return std::make_shared<const record::Record>(std::move(made));
}

calendar::Calendar always() {
  Diagnostics findings;
  const auto document = yaml::Document::parse("zone: Asia/Shanghai\nweekly: 24x7\n", "always.yaml", findings);
  return *calendar::Calendar::read(*document, "always", findings);
}

// Records in a given order, beside an agreement and its calendar; no people.
class ListWorld : public record::World {
 public:
  explicit ListWorld(std::vector<record::RecordPtr> records)
      : records_(std::move(records)), zone_(*Zone::find("Asia/Shanghai")), calendar_(always()) {
    records_.push_back(pact());
  }

  const schema::SchemaSet& schemas() const override { return schemas_; }
  record::RecordPtr find(std::string_view, std::string_view) const override { return nullptr; }
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override {
    for (const auto& record : records_)
      if (record->type == type) visit(record);
  }
  const calendar::Calendar* calendar(std::string_view) const override { return &calendar_; }
  const Zone& zone() const override { return zone_; }

 private:
  std::vector<record::RecordPtr> records_;
  schema::SchemaSet schemas_;
  Zone zone_;
  calendar::Calendar calendar_;
};

const Instant kStart = *parse_instant("2026-03-01T00:00:00+08:00");

// A ticket with a random walk through the states, over some weeks around March.
record::RecordPtr random_ticket(int number) {
  static const std::vector<std::string> kStates = {"new",      "accepted",  "assigned", "in_progress", "on_hold",
                                                   "resolved", "confirmed", "closed",   "cancelled"};
  record::Record ticket;
  ticket.id = fmt::format("T{:04}", number);
  ticket.type = "ticket";
  long second = *rc::gen::inRange(-2'000'000L, 2'500'000L);
  const int events = *rc::gen::inRange(1, 8);
  for (int i = 0; i < events; ++i) {
    record::Event event;
    event.at = {kStart.utc + Seconds(second), kStart.offset};
    event.by = "wang.fang";
    event.verb = i == 0 ? "new" : "edit";
    event.set["status"] = i == 0 ? "new" : *rc::gen::elementOf(kStates);
    event.set["tier"] = *rc::gen::element(std::string("1"), std::string("2"));
    if (i == 0 || *rc::gen::arbitrary<bool>())
      event.set["priority"] = *rc::gen::element(std::string("P1"), std::string("P3"));
    if (i == 1) event.told = "phone";
    if (i > 1) {
      const auto end = *rc::gen::element(std::string("fixed"), std::string("duplicate"), std::string("out_of_scope"));
      event.set["resolution"] = end;
    }
    ticket.events.push_back(std::move(event));
    second += *rc::gen::inRange(0L, 400'000L);
  }
  return std::make_shared<const record::Record>(std::move(ticket));
}

std::string figures_of(std::vector<record::RecordPtr> records) {
  Diagnostics findings;
  const auto measures = kpi::load_measures(std::nullopt, findings);
  const ListWorld world(std::move(records));
  kpi::Query query;
  query.window = *parse_window("2026-03", world.zone());
  query.now = *parse_instant("2026-04-10T00:00:00+08:00");
  query.by = {"priority"};
  std::string out;
  for (const auto& figure : kpi::evaluate(measures, world, query)) {
    out += fmt::format("{} {} {} {} {}\n", figure.measure->name, figure.group.empty() ? "all" : figure.group[0],
                       figure.numerator, figure.denominator, figure.value.value_or(-1));
    for (const auto& [reason, count] : figure.exclusions) out += fmt::format("  {} {}\n", reason, count);
  }
  return out;
}

// Met and counted of a clock (empty: of all) by the SLA report, or by a measure.
struct Kept {
  double met = 0, counted = 0;
  bool operator==(const Kept& other) const { return met == other.met && counted == other.counted; }
};

Kept kept_by_report(const kpi::Attainment& report, const std::string& clock) {
  Kept kept;
  for (const auto& line : report.lines) {
    if (!line.level.empty() || (!clock.empty() && line.clock != clock)) continue;
    kept.met += static_cast<double>(line.met);
    kept.counted += static_cast<double>(line.counted());
  }
  return kept;
}

void check_that_reports_agree() {
  std::vector<record::RecordPtr> records;
  const int count = *rc::gen::inRange(0, 40);
  for (int i = 0; i < count; ++i) records.push_back(random_ticket(i));
  const ListWorld world(std::move(records));
  Diagnostics findings;
  const auto measures = kpi::load_measures(std::nullopt, findings);
  kpi::Query query;
  query.window = *parse_window("2026-03", world.zone());
  query.now = *parse_instant("2026-04-10T00:00:00+08:00");
  const auto report = kpi::attainment(measures, world, query);
  for (const auto& figure : kpi::evaluate(measures, world, query)) {
    const Kept kept{figure.numerator, figure.denominator};
    const std::string& name = figure.measure->name;
    if (name == "response_on_time") RC_ASSERT(kept == kept_by_report(report, "response"));
    if (name == "resolve_on_time") RC_ASSERT(kept == kept_by_report(report, "resolution"));
    if (name == "sla_attainment") RC_ASSERT(kept == kept_by_report(report, ""));
    if (name == "sla_attainment") RC_CLASSIFY(kept.counted > 0, "something is counted");
  }
}

}  // namespace

int main() {
  const bool same = rc::check("the order of the records changes no figure", [] {
    std::vector<record::RecordPtr> records;
    const int count = *rc::gen::inRange(0, 40);
    for (int i = 0; i < count; ++i) records.push_back(random_ticket(i));
    auto shuffled = records;
    for (std::size_t i = shuffled.size(); i > 1; --i)
      std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
    RC_ASSERT(figures_of(records) == figures_of(shuffled));
  });
  const bool additive = rc::check("a count over all records is the sum of the counts over two halves", [] {
    std::vector<record::RecordPtr> first, second;
    const int count = *rc::gen::inRange(0, 40);
    for (int i = 0; i < count; ++i) (*rc::gen::arbitrary<bool>() ? first : second).push_back(random_ticket(i));
    const auto total = [](const std::vector<record::RecordPtr>& records) {
      Diagnostics findings;
      const auto measures = kpi::load_measures(std::nullopt, findings);
      const ListWorld world(records);
      kpi::Query query;
      query.window = *parse_window("2026-03", world.zone());
      query.now = *parse_instant("2026-04-10T00:00:00+08:00");
      std::vector<double> sums;
      for (const auto& figure : kpi::evaluate(measures, world, query)) {
        sums.push_back(figure.denominator);
        sums.push_back(std::round(figure.numerator * 3600));
      }
      return sums;
    };
    auto all = first;
    all.insert(all.end(), second.begin(), second.end());
    auto sum = total(first);
    const auto rest = total(second);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += rest[i];
    RC_ASSERT(total(all) == sum);
  });
  const bool agree = rc::check("the SLA report and the measures count the same clocks", check_that_reports_agree);
  return same && additive && agree ? 0 : 1;
}
