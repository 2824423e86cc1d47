#include "kpi/draft.hpp"

#include <algorithm>

#include "schema/renames.hpp"
#include "sla/agreement.hpp"

namespace itss::kpi {

namespace {

constexpr std::size_t kDeepest = 3;  // a field, a clock, a level

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

Diagnostic placed(const yaml::Document& document, const yaml::Node& node, Code code,
                  const std::vector<std::string>& arguments) {
  Diagnostic found = diagnose(code, document.place_of(node.begin), arguments);
  found.source_line = document.line_of(node.begin);
  return found;
}

Fields fields_of(const yaml::Document& document, const schema::Schema& type) {
  Fields fields;
  const auto& entries = document.root().children;
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    const std::string& name = schema::present_name(type, entries[i].text);
    if (type.find_field(name) == nullptr) continue;
    Value value = schema::present_value(type, name, yaml::to_value(entries[i + 1]));
    if (!value.absent()) fields[name] = std::move(value);
  }
  return fields;
}

// Takes what stands at the path out of the fields.
void erase(Value::Map& fields, const std::vector<std::string>& path, std::size_t at) {
  const auto found = fields.find(path[at]);
  if (found == fields.end()) return;
  if (at + 1 == path.size())
    fields.erase(found);
  else if (found->second.is_map())
    erase(found->second.map(), path, at + 1);
}

// Where a problem of an agreement lies: in the smallest part of the file that alone is to blame. Without it the problem
// is gone, and better still, no other has come in its place.
class Locator {
 public:
  Locator(const schema::Schema& type, const Fields& fields, const record::World& world,
          const std::vector<std::string>& all, std::string problem)
      : type_(type), fields_(fields), world_(world), all_(all), problem_(std::move(problem)) {}

  const yaml::Node& find(const yaml::Node& root) { return below(root, root); }

 private:
  enum class Blame { none, shared, alone };

  const yaml::Node& below(const yaml::Node& node, const yaml::Node& key) {
    if (node.kind != yaml::Kind::mapping || path_.size() == kDeepest) return key;
    std::vector<std::size_t> alone, shared;
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const Blame blame = blame_of(node.children[i].text);
      if (blame == Blame::alone) alone.push_back(i);
      if (blame == Blame::shared) shared.push_back(i);
    }
    const auto& blamed = alone.empty() ? shared : alone;
    if (blamed.size() != 1) return key;
    path_.push_back(name_of(node.children[blamed.front()].text));
    return below(node.children[blamed.front() + 1], node.children[blamed.front()]);
  }

  std::string name_of(const std::string& key) const { return path_.empty() ? schema::present_name(type_, key) : key; }

  Blame blame_of(const std::string& key) const {
    auto path = path_;
    path.push_back(name_of(key));
    Fields rest = fields_;
    erase(rest, path, 0);
    const auto left = sla::problems_of(rest, world_);
    if (contains(left, problem_)) return Blame::none;
    const bool all_known =
        std::all_of(left.begin(), left.end(), [&](const auto& each) { return contains(all_, each); });
    return all_known ? Blame::alone : Blame::shared;
  }

  const schema::Schema& type_;
  const Fields& fields_;
  const record::World& world_;
  const std::vector<std::string>& all_;  // problems of the whole
  std::string problem_;
  std::vector<std::string> path_;  // to the node that is looked at
};

}  // namespace

std::optional<Fields> read_draft(const yaml::Document& document, const schema::Schema& type, const record::World& world,
                                 Diagnostics& findings) {
  const yaml::Node& root = document.root();
  if (root.kind != yaml::Kind::mapping) {
    findings.push_back(placed(document, root, Code::NOT_A_MAPPING, {}));
    return std::nullopt;
  }
  for (auto& finding : record::check_form(document, type)) findings.push_back(std::move(finding));
  Fields fields = fields_of(document, type);
  const Diagnostics of_form = findings;
  const auto problems = sla::problems_of(fields, world);
  for (const auto& problem : problems) {
    const yaml::Node& node = Locator(type, fields, world, problems, problem).find(root);
    Diagnostic found = placed(document, node, Code::AGREEMENT_PROBLEM, {problem});
    // What does not fit its field was said already, in other words.
    const auto is_said = [&](const Diagnostic& said) { return said.place.line == found.place.line; };
    if (std::none_of(of_form.begin(), of_form.end(), is_said)) findings.push_back(std::move(found));
  }
  if (get(fields, "targets").empty()) findings.push_back(placed(document, root, Code::MISSING_FIELD, {"targets"}));
  if (has_errors(findings)) return std::nullopt;
  const yaml::Node* id = root.find("id");
  if (get(fields, "series").empty() && id != nullptr && !id->text.empty()) fields["series"] = id->text;
  return fields;
}

}  // namespace itss::kpi
