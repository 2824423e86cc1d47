#pragma once
// JSON as a table, for imports: each element of an array, or each line of JSON Lines, is a row; its columns are the
// paths that a map asks for, such as `customer.name` or `articles.0.body`.
//
// An element that cannot be read is set aside with its line and the reason; the others go on.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/csv.hpp"

namespace itss::store {

// What stands in front of a cell that is no single text. Texts of a document never begin with one of them.
inline constexpr char kManyTexts = '\x1f';  // each text of an array, with this sign before it
inline constexpr char kStructure = '\x1e';  // one object, or an array with objects in it, as compact JSON

// The rows of a document: the array at `at` (keys and places joined by points; empty: the document itself), in order.
// The columns are `columns`. Throws Error with the line if the document is no JSON as far as that can be told without
// reading the elements, or has no array there.
CsvTable read_json(std::string_view bytes, const std::string& at, const std::vector<std::string>& columns);

// The rows of a file of JSON Lines, plain or gzip, some at a time, so that memory does not grow with the file. A line
// of the file of rejects (`json_reject_file`) is the row in it.
class JsonLines {
 public:
  // Throws Error if the file cannot be opened.
  JsonLines(std::filesystem::path file, std::vector<std::string> columns);
  ~JsonLines();
  JsonLines(const JsonLines&) = delete;
  JsonLines& operator=(const JsonLines&) = delete;

  // The next rows, at most `most`; false if there were none left. Throws Error if the file is damaged.
  bool next(CsvTable& table, std::size_t most);
  // Starts again at the first line.
  void rewind();

 private:
  struct Stream;
  std::filesystem::path file_;
  std::vector<std::string> columns_;
  std::unique_ptr<Stream> stream_;
};

// The file of rejected rows of JSON: JSON Lines with `line`, `reason` and the row itself, in order of lines.
std::string json_reject_file(std::vector<Reject> rejects);

// The texts of a cell: one, those of an array, none if it is empty.
std::vector<std::string> texts_of_cell(const std::string& cell);

// For each object of an array in a cell the texts at the paths, in their order; those of an array joined by commas. An
// empty cell has no objects. Nothing if the cell is anything else.
std::optional<std::vector<std::vector<std::string>>> objects_of_cell(const std::string& cell,
                                                                     const std::vector<std::string>& paths);

}  // namespace itss::store
