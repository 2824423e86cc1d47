#pragma once
// A document or list, apart from how it is shown: text for a terminal, tab-separated for a pipe, Markdown, HTML, CSV,
// JSON.

#include <cstddef>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace itss::format {

enum class Style { plain, heading, good, bad, warning, faint, id };

// What a machine reads out of a cell. `absent` is null in JSON, its `raw` (mostly nothing) in CSV and TSV, and the
// cell's text (such as `n/a`) for people.
enum class Kind { text, number, boolean, list, absent };

struct Cell {
  std::string text;  // for people
  Style style = Style::plain;
  Kind kind = Kind::text;
  std::string raw;  // for machines in place of the text: `95.5` for `95.5 %`, an absolute time; empty: the text
  std::vector<std::string> items;  // of a list
  std::string mark;                // the part of the text that is emphasised, where there is colour
};

// A number whose JSON is a number; `text` is what people read, the number itself if empty.
Cell number_cell(double value, std::string text = {}, Style style = Style::plain);
// Nothing to tell: null in JSON, `flat` in CSV and TSV: a row of everything has a word in a column of groups.
Cell absent_cell(std::string text = {}, std::string flat = {});
// A list: an array in JSON, `a, b` elsewhere.
Cell list_cell(std::vector<std::string> items);
// For people `text`, for machines `raw`.
Cell raw_cell(std::string text, std::string raw, Style style = Style::plain);

// Who needs a column. `3 / 5` is one thing to people; machines want two numbers.
enum class Audience { all, people, machines };

struct Column {
  std::string name;   // stable, for JSON, CSV and TSV
  std::string label;  // translated, for people
  Align align = Align::left;
  bool shrink = false;  // may be cut to fit the window
  Audience audience = Audience::all;
};

struct Table {
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

// One line `label: value`; a key and its value in JSON.
struct Fact {
  std::string name;   // stable
  std::string label;  // translated
  Cell value;
};

struct Section {
  std::string title;
  std::vector<std::string> paragraphs;
  Table table;       // shown if it has columns
  std::string name;  // its key in JSON; empty: the section's number
  std::vector<Fact> facts;
  bool aside = false;  // left out of CSV and TSV, where a reader expects one table
  std::string empty;   // what people read in place of a table without rows
  Audience audience = Audience::all;
};

struct Document {
  std::string title;
  std::vector<Section> sections;
  std::vector<Fact> facts;
};

enum class Form { text, tsv, csv, json, markdown, html };

// What becomes of columns that the window has no room for: lists lose their last ones, so that a row stays a line;
// where nothing may be missing they stand below their row.
enum class Overflow { cut, below };

struct Look {
  Form form = Form::text;
  std::size_t width = 80;  // text: columns of the window; 0: no limit
  bool colour = false;
  bool header = true;  // tables of text, TSV and CSV start with the names of the columns
  Overflow overflow = Overflow::cut;
};

// The table or document, each line ended (CRLF in CSV, RFC 4180). A table in JSON is an array of objects by column
// name; a document an object with `title`, its facts, and each section: its rows alone if it has nothing else, or an
// object with `facts`, `text` and `rows`. HTML is a whole page. Control characters never reach a text, a TSV, Markdown
// or HTML.
std::string show(const Table& table, const Look& look);
std::string show(const Document& document, const Look& look);

// A text in the style's colour, if `colour`.
std::string paint(const std::string& text, Style style, bool colour);

// Lines of at most `width` columns (0: no limit) for a paragraph: broken at blanks and between wide characters.
std::vector<std::string> wrap(const std::string& paragraph, std::size_t width);

}  // namespace itss::format
