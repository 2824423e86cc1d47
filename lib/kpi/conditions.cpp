#include "kpi/conditions.hpp"

#include <algorithm>
#include <array>

namespace itss::kpi {

namespace {

// What a test of one path asks, by the first part of the path.
Conditions::Node node_of(const schema::Condition& test) {
  using schema::Op;
  static constexpr std::array<std::string_view, 5> kParts = {"clock", "event", "item", "span", "occurrence"};
  const std::string_view path = test.path;
  const std::string_view head = path.substr(0, path.find('.'));
  const bool dotted = head.size() < path.size();
  const bool asks_part = dotted && std::find(kParts.begin(), kParts.end(), head) != kParts.end();
  Conditions::Node node;
  node.of_record = !asks_part;
  node.of_span = asks_part && head == "span" && path != "span.from" && path != "span.to";
  node.of_events = !dotted && (test.op == Op::in || test.op == Op::filled || test.op == Op::empty);
  return node;
}

}  // namespace

Conditions::Conditions(const std::vector<Measure>& measures) {
  for (const Measure& measure : measures) {
    add(measure.where);
    add(measure.good);
    for (const Reason& reason : measure.excludes) add(reason.when);
  }
}

Conditions::Node Conditions::add(const schema::Condition& condition) {
  Node node;
  if (condition.form == schema::Condition::Form::test)
    node = node_of(condition);
  else
    node.of_record = node.of_events = node.of_span = true;
  for (const auto& child : condition.children) {
    const Node part = add(child);
    node.of_record = node.of_record && part.of_record;
    node.of_events = node.of_events && part.of_events;
    node.of_span = node.of_span && part.of_span;
  }
  node.number = numbers_.try_emplace(to_text(condition), numbers_.size()).first->second;
  nodes_.insert_or_assign(&condition, node);
  return node;
}

const Conditions::Node* Conditions::find(const schema::Condition& condition) const {
  const auto found = nodes_.find(&condition);
  return found == nodes_.end() ? nullptr : &found->second;
}

}  // namespace itss::kpi
