// Text for a terminal: columns aligned by display width and cut to the window, paragraphs wrapped.
#include <algorithm>
#include <numeric>

#include "format/forms.hpp"

namespace itss::format {

namespace {

constexpr std::size_t kGap = 2;       // blanks between two columns
constexpr std::size_t kReadable = 8;  // columns below which a cut text says nothing
constexpr std::size_t kLong = 20;     // columns above which a text is cut before a column goes

using Widths = std::vector<std::size_t>;

std::size_t total(const Widths& widths) {
  return std::accumulate(widths.begin(), widths.end(), std::size_t{0}) +
         (widths.empty() ? 0 : (widths.size() - 1) * kGap);
}

// A cell as it will be seen, measured once: tables may have a hundred thousand rows.
struct Seen {
  std::string text;
  std::size_t width = 0;
  Style style = Style::plain;
  std::string mark;
};

Seen seen(std::string text, Style style, std::string mark = {}) {
  const std::size_t width = display_width(text);
  return {std::move(text), width, style, std::move(mark)};
}

// The text, of which perhaps the end was cut, in its style; the marked part stands out.
std::string paint(const std::string& text, const Seen& cell, bool colour) {
  const auto at = cell.mark.empty() ? std::string::npos : text.find(cell.mark);
  if (at == std::string::npos) return paint(text, cell.style, colour);
  const auto end = at + cell.mark.size();
  const auto plain = [&](const std::string& part) { return part.empty() ? part : paint(part, cell.style, colour); };
  return plain(text.substr(0, at)) + paint(cell.mark, Style::heading, colour) + plain(text.substr(end));
}

std::vector<std::vector<Seen>> lines_of(const Table& table, bool header) {
  std::vector<std::vector<Seen>> lines;
  lines.reserve(table.rows.size() + 1);
  if (header) {
    lines.emplace_back();
    for (const auto& column : table.columns) lines.back().push_back(seen(printable(column.label), Style::heading));
  }
  for (const auto& row : table.rows) {
    lines.emplace_back();
    for (std::size_t i = 0; i < table.columns.size() && i < row.size(); ++i)
      lines.back().push_back(seen(shown_text(row[i]), row[i].style, row[i].mark));
    lines.back().resize(table.columns.size());
  }
  return lines;
}

Widths natural_widths(const std::vector<std::vector<Seen>>& lines, std::size_t columns) {
  Widths widths(columns, 0);
  for (const auto& line : lines)
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], line[i].width);
  return widths;
}

// Takes columns off the widest of the chosen ones until all fit or each is at the least width.
template <class Choose>
void narrow(Widths& widths, std::size_t limit, std::size_t least, const Choose& chosen) {
  while (total(widths) > limit) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i)
      if (chosen(i) && widths[i] > least && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
    if (widest == widths.size()) return;
    --widths[widest];
  }
}

// The widths that fit the window: columns that may shrink are cut first, then other long texts; then the last columns
// go, since half a date says less than none.
Widths fitting_widths(const Table& table, Widths widths, const Look& look) {
  if (look.width == 0) return widths;
  narrow(widths, look.width, kReadable, [&](std::size_t i) { return table.columns[i].shrink; });
  narrow(widths, look.width, kLong, [&](std::size_t i) { return i > 0 && table.columns[i].align == Align::left; });
  while (widths.size() > 1 && total(widths) > look.width) widths.pop_back();
  if (widths.size() == 1) widths[0] = std::min(widths[0], look.width);
  return widths;
}

std::string line_of(const Table& table, const Widths& widths, bool colour, const std::vector<Seen>& cells) {
  std::string line;
  std::size_t blanks = 0;  // not written before it is known that something follows
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const bool cut = cells[i].width > widths[i];
    const std::string text = cut ? truncate(cells[i].text, widths[i]) : cells[i].text;
    const std::size_t spare = widths[i] - (cut ? display_width(text) : cells[i].width);
    const bool right = table.columns[i].align == Align::right;
    if (right) blanks += spare;
    if (!text.empty()) {
      line += std::string(blanks, ' ') + paint(text, cells[i], colour);
      blanks = 0;
    }
    blanks += kGap + (right ? 0 : spare);
  }
  return line + "\n";
}

