#include "format/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "format/forms.hpp"

namespace itss::format {

namespace {

// The tables that a reader of a flat form expects, an empty line between two of them.
template <class Flat>
std::string flat(const Document& document, std::string_view line_break, const Flat& write) {
  std::string out;
  for (const auto& section : document.sections) {
    if (section.aside || section.audience == Audience::people || section.table.columns.empty()) continue;
    if (!out.empty()) out += line_break;
    out += write(section.table);
  }
  return out;
}

const char* colour_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::heading:
      return "\033[1m";
    case Style::good:
      return "\033[32m";
    case Style::bad:
      return "\033[31m";
    case Style::warning:
      return "\033[33m";
    case Style::faint:
      return "\033[2m";
    case Style::id:
      return "\033[36m";
  }
  return "";
}

}  // namespace

Cell number_cell(double value, std::string text, Style style) {
  if (!std::isfinite(value)) return absent_cell(std::move(text));
  std::string raw = fmt::format("{}", value == 0 ? 0.0 : value);  // no `-0`
  if (text.empty()) text = raw;
  return {std::move(text), style, Kind::number, std::move(raw), {}};
}

Cell absent_cell(std::string text, std::string flat) {
  return {std::move(text), Style::faint, Kind::absent, std::move(flat), {}};
}

Cell list_cell(std::vector<std::string> items) {
  std::string text = join(items, ", ");
  return {std::move(text), Style::plain, Kind::list, {}, std::move(items)};
}

Cell raw_cell(std::string text, std::string raw, Style style) {
  return {std::move(text), style, Kind::text, std::move(raw), {}};
}

const Table& table_for(Audience audience, const Table& table, Table& part) {
  const auto hidden = [&](const Column& column) {
    return column.audience != Audience::all && column.audience != audience;
  };
  if (std::none_of(table.columns.begin(), table.columns.end(), hidden)) return table;
  part.rows.resize(table.rows.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (hidden(table.columns[i])) continue;
    part.columns.push_back(table.columns[i]);
    for (std::size_t row = 0; row < table.rows.size(); ++row)
      part.rows[row].push_back(i < table.rows[row].size() ? table.rows[row][i] : absent_cell());
  }
  return part;
}

// Most texts need no change, and looking is cheaper than decoding.
std::string shown_text(const Cell& cell) {
  const auto suspect = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F || byte == 0xC2;  // C2 leads the control characters U+0080 to U+009F
  };
  const std::string& text = cell.text;
  return std::any_of(text.begin(), text.end(), suspect) ? printable(text) : text;
}

std::string raw_text(const Cell& cell) { return cell.raw.empty() && cell.kind != Kind::absent ? cell.text : cell.raw; }

std::string show(const Table& table, const Look& look) {
  switch (look.form) {
    case Form::text:
      return text_of(table, look);
    case Form::tsv:
      return tsv_of(table, look.header);
    case Form::csv:
      return csv_of(table, look.header);
    case Form::json:
      return json_of(table);
    case Form::markdown:
      return markdown_of(table);
    case Form::html:
      return html_of(table);
  }
  return {};
}

std::string show(const Document& document, const Look& look) {
  switch (look.form) {
    case Form::text:
      return text_of(document, look);
    case Form::tsv:
      return flat(document, "\n", [&](const Table& table) { return tsv_of(table, look.header); });
    case Form::csv:
      return flat(document, "\r\n", [&](const Table& table) { return csv_of(table, look.header); });
    case Form::json:
      return json_of(document);
    case Form::markdown:
      return markdown_of(document);
    case Form::html:
      return html_of(document);
  }
  return {};
}

std::string paint(const std::string& text, Style style, bool colour) {
  if (!colour || style == Style::plain || text.empty()) return text;
  return colour_of(style) + text + "\033[0m";
}

}  // namespace itss::format
