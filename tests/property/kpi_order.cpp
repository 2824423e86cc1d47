// The order in which records are read changes no figure, and parts of a repository add up to the whole.
#include <fmt/format.h>
#include <rapidcheck.h>

#include <cmath>

#include "kpi/evaluate.hpp"
#include "record/world.hpp"

namespace {

using namespace itss;

// Records in a given order; no people, agreements or calendars.
class ListWorld : public record::World {
 public:
  explicit ListWorld(std::vector<record::RecordPtr> records)
      : records_(std::move(records)), zone_(*Zone::find("Asia/Shanghai")) {}

  const schema::SchemaSet& schemas() const override { return schemas_; }
  record::RecordPtr find(std::string_view, std::string_view) const override { return nullptr; }
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override {
    for (const auto& record : records_)
      if (record->type == type) visit(record);
  }
  const calendar::Calendar* calendar(std::string_view) const override { return nullptr; }
  const Zone& zone() const override { return zone_; }

 private:
  std::vector<record::RecordPtr> records_;
  schema::SchemaSet schemas_;
  Zone zone_;
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
  return same && additive ? 0 : 1;
}
