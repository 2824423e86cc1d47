// Mutates YAML files and reads, edits and rewrites them: yaml_fuzz SECONDS SEED. Aborts, with the input on stderr and
// the round to repeat, when something does not hold; crashes are found by the sanitizers.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "yaml/edit.hpp"

namespace {

using itss::yaml::Document;
using itss::yaml::Editor;
using itss::yaml::Node;
using itss::yaml::Tree;

const std::vector<std::string> kSeeds = {
    "id: TKT-20261124-7K3QF\ntitle: 用户无法登录 BRT 平台\nstatus: in_progress\nhistory:\n"
    "  - at: 2026-11-24T09:15:00+08:00\n    by: wang.fang\n    do: new\n    set: {status: new, title: 用户无法登录}\n"
    "  - at: 2026-11-24T09:20:10+08:00\n    note: |-\n      已电话\n\n      告知用户\n    # why\n",
    "\xEF\xBB\xBFlabel: {en: Ticket, zh: 工单}\r\nfields:\r\n  title: {type: text, required: true}\r\n",
    "a: &x [1, 2, {b: *x}]\nc: *x\n<<: {d: e}\n? f\n: g\nh: !!str 1\n",
    "a: >2+\n   folded\n  text\n\n\nb: |\n  x",
    "a: \"\\u4e2d\\x41\\\n  b\"\nb: 'it''s'\nc: [a, [b, [c, {d: {e: f}}]]]\n...\n",
};

const std::vector<std::string> kTokens = {": ",       "- ",          "\n",
                                          "\r\n",     "\r",          "\t",
                                          " ",        "  ",          "#",
                                          " # c",     "\"",          "'",
                                          "[",        "]",           "{",
                                          "}",        ",",           "&a ",
                                          "*a",       "!!x ",        "|",
                                          ">",        "|-\n",        "? ",
                                          "---\n",    "...\n",       "%YAML 1.1\n",
                                          "<<: ",     "<<<<<<< a\n", "=======\n",
                                          "\\",       "\\u",         "\xEF\xBB\xBF",
                                          "\u0085",   "\u2028",      "中",
                                          "😀",        "\xFF",        "\xC0",
                                          "\xE4\xB8", "history:\n",  "k: ",
                                          "a",        "~",           std::string(1, '\0')};

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  std::string next() {
    std::string bytes = kSeeds[below(kSeeds.size())];
    for (std::size_t left = below(8) + 1; left > 0; --left) mutate(bytes);
    return bytes;
  }

 private:
  void mutate(std::string& bytes) {
    const std::size_t at = below(bytes.size() + 1);
    const std::size_t length = std::min(below(12), bytes.size() - at);
    switch (below(6)) {
      case 0:
        bytes.erase(at, length);
        break;
      case 1:
        bytes.insert(at, kTokens[below(kTokens.size())]);
        break;
      case 2:
        bytes.replace(at, length, kTokens[below(kTokens.size())]);
        break;
      case 3:
        bytes.insert(below(bytes.size() + 1), bytes.substr(at, below(60)));
        break;
      case 4:
        if (at < bytes.size()) bytes[at] = static_cast<char>(random_());
        break;
      default: {
        const std::string token = kTokens[below(kTokens.size())];
        for (std::size_t left = below(300); left > 0; --left) bytes.insert(at, token);
      }
    }
  }

  std::mt19937_64 random_;
};

// The input of the current round, for the message.
std::string current;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n%s\n", what, current.c_str());
  std::abort();
}

void check_positions(const Node& node, std::size_t size) {
  require(node.begin <= node.end && node.end <= size, "a node lies in its file");
  for (const auto& child : node.children) check_positions(child, size);
}

void check_rewrite(const Document& document) {
  if (document.root().kind != itss::yaml::Kind::mapping) return;
  itss::Diagnostics findings;
  const std::string written = emit_document(to_tree(document.root()));
  const auto again = Document::parse(written, "y.yaml", findings);
  // A copied alias may be refused as too deep only if the original was not.
  require(again.has_value(), "what is written can be read");
  require(to_value(again->root()) == to_value(document.root()), "what is written reads back as it was");
}

void check_edit(const Document& document, Mutator& mutator) {
  Editor editor(document);
  std::string key = "added";
  const auto& children = document.root().children;
  if (document.root().kind == itss::yaml::Kind::mapping && !children.empty())
    key = children[2 * mutator.below(children.size() / 2)].text;
  const Tree value = Tree::map({{"k", Tree::scalar("x\ny")}, {"list", Tree::list({Tree::scalar("中")})}});
  switch (mutator.below(3)) {
    case 0:
      editor.set(key, mutator.below(2) == 0 ? Tree::scalar("a\nb") : value, "status");
      break;
    case 1:
      editor.unset(key);
      break;
    default:
      editor.append(key, value);
  }
  editor.append("history", value);
  const auto edited = editor.finish();
  if (!edited) require(edited.error().find("[CANNOT_EDIT]") != std::string::npos, "a refusal has its code");
}

void check(const std::string& bytes, Mutator& mutator) {
  itss::Diagnostics findings;
  const auto document = Document::parse(bytes, "x.yaml", findings);
  require(document.has_value() == findings.empty(), "there is a document or a finding");
  for (const auto& finding : findings) require(!to_text(finding).empty(), "a finding has a text");
  if (!document) return;
  check_positions(document->root(), bytes.size());
  check_rewrite(*document);
  check_edit(*document, mutator);
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 10;
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  Mutator mutator(seed);
  const auto start = std::chrono::steady_clock::now();
  std::size_t rounds = 0;
  for (; std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < seconds; ++rounds) {
    current = mutator.next();
    check(current, mutator);
  }
  std::printf("%zu rounds, seed %llu\n", rounds, static_cast<unsigned long long>(seed));
}
