#include "store/csv.hpp"

#include <csv.h>
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/error.hpp"
#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::store {

namespace {

// A quote that never closes would swallow the rest of the file; a row longer than this is taken for one.
constexpr std::size_t kRowLimit = std::size_t{1} << 20U;

// libcsv fed line by line, so that each row knows its line and reading can start again behind a broken one.
class Reader {
 public:
  Reader(std::string_view bytes, char delimiter, CsvTable& table) : bytes_(bytes), table_(table) {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw Error(tr("not enough memory"));
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
  }
  ~Reader() { csv_free(&parser_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  void read() {
    if (starts_with(bytes_, "\xEF\xBB\xBF")) at_ = 3;
    if (bytes_.find('\n') == std::string_view::npos) line_end_ = '\r';
    while (at_ < bytes_.size() || in_row_) {
      if (at_ >= bytes_.size() && !finish_last()) continue;
      if (at_ >= bytes_.size()) break;
      read_line();
    }
  }

 private:
  static void on_field(void* text, std::size_t size, void* self) {
    static_cast<Reader*>(self)->fields_.emplace_back(static_cast<const char*>(text), size);
  }
  static void on_row(int, void* self) { ++static_cast<Reader*>(self)->rows_ended_; }

  void read_line() {
    const std::size_t newline = bytes_.find(line_end_, at_);
    const std::size_t end = newline == std::string_view::npos ? bytes_.size() : newline + 1;
    const std::string_view line = bytes_.substr(at_, end - at_);
    ++line_;
    if (!in_row_) {
      row_begin_ = at_;
      row_line_ = line_;
    }
    at_ = end;
    if (!in_row_ && trim(line).empty()) return;
    in_row_ = true;
    rows_ended_ = 0;
    if (csv_parse(&parser_, line.data(), line.size(), on_field, on_row, this) != line.size())
      broken(tr("a quote stands inside a field or something follows a closing quote"));
    else if (rows_ended_ > 1)
      reject(tr("a carriage return stands inside the line"));
    else if (rows_ended_ == 1)
      take();
    else if (at_ - row_begin_ > kRowLimit)
      broken(tr("a quote is opened and not closed"));
  }

  // The last row may lack its line break. False if it was broken and reading went back behind its first line.
  bool finish_last() {
    rows_ended_ = 0;
    if (csv_fini(&parser_, on_field, on_row, this) != 0) {
      broken(tr("a quote is opened and not closed"));
      return at_ >= bytes_.size();
    }
    if (rows_ended_ > 0) take();
    in_row_ = false;
    return true;
  }

  // Sets the row's first line aside and goes on behind it, whatever the parser had read since.
  void broken(const char* reason) {
    const std::size_t newline = bytes_.find(line_end_, row_begin_);
    at_ = newline == std::string_view::npos ? bytes_.size() : newline + 1;
    line_ = row_line_;
    const unsigned char delimiter = csv_get_delim(&parser_);
    csv_free(&parser_);
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&parser_, delimiter);
    reject(reason);
  }

  void take() {
    const std::string_view raw = raw_row();
    if (raw.find('\0') != std::string_view::npos) return reject(tr("a NUL byte"));
    if (const auto bad = find_invalid_utf8(raw))
      return reject(say(tr("not valid UTF-8 at byte {} of the row (if it is GBK: iconv -f gbk -t utf-8)"), *bad + 1));
    if (table_.header.empty()) {
      table_.header = std::move(fields_);
      return forget();
    }
    if (fields_.size() != table_.header.size())
      return reject(say(tr("{} fields where the header has {}"), fields_.size(), table_.header.size()));
    CsvRow row{row_line_, {}};
    row.cells.reserve(fields_.size());
    for (const auto& field : fields_) row.cells.push_back(table_.pool.add(field));
    table_.rows.push_back(std::move(row));
    forget();
  }

  std::string_view raw_row() const {
    std::string_view raw = bytes_.substr(row_begin_, at_ - row_begin_);
    while (!raw.empty() && (raw.back() == '\n' || raw.back() == '\r')) raw.remove_suffix(1);
    return raw;
  }

  void reject(std::string reason) {
    if (table_.header.empty()) throw Error(say(tr("the table has no readable header: {}"), reason));
    table_.rejects.push_back({row_line_, std::move(reason), std::string(raw_row())});
    forget();
  }

  void forget() {
    fields_.clear();
    in_row_ = false;
  }

  std::string_view bytes_;
  CsvTable& table_;
  csv_parser parser_{};
  std::vector<std::string> fields_;
  std::size_t at_ = 0, line_ = 0, row_begin_ = 0, row_line_ = 0, rows_ended_ = 0;
  char line_end_ = '\n';
  bool in_row_ = false;
};

// What follows the first fields of a row; nothing if it has no more.
std::string_view behind_fields(std::string_view row, std::size_t count, char delimiter) {
  bool quoted = false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '"') quoted = !quoted;
    if (row[i] == delimiter && !quoted && --count == 0) return row.substr(i + 1);
  }
  return {};
}

