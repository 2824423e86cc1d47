#include <doctest/doctest.h>

#include <string>

#include "yaml/document.hpp"

using namespace itss;
using yaml::Document;
using yaml::Kind;
using yaml::Node;

namespace {

Document read(const std::string& bytes) {
  Diagnostics findings;
  auto document = Document::parse(bytes, "x.yaml", findings);
  for (const auto& finding : findings) MESSAGE(to_text(finding));
  REQUIRE(document);
  CHECK(findings.empty());
  return std::move(*document);
}

Diagnostics findings_of(const std::string& bytes, const yaml::Limits& limits = {}) {
  Diagnostics findings;
  CHECK_FALSE(Document::parse(bytes, "x.yaml", findings, limits));
  REQUIRE_FALSE(findings.empty());
  return findings;
}

// The bytes of a node's own tokens.
std::string source(const Document& document, const Node& node) {
  return document.bytes().substr(node.begin, node.end - node.begin);
}

std::string repeat(const std::string& text, int count) {
  std::string out;
  while (count-- > 0) out += text;
  return out;
}

}  // namespace

TEST_CASE("a finding names the line, the column and what is wrong in words of the user") {
  struct Row {
    std::string bytes;
    Code code;
    std::size_t line, column;
    std::string message;
  };
  const std::vector<Row> rows = {
      {"", Code::EMPTY_FILE, 0, 0, "the file is empty"},
      {"# nothing\n\n", Code::EMPTY_FILE, 0, 0, "the file is empty"},
      {"---\n", Code::EMPTY_FILE, 0, 0, "the file is empty"},
      {"\xEF\xBB\xBF", Code::EMPTY_FILE, 0, 0, "the file is empty"},
      {"a: 1\nb:\n\t- c\n", Code::TAB, 3, 1, "a tab where blanks are needed"},
      {"a: |\n\tb\n", Code::TAB, 2, 1, "a tab where blanks are needed"},
      {"标题: 一\n标题: 二\n", Code::DUPLICATE_KEY, 2, 1, "the key '标题' occurs twice (first in line 1)"},
      {"h:\n  - {a: 1, \"a\": 2}\n", Code::DUPLICATE_KEY, 2, 12, "the key 'a' occurs twice (first in line 2)"},
      {"a: \xFF\n", Code::BAD_ENCODING, 1, 4, "not valid UTF-8 at byte 3"},
      {"中: \xE4\xB8\n", Code::BAD_ENCODING, 1, 4, "not valid UTF-8 at byte 5"},
      {"a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n", Code::CONFLICT_MARKER, 2, 1,
       "unmerged conflict: '<<<<<<< HEAD'"},
      {"a: 1\r\n=======\r\n", Code::CONFLICT_MARKER, 2, 1, "unmerged conflict: '======='"},
      {"a: 1\n>>>>>>> 12ab (Fix: it)\n", Code::CONFLICT_MARKER, 2, 1, "unmerged conflict: '>>>>>>> 12ab (Fix: it)'"},
      {"a: 1\nfoo\nb: 2\n", Code::SYNTAX, 2, 1, "expected 'key: value' or '- item'"},
      {"a: b: c\n", Code::SYNTAX, 1, 5, "a ':' with a blank behind it is not allowed here"},
      {"a: - b\n", Code::SYNTAX, 1, 4, "a list item is not allowed here"},
      {"a: [1, 2\nb: 2\n", Code::SYNTAX, 2, 2, "expected ',' or ']' in the list that begins in line 1"},
      {"a: {b: 1\n", Code::SYNTAX, 2, 1, "expected ',' or '}' in the map that begins in line 1"},
      {"a: 1\n标题: \"没有\n", Code::SYNTAX, 2, 5, "the quoted text is not closed"},
      {"a: @b\n", Code::SYNTAX, 1, 4, "a text must not begin with '@'"},
      {"a: *b\n", Code::SYNTAX, 1, 4, "no anchor of this name stands before the alias"},
      {"a: &b [*b]\n", Code::SYNTAX, 1, 8, "the alias names a node that contains it"},
      {"a: **\n", Code::SYNTAX, 1, 4, "a text must not begin with '&' or '*', which mark anchors and aliases"},
      {"a: \"\\q\"\n", Code::SYNTAX, 1, 5, "unknown escape in a text in double quotes"},
      {"a: \x01\n", Code::SYNTAX, 1, 4, "control characters are not allowed"},
      {"a: |x\n  b\n", Code::SYNTAX, 1, 5, "the text below '|' or '>' begins in the next line"},
      {"a:\n  b: 1\n c: 2\n", Code::SYNTAX, 3, 2, "this does not fit the block of keys that begins in line 1"},
      {"? [a]\n: b\n", Code::SYNTAX, 1, 3, "a key must be a text"},
      {"a: 1\n---\nb: 2\n", Code::SYNTAX, 2, 1, "a second document begins here"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.bytes);
    const Diagnostic finding = findings_of(row.bytes).front();
    CHECK(info(finding.code).name == std::string(info(row.code).name));
    CHECK(finding.place.line == row.line);
    CHECK(finding.place.column == row.column);
    CHECK(finding.message == row.message);
    CHECK(finding.place.file == "x.yaml");
  }
}

