// A block list or map that changes keeps the comments and the lines of all that stays in it.

#include <rapidcheck.h>

#include <algorithm>
#include <optional>

#include "base/diagnostic.hpp"
#include "yaml/edit.hpp"
#include "yaml_trees.hpp"

namespace {

using itss::yaml::Document;
using itss::yaml::Editor;
using itss::yaml::Kind;
using itss::yaml::Node;
using itss::yaml::Tree;
using namespace itss::yaml::testing;

// A line of the document, and what is to become of it: nothing if it goes.
struct Line {
  std::string before;
  std::optional<std::string> after;
};

// Whether a node holds what the tree says, in whatever order a map's keys are.
bool holds(const Node& node, const Tree& tree) {
  if (tree.form == Tree::Form::list)
    return node.kind == Kind::sequence &&
           std::equal(node.children.begin(), node.children.end(), tree.items.begin(), tree.items.end(), holds);
  if (tree.form != Tree::Form::map) return node.kind == Kind::scalar && node.text == tree.text;
  return node.kind == Kind::mapping && node.children.size() == 2 * tree.entries.size() &&
         std::all_of(tree.entries.begin(), tree.entries.end(), [&](const auto& entry) {
           const Node* value = node.find(entry.key);
           return value != nullptr && holds(*value, entry.value);
         });
}

bool chance(int percent) { return *rc::gen::inRange(0, 100) < percent; }

const std::string kDeep(40, ' ');

// Writes random blocks and decides at once what becomes of them.
class Writer {
 public:
  std::vector<Line> lines;

  // `key:` with a block, a flow value, a scalar or nothing below it. Returns the value that it is to have.
  Tree entry(const std::string& indent, const std::string& key, int depth) {
    const std::string head = indent + key + ":", beside = comment_beside();
    switch (depth == 0 ? *rc::gen::inRange(0, 4) : *rc::gen::inRange(0, 12)) {
      case 0:
        return scalar(head + " ", beside);
      case 1: {
        line(head + beside);
        comments(indent + "  ");
        return scalar(indent + "  ", beside);
      }
      case 2:
        return changed(head, " [x, 'y']", beside, Tree::list({Tree::scalar("x"), Tree::scalar("y")}));
      case 3:
        return changed(head, "", beside, Tree::scalar(""));
      default:
        return block(head, beside, indent, depth);
    }
  }

  // What stands between entries: nothing, or comments of any indentation and empty lines.
  void comments(const std::string& indent) {
    for (int left = *rc::gen::inRange(-2, 3); left > 0; --left)
      line(chance(20) ? "" : *rc::gen::element(std::string(), indent, indent) + "# 说明 " + next());
  }

 private:
  std::string next() { return std::to_string(++count_); }
  std::string comment_beside() { return chance(50) ? *rc::gen::element("  # ", " # 为何: [", "\t#") + next() : ""; }
  void line(const std::string& text) { lines.push_back({text, text}); }
  // The lines since `first` go, but for the comments behind the last other line.
  void remove(std::size_t first) {
    std::size_t end = lines.size();
    const auto is_text = [](const std::string& text) {
      const auto at = text.find_first_not_of(' ');
      return at != std::string::npos && text[at] != '#';
    };
    while (!is_text(lines[end - 1].before)) --end;
    for (; first < end; ++first) lines[first].after.reset();
  }

  Tree scalar(const std::string& head, const std::string& beside) {
    const std::string old = "用户" + next();
    if (chance(50)) {
      line(head + old + beside);
      return Tree::scalar(old);
    }
    const std::string now = "new" + next();
    lines.push_back({head + old + beside, head + now + beside});
    return Tree::scalar(now);
  }

  Tree changed(const std::string& head, const std::string& value, const std::string& beside, const Tree& old) {
    if (chance(50) && !value.empty()) {
      line(head + value + beside);
      return old;
    }
    lines.push_back({head + value + beside, head + " new" + beside});
    return Tree::scalar("new");
  }

  Tree block(const std::string& head, const std::string& beside, const std::string& indent, int depth) {
    const std::size_t first = lines.size();
    line(head + beside);
    const bool is_list = chance(50);
    const bool ends = chance(15);  // the block is emptied
    const std::string inner = indent + (is_list ? *rc::gen::element("", "  ", "    ") : *rc::gen::element("  ", "   "));
    comments(inner);
    Tree wanted = is_list ? list(inner, ends) : map(inner, depth - 1, ends);
    if (wanted.items.empty() && wanted.entries.empty()) lines[first].after = head + (is_list ? " []" : " {}") + beside;
    return wanted;
  }

