#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/text.hpp"
#include "schema/set.hpp"

using namespace itss;
using namespace itss::schema;

namespace {

yaml::Document shipped_document(const char* name) {
  Diagnostics findings;
  auto document = yaml::Document::parse(std::string(shipped_file(name)), name, findings);
  REQUIRE_MESSAGE(document, name);
  return std::move(*document);
}

// Clause -> its entry.
Fields clauses() { return yaml::to_value(*shipped_document("clauses.yaml").root().find("clauses")).map(); }

std::string command_table() {
  std::ifstream in(std::string(ITSS_SOURCE_DIR) + "/cmd/commands.cpp");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// Whether what a clause names in `by` is there; one function for each of its forms.
class Carriers {
 public:
  bool has(const std::string& what) const {
    const auto colon = what.find(':');
    if (colon == std::string::npos) return member(what);
    const std::string kind = what.substr(0, colon), name = what.substr(colon + 1);
    if (kind == "type") return set_.find(name) != nullptr;
    if (kind == "role") return role(name);
    if (kind == "kpi") return measures_.count(name) == 1;
    if (kind == "clock") return clock(name);
    if (kind == "command") return contains_text("{\"" + name + "\"") || contains_text("{\"" + name + " ");
    if (kind == "file") return std::filesystem::exists(std::string(ITSS_SOURCE_DIR) + "/" + name);
    return false;
  }

 private:
  static std::set<std::string> names_of_measures() {
    std::set<std::string> names;
    const Value measures = yaml::to_value(*shipped_document("kpis.yaml").root().find("measures"));
    for (const auto& [name, measure] : measures.map()) names.insert(name);
    return names;
  }

  // `ticket.accept` a move or field, `ticket@on_hold` a state.
  bool member(const std::string& what) const {
    const auto at = what.find_first_of(".@");
    if (at == std::string::npos) return false;
    const Schema* schema = set_.find(what.substr(0, at));
    const std::string name = what.substr(at + 1);
    if (schema == nullptr) return false;
    if (what[at] == '@') return schema->find_state(name) != nullptr;
    return schema->find_move(name) != nullptr || schema->find_field(name) != nullptr;
  }

  bool role(const std::string& name) const {
    const auto& roles = set_.shared_codes("roles");
    return std::any_of(roles.begin(), roles.end(), [&](const auto& code) { return code.name == name; });
  }

  bool clock(const std::string& name) const {
    const auto dot = name.find('.');
    const Schema* schema = dot == std::string::npos ? nullptr : set_.find(name.substr(0, dot));
    return schema != nullptr && std::any_of(schema->clocks.begin(), schema->clocks.end(),
                                            [&](const auto& each) { return each.name == name.substr(dot + 1); });
  }

  bool contains_text(const std::string& text) const { return commands_.find(text) != std::string::npos; }

  SchemaSet set_;
  std::set<std::string> measures_ = names_of_measures();
  std::string commands_ = command_table();
};

// Every `clause:` of a file of schemas/, wherever it stands.
void collect_clauses(const yaml::Node& node, std::set<std::string>& out) {
  if (node.kind == yaml::Kind::sequence)
    for (const auto& item : node.children) collect_clauses(item, out);
  if (node.kind != yaml::Kind::mapping) return;
  for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
    if (node.children[i].text == "clause")
      for (const auto& clause : split(node.children[i + 1].text, ';')) out.insert(std::string(trim(clause)));
    collect_clauses(node.children[i + 1], out);
  }
}

// A clause that is listed, or an article of which parts are.
bool is_clause(const Fields& known, const std::string& clause) {
  if (known.count(clause) == 1) return true;
  const auto part = known.lower_bound(clause);
  return part != known.end() && part->first.find(clause) == 0;
}

}  // namespace

TEST_CASE("what a clause says carries it out is there: moves, fields, states, clocks, measures, commands, files") {
  const Carriers carriers;
  const auto document = shipped_document("clauses.yaml");
  const auto& entries = document.root().find("clauses")->children;
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2)
    for (const auto& item : entries[i + 1].find("by")->children)
      if (item.kind == yaml::Kind::scalar) CHECK_MESSAGE(carriers.has(item.text), entries[i].text << ": " << item.text);
}

TEST_CASE("every clause has a mark, a text in both languages, and says by what or why not") {
  const auto document = shipped_document("clauses.yaml");
  const auto& entries = document.root().find("clauses")->children;
  REQUIRE(entries.size() / 2 == 200);
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    CAPTURE(entries[i].text);
    const yaml::Node& entry = entries[i + 1];
    const std::string mark = entry.find("mark")->text;
    CHECK((mark == "S" || mark == "P" || mark == "N"));
    CHECK_FALSE(entry.find("text")->find("en")->text.empty());
    CHECK_FALSE(entry.find("text")->find("zh")->text.empty());
    const auto& by = entry.find("by")->children;
    REQUIRE_FALSE(by.empty());
    const bool none = std::any_of(by.begin(), by.end(), [](const auto& item) { return item.find("none") != nullptr; });
    CHECK(none == (mark == "N"));
  }
}

TEST_CASE("every clause that a shipped schema or measure rests on is listed") {
  const auto known = clauses();
  for (const auto& file : shipped_files()) {
    if (file == "clauses.yaml" || file.find("init/") == 0) continue;
    std::set<std::string> cited;
    collect_clauses(shipped_document(file.c_str()).root(), cited);
    for (const auto& clause : cited) CHECK_MESSAGE(is_clause(known, clause), file << " cites " << clause);
  }
}
