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

std::vector<std::string> lines_of(const std::string& text) {
  auto lines = split(text, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
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

  std::vector<bool> shown(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (lines[i].sign != ' ')
      for (std::size_t k = i - std::min(i, kContext); k <= std::min(i + kContext, lines.size() - 1); ++k)
        shown[k] = true;
  std::string text;
  std::size_t old_line = 1, new_line = 1;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (shown[i] && (i == 0 || !shown[i - 1])) text += fmt::format("@@ -{} +{} @@\n", old_line, new_line);
    if (shown[i]) text += lines[i].sign + lines[i].text + "\n";
    if (lines[i].sign != '+') ++old_line;
    if (lines[i].sign != '-') ++new_line;
  }
  return text;
}

}  // namespace itss::cmd
