// Each shipped measure by the rows of data/kpi_rows.yaml.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <set>

#include "base/text.hpp"
#include "fake_world.hpp"
#include "kpi/evaluate.hpp"
#include "sla/clock.hpp"

using namespace itss;
using namespace itss::kpi;
using itss::testing::FakeWorld;
using itss::testing::instant;

namespace {

const yaml::Document& rows() {
  static const yaml::Document document = [] {
    std::ifstream in(ITSS_SOURCE_DIR "/tests/unit/data/kpi_rows.yaml");
    Diagnostics findings;
    auto read = yaml::Document::parse({std::istreambuf_iterator<char>(in), {}}, "kpi_rows.yaml", findings);
    for (const auto& finding : findings) MESSAGE(to_text(finding));
    REQUIRE(read);
    return std::move(*read);
  }();
  return document;
}

std::vector<Measure> shipped() {
  Diagnostics findings;
  return load_measures(std::nullopt, findings);
}

Instant moment(const std::string& text) { return instant(text.size() > 10 ? text : "2026-03-" + text + ":00+08:00"); }

record::Event event_of(const yaml::Node& node) {
  record::Event event;
  event.at = moment(node.children[0].text);
  event.by = "wang";
  event.verb = node.children[1].text;
  event.set = yaml::to_value(node.children[2]).map();
  if (node.children.size() < 4) return event;
  const yaml::Node& more = node.children[3];
  if (more.kind == yaml::Kind::scalar) event.told = more.text;
  if (const yaml::Node* recorded = more.find("recorded")) event.recorded = moment(recorded->text);
  return event;
}

class Row {
 public:
  Row(const yaml::Node& row, const Measure& measure) : row_(row), measures_{measure} {
    world_.add_calendar("24x7", "zone: Asia/Shanghai\nweekly: 24x7\n");
    world_.add_calendar("office", "zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-17:00]}\n");
    world_.add_calendar(
        "office-cn",
        "zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-17:00]}\nholidays: {2026-02-16..2026-02-20: 春节}\n");
    agree();
    add(measure.records.front(), row.find("records"));
    if (const yaml::Node* others = row.find("others"))
      for (std::size_t i = 0; i + 1 < others->children.size(); i += 2)
        add(others->children[i].text, &others->children[i + 1]);
  }

  std::vector<Figure> figures(const std::string& window) const { return figures(world_, window); }
  std::vector<Figure> figures(const record::World& world, const std::string& window) const {
    Query query;
    query.window = *parse_window(window, world.zone());
    query.now = instant("2026-04-10T00:00:00+08:00");
    query.keep_items = true;
    return kpi::evaluate(measures_, world, query);
  }
  const FakeWorld& world() const { return world_; }
  std::vector<Figure> figures() const {
    const yaml::Node* window = row_.find("window");
    return figures(window == nullptr ? "2026-03" : window->text);
  }

  std::string text(const char* key) const {
    const yaml::Node* node = row_.find(key);
    return node == nullptr ? std::string() : node->text;
  }
  Value value(const char* key) const {
    const yaml::Node* node = row_.find(key);
    return node == nullptr ? Value() : yaml::to_value(*node);
  }

 private:
  void agree() {
    record::Record agreement;
    agreement.id = "desk";
    agreement.type = "agreement";
    record::Event event;
    event.at = instant("2026-01-01T00:00:00+08:00");
    event.by = "wang";
    event.verb = "import";
    const auto target = [](Value::Map levels) {
      levels["calendar"] = "24x7";
      return Value(std::move(levels));
    };
    event.set = {{"status", "active"},
                 {"targets", Value::Map{{"response", target({{"P1", "15m"}, {"unclassified", "2h"}})},
                                        {"progress", target({{"every", "24h"}})},
                                        {"resolution", target({{"P1", "4h"}, {"unclassified", "24h"}})}}}};
    if (const yaml::Node* covers = row_.find("covers")) event.set["covers"] = yaml::to_value(*covers);
    agreement.events.push_back(std::move(event));
    world_.add(std::move(agreement));
  }

  void add(const std::string& type, const yaml::Node* records) {
    REQUIRE(records != nullptr);
    for (std::size_t i = 0; i + 1 < records->children.size(); i += 2) {
      record::Record record;
      record.id = records->children[i].text;
      record.type = type;
      for (const auto& event : records->children[i + 1].children) record.events.push_back(event_of(event));
      record.fields = record::replay(record);
      world_.add(std::move(record));
    }
  }

