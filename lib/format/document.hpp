#pragma once
// A document or list, apart from how it is shown: text for a terminal, tab-separated for a pipe, Markdown, CSV, JSON.

#include <cstddef>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace itss::format {

enum class Style { plain, heading, good, bad, warning, faint, id };

struct Cell {
  std::string text;
  Style style = Style::plain;
};

struct Column {
  std::string name;      // stable, for JSON and CSV
  std::string label;     // translated, for people
  Align align = Align::left;
  bool shrink = false;   // may be cut to fit the window
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

struct Section {
  std::string title;
  std::vector<std::string> paragraphs;
  Table table;           // shown if it has columns
};

struct Document {
  std::string title;
  std::vector<Section> sections;
};

enum class Form { text, tsv, csv, json, markdown };

struct Look {
  Form form = Form::text;
  std::size_t width = 80;   // text: columns of the window; 0: no limit
  bool colour = false;
  bool header = true;
};

std::string show(const Table& table, const Look& look);
std::string show(const Document& document, const Look& look);

// A text in the style's colour, if `colour`.
std::string paint(const std::string& text, Style style, bool colour);

}  // namespace itss::format
