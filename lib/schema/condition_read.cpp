// Reads conditions from YAML and from values into the one structure.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/condition.hpp"
#include "schema/words.hpp"

namespace itss::schema {

namespace {

using Form = Condition::Form;

struct OpWord {
  std::string_view word;
  Op op;
};
constexpr std::array kOperators = {
    OpWord{"in", Op::in},           OpWord{"min_count", Op::min_count},
    OpWord{"before", Op::before},   OpWord{"after", Op::after},
    OpWord{"gt", Op::gt},           OpWord{"ge", Op::ge},
    OpWord{"lt", Op::lt},           OpWord{"le", Op::le},
    OpWord{"match", Op::match},     OpWord{"within", Op::within},
    OpWord{"weekday", Op::weekday}, OpWord{"time", Op::time},
};
constexpr std::array<std::string_view, 5> kJoiners = {"all", "any", "not", "overdue", "breached"};

struct Entry;

// A node of YAML or a part of a value, so that both are read alike. `begin` is a byte of the document.
struct Part {
  enum class Kind { null, text, list, map } kind = Kind::null;
  std::size_t begin = 0;
  std::string text;
  std::vector<Part> items;
  std::vector<Entry> entries;
};

struct Entry {
  Part key;
  Part value;
};

Part part_of(const yaml::Node& node) {
  Part part;
  part.begin = node.begin;
  if (node.is_null()) return part;
  part.text = node.text;
  part.kind = node.kind == yaml::Kind::scalar     ? Part::Kind::text
              : node.kind == yaml::Kind::sequence ? Part::Kind::list
                                                  : Part::Kind::map;
  if (part.kind == Part::Kind::list)
    for (const auto& child : node.children) part.items.push_back(part_of(child));
  else
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2)
      part.entries.push_back({part_of(node.children[i]), part_of(node.children[i + 1])});
  return part;
}

// A list of maps is held by a Value as a map with the keys "0", "1"... (yaml::to_value).
bool is_numbered(const Value::Map& map) {
  for (std::size_t i = 0; i < map.size(); ++i)
    if (map.count(std::to_string(i)) == 0) return false;
  return !map.empty();
}

Part part_of(const Value& value) {
  Part part;
  if (value.is_text()) {
    part.kind = Part::Kind::text;
    part.text = value.text();
  } else if (value.is_list() || (value.is_map() && is_numbered(value.map()))) {
    part.kind = Part::Kind::list;
    for (const auto& text : value.list()) part.items.push_back(part_of(Value(text)));
    for (std::size_t i = 0; i < value.map().size(); ++i) part.items.push_back(part_of(value[std::to_string(i)]));
  } else if (value.is_map()) {
    part.kind = Part::Kind::map;
    for (const auto& [key, sub] : value.map()) part.entries.push_back({part_of(Value(key)), part_of(sub)});
  }
  return part;
}

struct Problem {
  std::size_t begin = 0;
  std::string message;
  std::string hint;
};

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const auto near = suggest(word, known);
  return near ? fmt::format(fmt::runtime(tr("did you mean '{}'?")), *near) : std::string();
}

// 1, 2, 3...
bool is_count(const std::string& text) {
  return !text.empty() && text.front() != '0' && text.find_first_not_of("0123456789") == std::string::npos;
}

class Reader {
 public:
  std::optional<Condition> read(const Part& part) {
    if (part.kind != Part::Kind::map)
      return fail(part, tr("a condition is a map of fields to values, such as {priority: [P1, P2]}"));
    std::vector<Condition> tests;
    for (const auto& [key, value] : part.entries) {
      auto test = read_entry(key, value);
      if (!test) return std::nullopt;
      tests.push_back(std::move(*test));
    }
    return Condition::all_of(std::move(tests));
  }

  Problem problem;

 private:
  std::nullopt_t fail(const Part& part, std::string message, std::string hint = {}) {
    problem = {part.begin, std::move(message), std::move(hint)};
    return std::nullopt;
  }

  std::optional<Condition> read_entry(const Part& key, const Part& value) {
    if (key.kind != Part::Kind::text || key.text.empty()) return fail(key, tr("a condition names a field here"));
    if (key.text == "all") return join(Form::all, key, value);
    if (key.text == "any") return join(Form::any, key, value);
    if (key.text == "not") return join(Form::none, key, value);
    if (key.text == "overdue") return clock(Op::overdue, value);
    if (key.text == "breached") return clock(Op::breached, value);
    return read_test(key.text, value);
  }

  // The parts of `all`, `any` and `not`: a list of conditions, or the tests of one map.
  std::optional<Condition> join(Form form, const Part& key, const Part& value) {
    Condition joined;
    joined.form = form;
    if (value.kind == Part::Kind::list) {
      for (const auto& item : value.items)
        if (!add(joined, read(item))) return std::nullopt;
    } else if (value.kind == Part::Kind::map && form == Form::any) {
      for (const auto& [field, test] : value.entries)
        if (!add(joined, read_entry(field, test))) return std::nullopt;
    } else if (!add(joined, read(value))) {
      return std::nullopt;
    }
    if (joined.children.empty())
      return fail(value, fmt::format(fmt::runtime(tr("'{}' needs at least one condition")), key.text));
    return joined;
  }

  static bool add(Condition& to, std::optional<Condition> child) {
    if (child) to.children.push_back(std::move(*child));
    return child.has_value();
  }

