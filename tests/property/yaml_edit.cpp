// Edits of hand-formatted documents leave every line alone that is not theirs, and nothing that is read crashes.

#include <rapidcheck.h>

#include <algorithm>

#include "base/diagnostic.hpp"
#include "yaml/edit.hpp"
#include "yaml_trees.hpp"

namespace {

using itss::yaml::Document;
using itss::yaml::Editor;
using itss::yaml::Node;
using itss::yaml::Tree;
using namespace itss::yaml::testing;

// A piece of a document: the lines of an entry, or comments and empty lines (no key).
struct Chunk {
  std::string key;
  std::vector<std::string> lines;
};

std::vector<std::string> lines_of(const std::string& bytes) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::size_t length = end - at;
    if (length > 0 && bytes[end - 1] == '\r' && end < bytes.size()) --length;
    lines.push_back(bytes.substr(at, length));
    at = end + 1;
  }
  return lines;
}

std::string comment() { return *rc::gen::element("", "", "  # why", " # 说明: [x", "\t# tab"); }

std::vector<std::string> item(const std::string& indent) {
  switch (*rc::gen::inRange(0, 6)) {
    case 0:
      return {indent + "- at: 1" + comment(), indent + "  do: x"};
    case 1:
      return {indent + "- note: |", indent + "    一", "", indent + "    two"};
    case 2:
      return {indent + "- {a: 1,", indent + "   b: '2'}" + comment()};
    case 3:
      return {indent + "-   plain", indent + "    goes on" + comment()};
    case 4:
      return {indent + "- 用户😀" + comment(), (indent.empty() ? " " : indent) + "# about it"};
    default:
      return {indent + "- a:", indent + "    - x", indent + "    - y", indent + "  b:" + comment()};
  }
}

std::vector<std::string> list(const std::string& key) {
  const std::string indent = *rc::gen::element("", "  ", "    ");
  std::vector<std::string> lines = {key + ":" + comment()};
  for (int left = *rc::gen::inRange(1, 4); left > 0; --left)
    for (auto& line : item(indent)) lines.push_back(std::move(line));
  return lines;
}

std::vector<std::string> entry(const std::string& key) {
  switch (*rc::gen::inRange(0, 12)) {
    case 0:
      return {key + ": value" + comment()};
    case 1:
      return {key + ":    'it''s'" + comment()};
    case 2:
      return {key + ": \"\\u4e2d\\n文\"" + comment()};
    case 3:
      return {key + ": several words", "  on two lines" + comment()};
    case 4:
      return {key + ": |" + comment(), "  one", "", "  # text, not a comment"};
    case 5:
      return {key + ": |+", "  one", ""};
    case 6:
      return {key + ": >-", "    folded", "    text"};
    case 7:
      return {key + ":" + comment()};
    case 8:
      return {key + ":" + comment(), "  # before", "  below" + comment()};
    case 9:
      return {key + ": {a: 1, 'b': [x,", "  y]}" + comment()};
    case 10:
      return {key + " :", "   sub: 1", "   other: 用户" + comment()};
    default:
      return list(key);
  }
}

Chunk filler() {
  static const std::vector<std::vector<std::string>> kFillers = {
      {}, {""}, {"# a comment"}, {"", "# 注释: [", ""}, {" # indented"}};
  return {"", *rc::gen::elementOf(kFillers)};
}

std::vector<Chunk> chunks() {
  std::vector<Chunk> result = {filler()};
  const int size = *rc::gen::inRange(1, 6);
  for (int i = 0; i < size; ++i) {
    const std::string quote = *rc::gen::element<std::string>("", "'");
    const std::string name = quote + *rc::gen::element<std::string>("k", "键") + std::to_string(i) + quote;
    result.push_back({name, entry(name)});
    // Empty lines below |+ are part of its text.
    const bool keeps = result.back().lines[0].find("|+") != std::string::npos;
    result.push_back(keeps ? Chunk{"", {"# a comment"}} : filler());
  }
  return result;
}

std::string unquoted(const std::string& key) { return key[0] == '\'' ? key.substr(1, key.size() - 2) : key; }

struct Layout {
  std::string bom;
  std::string line_break;
  bool final_break = true;
};

std::string join(const std::vector<Chunk>& parts, const Layout& layout) {
  std::string bytes = layout.bom;
  for (const auto& chunk : parts)
    for (const auto& line : chunk.lines) bytes += line + layout.line_break;
  while (!layout.final_break && !bytes.empty() && bytes.back() == '\n')
    bytes.resize(bytes.size() - layout.line_break.size());
  return bytes;
}

void check_nodes(const Node& node, std::size_t size) {
  RC_ASSERT(node.begin <= node.end);
  RC_ASSERT(node.end <= size);
  std::size_t at = node.begin;
  for (const auto& child : node.children) {
    if (node.is_alias) break;
    RC_ASSERT(at <= child.begin);
    RC_ASSERT(child.end <= node.end);
    at = child.end;
    check_nodes(child, size);
  }
}

