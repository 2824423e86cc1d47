#include "process/apart.hpp"

#include <algorithm>

namespace itss::process {

std::optional<Window> window_of(const Fields& fields, const std::string& window) {
  const auto dots = window.find("..");
  const bool two = dots != std::string::npos;
  const auto from = parse_instant((two ? get(fields, window.substr(0, dots)) : get(fields, window)["from"]).text());
  const auto to = parse_instant((two ? get(fields, window.substr(dots + 2)) : get(fields, window)["to"]).text());
  if (!from || !to) return std::nullopt;
  return Window{*from, *to};
}

bool overlap(const Window& a, const Window& b) { return a.from < b.to && b.from < a.to; }

bool is_excepted(const schema::Covers& except, const schema::Facts& own, const schema::Facts& other) {
  if (except.all.empty()) return false;
  const auto mine = own.value(except.all).texts();
  std::vector<std::string> allowed;
  for (const auto& path : except.in)
    for (auto& text : other.value(path).texts()) allowed.push_back(std::move(text));
  return !mine.empty() && std::all_of(mine.begin(), mine.end(), [&](const auto& each) {
    return std::find(allowed.begin(), allowed.end(), each) != allowed.end();
  });
}

}  // namespace itss::process
