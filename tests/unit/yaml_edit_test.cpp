#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "yaml/edit.hpp"

using namespace itss;
using yaml::Document;
using yaml::Editor;
using yaml::Meaning;
using yaml::Tree;

namespace {

using Change = std::function<void(Editor&)>;

Result<std::string> edit(const std::string& bytes, const Change& change) {
  Diagnostics findings;
  const auto document = Document::parse(bytes, "x.yaml", findings);
  for (const auto& finding : findings) MESSAGE(to_text(finding));
  REQUIRE(document);
  Editor editor(*document);
  change(editor);
  return editor.finish();
}

std::string edited(const std::string& bytes, const Change& change) {
  const auto result = edit(bytes, change);
  if (!result) MESSAGE(result.error());
  REQUIRE(result);
  return *result;
}

Change set(const std::string& key, const Tree& value, const std::string& before = {}) {
  return [=](Editor& editor) { editor.set(key, value, before); };
}
Change set(const std::string& key, const char* text) { return set(key, Tree::scalar(text)); }
Change unset(const std::string& key) {
  return [=](Editor& editor) { editor.unset(key); };
}
Change append(const std::string& key, const Tree& item) {
  return [=](Editor& editor) { editor.append(key, item); };
}

const Tree kEvent = Tree::map({{"at", Tree::scalar("2026-11-24T09:20:10+08:00", Meaning::literal)},
                               {"do", Tree::scalar("accept")},
                               {"note", Tree::scalar("已电话\n告知用户")}});

std::string with_crlf(const std::string& bytes) {
  std::string out;
  for (const char c : bytes) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

}  // namespace

TEST_CASE("a value is replaced where it stands, and a comment behind it stays") {
  struct Row {
    std::string before;
    const char* value;
    std::string after;
  };
  const std::vector<Row> rows = {
      {"k: old # why\nb: 1\n", "new", "k: new # why\nb: 1\n"},
      {"k:   'old'   # why\n", "no", "k:   \"no\"   # why\n"},
      {"k: several\n  words # why\nb: 1\n", "new", "k: new # why\nb: 1\n"},
      {"k: \"several\n\n  lines\" # why\nb: 1\n", "new", "k: new # why\nb: 1\n"},
      {"k: {a: 1,\n  b: 2} # why\nb: 1\n", "new", "k: new # why\nb: 1\n"},
      {"k: | # why\n  one\n\n  two\n\n# about b\nb: 1\n", "new", "k: new # why\n\n# about b\nb: 1\n"},
      {"k: |+\n  one\n\nb: 1\n", "new", "k: new\nb: 1\n"},
      {"k: >2-\n    one\n  two\nb: 1\n", "new", "k: new\nb: 1\n"},
      {"k:\nb: 1\n", "new", "k: new\nb: 1\n"},
      {"k: # why\nb: 1\n", "new", "k: new # why\nb: 1\n"},
      {"k: # why\n  # below\n  old # beside\nb: 1\n", "new", "k: # why\n  # below\n  new # beside\nb: 1\n"},
      {"k:\n- a\n- b\n# about b\nb: 1\n", "new", "k: new\n# about b\nb: 1\n"},
      {"k: old # why\nb: 1\n", "one\ntwo", "k: |- # why\n  one\n  two\nb: 1\n"},
      {"k: |\n  one\nb: 1\n", "one\ntwo\n", "k: |\n  one\n  two\nb: 1\n"},
      {"k:\n  old\nb: 1\n", "one\ntwo", "k: |-\n  one\n  two\nb: 1\n"},
      {"k: old\n    # deep\nb: 1\n", "one\ntwo", "k: \"one\\ntwo\"\n    # deep\nb: 1\n"},
      {"k: old", "new", "k: new"},
      {"k: old", "one\ntwo", "k: |-\n  one\n  two\n"},
      {"  k: old\n  b: 1\n", "one\ntwo", "  k: |-\n    one\n    two\n  b: 1\n"},
      {"标题: 用户\nk: 无法😀登录 # 说明\nb: 平台\n", "重启", "标题: 用户\nk: 重启 # 说明\nb: 平台\n"},
      {"\xEF\xBB\xBFk: old\n", "new", "\xEF\xBB\xBFk: new\n"},
      {"a: \"x\u0085y\u2028z\"\nk: old\n", "new", "a: \"x\u0085y\u2028z\"\nk: new\n"},
      {"'k' : old\n", "new", "'k' : new\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.before);
    CHECK(edited(row.before, set("k", row.value)) == row.after);
    CHECK(edited(with_crlf(row.before), set("k", row.value)) ==
          (row.before == "k: old" ? row.after : with_crlf(row.after)));
  }
}

TEST_CASE("a value that is there already changes nothing") {
  for (const char* bytes : {"k: 'x'\n", "k: \"\\x78\"\n", "k:\n  x\n", "k: &a x\n"})
    CHECK(edited(bytes, set("k", "x")) == bytes);
  CHECK(edited("k: [ a,b ]\n", set("k", Tree::list({Tree::scalar("a"), Tree::scalar("b")}))) == "k: [ a,b ]\n");
  CHECK(edited("k:\n", set("k", "")) == "k: \"\"\n");
  CHECK(edited("a: 1\n", [](Editor&) {}) == "a: 1\n");
}

TEST_CASE("a block stays a block at its indentation, and flow style stays in its line") {
  const Tree list = Tree::list({Tree::scalar("a"), Tree::scalar("c")});
  CHECK(edited("k: # why\n# in\n- a\n- b\nz: 1\n", set("k", list)) == "k: # why\n# in\n- a\n- c\nz: 1\n");
  CHECK(edited("k:\n    - a\nz: 1\n", set("k", list)) == "k:\n    - a\n    - c\nz: 1\n");
  CHECK(edited("k: [a] # why\nz: 1\n", set("k", list)) == "k: [a, c] # why\nz: 1\n");
  CHECK(edited("k:\n  - a\nz: 1\n", set("k", Tree::list({}))) == "k: []\nz: 1\n");
  CHECK(edited("k:\n- a\nz: 1\n", set("k", Tree::map({{"w", Tree::scalar("x")}}))) == "k:\n  w: x\nz: 1\n");
  CHECK(edited("k:\n   x: 1\nz: 1\n", set("k", Tree::map({{"w", Tree::scalar("2", Meaning::literal)}}))) ==
        "k:\n   w: 2\nz: 1\n");
}

TEST_CASE("of a list only the items that differ lose or get lines, and its comments stay") {
  const auto list = [](const std::vector<const char*>& texts) {
    Tree tree = Tree::list({});
    for (const char* text : texts) tree.items.push_back(Tree::scalar(text));
    return tree;
  };
  const std::string a = "k: # why\n  # before\n  - a   # first\n", between = "  # between\n", b = "  - 用户 # second\n",
                    tail = "  # after\n# about z\nz: 1\n";
  const std::string bytes = a + between + b + tail;
  const std::string end = "  # after\n  - c\n# about z\nz: 1\n";
  struct Row {
    std::string before;
    std::vector<const char*> items;
    std::string after;
  };
  const std::vector<Row> rows = {
      {bytes, {"a", "用户", "c"}, a + between + b + end},
      {bytes, {"用户"}, "k: # why\n  # before\n" + between + b + tail},
      {bytes, {"a"}, a + between + tail},
      {bytes, {"a", "c", "用户"}, a + "  - c\n" + between + b + tail},
      {bytes, {"c", "a", "用户"}, "k: # why\n  # before\n  - c\n  - a   # first\n" + between + b + tail},
      {bytes, {"c"}, "k: # why\n  # before\n" + between + end},
      {bytes, {}, "k: [] # why\n  # before\n" + between + tail},
      {"k:\n- a # x\n# y\n- b\nz: 1\n", {"a", "c"}, "k:\n- a # x\n# y\n- c\nz: 1\n"},
      {"k:\n  -\n    a # x\n\n  - # y\n    b\nz: 1\n", {"a", "c"}, "k:\n  -\n    a # x\n\n  - c\nz: 1\n"},
      {"k:\n  - - a\n    - b # x\n  - c # y\n", {"c"}, "k:\n  - c # y\n"},
      {"k:\n  - a # x\n  # end\n", {"a", "c"}, "k:\n  - a # x\n  # end\n  - c\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.before);
    CHECK(edited(row.before, set("k", list(row.items))) == row.after);
    CHECK(edited(with_crlf(row.before), set("k", list(row.items))) == with_crlf(row.after));
  }
  CHECK(edited("k:\n  - a # x", set("k", list({"a", "c"}))) == "k:\n  - a # x\n  - c\n");
  CHECK(edited("k:\n  - a\n  # x", set("k", list({"c"}))) == "k:\n  # x\n  - c\n");
}

TEST_CASE("of a map only the keys that differ lose, get or change lines, however they are ordered") {
  const auto inner = [](std::vector<Tree::Entry> entries) {
    return Tree::map({{"a", Tree::scalar("x")}, {"k", Tree::map(std::move(entries))}});
  };
  const Tree from = Tree::scalar("1", Meaning::literal), to = Tree::scalar("2", Meaning::literal);
  const std::string bytes =
      "m:\n  # head\n  k:   # key\n    from: 1   # when\n    # below\n  # between\n  a: x # one\n# about z\nz: 1\n";
  const auto with = [&](const std::string& lines) {
    return "m:\n  # head\n  k:   # key\n" + lines + "    # below\n  # between\n  a: x # one\n# about z\nz: 1\n";
  };
  CHECK(edited(bytes, set("m", inner({{"from", from}}))) == bytes);
  CHECK(edited(bytes, set("m", inner({{"from", from}, {"to", to}}))) ==
        "m:\n  # head\n  k:   # key\n    from: 1   # when\n    # below\n    to: 2\n  # between\n  a: x # one\n# about "
        "z\nz: 1\n");
  CHECK(edited(bytes, set("m", inner({{"from", to}}))) == with("    from: 2   # when\n"));
  CHECK(edited(bytes, set("m", inner({}))) ==
        "m:\n  # head\n  k: {}   # key\n    # below\n  # between\n  a: x # one\n# about z\nz: 1\n");
  CHECK(edited(bytes, set("m", Tree::map({{"a", Tree::scalar("x")}}))) ==
        "m:\n  # head\n    # below\n  # between\n  a: x # one\n# about z\nz: 1\n");
  CHECK(edited(bytes, set("m", Tree::map({{"b", to}}))) ==
        "m:\n  # head\n    # below\n  # between\n  b: 2\n# about z\nz: 1\n");
  CHECK(edited("m:\n  k:\n    l:\n    - a # x\n", set("m", Tree::map({{"k", Tree::map({{"l", Tree::list({to})}})}}))) ==
        "m:\n  k:\n    l:\n    - 2\n");
}

TEST_CASE("a comment stays beside a value that takes several lines") {
  CHECK(edited("k:\n  old # why\nb: 1\n", set("k", "one\ntwo")) == "k:\n  \"one\\ntwo\" # why\nb: 1\n");
  CHECK(edited("k:\n  old # why\nb: 1\n", set("k", Tree::list({Tree::scalar("x\ny")}))) ==
        "k:\n  [\"x\\ny\"] # why\nb: 1\n");
  CHECK(edited("k:\n  | # why\n   old\nb: 1\n", set("k", "new")) == "k:\n  new # why\nb: 1\n");
}

TEST_CASE("a new key is added before the one named, behind the entry above it") {
  const Tree value = Tree::scalar("P2");
  const std::string bytes = "id: T # x\n\n# the log\nhistory:\n  - x\n\n# end\n";
  CHECK(edited(bytes, set("p", value, "history")) == "id: T # x\np: P2\n\n# the log\nhistory:\n  - x\n\n# end\n");
  CHECK(edited(bytes, set("p", value, "id")) == "p: P2\n" + bytes);
  CHECK(edited(bytes, set("p", value, "nothing")) == bytes + "p: P2\n");
  CHECK(edited(bytes, set("p", value)) == bytes + "p: P2\n");
  CHECK(edited("h:\n  - x\n # its own\nz: 1\n", set("p", value, "z")) == "h:\n  - x\n # its own\np: P2\nz: 1\n");
  CHECK(edited("a: 1\n\n\n", set("p", value)) == "a: 1\np: P2\n\n\n");
  CHECK(edited("---\na: 1\n...\n", set("p", value)) == "---\na: 1\np: P2\n...\n");
  CHECK(edited("a: 1", set("p", value)) == "a: 1\np: P2\n");
  CHECK(edited("\xEF\xBB\xBF"
               "a: 1",
               set("p", value, "a")) == "\xEF\xBB\xBFp: P2\na: 1");
  CHECK(edited("  a: 1\n", set("p", value)) == "  a: 1\n  p: P2\n");
  const auto both = [&](Editor& editor) {
    editor.set("p", value, "history");
    editor.set("q", Tree::scalar("1\n2"), "history");
    editor.set("id", Tree::scalar("3\n4"));
  };
  CHECK(edited("id: T\nhistory: []\n", both) == "id: |-\n  3\n  4\np: P2\nq: |-\n  1\n  2\nhistory: []\n");
}

TEST_CASE("a key is removed with its lines, and the comments above and below stay") {
  CHECK(edited("a: 1\n# k\nk: 2 # why\n# b\nb: 3\n", unset("k")) == "a: 1\n# k\n# b\nb: 3\n");
  CHECK(edited("a: 1\nk: |\n  x\n\n  y\n# b\nb: 3\n", unset("k")) == "a: 1\n# b\nb: 3\n");
  CHECK(edited("a: 1\nk: # x\n  # y\n  - z\n", unset("k")) == "a: 1\n");
  CHECK(edited("\xEF\xBB\xBFk: 2\r\na: 1\r\n", unset("k")) ==
        "\xEF\xBB\xBF"
        "a: 1\r\n");
  CHECK(edited("a: 1\nk:", unset("k")) == "a: 1\n");
  CHECK(edited("a: 1\n", unset("k")) == "a: 1\n");
}

TEST_CASE("an event is added behind the last token of the last one and the comments that belong to it") {
  const std::string event =
      "  - at: 2026-11-24T09:20:10+08:00\n    do: accept\n    note: |-\n      已电话\n      告知用户\n";
  struct Row {
    std::string before, after;
  };
  const std::vector<Row> rows = {
      {"history:\n  - x # why\n    # about x\n  # and y\n", "\n# tail\nz: 1\n"},
      {"history:\n  - at: 1\n    set: {a: 1,\n      b: 2} # why\n", "z: 1\n"},
      {"history:\n  - note: |\n      text\n\n      # text\n", "\n\n# tail\n"},
      {"history:\n  - note: |+\n      text\n\n", "# tail\n"},
      {"history: # why\n  -   at: 1\n      do:\n", "# tail\n"},
      {"标题: \"用户\u2028😀\"\nhistory:\n  - 注: 'x'\n", ""},
      {"\xEF\xBB\xBFhistory:\n  - - a\n    - b\n", "...\n"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.before);
    CHECK(edited(row.before + row.after, append("history", kEvent)) == row.before + event + row.after);
    CHECK(edited(with_crlf(row.before + row.after), append("history", kEvent)) ==
          with_crlf(row.before + event + row.after));
  }
}

TEST_CASE("a new event follows the indentation of the others") {
  const Tree item = Tree::map({{"a", Tree::scalar("x")}, {"b", Tree::scalar("w")}});
  CHECK(edited("h:\n- a: 1\nz: 2\n", append("h", item)) == "h:\n- a: 1\n- a: x\n  b: w\nz: 2\n");
  CHECK(edited("h:\n      - a: 1\n", append("h", item)) == "h:\n      - a: 1\n      - a: x\n        b: w\n");
  CHECK(edited("h:\n- a: 1\n# not its own\nz: 2\n", append("h", item)) ==
        "h:\n- a: 1\n- a: x\n  b: w\n# not its own\nz: 2\n");
}

TEST_CASE("a sequence that is absent or empty is created as a block") {
  const Tree item = Tree::map({{"a", Tree::scalar("x")}});
  const auto twice = [&](Editor& editor) {
    editor.append("h", item);
    editor.append("h", Tree::scalar("w"));
  };
  CHECK(edited("id: T\n", twice) == "id: T\nh:\n  - a: x\n  - w\n");
  CHECK(edited("h: [] # why\nz: 1\n", twice) == "h: # why\n  - a: x\n  - w\nz: 1\n");
  CHECK(edited("h: # why\nz: 1\n", twice) == "h: # why\n  - a: x\n  - w\nz: 1\n");
  CHECK(edited("h:\n  - 1\nz: 1\n", twice) == "h:\n  - 1\n  - a: x\n  - w\nz: 1\n");
}

TEST_CASE("a text that ended with the file keeps its end when lines follow") {
  CHECK(edited("h:\n  - n: |\n      x", append("h", Tree::scalar("w"))) == "h:\n  - n: |-\n      x\n  - w\n");
  CHECK(edited("a: >2+\n   x", set("b", "w")) == "a: >2-\n   x\nb: w\n");
  CHECK(edited("b: x\na: |\n  x", set("b", "w")) == "b: w\na: |\n  x");
}

TEST_CASE("what cannot be edited in place is refused with a code, the reason and the command that mends it") {
  struct Row {
    const char* bytes;
    Change change;
    const char* error;
  };
  const std::vector<Row> rows = {
      {"id: T-1\nh: [a]\n", append("h", kEvent),
       "cannot edit 'h' in place: it is in flow style [CANNOT_EDIT]; 'itss fmt T-1' rewrites it"},
      {"{h: [a]}\n", append("h", kEvent),
       "cannot edit 'x.yaml' in place: it is in flow style [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"- a\n", set("k", "x"),
       "cannot edit 'x.yaml' in place: the file does not consist of 'key: value' lines [CANNOT_EDIT]; 'itss fmt "
       "x.yaml' rewrites it"},
      {"h:\n  - &a x\n", append("h", kEvent),
       "cannot edit 'h' in place: it has an anchor or an alias [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"a: &a x\nk: *a\n", set("k", "w"),
       "cannot edit 'k' in place: it has an anchor or an alias [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"a: &a x\nk: *a\n", unset("a"),
       "cannot edit 'a' in place: it has an anchor or an alias [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"--- &r\nk: 1\n", set("k", "w"),
       "cannot edit 'x.yaml' in place: it has an anchor or a tag [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"h:\n  - {a: 1,\n\t b: 2}\n", append("h", kEvent),
       "cannot edit 'h' in place: a tab is in its indentation [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"h: {a: 1}\n", append("h", kEvent),
       "cannot edit 'h' in place: it is not a list [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"h: !!seq\n  - a\n", append("h", kEvent),
       "cannot edit 'h' in place: it has a tag [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"k: [a, # why\n  b]\n", set("k", "w"),
       "cannot edit 'k' in place: a comment stands inside its brackets [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"h: [ # why\n  ]\n", append("h", kEvent),
       "cannot edit 'h' in place: a comment stands inside its brackets [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"k:\n  ? a\n  : x\n", set("k", Tree::map({{"a", Tree::scalar("w")}})),
       "cannot edit 'k' in place: a key in it is not at the beginning of a line with ':' behind it [CANNOT_EDIT]; "
       "'itss "
       "fmt x.yaml' rewrites it"},
      {"? k\n: x\n", set("k", "w"),
       "cannot edit 'k' in place: its key is not at the beginning of a line with ':' behind it [CANNOT_EDIT]; 'itss "
       "fmt x.yaml' rewrites it"},
      {"k:\n  - |\n    a\n  - b\n    # of b\n", set("k", Tree::list({Tree::scalar("a\n")})),
       "cannot edit 'k' in place: it would not read back as it should [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"k: 1\n", unset("k"),
       "cannot edit 'k' in place: it would not read back as it should [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
      {"k: 1\n", set("k", "a\xFF"),
       "cannot edit 'k' in place: it would not read back as it should [CANNOT_EDIT]; 'itss fmt x.yaml' rewrites it"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.bytes);
    const auto result = edit(row.bytes, row.change);
    REQUIRE_FALSE(result);
    CHECK(result.error() == row.error);
  }
  CHECK(info(Code::CANNOT_EDIT).severity == Severity::error);
}

TEST_CASE("a tab that is text of a block or stands elsewhere does not forbid an edit") {
  CHECK(edited("h:\n  - n: |\n      x\n      \ty\nk: {a: 1,\n\tb: 2}\n", append("h", Tree::scalar("z"))) ==
        "h:\n  - n: |\n      x\n      \ty\n  - z\nk: {a: 1,\n\tb: 2}\n");
}

TEST_CASE("the last of several values for a key counts") {
  const auto changes = [](Editor& editor) {
    editor.set("a", Tree::scalar("2"));
    editor.set("b", Tree::scalar("x"));
    editor.unset("b");
    editor.set("a", Tree::scalar("three"));
  };
  CHECK(edited("a: 1\nb: 2\n", changes) == "a: three\n");
}
