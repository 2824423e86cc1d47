#include "schema/computed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>

#include "base/text.hpp"

namespace itss::schema {

namespace {

// Fields computed from computed fields: more levels than any schema has.
constexpr int kDeepest = 20;

const Table* find_table(const Schema& schema, std::string_view name) {
  for (const auto& table : schema.tables)
    if (table.name == name) return &table;
  return nullptr;
}

std::optional<double> number_of(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// At most four decimals, none of them a trailing zero.
std::string to_text(double number) {
  std::string text = fmt::format("{:.4f}", number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

Value fold(const std::vector<std::string>& paths, const Facts& facts, double start,
           const std::function<double(double, double)>& combine) {
  double result = start;
  for (const auto& path : paths) {
    const auto texts = facts.value(path).texts();  // of every sub-record or link on the way
    if (texts.empty()) return {};
    for (const auto& text : texts) {
      const auto number = number_of(text);
      if (!number) return {};
      result = combine(result, *number);
    }
  }
  return paths.empty() ? Value() : Value(to_text(result));
}

Value look_up(const Table& table, const std::vector<std::string>& paths, const Facts& facts) {
  std::vector<std::string> keys;
  keys.reserve(paths.size());
  for (const auto& path : paths) keys.push_back(facts.value(path).text());
  const auto cell = table.cells.find(join(keys, " "));
  return cell == table.cells.end() ? Value() : Value(cell->second);
}

}  // namespace

Value compute(const Field& field, const Schema& schema, const Facts& facts) {
  // A cycle is the verifier's finding; whoever did not ask it shall get no value rather than no answer.
  thread_local int depth = 0;
  struct Level {
    Level() { ++depth; }
    ~Level() { --depth; }
  } const level;
  if (depth > kDeepest) return {};
  const auto paths = formula_paths(field, schema);
  const Value& formula = field.computed;
  if (!formula["sum"].absent()) return fold(paths, facts, 0, std::plus<>());
  if (!formula["product"].absent()) return fold(paths, facts, 1, std::multiplies<>());
  if (const Table* table = find_table(schema, formula["table"].text())) return look_up(*table, paths, facts);
  if (formula["count"].absent() || paths.empty()) return {};
  const Value counted = facts.value(paths.front());
  return std::to_string(counted.is_map() ? counted.map().size() : counted.texts().size());
}

std::vector<std::string> formula_paths(const Field& field, const Schema& schema) {
  for (const char* word : {"sum", "product", "count", "of"})
    if (const Value& paths = field.computed[word]; !paths.absent()) return paths.texts();
  const Table* table = find_table(schema, field.computed["table"].text());
  return table == nullptr ? std::vector<std::string>() : table->of;
}

bool is_numeric(const Field& field) {
  if (field.type == FieldType::computed) return field.computed["table"].absent() && field.named_by.empty();
  if (field.type != FieldType::code) return field.type == FieldType::number;
  return !field.codes.empty() && !field.open_codes &&
         std::all_of(field.codes.begin(), field.codes.end(),
                     [](const CodeValue& code) { return number_of(code.name).has_value(); });
}

const std::vector<std::string_view>& formula_words() {
  static const std::vector<std::string_view> words = {"sum", "product", "count", "table", "of", "named_by", "where"};
  return words;
}

}  // namespace itss::schema
