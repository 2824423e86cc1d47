#include "process/apart.hpp"

#include <algorithm>

namespace itss::process {

std::optional<Window> window_of(const Value& field) {
  const auto from = parse_instant(field["from"].text());
  const auto to = parse_instant(field["to"].text());
  if (!from || !to) return std::nullopt;
  return Window{*from, *to};
}

bool overlap(const Window& a, const Window& b) { return a.from < b.to && b.from < a.to; }

bool is_excepted(const schema::Covers& except, const schema::Facts& own, const schema::Facts& other) {
  if (except.all.empty()) return false;
  const auto mine = own.value(except.all).texts();
  const auto allowed = other.value(except.in).texts();
  return !mine.empty() && std::all_of(mine.begin(), mine.end(), [&](const auto& each) {
    return std::find(allowed.begin(), allowed.end(), each) != allowed.end();
  });
}

}  // namespace itss::process
