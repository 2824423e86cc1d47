#pragma once
// Text as a search compares it: whoever types `login`, `LOGIN` or `ｌｏｇｉｎ` means the same.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace itss {

// `text` in the one form in which searches compare: NFKC and full case folding of Unicode (UAX 15, UAX 31
// NFKC_Casefold), so that full-width letters and digits are the half-width ones and what has no width is gone; each run
// of blanks, line breaks and control characters is one blank, none at the ends. An invalid byte counts as
// U+FFFD.
std::string fold_text(std::string_view text);

// The bytes [begin, end) of a text.
struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The first place of `text`, at bounds of graphemes, that folds to `word`; nothing if there is none. REQUIRES: `word`
// is folded and not empty.
std::optional<ByteRange> find_folded(std::string_view text, std::string_view word);

}  // namespace itss