  Tree list(const std::string& indent, bool ends) {
    Tree wanted = Tree::list({});
    for (int left = *rc::gen::inRange(1, 5); left > 0; --left) {
      if (!ends && chance(15)) wanted.items.push_back(*tree(1));
      const std::size_t first = lines.size();
      Tree written = item(indent);
      const bool goes = ends || chance(30);
      if (goes)
        remove(first);
      else
        wanted.items.push_back(std::move(written));
      comments(indent);
    }
    if (!ends && chance(30)) wanted.items.push_back(Tree::scalar("added " + next()));
    return wanted;
  }

  Tree item(const std::string& indent) {
    const std::string a = "a" + next(), b = "b" + next(), beside = comment_beside();
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
        line(indent + "- {k: " + a + ",");
        line(indent + "   l: '" + b + "'}" + beside);
        return Tree::map({{"k", Tree::scalar(a)}, {"l", Tree::scalar(b)}});
      case 1:
        line(indent + "- - " + a + beside);
        line(indent + "  # inside");
        line(indent + "  - " + b);
        return Tree::list({Tree::scalar(a), Tree::scalar(b)});
      case 2:
        // Deeper than any comment: one that came to stand right below the text would be part of it.
        line(indent + "- |-" + beside);
        line(indent + kDeep + "# " + a);
        line("");
        line(indent + kDeep + b);
        return Tree::scalar("# " + a + "\n\n" + b);
      case 3:
        line(indent + "-  # " + next());
        line(indent + "  # inside");
        line(indent + "  k: " + a);
        line(indent + "  l: " + b);
        return Tree::map({{"k", Tree::scalar(a)}, {"l", Tree::scalar(b)}});
      default:
        line(indent + "-  " + a + beside);
        return Tree::scalar(a);
    }
  }

  Tree map(const std::string& indent, int depth, bool ends) {
    Tree wanted = Tree::map({});
    for (int left = *rc::gen::inRange(1, 4); left > 0; --left) {
      const std::string key = *rc::gen::element("k", "键") + next();
      const std::size_t first = lines.size();
      Tree written = entry(indent, key, depth);
      if (ends || chance(20)) {
        for (std::size_t i = first; i < lines.size(); ++i) lines[i].after = lines[i].before;
        remove(first);
      } else {
        wanted.entries.insert(wanted.entries.begin(), {key, std::move(written)});
      }
      comments(indent);
    }
    if (!ends && chance(30)) wanted.entries.push_back({"added" + next(), *tree(1)});
    return wanted;
  }

  int count_ = 0;
};

std::vector<std::string> lines_of(const std::string& bytes, const std::string& line_break) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find(line_break, at), bytes.size());
    lines.push_back(bytes.substr(at, end - at));
    at = end + line_break.size();
  }
  return lines;
}

void check_blocks() {
  Writer writer;
  std::vector<Tree::Entry> wanted;
  const std::string indent = *rc::gen::element("", "", "  ");
  writer.comments(indent);
  for (const char* key : {"one", "二", "three"}) {
    wanted.push_back({key, writer.entry(indent, key, 3)});
    writer.comments(indent);
  }
  const std::string line_break = *rc::gen::element("\n", "\r\n");
  std::string bytes;
  for (const auto& line : writer.lines) bytes += line.before + line_break;
  if (chance(30) && !writer.lines.back().before.empty()) bytes.resize(bytes.size() - line_break.size());
  RC_LOG() << "before:\n" << bytes << "\n";
  itss::Diagnostics findings;
  const auto document = Document::parse(bytes, "x.yaml", findings);
  for (const auto& finding : findings) RC_LOG() << to_text(finding) << "\n";
  RC_ASSERT(document.has_value());

  Editor editor(*document);
  for (const auto& entry : wanted) editor.set(entry.key, entry.value);
  RC_LOG() << "wanted:\n" << itss::yaml::emit_document(Tree::map(wanted)) << "\n";
  const auto edited = editor.finish();
  if (!edited) RC_LOG() << edited.error() << "\n";
  RC_ASSERT(edited.has_value());
  RC_LOG() << "after:\n" << *edited << "\n";
  const auto now = Document::parse(*edited, "x.yaml", findings);
  RC_ASSERT(now.has_value());
  RC_ASSERT(holds(now->root(), Tree::map(wanted)));

  const auto after = lines_of(*edited, line_break);
  std::size_t at = 0;
  for (const auto& line : writer.lines) {
    if (!line.after) continue;
    RC_LOG() << "line: " << *line.after << "\n";
    const auto found = std::find(after.begin() + static_cast<std::ptrdiff_t>(at), after.end(), *line.after);
    RC_ASSERT(found != after.end());
    at = static_cast<std::size_t>(found - after.begin()) + 1;
  }
}

}  // namespace

int main() {
  return rc::check("a block that changes keeps the lines and comments of what stays in it", check_blocks) ? 0 : 1;
}
