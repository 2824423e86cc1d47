#include "open_clocks.hpp"

#include <algorithm>

#include "clocks.hpp"
#include "people.hpp"
#include "record/facts.hpp"
#include "record/fold.hpp"
#include "schema/possible.hpp"
#include "select.hpp"

namespace itss::cmd {

namespace {

// What is known of the record at the query's time; empty: nothing yet.
Fields fields_of(App& app, const record::Record& record, const ClockQuery& query) {
  return query.known_at ? record::replay(record, {app.now(), query.known_at}) : record.fields;
}

bool wants(const ClockQuery& query, const schema::Schema& type, const Fields& fields) {
  if (!query.type.empty() && type.record != query.type) return false;
  return query.person.empty() || is_named_in(acting_fields(type), fields, query.person);
}

using Wanted = std::function<bool(const sla::Clock&)>;

void append(std::vector<NamedClock>& all, App& app, const record::Record& record, const Fields& fields,
            const sla::Clockwork& clockwork, const ClockQuery& query, const Wanted& wanted) {
  const auto& type = *app.schemas().find(record.type);
  if (fields.empty() || !wants(query, type, fields)) return;
  const std::string title = to_text(get(fields, type.title_field));
  const std::string person = acting_person(type, fields);
  for (auto& clock : clockwork.clocks_of(record, app.now()))
    if ((query.clock.empty() || clock.name == query.clock) && wanted(clock))
      all.push_back({record.id, title, person, &type, std::move(clock)});
}

}  // namespace

void add_clock_options(Parser& parser, const Subject& subject, ClockWords& words) {
  auto& clock = parser.option("--clock", words.clock, "NAME", tr("only this clock"));
  clock.completes.with = Completes::With::words;
  const auto complete_clocks = [&](const schema::Schema& type) {
    for (auto& each : names_of(type.clocks)) clock.completes.words.push_back(std::move(each));
  };
  if (subject.type != nullptr) {
    complete_clocks(*subject.type);
  } else {
    auto& type = parser.option("--type", words.type, "TYPE", tr("only records of this type"));
    type.completes.with = Completes::With::words;
    for (const auto& name : subject.app.schemas().types()) {
      const auto* schema = subject.app.schemas().find(name);
      if (schema == nullptr || schema->clocks.empty()) continue;
      type.completes.words.push_back(name);
      complete_clocks(*schema);
    }
  }
  parser.option("--for", words.person, "PERSON", tr("only those on which this person is to act")).completes = {
      Completes::With::ids, {}, std::string(schema::kPersonType)};
  parser.flag("--mine", words.mine, tr("only those where I am the one to act"));
  parser.option("--known-at", words.known_at, "TIME", tr("with only what was recorded by then"));
}

ClockQuery query_of(App& app, const ClockWords& words) {
  ClockQuery query{words.clock, words.type, {}, std::nullopt};
  if (words.mine && !words.person.empty()) throw Failure(Exit::usage, tr("give --for or --mine, not both"));
  if (words.type.empty()) {
    check_clock(app, words.clock);
  } else {
    check_clock(words.clock, type_named(app, words.type));
  }
  if (words.mine) query.person = app.actor();
  if (!words.person.empty()) query.person = person_meant(app, words.person);
  if (!words.known_at.empty()) query.known_at = app.when(words.known_at, "--known-at");
  return query;
}

std::vector<NamedClock> clocks_of(App& app, const record::Record& record, const sla::Clockwork& clockwork,
                                  const ClockQuery& query) {
  std::vector<NamedClock> all;
  append(all, app, record, fields_of(app, record, query), clockwork, query, [](const sla::Clock&) { return true; });
  return all;
}

namespace {

// The clocks of the open records among some of one type.
class OpenClocks {
 public:
  OpenClocks(App& app, const WholeWorld& world, const schema::Schema& type, const sla::Clockwork& clockwork,
             const ClockQuery& query, const Wanted& wanted)
      : app_(&app), world_(&world), type_(&type), clockwork_(&clockwork), query_(&query), wanted_(&wanted) {}

  void add(const record::Record& record, record::Matters /*to*/) {
    const Fields fields = fields_of(*app_, record, *query_);
    if (type_->is_open(record::shown_state(record, fields, *world_, app_->now())))
      append(clocks, *app_, record, fields, *clockwork_, *query_, *wanted_);
  }

  void merge(OpenClocks later) { std::move(later.clocks.begin(), later.clocks.end(), std::back_inserter(clocks)); }

  std::vector<NamedClock> clocks;

 private:
  App* app_;
  const WholeWorld* world_;
  const schema::Schema* type_;
  const sla::Clockwork* clockwork_;
  const ClockQuery* query_;
  const Wanted* wanted_;
};

}  // namespace

std::vector<NamedClock> clocks_of_open_records(App& app, const WholeWorld& world, const ClockQuery& query,
                                               const Wanted& wanted, Exit& exit) {
  std::vector<NamedClock> all;
  const sla::Clockwork clockwork(world, query.known_at);
  app.now();  // is read once, before several threads ask for it
  const auto types = query.type.empty() ? usable_types(app, exit) : types_named(app, {query.type});
  for (const auto* type : types) {
    if (type->clocks.empty()) continue;
    record::Scope scope;
    if (!query.known_at) scope.past = schema::settled_states(*type);
    const OpenClocks none(app, world, *type, clockwork, query, wanted);
    OpenClocks total = none;
    record::fold_records(world, type->record, {scope}, none, total);
    std::move(total.clocks.begin(), total.clocks.end(), std::back_inserter(all));
  }
  return all;
}

void sort_by_due(std::vector<NamedClock>& clocks) {
  // They are large: each is moved once.
  std::vector<NamedClock*> order;
  order.reserve(clocks.size());
  for (auto& clock : clocks) order.push_back(&clock);
  std::stable_sort(order.begin(), order.end(), [](const NamedClock* a, const NamedClock* b) {
    if (a->clock.due.has_value() != b->clock.due.has_value()) return a->clock.due.has_value();
    return a->clock.due && *a->clock.due < *b->clock.due;
  });
  std::vector<NamedClock> sorted;
  sorted.reserve(order.size());
  for (auto* clock : order) sorted.push_back(std::move(*clock));
  clocks = std::move(sorted);
}

}  // namespace itss::cmd
