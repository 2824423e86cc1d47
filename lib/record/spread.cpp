#include "record/spread.hpp"

#include <algorithm>

namespace itss::record {

namespace {

constexpr std::size_t kUnreached = std::numeric_limits<std::size_t>::max();

}  // namespace

bool is_closed(const Record& record, const schema::Schema& type) {
  const auto* state = type.find_state(get(record.fields, "status").text());
  return state != nullptr && state->final;
}

Spreading::Spreading(const World& world, const schema::Schema& type, bool closed_too) {
  read(world, type, closed_too);
  for (std::size_t i = 0; i < nodes_.size(); ++i) by_name_.emplace(nodes_[i].record->id, i);
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    for (const auto& alias : nodes_[i].record->aliases) by_name_.emplace(alias, i);
  for (const auto& field : type.fields)
    if (field.spreads != schema::Spreads::no)
      for (std::size_t i = 0; i < nodes_.size(); ++i) connect(i, field);
  for (auto& node : nodes_)
    for (auto* links : {&node.affects, &node.needs})
      std::stable_sort(links->begin(), links->end(), [](const Link& a, const Link& b) { return a.to < b.to; });
}

void Spreading::read(const World& world, const schema::Schema& type, bool closed_too) {
  Scope scope;
  if (!closed_too)
    for (const auto& state : type.states)
      if (state.final) scope.past.insert(state.name);
  std::vector<std::vector<RecordPtr>> runs;
  world.each_in_runs(
      type.record, {scope}, [&](std::size_t count) { runs.resize(count); },
      [&](std::size_t run, const RecordPtr& record, Matters) {
        if (closed_too || !is_closed(*record, type)) runs[run].push_back(record);
      });
  for (auto& run : runs)
    for (auto& record : run) nodes_.push_back({std::move(record), {}, {}});
}

void Spreading::connect(std::size_t node, const schema::Field& field) {
  using schema::Spreads;
  for (const auto& name : get(nodes_[node].record->fields, field.name).texts()) {
    const auto other = by_name_.find(name);
    if (other == by_name_.end() || other->second == node) continue;
    if (field.spreads != Spreads::back) spread(node, other->second, field, false);
    if (field.spreads != Spreads::forth) spread(other->second, node, field, true);
  }
}

void Spreading::spread(std::size_t from, std::size_t to, const schema::Field& field, bool back) {
  nodes_[from].affects.push_back({to, &field, back});
  nodes_[to].needs.push_back({from, &field, back});
}

Reach Spreading::reach(std::string_view id, Side side, std::size_t depth) const {
  Reach reach;
  const auto start = by_name_.find(id);
  if (start == by_name_.end()) return reach;
  const auto links = [&](std::size_t node) -> const std::vector<Link>& {
    return side == Side::affected ? nodes_[node].affects : nodes_[node].needs;
  };
  std::vector<std::size_t> place(nodes_.size(), kUnreached);  // among the hits
  std::vector<std::size_t> order;                             // of the hits: nodes
  const auto arrive = [&](std::size_t node, std::size_t distance) {
    place[node] = order.size();
    order.push_back(node);
    reach.hits.push_back({nodes_[node].record, distance, {}});
  };
  arrive(start->second, 0);
  for (std::size_t i = 0; i < order.size() && reach.hits[i].distance < depth; ++i)
    for (const auto& link : links(order[i]))
      if (place[link.to] == kUnreached) arrive(link.to, reach.hits[i].distance + 1);
  for (std::size_t i = 0; i < order.size(); ++i)
    for (const auto& link : links(order[i])) {
      if (place[link.to] == kUnreached) continue;
      Hit& hit = reach.hits[place[link.to]];
      if (hit.distance == reach.hits[i].distance + 1) hit.over.push_back(reach.ways.size());
      const std::string &near = nodes_[order[i]].record->id, &far = nodes_[link.to].record->id;
      const bool forth = side == Side::affected;
      reach.ways.push_back({forth ? near : far, forth ? far : near, link.over, link.back});
    }
  return reach;
}

}  // namespace itss::record
