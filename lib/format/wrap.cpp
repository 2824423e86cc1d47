#include <algorithm>

#include "format/document.hpp"

namespace itss::format {

namespace {

// The text cut into what no line break may part: words with the blanks behind them, wide characters with the closing
// punctuation behind them.
struct Unit {
  std::string text;
  std::size_t width = 0;  // without blanks at the end
  std::size_t blanks = 0;
};

bool closes(std::string_view character) {
  static constexpr std::string_view kClosing[] = {"，", "。", "、", "；", "：", "！", "？", "）", "」", "》", "”", "’"};
  return std::find(std::begin(kClosing), std::end(kClosing), character) != std::end(kClosing);
}

std::vector<Unit> units_of(const std::string& text) {
  std::vector<Unit> units;
  bool breakable = true;  // a new unit may start here
  for (std::size_t at = 0; at < text.size();) {
    const std::string character = first_code_points(std::string_view(text).substr(at, 4), 1);
    at += character.size();
    const std::size_t width = display_width(character);
    if (character == " " && !units.empty()) {
      ++units.back().blanks;
      breakable = true;
      continue;
    }
    const bool wide = width > 1;
    if (units.empty() || (breakable && width > 0 && !closes(character)) || (wide && !closes(character)))
      units.emplace_back();
    Unit& unit = units.back();
    unit.text += character;
    unit.width += width;
    breakable = wide;
  }
  return units;
}

}  // namespace

std::vector<std::string> wrap(const std::string& paragraph, std::size_t width) {
  const std::string text = printable(paragraph);
  if (width == 0 || display_width(text) <= width) return {text};
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  std::size_t pending = 0;  // blanks owed before the next unit, dropped at a line's end
  for (const auto& unit : units_of(text)) {
    if (used > 0 && used + pending + unit.width > width) {
      lines.emplace_back();
      used = pending = 0;
    }
    lines.back() += std::string(pending, ' ') + unit.text;
    used += pending + unit.width;
    pending = unit.blanks;
  }
  return lines;
}

}  // namespace itss::format
