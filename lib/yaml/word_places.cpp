#include "yaml/word_places.hpp"

#include <algorithm>

namespace itss::yaml {

namespace {

constexpr std::string_view kBetween = " .:,";

bool has_part(std::string_view text, std::string_view part) {
  while (true) {
    const std::size_t end = text.find_first_of(kBetween);
    if (text.substr(0, end) == part) return true;
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

WordPlaces::WordPlaces(const Document& document, const Node& node) { add(document, node); }

void WordPlaces::add(const Document& document, const Node& node) {
  if (node.kind == Kind::scalar && !node.text.empty())
    words_.push_back({node.text, document.place_of(node.begin), document.line_of(node.begin)});
  for (const auto& child : node.children) add(document, child);
}

void WordPlaces::point(Diagnostic& finding, std::string_view word) const {
  auto found = std::find_if(words_.begin(), words_.end(), [&](const Word& each) { return each.text == word; });
  if (found == words_.end())
    found = std::find_if(words_.begin(), words_.end(), [&](const Word& each) { return has_part(each.text, word); });
  if (found == words_.end()) return;
  finding.place = found->place;
  finding.source_line = found->line;
}

}  // namespace itss::yaml
