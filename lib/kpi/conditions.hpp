#pragma once
// The conditions of all measures of a query, so that what is asked of a record by several of them, or again for each of
// its parts, is answered once. Inside kpi/ only.

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "kpi/measure.hpp"

namespace itss::kpi {

class Conditions {
 public:
  struct Node {
    std::size_t number = 0;  // conditions that say the same have the same
    bool of_record = false;  // it asks nothing of the part that is counted
    bool of_events = false;  // time that passes without an event does not change its answer
    bool of_span = false;    // of the part, it asks only for what happened in a span
  };

  // REQUIRES: the measures outlive the object and are not moved.
  explicit Conditions(const std::vector<Measure>& measures);

  // Of a condition of the measures, or a part of one; null for any other.
  const Node* find(const schema::Condition& condition) const;
  // Above all numbers.
  std::size_t count() const { return numbers_.size(); }

 private:
  Node add(const schema::Condition& condition);

  std::unordered_map<const schema::Condition*, Node> nodes_;
  std::unordered_map<std::string, std::size_t> numbers_;  // by their text
};

}  // namespace itss::kpi
