#include "store/json_table.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/error.hpp"
#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "store/json_scan.hpp"

namespace itss::store {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kLineLimit = std::size_t{1} << 26U;

// Keys that occur twice would hide a value, and what is nested without end cannot be read.
class Strict {
 public:
  bool operator()(int depth, Json::parse_event_t event, Json& value) {
    const auto level = static_cast<std::size_t>(depth);
    if (level > kDeepest) problem_ = say(tr("nested deeper than {} levels"), kDeepest);
    if (event == Json::parse_event_t::object_start) keys_.emplace_back();
    if (event == Json::parse_event_t::object_end) keys_.pop_back();
    if (event == Json::parse_event_t::key && !keys_.back().insert(value.get<std::string>()).second)
      problem_ = say(tr("the key '{}' occurs twice"), value.get<std::string>());
    return problem_.empty();
  }
  const std::string& problem() const { return problem_; }

 private:
  std::vector<std::set<std::string>> keys_;
  std::string problem_;
};

// A parser's own words end in what it read; the place is what helps.
std::string place_of(const Json::parse_error& error) { return say(tr("no JSON: byte {} of the row"), error.byte); }

Json parse(std::string_view text, std::string& problem) {
  Strict strict;
  try {
    Json json = Json::parse(text, std::ref(strict));
    problem = strict.problem();
    if (problem.empty() && !json.is_object()) problem = tr("the row is no object");
    return json;
  } catch (const Json::parse_error& error) {
    problem = strict.problem().empty() ? place_of(error) : strict.problem();
  } catch (const Json::exception&) {
    problem = tr("a number is too large");
  }
  return {};
}

// The value at a path; null if there is none. A key may itself have points in it.
const Json* find(const Json& json, std::string_view path) {
  if (path.empty()) return &json;
  if (json.is_object()) {
    if (const auto whole = json.find(std::string(path)); whole != json.end()) return &*whole;
  }
  const std::size_t point = path.find('.');
  const std::string_view step = path.substr(0, point);
  const std::string_view rest = point == std::string_view::npos ? std::string_view() : path.substr(point + 1);
  if (json.is_object()) {
    const auto member = json.find(std::string(step));
    return member == json.end() ? nullptr : find(*member, rest);
  }
  std::size_t place = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), place);
  if (!json.is_array() || error != std::errc() || end != step.data() + step.size() || place >= json.size())
    return nullptr;
  return find(json[place], rest);
}

std::string text_of(const Json& scalar) {
  if (scalar.is_null()) return {};
  std::string text = scalar.is_string() ? scalar.get<std::string>() : scalar.dump();
  if (!text.empty() && (text.front() == kManyTexts || text.front() == kStructure)) text.front() = ' ';
  return text;
}

std::string cell_of(const Json& value) {
  if (!value.is_structured()) return text_of(value);
  if (value.empty()) return {};
  const bool plain = value.is_array() &&
                     std::none_of(value.begin(), value.end(), [](const Json& item) { return item.is_structured(); });
  if (!plain) return kStructure + value.dump();
  std::string cell;
  for (const auto& item : value)
    if (const std::string text = text_of(item); !text.empty()) cell += kManyTexts + text;
  return cell;
}

void add_row(CsvTable& table, std::string_view text, std::size_t line) {
  std::string problem;
  Json json = parse(text, problem);
  std::string_view raw = text;
  std::string kept;
  if (problem.empty() && json.size() == 3 && json.contains("line") && json.contains("reason") && json.contains("row") &&
      json["row"].is_object()) {
    Json row = std::move(json["row"]);
    json = std::move(row);
    kept = json.dump();
    raw = kept;
  }
  CsvRow row{line, {}, std::string(raw)};
  for (const auto& column : table.header) {
    if (!problem.empty()) break;
    const Json* value = find(json, column);
    std::string cell = value == nullptr ? std::string() : cell_of(*value);
    if (cell.find('\0') != std::string::npos) problem = say(tr("column '{}': {}"), column, tr("a NUL byte"));
    if (value != nullptr) table.present.insert(column);
    row.cells.push_back(table.pool.add(cell));
  }
  if (!problem.empty()) {
    table.rejects.push_back({line, std::move(problem), std::string(raw)});
    return;
  }
  for (const auto& [key, value] : json.items()) table.keys.insert(key);
  table.rows.push_back(std::move(row));
}

CsvTable empty_table(const std::vector<std::string>& columns) {
  CsvTable table;
  table.json = true;
  table.header = columns;
  return table;
}

}  // namespace

