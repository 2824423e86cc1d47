// Prints random texts as we write them, with what they are, for another parser to compare (yaml_pyyaml.py): a mapping
// of one document per line pair, the expected texts as JSON.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "yaml_trees.hpp"

namespace {

using itss::yaml::Tree;

std::string json(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "\\u%04x", byte);
    out += byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F ? escaped : std::string(1, c);
  }
  return out + '"';
}

std::string json(const Tree& tree) {
  if (tree.form == Tree::Form::scalar) return json(tree.text);
  const bool is_map = tree.form == Tree::Form::map;
  std::string out = is_map ? "{" : "[";
  for (const auto& item : tree.items) out += (out.size() > 1 ? "," : "") + json(item);
  for (const auto& entry : tree.entries) out += (out.size() > 1 ? "," : "") + json(entry.key) + ":" + json(entry.value);
  return out + (is_map ? "}" : "]");
}

}  // namespace

// Arguments: how many documents, seed.
int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 500;
  const rc::Random seed(argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
  rc::Random random = seed;
  std::printf("[");
  for (int i = 0; i < count; ++i) {
    const Tree root = Tree::map({{"tree", itss::yaml::testing::tree(2)(random.split(), 20).value()},
                                 {"text", Tree::scalar(itss::yaml::testing::text()(random.split(), 20).value())}});
    const std::string written = itss::yaml::emit_document(root, i % 3 == 0 ? 20 : 120);
    std::printf("%s\n[%s,%s]", i == 0 ? "" : ",", json(written).c_str(), json(root).c_str());
  }
  std::printf("]\n");
}
