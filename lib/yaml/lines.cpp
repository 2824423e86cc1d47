#include "yaml/lines.hpp"

#include <algorithm>

namespace itss::yaml {

Lines::Lines(const Document& document) : document_(document), bytes_(document.bytes()) {
  const auto first_break = bytes_.find_first_of(kBreaks);
  if (first_break != std::string_view::npos)
    line_break_ = bytes_.substr(first_break, bytes_.substr(first_break, 2) == "\r\n" ? 2 : 1);
}

std::size_t Lines::index_of(std::size_t byte) const {
  const auto& starts = document_.line_starts();
  return static_cast<std::size_t>(std::upper_bound(starts.begin() + 1, starts.end(), byte) - starts.begin()) - 1;
}

std::size_t Lines::text_from(std::size_t byte) const {
  return std::min(bytes_.find_first_not_of(kBlanks, byte), bytes_.size());
}

std::size_t Lines::start_of(std::size_t byte) const { return document_.line_starts()[index_of(byte)]; }

std::size_t Lines::end_of(std::size_t byte) const {
  return std::min(bytes_.find_first_of(kBreaks, byte), bytes_.size());
}

std::size_t Lines::next(std::size_t byte) const {
  const auto& starts = document_.line_starts();
  const std::size_t next = index_of(byte) + 1;
  return next < starts.size() ? starts[next] : bytes_.size();
}

bool Lines::begins_its_line(std::size_t byte) const {
  return bytes_.substr(start_of(byte), column_of(byte)).find_first_not_of(' ') == std::string_view::npos;
}

bool Lines::has_comment_behind(std::size_t byte) const {
  const std::size_t text = text_from(byte);
  return text < bytes_.size() && bytes_[text] == '#';
}

bool Lines::ends_its_line(std::size_t byte) const {
  return text_from(byte) >= end_of(byte) || has_comment_behind(byte);
}

std::size_t Lines::behind_comments(std::size_t at, std::size_t column) const {
  while (at < bytes_.size() && has_comment_behind(at) && text_from(at) - at > column) at = next(at);
  return at;
}

}  // namespace itss::yaml
