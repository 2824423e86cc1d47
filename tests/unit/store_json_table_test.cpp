#include <doctest/doctest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "store/json_scan.hpp"
#include "store/json_table.hpp"
#include "temp_dir.hpp"

using namespace itss;
using namespace itss::store;
using itss::test::TempDir;

namespace {

// The cells of a table, rows as `a|b`, lists as `a+b`, structures as they are; rejects as `line: reason`.
std::string shown(const CsvTable& table) {
  std::string text;
  for (const auto& row : table.rows) {
    text += std::to_string(row.line) + ":";
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string& cell = table.cell(row, i);
      text += i == 0 ? " " : "|";
      if (!cell.empty() && cell.front() == kStructure)
        text += cell.substr(1);
      else
        for (const auto& part : texts_of_cell(cell))
          text += (text.back() == ' ' || text.back() == '|' ? "" : "+") + part;
    }
    text += "\n";
  }
  for (const auto& reject : table.rejects) text += std::to_string(reject.line) + ": " + reject.reason + "\n";
  return text;
}

std::string refusal(const std::string& document, const std::string& at = "") {
  try {
    json_elements(document, at);
  } catch (const Error& error) {
    return error.what();
  }
  return "read";
}

}  // namespace

TEST_CASE("the elements of an array are found with their lines, whatever stands in them") {
  const auto elements = json_elements("\xEF\xBB\xBF[ {\"a\": \"]}\\\"\"},\n [1, [2]], \"x,\" ,\n\n 5,null\n]", "");
  REQUIRE(elements.size() == 5);
  CHECK(elements[0].text == "{\"a\": \"]}\\\"\"}");
  CHECK(elements[1].text == "[1, [2]]");
  CHECK(elements[1].line == 2);
  CHECK(elements[2].text == "\"x,\"");
  CHECK(elements[3].text == "5");
  CHECK(elements[3].line == 4);
  CHECK(elements[4].text == "null");
  CHECK(json_elements("[]", "").empty());
  CHECK(json_elements("[ \n ]", "").empty());
}

TEST_CASE("an array is found at a path of keys and places") {
  const std::string document = R"({"a": [1, {"x": [9]}], "b\u0020c": {"d": [[], [7, 8]]}})";
  CHECK(json_elements(document, "a").size() == 2);
  CHECK(json_elements(document, "a.1.x").front().text == "9");
  CHECK(json_elements(document, "b c.d.1").size() == 2);
}

TEST_CASE("a document without an array at the path, or cut short, is refused with its line") {
  CHECK(refusal(R"({"a": 1})") == "line 1: the document is no array; 'at:' of the map says where the array is");
  CHECK(refusal("", "") == "line 1: the JSON ends in the middle");
  CHECK(refusal("{\n\"a\": 1}", "a") == "line 2: there is no array at 'a'");
  CHECK(refusal(R"({"a": []})", "b") == "line 1: there is no array at 'b'");
  CHECK(refusal(R"([[1]])", "1") == "line 1: there is no array at '1'");
  CHECK(refusal("[1,\n2") == "line 2: the JSON ends in the middle");
  CHECK(refusal("[1,\n{\"a\": \"x") == "line 2: the JSON ends in the middle");
  CHECK(refusal("[1 2]") == "line 1: '2' does not fit here in JSON");
  CHECK(refusal("[1,]") == "line 1: ']' does not fit here in JSON");
  CHECK(refusal("{a: [1]}", "a") == "line 1: 'a' does not fit here in JSON");
}

TEST_CASE("a path leads to texts, numbers as they are written, lists and structures; what is not there is empty") {
  const CsvTable table = read_json(
      R"([{"a": {"b": ["x", {"c": 7}]}, "n": 10, "t": true, "z": null, "l": ["p", 1, null], "a.b": "whole"}])", "",
      {"a.b", "a.b.1.c", "a.b.7", "n", "t", "z", "l", "l.1", "none.at.all", "a"});
  CHECK(shown(table) == "1: whole|7||10|true||p+1|1||{\"b\":[\"x\",{\"c\":7}]}\n");
  CHECK(table.present.count("z") == 1);
  CHECK(table.present.count("none.at.all") == 0);
  CHECK(table.keys == std::set<std::string>{"a", "a.b", "l", "n", "t", "z"});
}

