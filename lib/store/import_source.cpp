#include <limits>
#include <utility>

#include "base/error.hpp"
#include "store/import.hpp"
#include "store/json_table.hpp"

namespace itss::store {

namespace {

constexpr std::size_t kRowsAtOnce = 1000;

// All rows at once.
class WholeFile : public ImportSource {
 public:
  explicit WholeFile(CsvTable table) : table_(std::move(table)) {}
  const CsvTable* next() override { return std::exchange(given_, true) ? nullptr : &table_; }
  void rewind() override { given_ = false; }

 private:
  CsvTable table_;
  bool given_ = false;
};

class Lines : public ImportSource {
 public:
  // Updates of one record may stand anywhere in a log.
  Lines(const std::filesystem::path& file, const ImportMap& map)
      : lines_(file, used_columns(map)),
        at_once_(map.rows == ImportRows::records ? kRowsAtOnce : std::numeric_limits<std::size_t>::max()) {}
  const CsvTable* next() override { return lines_.next(table_, at_once_) ? &table_ : nullptr; }
  void rewind() override { lines_.rewind(); }

 private:
  JsonLines lines_;
  std::size_t at_once_;
  CsvTable table_;
};

// What parts the cells of the first line.
char delimiter_of(std::string_view bytes) {
  const std::string_view header = bytes.substr(0, bytes.find_first_of("\r\n"));
  for (const char delimiter : {',', ';', '\t'})
    if (header.find(delimiter) != std::string_view::npos) return delimiter;
  return ',';
}

// What cannot be read names its file.
template <class Read>
CsvTable read_named(const std::filesystem::path& file, const Read& read) {
  try {
    return read();
  } catch (const Error& error) {
    throw Error(file.string() + ": " + error.what());
  }
}

}  // namespace

std::unique_ptr<ImportSource> open_source(const std::filesystem::path& file, ImportMap& map) {
  if (map.form == ImportForm::jsonl) return std::make_unique<Lines>(file, map);
  const std::string bytes = read_plain_or_gzip(file);
  if (map.form == ImportForm::json)
    return std::make_unique<WholeFile>(read_named(file, [&] { return read_json(bytes, map.at, used_columns(map)); }));
  if (map.any_delimiter) map.delimiter = delimiter_of(bytes);
  const auto repeated = map.rows == ImportRows::records ? RepeatedColumns::keep : RepeatedColumns::refuse;
  return std::make_unique<WholeFile>(read_named(file, [&] { return read_csv(bytes, map.delimiter, repeated); }));
}

}  // namespace itss::store
