#pragma once
// Where the words of a part of a document stand, so that a finding about what was read of it can point at one of them
// when the document is gone.

#include <string>
#include <vector>

#include "yaml/document.hpp"

namespace itss::yaml {

class WordPlaces {
 public:
  WordPlaces() = default;
  // The scalars of the node and below it, keys too, in the order of the file.
  WordPlaces(const Document& document, const Node& node);
  void add(const Document& document, const Node& node);

  // Gives the finding the place and line of the first scalar that is the word, else of the first that has it between
  // blanks, dots, colons or commas (`entered:closed`). The finding stays as it is if there is none.
  void point(Diagnostic& finding, std::string_view word) const;

 private:
  struct Word {
    std::string text;
    Place place;
    std::string line;
  };

  std::vector<Word> words_;
};

}  // namespace itss::yaml
