#include "yaml/edit.hpp"

#include <algorithm>
#include <map>

#include "base/translate.hpp"
#include "yaml/edit_plan.hpp"
#include "yaml/value_edit.hpp"

namespace itss::yaml {

namespace {

bool is_same(const Node& a, const Node& b) {
  return a.kind == b.kind && a.text == b.text && a.is_null() == b.is_null() &&
         std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(),
                    [](const Node& x, const Node& y) { return is_same(x, y); });
}

// What a key is to hold: what it held, or a tree, and the items added.
struct Expected {
  const Node* before = nullptr;
  const Tree* tree = nullptr;
  std::vector<const Tree*> added;
};

bool holds(const Node& node, const Expected& expected) {
  if (expected.tree != nullptr) return yaml::is_same(node, *expected.tree);
  if (expected.added.empty()) return expected.before != nullptr && is_same(node, *expected.before);
  static const std::vector<Node> kNone;
  const auto& old = expected.before == nullptr ? kNone : expected.before->children;
  if (node.kind != Kind::sequence || node.children.size() != old.size() + expected.added.size()) return false;
  for (std::size_t i = 0; i < old.size(); ++i)
    if (!is_same(node.children[i], old[i])) return false;
  for (std::size_t i = 0; i < expected.added.size(); ++i)
    if (!yaml::is_same(node.children[old.size() + i], *expected.added[i])) return false;
  return true;
}

bool is_as_asked(const Node& root, const Node& old, const std::vector<Edit>& edits) {
  std::map<std::string_view, Expected> expected;
  for (std::size_t i = 0; i + 1 < old.children.size(); i += 2)
    expected[old.children[i].text].before = &old.children[i + 1];
  for (const auto& edit : edits) {
    if (edit.kind == Edit::Kind::unset) expected.erase(edit.key);
    if (edit.kind == Edit::Kind::set) expected[edit.key].tree = &edit.value;
    if (edit.kind == Edit::Kind::append) expected[edit.key].added.push_back(&edit.value);
  }
  if (root.kind != Kind::mapping || root.children.size() != 2 * expected.size()) return false;
  return std::all_of(expected.begin(), expected.end(), [&](const auto& entry) {
    const Node* node = root.find(entry.first);
    return node != nullptr && holds(*node, entry.second);
  });
}

}  // namespace

void Editor::set(std::string_view key, const Tree& value, std::string_view before) {
  unset(key);
  edits_.back() = {Edit::Kind::set, std::string(key), value, std::string(before)};
}

void Editor::unset(std::string_view key) {
  edits_.erase(std::remove_if(edits_.begin(), edits_.end(), [&](const Edit& edit) { return edit.key == key; }),
               edits_.end());
  edits_.push_back({Edit::Kind::unset, std::string(key), {}, {}});
}

void Editor::append(std::string_view key, const Tree& item) {
  edits_.push_back({Edit::Kind::append, std::string(key), item, {}});
}

Result<std::string> Editor::finish() const {
  if (edits_.empty()) return document_.bytes();
  // A literal block swallows comments below it that are indented as far: then the text has to go into quotes.
  std::vector<Edit> quoted = edits_;
  for (auto& edit : quoted) edit.value = on_one_line(std::move(edit.value));
  for (const auto& edits : {edits_, quoted}) {
    Result<std::string> bytes = carry_out(document_, edits);
    if (!bytes) return bytes;
    Diagnostics findings;
    const auto written = Document::parse(*bytes, document_.file(), findings);
    if (written && is_as_asked(written->root(), document_.root(), edits)) return bytes;
  }
  return failure(cannot_edit(document_, edits_.front().key, tr("it would not read back as it should")));
}

}  // namespace itss::yaml