void check_header(const CsvTable& table, RepeatedColumns repeated) {
  if (table.header.empty()) throw Error(tr("the table is empty"));
  if (repeated == RepeatedColumns::keep) return;
  for (auto name = table.header.begin(); name != table.header.end(); ++name)
    if (std::find(table.header.begin(), name, *name) != name)
      throw Error(say(tr("the column '{}' occurs twice in the header"), *name));
}

}  // namespace

TextPool::Id TextPool::add(std::string_view text) {
  const auto [entry, added] = ids_.try_emplace(std::string(text), static_cast<Id>(texts_.size()));
  if (added) texts_.push_back(&entry->first);
  return entry->second;
}

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header.begin());
}

std::vector<std::size_t> CsvTable::columns(std::string_view name) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < header.size(); ++i)
    if (header[i] == name) found.push_back(i);
  return found;
}

std::string read_plain_or_gzip(const std::filesystem::path& file, std::size_t limit) {
  const auto fail = [&](std::string_view why) -> Error {
    return Error(say(tr("cannot read '{}': {}"), file.string(), why));
  };
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) throw fail(std::strerror(EISDIR));
  errno = 0;
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> in(gzopen(file.c_str(), "rb"), gzclose);
  if (!in) throw fail(std::strerror(errno));
  std::string bytes;
  std::array<char, 1U << 16U> block{};
  int got = 0;
  while ((got = gzread(in.get(), block.data(), block.size())) > 0) {
    if (bytes.size() + static_cast<std::size_t>(got) > limit) throw fail(say(tr("larger than {} bytes"), limit));
    bytes.append(block.data(), static_cast<std::size_t>(got));
  }
  int problem = Z_OK;
  const std::string why = gzerror(in.get(), &problem);
  // A file cut short reads to its end without a negative count; only the state tells.
  if (got < 0 || (problem != Z_OK && problem != Z_STREAM_END)) throw fail(why);
  return bytes;
}

CsvTable read_csv(std::string_view bytes, char delimiter, RepeatedColumns repeated) {
  CsvTable table;
  Reader(bytes, delimiter, table).read();
  check_header(table, repeated);
  return table;
}

std::string csv_field(std::string_view text, char delimiter) {
  const bool special = text.find_first_of(std::string("\"\r\n") + delimiter) != std::string_view::npos;
  if (!special && trim(text).size() == text.size()) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

bool is_reject_file(const CsvTable& table) {
  return table.header.size() > 2 && table.header[0] == "line" && table.header[1] == "reason";
}

std::string reject_file(const CsvTable& table, std::vector<Reject> rejects, char delimiter) {
  std::stable_sort(rejects.begin(), rejects.end(), [](const Reject& a, const Reject& b) { return a.line < b.line; });
  const bool again = is_reject_file(table);
  std::string text = fmt::format("line{}reason", delimiter);
  for (std::size_t i = again ? 2 : 0; i < table.header.size(); ++i)
    text += delimiter + csv_field(table.header[i], delimiter);
  text += '\n';
  for (const auto& reject : rejects)
    text += fmt::format("{0}{3}{1}{3}{2}\n", reject.line, csv_field(reject.reason, delimiter),
                        again ? behind_fields(reject.row, 2, delimiter) : reject.row, delimiter);
  return text;
}

}  // namespace itss::store
