// TSV and CSV: one line per row, the columns' stable names first.
#include <functional>

#include "format/forms.hpp"

namespace itss::format {

namespace {

using Field = std::function<std::string(const std::string&)>;

std::string rows_of(const Table& whole, bool header, std::string_view separator, std::string_view line_break,
                    const Field& field) {
  Table part;
  const Table& table = table_for(Audience::machines, whole, part);
  std::string out;
  const auto line = [&](std::size_t count, const auto& text) {
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) out += separator;
      out += field(text(i));
    }
    out += line_break;
  };
  if (header) line(table.columns.size(), [&](std::size_t i) { return table.columns[i].name; });
  for (const auto& row : table.rows)
    line(table.columns.size(), [&](std::size_t i) { return i < row.size() ? raw_text(row[i]) : std::string(); });
  return out;
}

// RFC 4180, 2.6 and 2.7; a blank at an end is quoted too, since some readers trim it.
std::string quoted(const std::string& text) {
  const bool edge = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!edge && text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string tsv_of(const Table& table, bool header) { return rows_of(table, header, "\t", "\n", printable); }

std::string csv_of(const Table& table, bool header) { return rows_of(table, header, ",", "\r\n", quoted); }

}  // namespace itss::format
