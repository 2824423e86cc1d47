#pragma once
// The words of a text as far as it can be parted into such: where blanks part them those words, in Chinese, which has
// none, any two neighbouring characters.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace itss {

// A folded word (base/fold.hpp), or two characters. `follows`: it begins with the second character of the piece before
// it.
struct Piece {
  std::string text;
  bool follows = false;
  friend bool operator==(const Piece&, const Piece&) = default;
};

// The pieces of a text in their order. Single letters and the commonest English words say nothing and are left out.
std::vector<Piece> pieces_of(std::string_view text);
// The same, one after the other.
void each_piece(std::string_view text, const std::function<void(std::string_view piece, bool follows)>& visit);

}  // namespace itss
