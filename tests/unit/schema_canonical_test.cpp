#include <doctest/doctest.h>

#include "schema_support.hpp"

using namespace itss;
using namespace itss::schema;

namespace {

Field field_of(const std::string& words) {
  const auto read =
      schema_of("record: x\ndirectory: xs\nstates: {a: {initial: true}}\nfields:\n  f: {" + words + "}\n");
  REQUIRE_MESSAGE(read.findings.empty(), all_text(read.findings));
  return *read.schema->find_field("f");
}

const char* const kCodes = "type: code, codes: [P1, waiting_user]";

}  // namespace

TEST_CASE("each type of field has one canonical text") {
  struct Row {
    std::string words, given, expected;
  };
  const std::vector<Row> table = {
      {"type: text", "  VPN  broken ", "VPN  broken"},
      {"type: text", "no", "no"},
      {"type: prose", "a\r\nb\rc\n", "a\nb\nc\n"},
      {"type: prose", "  indented", "  indented"},
      {kCodes, "p1", "P1"},
      {kCodes, " Waiting_User ", "waiting_user"},
      {"type: code, codes: [a], open: true", "Something else", "Something else"},
      {"type: code, codes: [a], open: true", "A", "a"},
      {"type: number", "007", "7"},
      {"type: number", "+1.50", "1.5"},
      {"type: number", "-0.0", "0"},
      {"type: number", "-12", "-12"},
      {"type: number", "3.0", "3"},
      {"type: number", "123456789012345678901234567890", "123456789012345678901234567890"},
      {"type: date", "2026-11-24", "2026-11-24"},
      {"type: instant", "2026-11-24 09:15:00+08:00", "2026-11-24T09:15:00+08:00"},
      {"type: instant", "2026-11-24T01:15:00Z", "2026-11-24T01:15:00+00:00"},
      {"type: duration", "90m", "1h30m"},
      {"type: person", " wang.fang ", "wang.fang"},
      {"type: link, to: x", "TKT-20261124-7K3QF", "TKT-20261124-7K3QF"},
  };
  for (const auto& [words, given, expected] : table) {
    const auto value = canonical(field_of(words), Value(given));
    REQUIRE_MESSAGE(value.has_value(), words << ": " << given);
    CHECK_MESSAGE(value->text() == expected, words << ": " << given << " gave " << value->text());
  }
}

TEST_CASE("a value that does not fit its field says why") {
  struct Row {
    std::string words;
    Value given;
    std::string expected;
  };
  const std::vector<Row> table = {
      {"type: text", "two\nlines", "one line"},
      {"type: text", Value::List{"a"}, "one text is needed"},
      {"type: text", std::string("\xff\xfe"), "UTF-8"},
      {kCodes, "P3", "'P3' is not a code of 'f'; did you mean 'P1'?"},
      {kCodes, "whatever", "one of P1, waiting_user"},
      {kCodes, "", "is not a code"},
      {"type: code, codes: [a], open: true", "", "is not a code"},
      {"type: code, codes: [a], open: true", "two\nlines", "is not a code"},
      {"type: number", "1e3", "not a number"},
      {"type: number", "1.", "not a number"},
      {"type: number", ".5", "not a number"},
      {"type: number", "", "not a number"},
      {"type: number", "-", "not a number"},
      {"type: number", "1,5", "not a number"},
      {"type: date", "2026-02-30", "2026-02-30"},
      {"type: instant", "2026-11-24T09:15:00", "2026-11-24T09:15:00"},
      {"type: duration", "90", "90"},
      {"type: person", "../etc/passwd", "not the id of a record"},
      {"type: person", "--as", "not the id of a record"},
      {"type: person", Value::List{"wang.fang"}, "one text is needed"},
      {"type: people", "wang.fang", "a list is needed"},
      {"type: links, to: x", Value::List{"a/b"}, "not the id of a record"},
      {"type: list", Value::List{"a", " "}, "empty"},
      {"type: map, key: text, fields: {a: {type: text}}", "x", "a map is needed"},
      {"type: map, key: text, fields: {a: {type: text}}", Value::Map{{"k", Value::Map{{"b", "1"}}}},
       "'k': 'f' has no part 'b'"},
      {"type: map, key: text, fields: {a: {type: number}}", Value::Map{{"k", Value::Map{{"a", "x"}}}},
       "'k': 'a': 'x' is not a number"},
      {"type: map, key: person, fields: {a: {type: text}}", Value::Map{{"a b", Value::Map{}}}, "not the id"},
      {"type: computed, formula: {sum: [f]}", "3", "is computed and cannot be given"},
  };
  for (const auto& [words, given, expected] : table) {
    const auto value = canonical(field_of(words), given);
    REQUIRE_MESSAGE(!value.has_value(), words << ": " << to_text(given));
    CHECK_MESSAGE(value.error().find(expected) != std::string::npos, value.error());
  }
}

TEST_CASE("lists keep their order and have each item once") {
  const auto people = canonical(field_of("type: people"), Value::List{"b", " a ", "b"});
  REQUIRE(people);
  CHECK(people->list() == Value::List{"b", "a"});
  CHECK(canonical(field_of("type: list"), Value::List{})->empty());
}

TEST_CASE("maps are canonical in each part, with '*' for other keys") {
  const auto keyed = canonical(field_of("type: map, key: person, fields: {status: {type: code, codes: [Asked]}}"),
                               Value::Map{{"wang.fang", Value::Map{{"status", "asked"}}}});
  REQUIRE(keyed);
  CHECK((*keyed)["wang.fang"]["status"].text() == "Asked");
  const auto window = canonical(field_of("type: map, fields: {from: {type: instant}, '*': {type: duration}}"),
                                Value::Map{{"from", "2026-11-24 09:15:00+08:00"}, {"P1", "90m"}});
  REQUIRE(window);
  CHECK((*window)["from"].text() == "2026-11-24T09:15:00+08:00");
  CHECK((*window)["P1"].text() == "1h30m");
}

TEST_CASE("an absent value stays absent, and canonical values stay as they are") {
  CHECK(canonical(field_of("type: number"), Value())->absent());
  const std::vector<std::pair<std::string, Value>> table = {
      {"type: number", "1.5"},
      {"type: duration", "1d2h"},
      {"type: instant", "2026-11-24T09:15:00+08:00"},
      {"type: links, to: x", Value::List{"a", "b"}},
  };
  for (const auto& [words, value] : table) CHECK(canonical(field_of(words), value) == Result<Value>(value));
}