  const yaml::Node& row_;
  std::vector<Measure> measures_;  // to which the figures point
  FakeWorld world_;
};

// `good: A; counted: B; excluded: C(cancelled)`, without what is empty, each by its records' order.
std::string items_text(const Figure& figure) {
  std::vector<std::string> good, counted, excluded, parts;
  for (const auto& item : figure.items) {
    if (item.role == Item::Role::good) good.push_back(item.record);
    if (item.role == Item::Role::counted) counted.push_back(item.record);
    if (item.role == Item::Role::excluded) excluded.push_back(item.record + "(" + item.reason + ")");
  }
  const auto add = [&](const char* name, std::vector<std::string>& list) {
    std::sort(list.begin(), list.end());
    if (!list.empty()) parts.push_back(std::string(name) + ": " + join(list, " "));
  };
  add("good", good);
  add("counted", counted);
  add("excluded", excluded);
  return join(parts, "; ");
}

// The figure as somebody would work it out from its items.
std::optional<double> from_items(const Figure& figure) {
  const Measure& measure = *figure.measure;
  double good = 0, all = 0;
  std::vector<double> amounts;
  for (const auto& item : figure.items) {
    if (item.role == Item::Role::excluded) continue;
    const double weight = measure.amount.given() ? item.amount : 1;
    all += weight;
    if (item.role == Item::Role::good) good += weight;
    amounts.push_back(weight);
  }
  std::sort(amounts.begin(), amounts.end());
  if (measure.formula == Formula::count || measure.formula == Formula::sum) return all;
  if (amounts.empty() || all == 0) return std::nullopt;
  switch (measure.formula) {
    case Formula::mean:
      return all / static_cast<double>(amounts.size());
    case Formula::median:
      return (amounts[(amounts.size() - 1) / 2] + amounts[amounts.size() / 2]) / 2;
    case Formula::min:
      return amounts.front();
    case Formula::shares:
      return 100;
    default:
      return 100 * good / all;
  }
}

// A world that leaves out all that does not matter to a scope.
class Narrowed : public record::World {
 public:
  explicit Narrowed(const record::World& world) : world_(world), clockwork_(world) {}

  const schema::SchemaSet& schemas() const override { return world_.schemas(); }
  record::RecordPtr find(std::string_view id, std::string_view type) const override { return world_.find(id, type); }
  const calendar::Calendar* calendar(std::string_view name) const override { return world_.calendar(name); }
  const Zone& zone() const override { return world_.zone(); }
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override {
    world_.each(type, visit);
  }
  void each_in_runs(std::string_view type, const std::vector<record::Scope>& scopes, const Start& start,
                    const Visit& visit) const override {
    start(1);
    world_.each(type, [&](const record::RecordPtr& record) {
      record::Matters to;
      for (std::size_t i = 0; i < scopes.size(); ++i) to[i] = matters(scopes[i], *record);
      if (to.any()) visit(0, record, to);
    });
  }

 private:
  bool matters(const record::Scope& scope, const record::Record& record) const {
    const auto lies = times(record);
    const auto [first, last] = std::minmax_element(lies.begin(), lies.end());
    const bool is_past = scope.past.count(get(record::replay(record), "status").text()) == 1;
    if (scope.to && *first >= *scope.to) return false;
    return !is_past || (scope.from && *last >= *scope.from);
  }
  // All that lies in time.
  std::vector<SysSeconds> times(const record::Record& record) const {
    std::vector<SysSeconds> out;
    for (const auto& event : record.events) {
      out.push_back(event.at.utc);
      out.push_back(event.known_since().utc);
    }
    for (const auto& [name, value] : record::replay(record)) add(value, out);
    for (const auto& clock : clockwork_.clocks_of(record, instant("2026-04-10T00:00:00+08:00")))
      for (const auto& promise : clock.promises)
        if (promise.due) out.push_back(promise.due->utc);
    return out;
  }
  void add(const Value& value, std::vector<SysSeconds>& out) const {
    if (const auto at = parse_instant(value.text())) out.push_back(at->utc);
    if (const auto date = parse_date(value.text())) out.push_back(zone().start_of(*date));
    for (const auto& [key, item] : value.map()) add(item, out);
  }

  const record::World& world_;
  sla::Clockwork clockwork_;
};

bool near(double a, double b) { return std::abs(a - b) < 0.001; }

// Calls `check` for each shipped measure that has a row.
template <class Check>
void each_row(const Check& check) {
  const auto measures = shipped();
  for (const auto& measure : measures) {
    const yaml::Node* node = rows().root().find(measure.name.c_str());
    if (node == nullptr) continue;
    CAPTURE(measure.name);
    check(measure, *node);
  }
}

}  // namespace

