#include "base/pieces.hpp"

#include <utf8proc.h>

#include <set>
#include <utility>

#include "base/fold.hpp"

namespace itss {

namespace {

const std::set<std::string, std::less<>>& empty_words() {
  static const std::set<std::string, std::less<>> words = {
      "after", "all",    "an",    "and",  "any",  "are",   "as",    "at",   "be",   "been",  "but",  "by",
      "can",   "cannot", "could", "did",  "do",   "does",  "for",   "from", "had",  "has",   "have", "he",
      "her",   "his",    "if",    "in",   "is",   "it",    "its",   "me",   "my",   "no",    "not",  "of",
      "on",    "or",     "our",   "she",  "so",   "than",  "that",  "the",  "then", "there", "they", "this",
      "to",    "was",    "we",    "were", "when", "which", "while", "will", "with", "would", "you",  "your"};
  return words;
}

enum class Script { none, spaced, unspaced };

// Chinese and Japanese are written without blanks.
Script script_of(utf8proc_int32_t point) {
  const bool ideograph = (point >= 0x3400 && point <= 0x9FFF) || (point >= 0xF900 && point <= 0xFAFF) ||
                         (point >= 0x20000 && point <= 0x3FFFF);
  const bool kana = point >= 0x3041 && point <= 0x30FF;
  if (ideograph || kana) return Script::unspaced;
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
      return Script::spaced;
    default:
      return Script::none;
  }
}

// Parts a folded text into its pieces.
class Cutter {
 public:
  explicit Cutter(const std::function<void(std::string_view, bool)>& visit) : visit_(visit) {}

  void cut(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
      utf8proc_int32_t point = 0;
      const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                         static_cast<utf8proc_ssize_t>(text.size() - at), &point);
      const std::size_t step = size > 0 ? static_cast<std::size_t>(size) : 1;
      take(text, at, step, size > 0 ? script_of(point) : Script::none);
      at += step;
    }
    end_word(text, at);
  }

 private:
  void take(std::string_view text, std::size_t at, std::size_t size, Script script) {
    if (script != Script::spaced) end_word(text, at);
    if (script == Script::spaced && letters_++ == 0) begin_ = at;
    if (script != Script::unspaced) {
      before_ = 0;
      follows_ = false;
      return;
    }
    if (before_ > 0) visit_(text.substr(at - before_, before_ + size), std::exchange(follows_, true));
    before_ = size;
  }

  void end_word(std::string_view text, std::size_t at) {
    const auto word = text.substr(begin_, at - begin_);
    if (std::exchange(letters_, 0) > 1 && empty_words().count(word) == 0) visit_(word, false);
  }

  const std::function<void(std::string_view, bool)>& visit_;
  std::size_t begin_ = 0, letters_ = 0;  // of the word that is being read
  std::size_t before_ = 0;               // bytes of the character before, if it is of a text without blanks
  bool follows_ = false;
};

}  // namespace

void each_piece(std::string_view text, const std::function<void(std::string_view, bool)>& visit) {
  Cutter(visit).cut(fold_text(text));
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  each_piece(text, [&](std::string_view piece, bool follows) { pieces.push_back({std::string(piece), follows}); });
  return pieces;
}

}  // namespace itss
