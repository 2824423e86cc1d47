#include <doctest/doctest.h>

#include <algorithm>

#include "base/diagnostic.hpp"
#include "base/hash.hpp"
#include "base/id.hpp"
#include "base/text.hpp"
#include "base/value.hpp"

using namespace itss;

TEST_CASE("Chinese characters take two columns, combining marks none") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("工单") == 4);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(pad("工单", 6) == "工单  ");
  CHECK(pad("7", 3, Align::right) == "  7");
}

TEST_CASE("text is cut at a whole character, with an ellipsis that fits") {
  CHECK(itss::truncate("工单系统", 8) == "工单系统");
  CHECK(itss::truncate("工单系统", 7) == "工单系…");
  CHECK(itss::truncate("工单系统", 6) == "工单…");
  CHECK(itss::truncate("abc", 0).empty());
  CHECK(itss::truncate("e\xCC\x81xyz", 2) == "e\xCC\x81…");
}

TEST_CASE("invalid UTF-8 is found at its first byte") {
  CHECK_FALSE(find_invalid_utf8("工单 ok 😀"));
  CHECK(find_invalid_utf8("ab\xff") == 2);
  CHECK(find_invalid_utf8("工\xE5\xB7") == 3);
  CHECK(find_invalid_utf8("\xC0\x80") == 0);
}

TEST_CASE("control characters of a record's text never reach a terminal") {
  CHECK(printable("a\x1b[31mb\nc") == "a [31mb c");
}

TEST_CASE("a typo within two edits gets a suggestion, a different word does not") {
  const std::vector<std::string> words = {"resolve", "reopen", "resume"};
  CHECK(suggest("resolv", words) == "resolve");
  CHECK(suggest("reoepn", words) == "reopen");
  CHECK_FALSE(suggest("banana", words));
  CHECK_FALSE(suggest("x", words));
  CHECK(suggest("ne", {"new"}) == "new");
  CHECK(suggest("nwe", {"new"}) == "new");
  CHECK_FALSE(suggest("foo", {"log"}));
  CHECK(suggest("lsit", {"list"}) == "list");
}

TEST_CASE("ids are read strictly, so that none can leave the repository or look like an option") {
  CHECK(parse_dated_id("TKT-20261124-7K3QF"));
  CHECK(parse_dated_id("TKT-20261124-0007"));
  for (const char* bad : {"TKT-20261124-7K3Q", "TKT-20261124-7K3QI", "TKT-20261324-7K3QF", "tkt-20261124-7K3QF",
                          "TKT20261124", "TKT-20261124-", "-20261124-7K3QF", ""})
    CHECK_FALSE(parse_dated_id(bad));
  for (const char* good : {"wang.fang", "王芳", "24x7", "a@b.cn"}) CHECK(is_given_name(good));
  for (const char* bad : {"", "../x", "a/b", ".hidden", "-x", "a..b", "a b", "\xff", "a\nb"})
    CHECK_FALSE(is_given_name(bad));
}

TEST_CASE("a new id has the date and five characters without I, L, O, U") {
  unsigned next = 0;
  const auto id = new_dated_id("TKT", *parse_date("2026-11-24"), [&] { return next += 7; });
  REQUIRE(parse_dated_id(id));
  CHECK(to_string(parse_dated_id(id)->date) == "2026-11-24");
  CHECK(serial_id("TKT", *parse_date("2026-11-24"), 7) == "TKT-20261124-0007");
}

TEST_CASE("canonical JSON has sorted keys, no blanks, and every scalar as a string") {
  const Value value = Value::Map{{"b", Value::List{"1", "x"}}, {"a", Value::Map{{"n", "no"}}}, {"c", "q\"\n"}};
  CHECK(to_canonical_json(value) == R"({"a":{"n":"no"},"b":["1","x"],"c":"q\"\u000a"})");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("the catalogue of diagnostics is sorted by name") {
  const auto& rows = diagnostic_catalogue();
  CHECK(std::is_sorted(rows.begin(), rows.end(),
                       [](const auto& a, const auto& b) { return std::string(a.name) < b.name; }));
}

TEST_CASE("a diagnostic shows the place, the line and a caret below the right column") {
  Diagnostic found = diagnose(Code::UNKNOWN_CODE, {"t.yaml", 3, 7}, {"P9", "priority"}, "did you mean 'P1'?");
  found.source_line = "标题字段: P9";
  CHECK(to_text(found) ==
        "t.yaml:3:7: error: 'P9' is not a code of 'priority' [UNKNOWN_CODE]\n  标题字段: P9\n            ^\n  did you "
        "mean 'P1'?");
}