// A text that ends with the file has no line break at its end; its header says so once other lines follow.
std::string cut_off(std::string line, const Layout& layout) {
  const auto header = line.find(": |");
  if (header != std::string::npos && !layout.final_break) line.replace(header, line[header + 3] == '+' ? 4 : 3, ": |-");
  return line;
}

void check_edits() {
  const std::vector<Chunk> parts = chunks();
  const Layout layout{*rc::gen::element<std::string>("", "\xEF\xBB\xBF"), *rc::gen::element<std::string>("\n", "\r\n"),
                      *rc::gen::element(true, true, false)};
  const std::string bytes = join(parts, layout);
  itss::Diagnostics findings;
  const auto document = Document::parse(bytes, "x.yaml", findings);
  for (const auto& finding : findings) RC_LOG() << to_text(finding) << "\n";
  RC_LOG() << "before:\n" << bytes << "\n";
  RC_ASSERT(document.has_value());
  check_nodes(document->root(), bytes.size());

  Editor editor(*document);
  std::vector<std::string> touched;
  for (const auto& chunk : parts) {
    if (chunk.key.empty()) continue;
    const std::string key = unquoted(chunk.key);
    const Node& value = *document->root().find(key);
    const bool is_list = value.kind == itss::yaml::Kind::sequence;
    const int action = *rc::gen::inRange(0, 5);
    if (action > 2 || (action == 2 && !is_list && !value.is_null())) continue;
    const Tree given = *tree(2);
    RC_LOG() << (action == 0 ? "set\n" : action == 1 ? "unset\n" : "append\n") << itss::yaml::emit_entry(key, given, 2);
    if (action == 0) editor.set(key, given);
    if (action == 1) editor.unset(key);
    if (action == 2) editor.append(key, given);
    touched.push_back(chunk.key);
  }
  if (*rc::gen::inRange(0, 3) == 0) editor.set("added", *tree(2), unquoted(parts[parts.size() - 2].key));
  if (*rc::gen::inRange(0, 3) == 0) editor.append("list", *tree(2));
  const bool empties = touched.size() == parts.size() / 2;
  const auto edited = editor.finish();
  if (!edited) RC_LOG() << edited.error() << "\n";
  if (!edited && empties) RC_DISCARD("nothing may be left");
  RC_ASSERT(edited.has_value());
  RC_LOG() << "after:\n" << *edited << "\n";

  RC_ASSERT(edited->substr(0, layout.bom.size()) == layout.bom);
  // All other lines are still there, in order.
  const std::vector<std::string> after = lines_of(edited->substr(layout.bom.size()));
  std::size_t at = 0;
  for (const auto& line : lines_of(join(
           [&] {
             std::vector<Chunk> others;
             for (const auto& chunk : parts)
               if (std::find(touched.begin(), touched.end(), chunk.key) == touched.end()) others.push_back(chunk);
             return others;
           }(),
           {"", layout.line_break, layout.final_break}))) {
    while (at < after.size() && after[at] != line && after[at] != layout.bom + line &&
           after[at] != cut_off(line, layout))
      ++at;
    RC_LOG() << "line: " << line << "\n";
    RC_ASSERT(at < after.size());
    ++at;
  }
  if (bytes.find("\r\n") != std::string::npos)
    for (std::size_t i = 0; i < edited->size(); ++i)
      RC_ASSERT((*edited)[i] != '\n' || (i > 0 && (*edited)[i - 1] == '\r'));
}

void check_any_bytes(const std::string& bytes) {
  itss::Diagnostics findings;
  const auto document = Document::parse(bytes, "x.yaml", findings);
  RC_ASSERT(document.has_value() == findings.empty());
  for (const auto& finding : findings) RC_ASSERT(!to_text(finding).empty());
  if (!document) return;
  check_nodes(document->root(), bytes.size());
  itss::yaml::to_value(document->root());
  Editor editor(*document);
  editor.set("k", Tree::scalar("v"));
  editor.append("list", Tree::scalar("x\ny"));
  const auto edited = editor.finish();
  if (!edited) RC_ASSERT(edited.error().find("CANNOT_EDIT") != std::string::npos);
}

}  // namespace

int main() {
  bool ok = true;
  ok &= rc::check("edits of a hand-formatted document change only their own lines", check_edits);
  ok &= rc::check("random bytes are read or refused with a finding",
                  [](const std::string& bytes) { check_any_bytes(bytes); });
  ok &= rc::check("random pieces of YAML are read or refused with a finding", [] {
    check_any_bytes(*text());
    check_any_bytes("k: " + *text() + "\n");
    check_any_bytes("k:\n" + *text() + "\nlist:\n- " + *text());
  });
  return ok ? 0 : 1;
}