TEST_CASE("every shipped measure has a row, and every row is of a shipped measure") {
  std::set<std::string> measured, specified;
  for (const auto& measure : shipped()) measured.insert(measure.name);
  const auto& entries = rows().root().children;
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) specified.insert(entries[i].text);
  for (const auto& name : measured) CHECK_MESSAGE(specified.count(name) == 1, name);
  for (const auto& name : specified) CHECK_MESSAGE(measured.count(name) == 1, name);
}

TEST_CASE("every shipped measure comes to what was worked out by hand, from the records that its row says") {
  each_row([](const Measure& measure, const yaml::Node& node) {
    const Row row(node, measure);
    const auto figures = row.figures();
    REQUIRE_FALSE(figures.empty());
    const Figure& whole = figures.front();
    CHECK(items_text(whole) == row.text("items"));
    REQUIRE(whole.value);
    CHECK(*whole.value == doctest::Approx(std::stod(row.text("value"))).epsilon(0.0001));
    if (!row.text("numerator").empty()) CHECK(whole.numerator == std::stod(row.text("numerator")));
    if (!row.text("denominator").empty()) CHECK(whole.denominator == std::stod(row.text("denominator")));
  });
}

TEST_CASE("the items of every measure sum to its figure") {
  each_row([](const Measure& measure, const yaml::Node& node) {
    const Row row(node, measure);
    const auto figures = row.figures();
    const auto summed = from_items(figures.front());
    REQUIRE(summed);
    CHECK(near(*summed, *figures.front().value));
  });
}

TEST_CASE("every row has a record that must not count, and one for a reason if the measure has reasons") {
  each_row([](const Measure& measure, const yaml::Node& node) {
    const Row row(node, measure);
    const Figure whole = row.figures().front();
    const auto outside = row.value("outside").texts();
    CHECK_FALSE(outside.empty());
    for (const auto& id : outside)
      CHECK_MESSAGE(
          std::none_of(whole.items.begin(), whole.items.end(), [&](const Item& item) { return item.record == id; }),
          id);
    CHECK(whole.exclusions.empty() == measure.excludes.empty());
  });
}

TEST_CASE("in a window without records every rate and mean is n/a, and every count is 0") {
  each_row([](const Measure& measure, const yaml::Node& node) {
    const auto figures = Row(node, measure).figures("2020-01");
    REQUIRE(figures.size() == 1);
    CHECK(figures.front().items.empty());
    CHECK(figures.front().verdict != Figure::Verdict::missed);
    if (measure.formula == Formula::count || measure.formula == Formula::sum)
      CHECK(figures.front().value == 0);
    else
      CHECK_FALSE(figures.front().value);
  });
}

TEST_CASE("the shares of a mix are each told, the largest first, and come to the whole") {
  each_row([](const Measure& measure, const yaml::Node& node) {
    if (measure.formula != Formula::shares) return;
    const Row row(node, measure);
    const Figure whole = row.figures().front();
    const Value wanted = row.value("shares");
    CHECK(whole.shares.size() == wanted.map().size());
    double sum = 0;
    for (const auto& share : whole.shares) {
      CHECK(near(share.part, std::stod(wanted[share.value].text())));
      CHECK(share.numerator <= whole.shares.front().numerator);
      const auto items = std::count_if(whole.items.begin(), whole.items.end(),
                                       [&](const Item& item) { return item.share == share.value; });
      CHECK(share.numerator == static_cast<double>(items));
      sum += share.part;
    }
    CHECK(near(sum, *whole.value));
  });
}

TEST_CASE("on no day, month or year does a shipped measure miss a record that matters to none of it") {
  std::vector<std::string> windows = {"2026", "2026-01", "2026-02", "2026-03", "2026-04", "2026-W10", "2026-Q2"};
  for (int day = 1; day <= 31; ++day) windows.push_back(fmt::format("2026-03-{:02}", day));
  each_row([&](const Measure& measure, const yaml::Node& node) {
    const Row row(node, measure);
    for (const auto& window : windows) {
      CAPTURE(window);
      const Narrowed narrowed(row.world());
      const Figure all = row.figures(window).front();
      const Figure some = row.figures(narrowed, window).front();
      CHECK(items_text(some) == items_text(all));
      CHECK(some.value == all.value);
      CHECK(some.exclusions == all.exclusions);
    }
  });
}