  std::optional<std::vector<std::string>> operands(const Part& value, std::string_view of) {
    std::vector<std::string> texts;
    if (value.kind == Part::Kind::text) texts.push_back(value.text);
    for (const auto& item : value.items) {
      if (item.kind != Part::Kind::text)
        return fail(item, fmt::format(fmt::runtime(tr("'{}' takes values, not lists or maps")), of));
      texts.push_back(item.text);
    }
    if (texts.empty())
      return fail(value, fmt::format(fmt::runtime(tr("'{}' needs a value")), of),
                  tr("'empty' asks whether there is none"));
    return texts;
  }

  std::optional<Condition> clock(Op op, const Part& value) {
    auto clocks = operands(value, op == Op::overdue ? "overdue" : "breached");
    if (!clocks) return std::nullopt;
    Condition test;
    test.form = Form::test;
    test.op = op;
    test.operands = std::move(*clocks);
    return test;
  }

  std::optional<Condition> read_test(const std::string& path, const Part& value) {
    Condition test;
    test.form = Form::test;
    test.path = path;
    if (value.kind == Part::Kind::text && (value.text == "filled" || value.text == "empty")) {
      test.op = value.text == "filled" ? Op::filled : Op::empty;
      return test;
    }
    if (value.kind == Part::Kind::map) return read_operators(path, value);
    auto texts = operands(value, path);
    if (!texts) return std::nullopt;
    test.operands = std::move(*texts);
    return test;
  }

  std::optional<Condition> read_operators(const std::string& path, const Part& value) {
    std::vector<Condition> tests;
    for (const auto& [key, operand] : value.entries) {
      auto test = key.text == "not" ? read_not(path, operand) : read_operator(path, key, operand);
      if (!test) return std::nullopt;
      tests.push_back(std::move(*test));
    }
    if (tests.empty()) return fail(value, fmt::format(fmt::runtime(tr("'{}' needs a value")), path));
    return Condition::all_of(std::move(tests));
  }

  std::optional<Condition> read_not(const std::string& path, const Part& operand) {
    Condition none;
    none.form = Form::none;
    if (!add(none, read_test(path, operand))) return std::nullopt;
    return none;
  }

  std::optional<Condition> read_operator(const std::string& path, const Part& key, const Part& operand) {
    const auto* row =
        std::find_if(kOperators.begin(), kOperators.end(), [&](const OpWord& each) { return each.word == key.text; });
    if (row == kOperators.end()) return unknown_operator(key);
    auto texts = operands(operand, key.text);
    if (!texts) return std::nullopt;
    const bool several = row->op == Op::in || row->op == Op::weekday;
    if (!several && texts->size() != 1)
      return fail(operand, fmt::format(fmt::runtime(tr("'{}' takes one value")), key.text));
    if (row->op == Op::within && !parse_duration(texts->front()))
      return fail(operand, fmt::format(fmt::runtime(tr("'{}' is not a duration")), texts->front()));
    if (row->op == Op::min_count && !is_count(texts->front()))
      return fail(operand, fmt::format(fmt::runtime(tr("'{}' is not a count")), texts->front()));
    for (const auto& text : *texts) {
      if (row->op == Op::weekday && !is_weekday(text))
        return fail(operand,
                    fmt::format(fmt::runtime(tr("'{}' is not a weekday: mon, tue, wed, thu, fri, sat, sun")), text));
      if (row->op == Op::time && !parse_time_of_day(text))
        return fail(operand, fmt::format(fmt::runtime(tr("'{}' is not a time of day such as 16:00")), text));
    }
    Condition test;
    test.form = Form::test;
    test.path = path;
    test.op = row->op;
    test.operands = std::move(*texts);
    return test;
  }

  std::nullopt_t unknown_operator(const Part& key) {
    std::vector<std::string> known = {"not"};
    for (const auto& each : kOperators) known.emplace_back(each.word);
    std::string hint = did_you_mean(key.text, known);
    if (hint.empty()) hint = fmt::format(fmt::runtime(tr("one of {}")), itss::join(known, ", "));
    return fail(key, fmt::format(fmt::runtime(tr("'{}' is not a word of conditions")), key.text), std::move(hint));
  }
};

}  // namespace

std::optional<Condition> read_condition(const yaml::Document& document, const yaml::Node& node, Diagnostics& findings) {
  Reader reader;
  auto condition = reader.read(part_of(node));
  if (!condition) {
    const auto& problem = reader.problem;
    findings.push_back(
        diagnose(Code::SCHEMA_CONDITION, document.place_of(problem.begin), {problem.message}, problem.hint));
    findings.back().source_line = document.line_of(problem.begin);
  }
  return condition;
}

Result<Condition> read_condition(const Value& value) {
  Reader reader;
  auto condition = reader.read(part_of(value));
  if (condition) return std::move(*condition);
  const auto& problem = reader.problem;
  return failure(problem.hint.empty() ? problem.message : problem.message + "; " + problem.hint);
}

const std::vector<std::string_view>& condition_words() {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> all(kJoiners.begin(), kJoiners.end());
    for (const auto& each : kOperators) all.push_back(each.word);
    all.insert(all.end(), {"filled", "empty"});
    return all;
  }();
  return words;
}

}  // namespace itss::schema
