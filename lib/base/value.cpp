#include "base/value.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace itss {

namespace {

const Value kAbsent;
const std::string kNoText;
const Value::List kNoList;
const Value::Map kNoMap;

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      out += c;
  }
  out += '"';
}

void append_json(std::string& out, const Value& value) {
  if (value.absent()) {
    out += "null";
  } else if (value.is_text()) {
    append_quoted(out, value.text());
  } else if (value.is_list()) {
    out += '[';
    for (const auto& item : value.list()) {
      if (out.back() != '[') out += ',';
      append_quoted(out, item);
    }
    out += ']';
  } else {
    out += '{';
    for (const auto& [key, item] : value.map()) {
      if (out.back() != '{') out += ',';
      append_quoted(out, key);
      out += ':';
      append_json(out, item);
    }
    out += '}';
  }
}

}  // namespace

bool Value::empty() const {
  if (absent()) return true;
  if (is_text()) return text().empty();
  if (is_list()) return list().empty();
  return map().empty();
}

const std::string& Value::text() const { return is_text() ? std::get<std::string>(data_) : kNoText; }
const Value::List& Value::list() const { return is_list() ? std::get<List>(data_) : kNoList; }
const Value::Map& Value::map() const { return is_map() ? std::get<Map>(data_) : kNoMap; }

Value::List& Value::list() {
  if (!is_list()) data_ = List{};
  return std::get<List>(data_);
}

Value::Map& Value::map() {
  if (!is_map()) data_ = Map{};
  return std::get<Map>(data_);
}

Value::List Value::texts() const {
  if (is_text()) return {text()};
  return list();
}

const Value& Value::operator[](std::string_view key) const {
  const auto found = map().find(key);
  return found == map().end() ? kAbsent : found->second;
}

const Value& get(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? kAbsent : found->second;
}

std::string to_canonical_json(const Value& value) {
  std::string out;
  append_json(out, value);
  return out;
}

std::string to_text(const Value& value) {
  if (value.is_text()) return value.text();
  if (value.is_list()) return join(value.list(), ", ");
  std::string out;
  for (const auto& [key, item] : value.map()) {
    if (!out.empty()) out += "; ";
    out += item.is_map() ? fmt::format("{} ({})", key, to_text(item)) : fmt::format("{}: {}", key, to_text(item));
  }
  return out;
}

}  // namespace itss
