#pragma once
// Tables as comma-separated text, for imports: RFC 4180 in UTF-8, quotes and line breaks inside fields, gzip or plain.
// A row that cannot be read is set aside with its line and the reason; the others go on.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace itss::store {

// Each different text once: logs repeat their values, and equal numbers mean equal texts.
class TextPool {
 public:
  using Id = std::uint32_t;
  Id add(std::string_view text);
  const std::string& text(Id id) const { return *texts_[id]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::unordered_map<std::string, Id> ids_;
  std::vector<const std::string*> texts_;  // keys of ids_, which stay where they are
};

struct CsvRow {
  std::size_t line = 0;             // of the file, from 1, on which the row begins
  std::vector<TextPool::Id> cells;  // as many as the header has
  std::string raw = {};             // of JSON (json_table.hpp): the row's own text
};

// A row that was not taken.
struct Reject {
  std::size_t line = 0;
  std::string reason;  // translated
  std::string row;     // the row's own bytes, without its line break
};

struct CsvTable {
  std::vector<std::string> header;
  std::vector<CsvRow> rows;
  std::vector<Reject> rejects;
  TextPool pool;
  bool json = false;              // read by json_table.hpp: the header has the paths asked for, and then:
  std::set<std::string> keys;     // the keys of the rows
  std::set<std::string> present;  // columns that at least one row has

  // The first column of the name; all of them, where names may repeat.
  std::optional<std::size_t> column(std::string_view name) const;
  std::vector<std::size_t> columns(std::string_view name) const;
  const std::string& cell(const CsvRow& row, std::size_t column) const { return pool.text(row.cells[column]); }
};

// The bytes of a file, unpacked if they are gzip. Throws Error if it cannot be read, is damaged or larger than `limit`.
std::string read_plain_or_gzip(const std::filesystem::path& file, std::size_t limit = std::size_t{1} << 31U);

// The table in `bytes`, whose first row is the header; a BOM is skipped, empty lines are not rows. Lines end with
// LF or CR LF, or all of them with CR. Rejected: a row with
// more or fewer fields than the header, a quote that does not close or stands inside a field, bytes that are not UTF-8,
// NUL. Throws Error if there is no readable header, or a name occurs twice in it where that is refused.
enum class RepeatedColumns { refuse, keep };
CsvTable read_csv(std::string_view bytes, char delimiter = ',', RepeatedColumns repeated = RepeatedColumns::refuse);

// One field as it is written: quoted if it must be.
std::string csv_field(std::string_view text, char delimiter = ',');

// Whether the table was written by reject_file.
bool is_reject_file(const CsvTable& table);

// The file of rejected rows: the table's own columns behind `line` and `reason`, in order of lines, so that rows can be
// mended there and imported from it. The table may itself have been such a file.
std::string reject_file(const CsvTable& table, std::vector<Reject> rejects, char delimiter = ',');

}  // namespace itss::store
