#include "schema/disjoint.hpp"

#include <algorithm>
#include <charconv>

namespace itss::schema {

namespace {

using Form = Condition::Form;

struct Literal {
  const Condition* test;
  bool negated;
};
using Conjunct = std::vector<Literal>;    // all hold
using Disjuncts = std::vector<Conjunct>;  // one of them holds

// More than this and nothing is shown: no schema written by a person comes near.
constexpr std::size_t kMostConjuncts = 1000;

Disjuncts normal_form(const Condition& condition, bool negated);

Disjuncts either(const std::vector<Condition>& children, bool negated) {
  Disjuncts all;
  for (const auto& child : children)
    for (auto& conjunct : normal_form(child, negated)) all.push_back(std::move(conjunct));
  return all;
}

Disjuncts product(const Disjuncts& left, const Disjuncts& right) {
  Disjuncts all;
  for (const auto& a : left)
    for (const auto& b : right) {
      if (all.size() > kMostConjuncts) return all;
      Conjunct joined = a;
      joined.insert(joined.end(), b.begin(), b.end());
      all.push_back(std::move(joined));
    }
  return all;
}

Disjuncts every(const std::vector<Condition>& children, bool negated) {
  Disjuncts all = {{}};
  for (const auto& child : children) all = product(all, normal_form(child, negated));
  return all;
}

Disjuncts normal_form(const Condition& condition, bool negated) {
  switch (condition.form) {
    case Form::always:
      return negated ? Disjuncts{} : Disjuncts{{}};
    case Form::test:
      return {{Literal{&condition, negated}}};
    case Form::all:
      return negated ? either(condition.children, true) : every(condition.children, false);
    case Form::any:
      return negated ? every(condition.children, true) : either(condition.children, false);
    case Form::none:
      return negated ? either(condition.children, false) : every(condition.children, true);
  }
  return {{}};
}

bool same_test(const Condition& a, const Condition& b) { return a.op == b.op && a.operands == b.operands; }

bool is_clock(const Condition& test) { return test.op == Op::overdue || test.op == Op::breached; }

bool holds_on_absent(const Literal& literal) { return (literal.test->op == Op::empty) != literal.negated; }

bool is_subset(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  return std::all_of(part.begin(), part.end(), [&](const std::string& text) {
    return std::find(whole.begin(), whole.end(), text) != whole.end();
  });
}

bool meet(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const std::string& text) { return std::find(b.begin(), b.end(), text) != b.end(); });
}

std::optional<double> number_of(const std::vector<std::string>& operands) {
  const std::string& text = operands.front();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_below(Op op) { return op == Op::lt || op == Op::le || op == Op::before; }
bool is_above(Op op) { return op == Op::gt || op == Op::ge || op == Op::after; }

// `x < a` and `x >= b` with a <= b; only numbers and equal operands can be compared without a record.
bool ranges_apart(const Condition& below, const Condition& above) {
  const bool touch = below.op == Op::le && above.op == Op::ge;
  if (below.operands == above.operands) return !touch;
  const auto upper = number_of(below.operands), lower = number_of(above.operands);
  return upper && lower && *upper < *lower;
}

// Two tests that both must hold, neither negated.
bool never_both(const Condition& a, const Condition& b, bool single) {
  if (!single) return false;
  if (a.op == Op::in && b.op == Op::in) return !meet(a.operands, b.operands);
  if (is_below(a.op) && is_above(b.op)) return ranges_apart(a, b);
  if (is_above(a.op) && is_below(b.op)) return ranges_apart(b, a);
  return false;
}

// `test` implies `other`, so that the one and the negation of the other contradict.
bool implies(const Condition& test, const Condition& other) {
  if (same_test(test, other)) return true;
  if (other.op == Op::filled) return test.op != Op::empty;
  if (test.op == Op::in && other.op == Op::in) return is_subset(test.operands, other.operands);
  if (test.op == Op::min_count && other.op == Op::min_count) {
    const auto more = number_of(test.operands), less = number_of(other.operands);
    return more && less && *more >= *less;
  }
  return false;
}

bool contradict(const Literal& a, const Literal& b, const std::function<bool(std::string_view)>& is_single) {
  if (a.test->path != b.test->path || is_clock(*a.test) != is_clock(*b.test)) return false;
  if (is_clock(*a.test)) return a.negated != b.negated && same_test(*a.test, *b.test);
  // `empty`, or `not filled`, against anything that an absent value does not fulfil.
  const auto means_empty = [](const Literal& literal) {
    return literal.test->op == (literal.negated ? Op::filled : Op::empty);
  };
  if (means_empty(a) && !b.negated && !holds_on_absent(b)) return true;
  if (means_empty(b) && !a.negated && !holds_on_absent(a)) return true;
  if (means_empty(a) && b.negated && b.test->op == Op::empty) return true;
  if (means_empty(b) && a.negated && a.test->op == Op::empty) return true;
  if (a.negated && b.negated) return false;
  if (!a.negated && !b.negated) return never_both(*a.test, *b.test, is_single(a.test->path));
  return a.negated ? implies(*b.test, *a.test) : implies(*a.test, *b.test);
}

}  // namespace

bool are_disjoint(const Condition& a, const Condition& b, const std::function<bool(std::string_view)>& is_single) {
  const Disjuncts both = product(normal_form(a, false), normal_form(b, false));
  if (both.size() > kMostConjuncts) return false;
  return std::all_of(both.begin(), both.end(), [&](const Conjunct& conjunct) {
    for (std::size_t i = 0; i < conjunct.size(); ++i)
      for (std::size_t j = i + 1; j < conjunct.size(); ++j)
        if (contradict(conjunct[i], conjunct[j], is_single)) return true;
    return false;
  });
}

}  // namespace itss::schema
