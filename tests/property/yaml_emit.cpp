// What we write reads back exactly, under our own reader and under yaml-cpp.

#include <rapidcheck.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "base/diagnostic.hpp"
#include "yaml_trees.hpp"

namespace {

using itss::yaml::Document;
using itss::yaml::Tree;
using namespace itss::yaml::testing;

bool same_under_yaml_cpp(const YAML::Node& node, const Tree& expected) {
  switch (expected.form) {
    case Tree::Form::scalar:
      return node.IsScalar() && node.Scalar() == expected.text;
    case Tree::Form::list:
      if (!node.IsSequence() || node.size() != expected.items.size()) return false;
      for (std::size_t i = 0; i < expected.items.size(); ++i)
        if (!same_under_yaml_cpp(node[i], expected.items[i])) return false;
      return true;
    case Tree::Form::map: {
      if (!node.IsMap() || node.size() != expected.entries.size()) return false;
      std::size_t i = 0;
      for (const auto& entry : node) {
        const auto& [key, value, meaning] = expected.entries[i++];
        if (entry.first.Scalar() != key || !same_under_yaml_cpp(entry.second, value)) return false;
      }
      return true;
    }
  }
  return false;
}

void check(const std::string& bytes, const Tree& expected) {
  itss::Diagnostics findings;
  const auto document = Document::parse(bytes, "x.yaml", findings);
  RC_LOG() << "written:\n" << bytes << "\n";
  for (const auto& finding : findings) RC_LOG() << to_text(finding) << "\n";
  RC_ASSERT(document.has_value());
  RC_ASSERT(same(document->root(), expected));
  RC_ASSERT(same_under_yaml_cpp(YAML::Load(bytes), expected));
}

std::string with_crlf(const std::string& bytes) {
  std::string out;
  for (const char c : bytes) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

}  // namespace

int main() {
  bool ok = true;
  ok &= rc::check("any text reads back in a block, in a list, in flow style and as a key", [] {
    const std::string value = *text();
    check("k: " + itss::yaml::emit_inline(value) + "\n", Tree::map({{"k", Tree::scalar(value)}}));
    const auto written = itss::yaml::emit_inline(value, itss::yaml::Meaning::text, itss::yaml::Context::flow);
    check("[a, " + written + ", {k: " + written + "}]\n",
          Tree::list({Tree::scalar("a"), Tree::scalar(value), Tree::map({{"k", Tree::scalar(value)}})}));
    const Tree entries = Tree::map({{value, Tree::list({Tree::scalar(value)})}, {value + "x", Tree::scalar(value)}});
    check(itss::yaml::emit_document(entries), entries);
  });
  ok &= rc::check("any tree reads back at any width", [] {
    const Tree root = Tree::map({{"root", *tree(3)}, {"after", Tree::scalar("x")}});
    check(itss::yaml::emit_document(root, *rc::gen::elementOf(std::vector<std::size_t>{0, 20, 80, 100000})), root);
  });
  ok &= rc::check("any tree reads back from lines that end in CRLF", [] {
    const Tree value = *tree(2);
    const std::string entry = itss::yaml::emit_entry("key", value, 0, "\r\n");
    check(entry, Tree::map({{"key", value}}));
    check(with_crlf(itss::yaml::emit_document(Tree::map({{"key", value}}))), Tree::map({{"key", value}}));
  });
  ok &= rc::check("a sequence of any items reads back at any indentation", [] {
    const auto indent = *rc::gen::inRange<std::size_t>(0, 9);
    const Tree first = *tree(2);
    const Tree second = *tree(2);
    check("history:\n" + itss::yaml::emit_item(first, indent) + itss::yaml::emit_item(second, indent),
          Tree::map({{"history", Tree::list({first, second})}}));
  });
  ok &= rc::check("a key of any length reads back", [] {
    const std::string key(*rc::gen::inRange<std::size_t>(1, 3000), *rc::gen::element('k', ':', '"'));
    const Tree root = Tree::map({{key, *tree(1)}, {"map", Tree::map({{key, *tree(1)}})}});
    check(itss::yaml::emit_document(root), root);
  });
  return ok ? 0 : 1;
}