CsvTable read_json(std::string_view bytes, const std::string& at, const std::vector<std::string>& columns) {
  CsvTable table = empty_table(columns);
  for (const auto& element : json_elements(bytes, at)) add_row(table, element.text, element.line);
  return table;
}

struct JsonLines::Stream {
  std::unique_ptr<gzFile_s, int (*)(gzFile)> in{nullptr, gzclose};
  std::string buffer;
  std::size_t at = 0, line = 0;
  bool ended = false;

  // Reads on; false at the end of the file.
  bool fill(const std::string& file) {
    buffer.erase(0, std::exchange(at, 0));
    std::array<char, 1U << 16U> block{};
    const int got = gzread(in.get(), block.data(), block.size());
    int problem = Z_OK;
    const std::string why = gzerror(in.get(), &problem);
    if (got < 0 || (problem != Z_OK && problem != Z_STREAM_END))
      throw Error(say(tr("cannot read '{}': {}"), file, why));
    buffer.append(block.data(), static_cast<std::size_t>(std::max(got, 0)));
    return got > 0;
  }

  // The next line without its end; nothing behind the last.
  std::optional<std::string> next_line(const std::string& file) {
    std::size_t searched = at;
    while (true) {
      const std::size_t end = buffer.find('\n', searched);
      if (end != std::string::npos || ended) {
        if (end == std::string::npos && at >= buffer.size()) return std::nullopt;
        std::string text = buffer.substr(at, end == std::string::npos ? end : end - at);
        at = end == std::string::npos ? buffer.size() : end + 1;
        ++line;
        return text;
      }
      searched = buffer.size() - at;
      if (searched > kLineLimit) throw Error(say(tr("line {} is longer than {} bytes"), line + 1, kLineLimit));
      ended = !fill(file);
    }
  }
};

JsonLines::JsonLines(std::filesystem::path file, std::vector<std::string> columns)
    : file_(std::move(file)), columns_(std::move(columns)) {
  rewind();
}

JsonLines::~JsonLines() = default;

void JsonLines::rewind() {
  const auto fail = [&](int why) -> Error {
    return Error(say(tr("cannot read '{}': {}"), file_.string(), std::strerror(why)));
  };
  std::error_code ignored;
  if (std::filesystem::is_directory(file_, ignored)) throw fail(EISDIR);
  errno = 0;
  stream_ = std::make_unique<Stream>();
  stream_->in.reset(gzopen(file_.c_str(), "rb"));
  if (!stream_->in) throw fail(errno);
}

bool JsonLines::next(CsvTable& table, std::size_t most) {
  table = empty_table(columns_);
  while (table.rows.size() + table.rejects.size() < most) {
    const auto line = stream_->next_line(file_.string());
    if (!line) break;
    std::string_view text = *line;
    if (stream_->line == 1 && starts_with(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
    if (!trim(text).empty()) add_row(table, trim(text), stream_->line);
  }
  return !table.rows.empty() || !table.rejects.empty();
}

std::string json_reject_file(std::vector<Reject> rejects) {
  std::stable_sort(rejects.begin(), rejects.end(), [](const Reject& a, const Reject& b) { return a.line < b.line; });
  std::string text;
  for (const auto& reject : rejects) {
    Json row = Json::parse(reject.row, nullptr, false);
    if (row.is_discarded()) row = reject.row;
    const Json line = {{"line", reject.line}, {"reason", reject.reason}, {"row", std::move(row)}};
    text += line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return text;
}

std::vector<std::string> texts_of_cell(const std::string& cell) {
  if (cell.empty()) return {};
  if (cell.front() != kManyTexts) return {cell};
  return split(cell.substr(1), kManyTexts);
}

std::optional<std::vector<std::vector<std::string>>> objects_of_cell(const std::string& cell,
                                                                     const std::vector<std::string>& paths) {
  std::vector<std::vector<std::string>> objects;
  if (cell.empty()) return objects;
  if (cell.front() != kStructure) return std::nullopt;
  const Json array = Json::parse(cell.substr(1), nullptr, false);
  if (!array.is_array()) return std::nullopt;
  for (const auto& object : array) {
    if (!object.is_object()) return std::nullopt;
    auto& texts = objects.emplace_back();
    for (const auto& path : paths) {
      const Json* value = find(object, path);
      texts.push_back(value == nullptr ? std::string() : join(texts_of_cell(cell_of(*value)), ", "));
    }
  }
  return objects;
}

}  // namespace itss::store
