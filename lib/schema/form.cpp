#include "schema/form.hpp"

#include <algorithm>
#include <charconv>

#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::schema {

namespace {

std::string hint_of(const std::string& word, const std::vector<std::string>& known) {
  return Form::did_you_mean(word, known, known.empty() ? std::string() : say(tr("one of {}"), join(known, ", ")));
}

}  // namespace

void Form::wrong_form(const yaml::Node& node, std::string_view word, std::string expected) {
  report(Code::SCHEMA_FORM, node, {std::string(word), std::move(expected)});
}

void Form::unknown_word(const yaml::Node& key, std::string_view place, const std::vector<std::string_view>& known) {
  report(Code::SCHEMA_WORD, key, {key.text, std::string(place)}, hint_of(key.text, {known.begin(), known.end()}));
}

void Form::unknown(const yaml::Node& node, std::string_view kind, const std::vector<std::string>& known) {
  report(Code::SCHEMA_UNKNOWN, node, {std::string(kind), node.text}, hint_of(node.text, known));
}

std::string Form::text(const yaml::Node& node, std::string_view word) {
  if (node.kind == yaml::Kind::scalar && !node.is_null()) return node.text;
  wrong_form(node, word, tr("a text"));
  return {};
}

std::vector<std::string> Form::texts(const yaml::Node& node, std::string_view word) {
  std::vector<std::string> texts;
  for (const auto* item : items(node)) {
    if (item->kind == yaml::Kind::scalar && !item->is_null()) {
      texts.push_back(item->text);
    } else {
      wrong_form(*item, word, tr("a list of texts"));
    }
  }
  return texts;
}

std::vector<std::string> Form::some_texts(const yaml::Node& node, std::string_view word) {
  if (node.kind == yaml::Kind::sequence && node.children.empty())
    wrong_form(node, word, tr("a list of at least one, or nobody could ever do it"));
  return texts(node, word);
}

bool Form::flag(const yaml::Node& node, std::string_view word) {
  if (node.kind == yaml::Kind::scalar && (node.text == "true" || node.text == "false")) return node.text == "true";
  wrong_form(node, word, tr("true or false"));
  return false;
}

long Form::count(const yaml::Node& node, std::string_view word) {
  long number = 0;
  const char* end = node.text.data() + node.text.size();
  if (node.kind == yaml::Kind::scalar) {
    const auto [stop, error] = std::from_chars(node.text.data(), end, number);
    if (error == std::errc() && stop == end && number >= 0) return number;
  }
  wrong_form(node, word, tr("a whole number"));
  return 0;
}

std::optional<Date> Form::date(const yaml::Node& node, std::string_view word) {
  if (node.kind == yaml::Kind::scalar)
    if (const auto date = parse_date(node.text)) return *date;
  wrong_form(node, word, tr("a date such as 2026-11-24"));
  return std::nullopt;
}

std::string Form::name(const yaml::Node& key) {
  const auto fits = [](unsigned char c) { return c >= 0x80 || std::isalnum(c) != 0 || c == '_' || c == '-'; };
  const std::string& text = key.text;
  if (text.empty() || text.front() == '-' || !std::all_of(text.begin(), text.end(), fits))
    wrong_form(key, text, tr("a name of letters, digits, '_' and '-'"));
  return text;
}

bool Form::is_mapping(const yaml::Node& node, std::string_view word) {
  if (node.kind == yaml::Kind::mapping) return true;
  wrong_form(node, word, tr("a map of 'key: value'"));
  return false;
}

std::vector<const yaml::Node*> Form::items(const yaml::Node& node) {
  if (node.kind != yaml::Kind::sequence) return {&node};
  std::vector<const yaml::Node*> items;
  for (const auto& child : node.children) items.push_back(&child);
  return items;
}

}  // namespace itss::schema
