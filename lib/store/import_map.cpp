#include "store/import_map.hpp"

#include <set>

#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::store {

std::string to_text(const Columns& columns) { return join(columns, tr(" or ")); }

std::optional<ImportForm> import_form(std::string_view name) {
  if (name == "csv") return ImportForm::csv;
  if (name == "json") return ImportForm::json;
  if (name == "jsonl") return ImportForm::jsonl;
  return std::nullopt;
}

Result<Instant> parse_time(const ImportMap& map, std::string_view text) {
  Result<Instant> first = map.formats.front().parse(text);
  for (std::size_t i = 1; !first && i < map.formats.size(); ++i)
    if (auto other = map.formats[i].parse(text)) return other;
  if (first || map.formats.size() == 1) return first;
  std::vector<std::string> patterns;
  for (const auto& format : map.formats) patterns.push_back(format.pattern());
  return failure(say(tr("'{}' is not a time of the form '{}'"), text, join(patterns, "', '")));
}

std::vector<std::string> used_columns(const ImportMap& map) {
  std::set<std::string> columns = {map.comments.in};
  const auto add = [&](const Columns& names) { columns.insert(names.begin(), names.end()); };
  for (const auto* names : {&map.group, &map.opened, &map.time, &map.state_column, &map.told_time}) add(*names);
  for (const auto& instant : map.instants) add(instant.column);
  for (const auto& [key, column] : map.source) add(column);
  for (const auto& field : map.fields) {
    add(field.column);
    add(places_in(field.text));
  }
  columns.erase("");
  return {columns.begin(), columns.end()};
}

std::vector<std::string> columns_of(const ImportMap& map) {
  const auto used = used_columns(map);
  std::set<std::string> columns(used.begin(), used.end());
  columns.insert(map.ignored.begin(), map.ignored.end());
  return {columns.begin(), columns.end()};
}

std::vector<std::string> places_in(std::string_view text) {
  std::vector<std::string> places;
  fill_places(text, [&](const std::string& name) {
    places.push_back(name);
    return name;
  });
  return places;
}

std::string fill_places(std::string_view text, const std::function<std::string(const std::string&)>& value_of) {
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return filled.append(text.substr(at));
    filled.append(text.substr(at, open - at));
    filled += value_of(std::string(text.substr(open + 1, close - open - 1)));
    at = close + 1;
  }
  return filled;
}

}  // namespace itss::store
