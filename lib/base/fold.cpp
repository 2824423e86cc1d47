#include "base/fold.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include "base/text.hpp"

namespace itss {

namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// A copy whose invalid bytes are replaced.
std::string mended(std::string_view text) {
  std::string out;
  while (const auto bad = find_invalid_utf8(text)) {
    out += std::string(text.substr(0, *bad)) + "\xEF\xBF\xBD";
    text.remove_prefix(*bad + 1);
  }
  return out.append(text);
}

// NFKC_Casefold. REQUIRES: the text is valid.
std::string compare_form(std::string_view text) {
  if (is_ascii(text)) return lower(text);
  constexpr int kOptions = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  utf8proc_uint8_t* mapped = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &mapped, static_cast<utf8proc_option_t>(kOptions));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size < 0) return std::string(text);
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

// The size in bytes of the blank at the front of a text; 0 if there is none.
std::size_t blank_size(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return first <= 0x20 || first == 0x7F ? 1 : 0;
  utf8proc_int32_t point = 0;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &point);
  if (size <= 0) return 0;
  const auto category = utf8proc_category(point);
  const bool blank = category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
                     category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CC;
  return blank ? static_cast<std::size_t>(size) : 0;
}

std::size_t point_size(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
  return size;
}

std::string with_single_blanks(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool between = false;  // a blank is due before the next character
  while (!text.empty()) {
    if (const auto blank = blank_size(text); blank > 0) {
      between = !out.empty();
      text.remove_prefix(blank);
      continue;
    }
    if (between) out += ' ';
    between = false;
    const auto size = point_size(text);
    out.append(text.substr(0, size));
    text.remove_prefix(size);
  }
  return out;
}

// The size in bytes of the grapheme at the front of a text.
std::size_t grapheme_size(std::string_view text) {
  utf8proc_int32_t before = 0, point = 0, state = 0;
  std::size_t size = 0;
  while (size < text.size()) {
    const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + size),
                                       static_cast<utf8proc_ssize_t>(text.size() - size), &point);
    if (used <= 0) return std::max<std::size_t>(size, 1);
    if (size > 0 && utf8proc_grapheme_break_stateful(before, point, &state)) return size;
    size += static_cast<std::size_t>(used);
    before = point;
  }
  return size;
}

}  // namespace

std::string fold_text(std::string_view text) {
  if (find_invalid_utf8(text)) return with_single_blanks(compare_form(mended(text)));
  return with_single_blanks(compare_form(text));
}

std::optional<ByteRange> find_folded(std::string_view text, std::string_view word) {
  // Each byte of the folded text with the grapheme that it came from: no character is composed across two of them.
  std::string folded;
  std::vector<ByteRange> origins;
  bool between = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = grapheme_size(text.substr(at));
    const ByteRange origin{at, at + size};
    const std::string piece = compare_form(mended(text.substr(at, size)));
    const std::string seen = with_single_blanks(piece);
    if (seen.empty()) {
      between = between || !piece.empty();
    } else {
      const std::string added = (between && !folded.empty() ? " " : "") + seen;
      folded += added;
      origins.insert(origins.end(), added.size(), origin);
      between = false;
    }
    at += size;
  }
  const auto found = folded.find(word);
  if (found == std::string::npos) return std::nullopt;
  return ByteRange{origins[found].begin, origins[found + word.size() - 1].end};
}

}  // namespace itss
