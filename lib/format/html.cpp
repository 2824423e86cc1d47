// A page of HTML that needs nothing else: for a browser, a printer, a mail. Record text is shown as it is: nothing in
// it becomes a tag.
#include <fmt/format.h>

#include <utility>

#include "base/translate.hpp"
#include "format/forms.hpp"

namespace itss::format {

namespace {

constexpr const char* kLook = R"css(
body { margin: 2em auto; padding: 0 1em; max-width: 72em; color: #1a1a1a; background: #fff; line-height: 1.6;
  font-family: "Noto Sans", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1 { font-size: 1.5em; }
h2 { font-size: 1.2em; margin-top: 1.6em; break-after: avoid; }
table { border-collapse: collapse; margin: 0.8em 0; }
th, td { padding: 0.25em 0.7em; text-align: left; vertical-align: top; border-bottom: 1px solid #ccc; }
thead { display: table-header-group; }
thead th { border-bottom: 2px solid #666; }
tr { break-inside: avoid; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.facts th { font-weight: normal; color: #555; white-space: nowrap; }
.heading { font-weight: bold; }
.good { color: #1a6e2e; }
.bad { color: #b00020; font-weight: bold; }
.warning { color: #8a5a00; }
.faint { color: #666; }
.id { font-family: "Noto Sans Mono", Consolas, Menlo, monospace; white-space: nowrap; }
@page { margin: 1.5cm; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } }
)css";

std::string escaped_line(const std::string& raw) {
  std::string out;
  for (const char c : printable(raw)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string escaped(const std::string& text) {
  std::vector<std::string> lines = split(text, '\n');
  for (auto& line : lines) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    line = escaped_line(line);
  }
  return join(lines, "<br>\n");
}

const char* class_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::heading:
      return "heading";
    case Style::good:
      return "good";
    case Style::bad:
      return "bad";
    case Style::warning:
      return "warning";
    case Style::faint:
      return "faint";
    case Style::id:
      return "id";
  }
  return "";
}

// ` class="number good"`, or nothing.
std::string classes(Align align, Style style) {
  std::string names = align == Align::right ? "number" : "";
  const std::string_view of_style = class_of(style);
  if (!names.empty() && !of_style.empty()) names += ' ';
  names += of_style;
  return names.empty() ? names : fmt::format(" class=\"{}\"", names);
}

std::string cell_text(const Cell& cell) {
  const std::size_t at = cell.mark.empty() ? std::string::npos : cell.text.find(cell.mark);
  if (at == std::string::npos) return escaped(cell.text);
  return fmt::format("{}<mark>{}</mark>{}", escaped(cell.text.substr(0, at)), escaped(cell.mark),
                     escaped(cell.text.substr(at + cell.mark.size())));
}

std::string facts_of(const std::vector<Fact>& facts) {
  if (facts.empty()) return {};
  std::string out = "<table class=\"facts\">\n";
  for (const auto& fact : facts)
    out += fmt::format("<tr><th scope=\"row\">{}</th><td{}>{}</td></tr>\n", escaped(fact.label),
                       classes(Align::left, fact.value.style), cell_text(fact.value));
  return out + "</table>\n";
}

std::string body_of(const Table& whole) {
  Table part;
  const Table& table = table_for(Audience::people, whole, part);
  std::string out = "<table>\n<thead>\n<tr>";
  for (const auto& column : table.columns)
    out += fmt::format("<th scope=\"col\"{}>{}</th>", classes(column.align, Style::plain), escaped(column.label));
  out += "</tr>\n</thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Cell cell = i < row.size() ? row[i] : Cell{};
      out += fmt::format("<td{}>{}</td>", classes(table.columns[i].align, cell.style), cell_text(cell));
    }
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table>\n";
}

std::string section_of(const Section& section) {
  std::string out = "<section>\n";
  if (!section.title.empty()) out += fmt::format("<h2>{}</h2>\n", escaped(section.title));
  out += facts_of(section.facts);
  for (const auto& paragraph : section.paragraphs) out += fmt::format("<p>{}</p>\n", escaped(paragraph));
  if (section.table.rows.empty() && !section.empty.empty())
    out += fmt::format("<p class=\"faint\">{}</p>\n", escaped(section.empty));
  else if (!section.table.columns.empty())
    out += body_of(section.table);
  return out + "</section>\n";
}

std::string page(const std::string& title, const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n"
      "<style>{}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
      chosen_language() == Language::zh ? "zh-CN" : "en", escaped_line(title.empty() ? "itss" : title), kLook, body);
}

}  // namespace

std::string html_of(const Table& table) { return page({}, body_of(table)); }

std::string html_of(const Document& document) {
  std::string body;
  if (!document.title.empty()) body += fmt::format("<h1>{}</h1>\n", escaped(document.title));
  body += facts_of(document.facts);
  for (const auto& section : document.sections)
    if (section.audience != Audience::machines) body += section_of(section);
  return page(document.title, body);
}

}  // namespace itss::format