TEST_CASE("an element that cannot be read is set aside, and the others are taken") {
  std::string deep = "{\"k\": ";
  for (int i = 0; i < 70; ++i) deep += "[";
  for (int i = 0; i < 70; ++i) deep += "]";
  const CsvTable table =
      read_json("[{\"k\": 1},\n{\"k\": 1, \"k\": 2},\n{k: 1},\n3,\n{\"k\": \"\\u0000\"},\n{\"k\": 1e999},\n" + deep +
                    "},\n{\"k\": \"\xFF\"},\n{\"k\": {\"m\": 1, \"m\": 1}},\n{\"k\": 2}]",
                "", {"k"});
  CHECK(shown(table) ==
        "1: 1\n10: 2\n"
        "2: the key 'k' occurs twice\n"
        "3: no JSON: byte 2 of the row\n"
        "4: the row is no object\n"
        "5: column 'k': a NUL byte\n"
        "6: a number is too large\n"
        "7: nested deeper than 64 levels\n"
        "8: no JSON: byte 8 of the row\n"
        "9: the key 'm' occurs twice\n");
  CHECK(table.rejects[1].row == "{k: 1}");
}

TEST_CASE("JSON Lines are given some at a time, from a packed file too, and again from the first") {
  const TempDir dir;
  const std::filesystem::path plain = dir.path() / "in.jsonl", packed = dir.path() / "in.jsonl.gz";
  const std::string text = "{\"k\": 1}\n\n  {\"k\": 2}\r\n{\"k\": \n{\"k\": 4}";
  std::ofstream(plain, std::ios::binary) << text;
  gzFile out = gzopen(packed.c_str(), "wb");
  gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  gzclose(out);
  for (const auto& file : {plain, packed}) {
    JsonLines lines(file, {"k"});
    for (int round = 0; round < 2; ++round) {
      CsvTable table;
      REQUIRE(lines.next(table, 2));
      CHECK(shown(table) == "1: 1\n3: 2\n");
      REQUIRE(lines.next(table, 2));
      CHECK(shown(table).substr(0, 30) == "5: 4\n4: no JSON: byte 6 of the");
      CHECK_FALSE(lines.next(table, 2));
      lines.rewind();
    }
  }
  CHECK_THROWS_AS(JsonLines(dir.path() / "nothing", {"k"}), Error);
  CHECK_THROWS_AS(JsonLines(dir.path(), {"k"}), Error);
}

TEST_CASE("a line of a file of rejects is the row in it") {
  const TempDir dir;
  const std::string text = json_reject_file({{9, "why \"so\"", "{\"k\":\"v\",\"line\":1}"}, {4, "cut", "{\"k\""}});
  CHECK(text ==
        "{\"line\":4,\"reason\":\"cut\",\"row\":\"{\\\"k\\\"\"}\n"
        "{\"line\":9,\"reason\":\"why \\\"so\\\"\",\"row\":{\"k\":\"v\",\"line\":1}}\n");
  std::ofstream(dir.path() / "rejected.jsonl") << text;
  JsonLines lines(dir.path() / "rejected.jsonl", {"k"});
  CsvTable table;
  REQUIRE(lines.next(table, 10));
  CHECK(shown(table) == "1: \n2: v\n");
}

TEST_CASE("the objects of a cell give the texts at paths; anything else is no array of objects") {
  const std::string cell = kStructure + std::string(R"([{"a": {"b": 1}, "l": ["x", "y"]}, {}])");
  const auto objects = objects_of_cell(cell, {"a.b", "l"});
  REQUIRE(objects);
  CHECK(*objects == std::vector<std::vector<std::string>>{{"1", "x, y"}, {"", ""}});
  CHECK(objects_of_cell("", {"a"})->empty());
  CHECK_FALSE(objects_of_cell("text", {"a"}));
  CHECK_FALSE(objects_of_cell(kStructure + std::string(R"({"a": 1})"), {"a"}));
  CHECK_FALSE(objects_of_cell(kStructure + std::string(R"([{"a": 1}, 2])"), {"a"}));
}
