#include "diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kContext = 2;             // equal lines shown around a change
constexpr std::size_t kExactCells = 4'000'000;  // beyond this size of table a change is shown as one block

struct Line {
  char sign;  // ' ', '-', '+'
  std::string text;
};

// Each with its line break, which the last one may lack.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  return lines;
}

// The longest common subsequence of the middle parts, as signed lines.
std::vector<Line> align(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<Line> lines;
  const std::size_t n = a.size(), m = b.size();
  if (n * m > kExactCells) {
    for (const auto& text : a) lines.push_back({'-', text});
    for (const auto& text : b) lines.push_back({'+', text});
    return lines;
  }
  std::vector<std::vector<std::size_t>> common(n + 1, std::vector<std::size_t>(m + 1, 0));
  for (std::size_t i = n; i-- > 0;)
    for (std::size_t j = m; j-- > 0;)
      common[i][j] = a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
  std::size_t i = 0, j = 0;
  while (i < n || j < m) {
    if (i < n && j < m && a[i] == b[j]) {
      lines.push_back({' ', a[i]});
      ++i;
      ++j;
    } else if (i < n && (j == m || common[i + 1][j] >= common[i][j + 1])) {
      lines.push_back({'-', a[i++]});
    } else {
      lines.push_back({'+', b[j++]});
    }
  }
  return lines;
}

// A range of a hunk's header; an empty one is named by the line before it.
std::string range(std::size_t first, std::size_t count) {
  if (count == 1) return std::to_string(first);
  return fmt::format("{},{}", count == 0 ? first - 1 : first, count);
}

// The lines around each change, as hunks.
std::string hunks(const std::vector<Line>& lines) {
  std::vector<bool> shown(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (lines[i].sign != ' ')
      for (std::size_t k = i - std::min(i, kContext); k <= std::min(i + kContext, lines.size() - 1); ++k)
        shown[k] = true;
  std::string text;
  std::size_t old_line = 1, new_line = 1;
  for (std::size_t i = 0; i < lines.size();) {
    const std::size_t old_first = old_line, new_first = new_line;
    const bool is_hunk = shown[i];
    std::string hunk;
    for (; i < lines.size() && shown[i] == is_hunk; ++i) {
      hunk += lines[i].sign + lines[i].text;
      if (lines[i].text.back() != '\n') hunk += "\n\\ No newline at end of file\n";
      if (lines[i].sign != '+') ++old_line;
      if (lines[i].sign != '-') ++new_line;
    }
    if (is_hunk)
      text += fmt::format("@@ -{} +{} @@\n", range(old_first, old_line - old_first),
                          range(new_first, new_line - new_first)) +
              hunk;
  }
  return text;
}

}  // namespace

std::string line_diff(const std::string& before, const std::string& after) {
  auto a = lines_of(before), b = lines_of(after);
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  const auto middle = [&](const std::vector<std::string>& all) {
    return std::vector<std::string>(all.begin() + static_cast<std::ptrdiff_t>(head),
                                    all.end() - static_cast<std::ptrdiff_t>(tail));
  };
  std::vector<Line> lines;
  for (std::size_t i = 0; i < head; ++i) lines.push_back({' ', a[i]});
  for (auto& line : align(middle(a), middle(b))) lines.push_back(std::move(line));
  for (std::size_t i = a.size() - tail; i < a.size(); ++i) lines.push_back({' ', a[i]});
  return hunks(lines);
}

}  // namespace itss::cmd
