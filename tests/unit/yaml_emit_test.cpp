#include <doctest/doctest.h>

#include "yaml/document.hpp"
#include "yaml/emit.hpp"

using namespace itss;
using yaml::Context;
using yaml::emit_inline;
using yaml::Meaning;
using yaml::Tree;

namespace {

Tree text(const char* value) { return Tree::scalar(value); }
Tree literal(const char* value) { return Tree::scalar(value, Meaning::literal); }

}  // namespace

TEST_CASE("a text stays plain when no parser reads it as anything else") {
  for (const char* plain : {"new",
                            "wang.fang",
                            "TKT-20261124-7K3QF",
                            "用户无法登录 BRT 平台",
                            "a: b" + 3,
                            "a#b",
                            "a:b",
                            "http://x.cn/?q=1",
                            "it's",
                            "say \"hi\"",
                            "7K3QF",
                            "2号楼",
                            "nope",
                            "yes!",
                            "onward",
                            "😀",
                            "a - b",
                            "C:\\x",
                            "50%",
                            "x|y",
                            "注：见附件",
                            ".gitignore",
                            "e-mail"}) {
    CAPTURE(plain);
    CHECK(emit_inline(plain) == plain);
  }
}

TEST_CASE("a text that some parser reads as something else is quoted") {
  for (const char* other : {"",
                            "~",
                            "null",
                            "Null",
                            "no",
                            "No",
                            "NO",
                            "on",
                            "off",
                            "y",
                            "N",
                            "yes",
                            "True",
                            "false",
                            "1.10",
                            "007",
                            "1",
                            "-1",
                            "+8613800000000",
                            "0x1F",
                            "0o7",
                            "0b1",
                            "1e3",
                            "1_000",
                            ".5",
                            ".inf",
                            "-.INF",
                            ".NaN",
                            "12:30",
                            "12:30:00",
                            "2026-11-24",
                            "2026-11-24T09:15:00+08:00",
                            "10.1.2.3",
                            "<<",
                            "=",
                            "- a",
                            "-",
                            "-a",
                            "? a",
                            ": a",
                            "a: b",
                            "a:",
                            "a #b",
                            " a",
                            "a ",
                            "#a",
                            "&a",
                            "*a",
                            "!a",
                            "|",
                            ">",
                            "'a'",
                            "\"a\"",
                            "%a",
                            "@a",
                            "`a`",
                            "[a]",
                            "{a}",
                            ",a",
                            "---",
                            "...",
                            "<<<<<<< HEAD",
                            "======="}) {
    CAPTURE(other);
    CHECK(emit_inline(other).front() == '"');
  }
}

TEST_CASE("what is not visible is written as an escape") {
  CHECK(emit_inline("a\nb") == R"("a\nb")");
  CHECK(emit_inline("a\tb\r\\\"") == R"("a\tb\r\\\"")");
  CHECK(emit_inline("\u0085|\u2028|\u2029|\uFEFF|\uFFFF|\u009F") == R"("\x85|\u2028|\u2029|\uFEFF|\uFFFF|\x9F")");
  CHECK(emit_inline(std::string_view("\0\x1B\x7F", 3)) == R"("\x00\x1B\x7F")");
  CHECK(emit_inline("a\xFF") == "\"a\uFFFD\"");
  CHECK(emit_inline("\uFFFD") == "\uFFFD");
}

TEST_CASE("in flow style more is quoted") {
  for (const char* special : {"a, b", "a]", "a{", "a:b", "why?"}) {
    CAPTURE(special);
    CHECK(emit_inline(special) == special);
    CHECK(emit_inline(special, Meaning::text, Context::flow).front() == '"');
  }
}

TEST_CASE("a literal is written as it is, unless it could not stand there") {
  CHECK(emit_inline("2026-11-24T09:15:00+08:00", Meaning::literal, Context::flow) == "2026-11-24T09:15:00+08:00");
  CHECK(emit_inline("1.10", Meaning::literal) == "1.10");
  CHECK(emit_inline("-3", Meaning::literal) == "-3");
  CHECK(emit_inline("", Meaning::literal) == "null");
  CHECK(emit_inline("- x: y", Meaning::literal) == "\"- x: y\"");
}

TEST_CASE("an event is an item with its keys below each other and its changes in one line") {
  const Tree event = Tree::map({{"at", literal("2026-11-24T09:15:00+08:00")},
                                {"by", text("wang.fang")},
                                {"do", text("new")},
                                {"set", Tree::map({{"status", text("new")},
                                                   {"title", text("用户无法登录 BRT 平台")},
                                                   {"impact", literal("2")},
                                                   {"links", Tree::list({text("A"), text("B, C")})}})},
                                {"note", text("第一行\n\n  第二行")}});
  CHECK(yaml::emit_item(event, 2) ==
        "  - at: 2026-11-24T09:15:00+08:00\n"
        "    by: wang.fang\n"
        "    do: new\n"
        "    set: {status: new, title: 用户无法登录 BRT 平台, impact: 2, links: [A, \"B, C\"]}\n"
        "    note: |-\n"
        "      第一行\n"
        "\n"
        "        第二行\n");
  CHECK(yaml::emit_item(text("x"), 0, "\r\n") == "- x\r\n");
  CHECK(yaml::emit_item(Tree::map({}), 0) == "- {}\n");
}