// As many of the first columns as the window has room for; all of them if long texts need only be cut a little.
Widths leading_widths(const Table& table, const Widths& natural, const Look& look) {
  Widths widths = natural;
  narrow(widths, look.width, kLong, [&](std::size_t i) { return table.columns[i].shrink; });
  if (total(widths) <= look.width) return widths;
  widths = natural;
  while (widths.size() > 1 && total(widths) > look.width) widths.pop_back();
  widths[0] = std::min(widths[0], look.width);
  return widths;
}

// The cells from column `first` on that have something to say, with their labels.
std::string lines_below(const Table& table, std::size_t first, const Look& look, const std::vector<Seen>& cells) {
  const std::string indent(2 * kGap, ' ');
  std::vector<std::string> said;
  for (std::size_t i = first; i < cells.size(); ++i)
    if (!cells[i].text.empty()) said.push_back(printable(table.columns[i].label) + ": " + cells[i].text);
  std::string lines;
  if (said.empty()) return lines;
  for (const auto& piece : wrap(join(said, " · "), look.width > indent.size() ? look.width - indent.size() : 0))
    lines += indent + paint(piece, Style::faint, look.colour) + "\n";
  return lines;
}

std::string facts_of(const std::vector<Fact>& facts, const Look& look) {
  std::size_t width = 0;
  for (const auto& fact : facts) width = std::max(width, display_width(printable(fact.label)));
  std::string out;
  for (const auto& fact : facts) {
    const std::string label = pad(printable(fact.label), width);
    std::string value;
    for (const auto& line : split(fact.value.text, '\n')) {
      const std::size_t room = look.width > width + kGap + kReadable ? look.width - width - kGap : 0;
      for (const auto& piece : wrap(line, room)) {
        if (!value.empty()) value += "\n" + std::string(width + kGap, ' ');
        value += paint(piece, fact.value.style, look.colour);
      }
    }
    out += paint(value.empty() ? std::string(trim(label)) : label, Style::faint, look.colour);
    if (!value.empty()) out += std::string(kGap, ' ') + value;
    out += "\n";
  }
  return out;
}

std::string section_of(const Section& section, const Look& look) {
  std::vector<std::string> blocks;
  if (!section.facts.empty()) blocks.push_back(facts_of(section.facts, look));
  for (const auto& paragraph : section.paragraphs) {
    std::string block;
    for (const auto& line : split(paragraph, '\n'))
      for (const auto& piece : wrap(line, look.width)) block += piece + "\n";
    blocks.push_back(std::move(block));
  }
  if (section.table.rows.empty() && !section.empty.empty())
    blocks.push_back(section.empty + "\n");
  else if (!section.table.columns.empty())
    blocks.push_back(text_of(section.table, look));
  std::string out;
  if (!section.title.empty()) out += paint(printable(section.title), Style::heading, look.colour) + "\n";
  return out + join(blocks, "\n");
}

}  // namespace

std::string text_of(const Table& whole, const Look& look) {
  Table part;
  const Table& table = table_for(Audience::people, whole, part);
  const auto lines = lines_of(table, look.header);
  const Widths natural = natural_widths(lines, table.columns.size());
  const bool below = look.overflow == Overflow::below && look.width > 0 && !natural.empty();
  const Widths widths = below ? leading_widths(table, natural, look) : fitting_widths(table, natural, look);
  std::string out;
  bool heading = look.header;
  for (const auto& line : lines) {
    out += line_of(table, widths, look.colour, line);
    if (below && !heading) out += lines_below(table, widths.size(), look, line);
    heading = false;
  }
  return out;
}

std::string text_of(const Document& document, const Look& look) {
  std::vector<std::string> blocks;
  std::string head;
  if (!document.title.empty()) head += paint(printable(document.title), Style::heading, look.colour) + "\n";
  head += facts_of(document.facts, look);
  if (!head.empty()) blocks.push_back(std::move(head));
  for (const auto& section : document.sections)
    if (section.audience != Audience::machines) blocks.push_back(section_of(section, look));
  return join(blocks, "\n");
}

}  // namespace itss::format
