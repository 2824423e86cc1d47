#pragma once
// Findings at the nodes of a document: what the readers of files have in common. A reader derives from it or is given
// one.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "yaml/document.hpp"

namespace itss::yaml {

class Reporter {
 public:
  // REQUIRES: both outlive the reporter.
  Reporter(const Document& document, Diagnostics& findings) : document_(document), findings_(findings) {}

  const Document& document() const { return document_; }
  Diagnostics& findings() { return findings_; }
  Place place_of(const Node& node) const { return document_.place_of(node.begin); }

  // A finding at the beginning of the node, with the line that it stands in.
  void report(Code code, const Node& node, const std::vector<std::string>& arguments, std::string hint = {});
  // The same, but a warning whatever the catalogue says.
  void warn(Code code, const Node& node, const std::vector<std::string>& arguments, std::string hint = {});
  // How many of the findings are errors, those from before the reporter among them.
  std::size_t errors() const;

  // Whether the node is a mapping; after a NOT_A_MAPPING finding if it is none.
  bool is_mapping(const Node& node);
  // A finding at each key of the mapping that is none of the known ones: its arguments are the key and `more`, its hint
  // is the nearest known key, or else `hint`.
  void check_keys(Code code, const Node& mapping, const std::vector<std::string>& known,
                  const std::vector<std::string>& more = {}, const std::string& hint = {});

  // The keys of the mapping that are none of the known ones, in its order.
  static std::vector<const Node*> unknown_keys(const Node& mapping, const std::vector<std::string>& known);
  // A hint at the known word that is nearest to `word`; `otherwise` if none is near.
  static std::string did_you_mean(std::string_view word, const std::vector<std::string>& known,
                                  std::string otherwise = {});

 private:
  const Document& document_;
  Diagnostics& findings_;
};

// Calls `visit(key, value)` for each entry of a mapping, in its order.
template <class Visit>
void each_entry(const Node& mapping, const Visit& visit) {
  for (std::size_t i = 0; i + 1 < mapping.children.size(); i += 2) visit(mapping.children[i], mapping.children[i + 1]);
}

}  // namespace itss::yaml
