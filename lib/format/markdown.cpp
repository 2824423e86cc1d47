// GitHub's Markdown. Record text is shown as it is: nothing in it becomes a cell, a link, an emphasis or HTML.
#include <fmt/format.h>

#include "format/forms.hpp"

namespace itss::format {

namespace {

bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || ((byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z');
}

// Inside a word `_` is no emphasis, and `in\_progress` would be hard to read.
bool needs_escape(const std::string& text, std::size_t at) {
  if (text[at] != '_') return std::string_view("\\|`*[]<>").find(text[at]) != std::string_view::npos;
  return at == 0 || at + 1 == text.size() || !is_word(text[at - 1]) || !is_word(text[at + 1]);
}

std::string escaped_line(const std::string& raw) {
  const std::string text = printable(raw);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (needs_escape(text, i)) out += '\\';
    out += text[i];
  }
  return out;
}

std::string escaped(const std::string& text, std::string_view line_break) {
  std::vector<std::string> lines = split(text, '\n');
  for (auto& line : lines) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    line = escaped_line(line);
  }
  return join(lines, line_break);
}

std::string cell_text(const std::string& text) { return escaped(text, "<br>"); }

// A paragraph that starts like a heading, a list or a quotation is still one.
std::string paragraph_text(const std::string& text) {
  std::string out = escaped(text, "\n");
  if (!out.empty() && std::string_view("#-+>").find(out.front()) != std::string_view::npos) out.insert(0, "\\");
  return out;
}

std::string facts_of(const std::vector<Fact>& facts) {
  std::string out;
  for (const auto& fact : facts)
    out += fmt::format("- **{}**: {}\n", cell_text(fact.label), cell_text(fact.value.text));
  return out.empty() ? out : out + "\n";
}

}  // namespace

std::string markdown_of(const Table& whole) {
  Table part;
  const Table& table = table_for(Audience::people, whole, part);
  std::string out = "|";
  for (const auto& column : table.columns) out += fmt::format(" {} |", cell_text(column.label));
  out += "\n|";
  for (const auto& column : table.columns) out += column.align == Align::right ? " ---: |" : " --- |";
  out += "\n";
  for (const auto& row : table.rows) {
    out += "|";
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      out += fmt::format(" {} |", i < row.size() ? cell_text(row[i].text) : std::string());
    out += "\n";
  }
  return out;
}

std::string markdown_of(const Document& document) {
  std::string out;
  if (!document.title.empty()) out += fmt::format("# {}\n\n", cell_text(document.title));
  out += facts_of(document.facts);
  for (const auto& section : document.sections) {
    if (section.audience == Audience::machines) continue;
    if (!section.title.empty()) out += fmt::format("## {}\n\n", cell_text(section.title));
    out += facts_of(section.facts);
    for (const auto& paragraph : section.paragraphs) out += paragraph_text(paragraph) + "\n\n";
    if (section.table.rows.empty() && !section.empty.empty())
      out += paragraph_text(section.empty) + "\n\n";
    else if (!section.table.columns.empty())
      out += markdown_of(section.table) + "\n";
  }
  while (out.size() > 1 && out.compare(out.size() - 2, 2, "\n\n") == 0) out.pop_back();
  return out;
}

}  // namespace itss::format