TEST_CASE("a finding shows its line and what would mend it") {
  CHECK(to_text(findings_of("a: 1\n标题: 用: 户\n").front()) ==
        "x.yaml:2:6: error: a ':' with a blank behind it is not allowed here [SYNTAX]\n"
        "  标题: 用: 户\n"
        "          ^\n"
        "  put a text that contains ': ' into double quotes; the keys of a block begin in the same column");
  CHECK(findings_of("a: 1\n" + std::string(5000, '[')).front().source_line.size() < 1000);
}

TEST_CASE("all duplicate keys are named, up to a bound") {
  CHECK(findings_of("a: 1\nb: 2\na: 3\nb: 4\na: 5\n").size() == 3);
  std::string many;
  for (int i = 0; i < 100; ++i) many += "k" + std::to_string(i) + ": 1\n";
  CHECK(findings_of(many + "k7: 2\n").front().place.line == 101);
  CHECK(findings_of(repeat("a: 1\n", 1000)).size() == 20);
}

TEST_CASE("limits are kept without recursion and without expanding aliases") {
  CHECK(findings_of("a: 1\n", {.bytes = 4}).front().code == Code::FILE_TOO_LARGE);
  CHECK(findings_of(repeat("[", 10'000)).front().code == Code::NESTED_TOO_DEEP);
  CHECK(findings_of(repeat("- ", 10'000)).front().code == Code::NESTED_TOO_DEEP);
  CHECK(findings_of(repeat("{a: ", 10'000)).front().code == Code::NESTED_TOO_DEEP);
  CHECK(read("a: " + repeat("[", 99) + repeat("]", 99)).root().children.size() == 2);
  CHECK(findings_of("a: " + repeat("[", 100) + repeat("]", 100)).front().code == Code::NESTED_TOO_DEEP);
  CHECK(findings_of("a: [" + repeat("1, ", 50) + "]", {.nodes = 20}).front().code == Code::SYNTAX);

  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeat(before + ", ", 9) + "]\n";
  }
  CHECK(findings_of(bomb).front().code == Code::ALIAS_LIMIT);

  std::string ladder = "a0: &a0 [x]\n";
  for (int i = 1; i < 200; ++i)
    ladder += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  CHECK(findings_of(ladder).front().code == Code::NESTED_TOO_DEEP);
}

TEST_CASE("positions are bytes of a node's own tokens, whatever stands around them") {
  const std::string bytes =
      "\xEF\xBB\xBFid: 用户😀  # 注释\n"
      "h:\n"
      "- at: |  # 头\n"
      "    一\n"
      "    two\n"
      "\n"
      "# between\n"
      "- b: {甲: 1,\n"
      "    乙: 2} # k\n"
      "# end\n"
      "none:\n"
      "# c\n"
      "last: >+\n"
      "  x\n"
      "\n";
  for (const bool crlf : {false, true}) {
    CAPTURE(crlf);
    std::string converted;
    for (const char c : bytes) converted += c == '\n' && crlf ? std::string("\r\n") : std::string(1, c);
    const std::string eol = crlf ? "\r\n" : "\n";
    const Document document = read(converted);
    const Node& root = document.root();
    CHECK(root.begin == 3);
    CHECK(source(document, *root.find("id")) == "用户😀");
    const Node& history = *root.find("h");
    CHECK(source(document, history.children[0]) == "at: |  # 头" + eol + "    一" + eol + "    two");
    CHECK(history.children[0].find("at")->text == "一\ntwo\n");
    CHECK(source(document, *history.children[1].find("b")) == "{甲: 1," + eol + "    乙: 2}");
    CHECK(history.end == history.children[1].end);
    CHECK(source(document, *root.find("none")).empty());
    CHECK(document.bytes().substr(root.find("none")->begin - 5, 5) == "none:");
    CHECK(source(document, *root.find("last")) == ">+" + eol + "  x" + eol);
    CHECK(root.end == root.find("last")->end);
  }
}

TEST_CASE("an omitted value lies behind the token before it") {
  const Document document = read("a:\n# c\nb: # d\n? e\n\nf: [x, {g, h: }]\n");
  CHECK(document.root().find("a")->begin == 2);
  CHECK(document.root().find("b")->end == 9);
  CHECK(document.root().find("e")->begin == 17);
  CHECK(document.root().find("f")->children[1].find("g")->is_null());
  CHECK(source(document, *document.root().find("f")) == "[x, {g, h: }]");
}

TEST_CASE("U+0085 and U+2028, which libyaml takes for line breaks, do not shift positions or lines") {
  const Document document = read("a: \"x\u0085y\u2028z\"\nb: 中\n");
  CHECK(source(document, *document.root().find("b")) == "中");
  CHECK(document.place_of(document.root().find("b")->begin).line == 2);
  CHECK(document.place_of(document.root().find("b")->begin).column == 4);
}

TEST_CASE("a line break that no editor shows is named") {
  CHECK(findings_of("a: x\u2028y\nb: 1\n").front().hint ==
        "the line holds U+0085, U+2028 or U+2029, which YAML takes for a line break");
}

TEST_CASE("places count code points in lines as an editor shows them") {
  const Document document = read("\xEF\xBB\xBF标题: 一\r\nb: 2\rc: 3");
  CHECK(document.place_of(0).column == 1);
  CHECK(document.place_of(3).column == 1);
  CHECK(document.place_of(document.root().find("标题")->begin).column == 5);
  CHECK(document.place_of(document.root().find("b")->begin).line == 2);
  CHECK(document.place_of(document.root().find("c")->begin).line == 3);
  CHECK(document.place_of(10'000).line == 3);
  CHECK(document.line_of(0) == "标题: 一");
  CHECK(document.line_of(document.bytes().size()) == "c: 3");
}

TEST_CASE("only a plain scalar is null, and its text decides") {
  const Document document = read("a:\nb: ~\nc: null\nd: NULL\ne: \"\"\nf: 'null'\ng: nULL\nh: !!str\ni: !!str null\n");
  for (const char* key : {"a", "b", "c", "d"}) CHECK(document.root().find(key)->is_null());
  for (const char* key : {"e", "f", "g", "h", "i"}) CHECK_FALSE(document.root().find(key)->is_null());
}

TEST_CASE("an alias is a copy of what it names, and a merge key is a key like any other") {
  const Document document = read("a: &x {k: 1}\nb: *x\nc: &x [2]\nd: *x\ne: {<<: *x}\n");
  const Node& root = document.root();
  CHECK(root.find("a")->has_anchor);
  CHECK(root.find("b")->is_alias);
  CHECK_FALSE(root.find("b")->has_anchor);
  CHECK(source(document, *root.find("b")) == "*x");
  CHECK(root.find("b")->find("k")->text == "1");
  CHECK(root.find("d")->children.at(0).text == "2");
  CHECK(root.find("e")->find("<<")->kind == Kind::sequence);
}

TEST_CASE("an alias inside of the collection that holds the anchor is found") {
  const Document document = read("list:\n  - &a x\n  - [&b [y], *b, *a]\n  - {k: &c z, l: *c, m: [*a, *b]}\n");
  CHECK(to_canonical_json(to_value(document.root())) ==
        R"({"list":{"0":"x","1":{"0":["y"],"1":["y"],"2":"x"},"2":{"k":"z","l":"z","m":{"0":"x","1":["y"]}}}})");
}

TEST_CASE("a value keeps every scalar as its text") {
  const Document document =
      read("a: no\nb: 1.10\nc: [007, ~, x]\nd: {e: 2026-11-24, f: }\ng: [{h: 1}, i]\nj: []\nk: {}\n");
  CHECK(
      to_canonical_json(to_value(document.root())) ==
      R"({"a":"no","b":"1.10","c":["007","","x"],"d":{"e":"2026-11-24","f":null},"g":{"0":{"h":"1"},"1":"i"},"j":[],"k":{}})");
}

TEST_CASE("find looks for a key of a mapping only") {
  const Document document = read("- a\n- b: 1\n");
  CHECK(document.root().find("a") == nullptr);
  CHECK(document.root().children[1].find("b")->text == "1");
  CHECK(document.root().children[1].find("c") == nullptr);
}
