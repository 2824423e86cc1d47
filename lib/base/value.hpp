#pragma once
// What a field holds. Scalars are kept as their canonical text whatever their type is: the schema says what a text
// means, and no YAML reader's idea of `no` or `1.10` can change it.

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace itss {

class Value {
 public:
  using List = std::vector<std::string>;
  using Map = std::map<std::string, Value, std::less<>>;

  Value() = default;  // absent
  Value(std::string text) : data_(std::move(text)) {}
  Value(const char* text) : data_(std::string(text)) {}
  Value(List list) : data_(std::move(list)) {}
  Value(Map map) : data_(std::move(map)) {}

  bool absent() const { return std::holds_alternative<std::monostate>(data_); }
  bool is_text() const { return std::holds_alternative<std::string>(data_); }
  bool is_list() const { return std::holds_alternative<List>(data_); }
  bool is_map() const { return std::holds_alternative<Map>(data_); }

  // Absent, an empty text, an empty list or an empty map: what `requires` does not accept.
  bool empty() const;

  // The text, list or map; an empty one if the value is of another form.
  const std::string& text() const;
  const List& list() const;
  const Map& map() const;
  List& list();  // makes the value a list
  Map& map();    // makes the value a map

  // The texts of a list, or the one text; what a condition compares with.
  List texts() const;

  // The value at `key` of a map, or an absent one.
  const Value& operator[](std::string_view key) const;

  friend bool operator==(const Value&, const Value&) = default;

 private:
  std::variant<std::monostate, std::string, List, Map> data_;
};

// The fields of a record by name.
using Fields = Value::Map;

// The field's value, or an absent one.
const Value& get(const Fields& fields, std::string_view name);

// One line of JSON with sorted keys and no blanks: the canonical form, every scalar as a string.
std::string to_canonical_json(const Value& value);

// For a reader: the text, `a, b` for a list, `k: v; ...` for a map.
std::string to_text(const Value& value);

}  // namespace itss