TEST_CASE("a map or list that does not fit into the width becomes a block") {
  const Tree map = Tree::map({{"title", text("标题标题")}, {"kind", text("x")}});
  CHECK(yaml::emit_entry("set", map, 2, "\n", 34) == "  set: {title: 标题标题, kind: x}\n");
  CHECK(yaml::emit_entry("set", map, 2, "\n", 32) == "  set:\n    title: 标题标题\n    kind: x\n");
  CHECK(yaml::emit_entry("to", Tree::list({text("a\nb"), text("c")}), 0) == "to:\n  - |-\n    a\n    b\n  - c\n");
  CHECK(yaml::emit_entry("to", Tree::list({}), 0, "\n", 0) == "to: []\n");
  CHECK(yaml::emit_entry("to", Tree::map({}), 0, "\n", 0) == "to: {}\n");
}

TEST_CASE("a text with line breaks is a literal block where that reads back exactly") {
  const auto entry = [](const char* value) { return yaml::emit_entry("t", Tree::scalar(value), 0); };
  CHECK(entry("a\nb") == "t: |-\n  a\n  b\n");
  CHECK(entry("a\nb\n") == "t: |\n  a\n  b\n");
  CHECK(entry("  a\nb") == "t: |2-\n    a\n  b\n");
  CHECK(entry("a\n# b: c\n- d") == "t: |-\n  a\n  # b: c\n  - d\n");
  CHECK(entry("a\tb\nc") == "t: |-\n  a\tb\n  c\n");
  // Blank lines at the end or blanks at line ends would not survive an editor.
  for (const char* fragile : {"a\n\n", "\na", "a \nb", "a\nb\t", "a\n\tb", "a\r\nb", "a\u0085\nb", "\n"}) {
    CAPTURE(fragile);
    CHECK(entry(fragile).substr(0, 4) == "t: \"");
  }
  CHECK(yaml::emit_entry("t", Tree::scalar("a\nb", Meaning::line), 0) == "t: \"a\\nb\"\n");
}

TEST_CASE("keys are quoted by the same rules") {
  const Tree map = Tree::map({{"on", text("x")}, {"1", text("w")}, {"a: b", text("z")}});
  CHECK(yaml::emit_document(map) == "\"on\": x\n\"1\": w\n\"a: b\": z\n");
  CHECK(yaml::emit_entry("m", map, 0) == "m: {\"on\": x, \"1\": w, \"a: b\": z}\n");
  const std::string longest(2000, 'k');
  CHECK(yaml::emit_entry(longest, text("x"), 2) == "  ? " + longest + "\n  : x\n");
  CHECK(yaml::emit_document(Tree::map({})) == "{}\n");
}

TEST_CASE("a document becomes a tree that is written with the same meaning") {
  Diagnostics findings;
  const auto document =
      yaml::Document::parse("a: 1.10\nb: '1.10'\nc:\nd: [x, ~]\ne: {f: \"no\"}\n", "x.yaml", findings);
  REQUIRE(document);
  CHECK(yaml::emit_document(to_tree(document->root())) ==
        "a: 1.10\nb: \"1.10\"\nc: null\nd: [x, null]\ne: {f: \"no\"}\n");
}

TEST_CASE("a key is quoted like a text, or stands as it is if it is meant as a literal") {
  const Tree tree = Tree::map({{"2027-01-01", text("x")}, {"2027-01-02", text("z"), Meaning::literal}});
  CHECK(yaml::emit_entry("k", tree, 0) == "k: {\"2027-01-01\": x, 2027-01-02: z}\n");
  CHECK(yaml::emit_document(tree) == "\"2027-01-01\": x\n2027-01-02: z\n");
  Diagnostics findings;
  const auto document = yaml::Document::parse("k: {2027-01-01: x, '2027-01-02': z}\n", "x.yaml", findings);
  REQUIRE(document);
  CHECK(yaml::emit_document(yaml::to_tree(document->root())) == "k: {2027-01-01: x, \"2027-01-02\": z}\n");
}

TEST_CASE("an empty key stays one, however it is meant") {
  CHECK(yaml::emit_document(Tree::map({{"", text("x"), Meaning::literal}})) == "\"\": x\n");
  CHECK(yaml::emit_entry("k", Tree::map({{"", text("x"), Meaning::literal}}), 0) == "k: {\"\": x}\n");
}
