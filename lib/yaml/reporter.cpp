#include "yaml/reporter.hpp"

#include <algorithm>

#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::yaml {

void Reporter::report(Code code, const Node& node, const std::vector<std::string>& arguments, std::string hint) {
  Diagnostic found = diagnose(code, place_of(node), arguments, std::move(hint));
  found.source_line = document_.line_of(node.begin);
  findings_.push_back(std::move(found));
}

void Reporter::warn(Code code, const Node& node, const std::vector<std::string>& arguments, std::string hint) {
  report(code, node, arguments, std::move(hint));
  findings_.back().severity = Severity::warning;
}

std::size_t Reporter::errors() const {
  return static_cast<std::size_t>(std::count_if(findings_.begin(), findings_.end(), [](const Diagnostic& finding) {
    return finding.severity == Severity::error;
  }));
}

bool Reporter::is_mapping(const Node& node) {
  if (node.kind == Kind::mapping) return true;
  report(Code::NOT_A_MAPPING, node, {});
  return false;
}

void Reporter::check_keys(Code code, const Node& mapping, const std::vector<std::string>& known,
                          const std::vector<std::string>& more, const std::string& hint) {
  for (const Node* key : unknown_keys(mapping, known)) {
    std::vector<std::string> arguments = {key->text};
    arguments.insert(arguments.end(), more.begin(), more.end());
    report(code, *key, arguments, did_you_mean(key->text, known, hint));
  }
}

std::vector<const Node*> Reporter::unknown_keys(const Node& mapping, const std::vector<std::string>& known) {
  std::vector<const Node*> keys;
  each_entry(mapping, [&](const Node& key, const Node&) {
    if (std::find(known.begin(), known.end(), key.text) == known.end()) keys.push_back(&key);
  });
  return keys;
}

std::string Reporter::did_you_mean(std::string_view word, const std::vector<std::string>& known,
                                   std::string otherwise) {
  const auto near = suggest(word, known);
  return near ? say(tr("did you mean '{}'?"), *near) : std::move(otherwise);
}

}  // namespace itss::yaml
