#pragma once
// UTF-8 text: validity, width on a terminal, cutting, spelling suggestions.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itss {

// The byte offset of the first byte that is not valid UTF-8, or nothing.
std::optional<std::size_t> find_invalid_utf8(std::string_view bytes);

// Columns that `text` takes on a terminal: 2 for wide East Asian characters, 0 for combining marks.
std::size_t display_width(std::string_view text);

// `text` filled with blanks to `width` columns (unchanged if it is wider already); on the left for right alignment.
enum class Align { left, right };
std::string pad(std::string_view text, std::size_t width, Align align = Align::left);

// `text` cut at a grapheme boundary to at most `width` columns, ending in `…` if anything was cut.
std::string truncate(std::string_view text, std::size_t width);

// The first `count` code points of `text`.
std::string first_code_points(std::string_view text, std::size_t count);
std::size_t count_code_points(std::string_view text);

// `text` with control characters (escape sequences of a terminal among them) replaced by blanks.
std::string printable(std::string_view text);

// The candidate nearest to `word`, the first of several, within edit distance 2; of a short word within half its length.
std::optional<std::string> suggest(std::string_view word, const std::vector<std::string>& candidates);

std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string_view trim(std::string_view text);
bool starts_with(std::string_view text, std::string_view prefix);
// `text` with ASCII letters in lower case; other bytes unchanged.
std::string lower(std::string_view text);

}  // namespace itss
