#include "vcs/batch.hpp"

#include "base/error.hpp"

namespace itss::vcs {

void BatchReader::take(std::string_view part) {
  buffer_ += part;
  while (next_ < files_.size() && take_answer()) ++next_;
  buffer_.erase(0, used_);
  used_ = 0;
}

bool BatchReader::take_answer() {
  const std::string_view rest = std::string_view(buffer_).substr(used_);
  const auto line_end = rest.find('\n');
  if (line_end == std::string_view::npos) return false;
  const std::string_view line = rest.substr(0, line_end);
  // `<name> missing` or `<name> ambiguous`, whose name may hold blanks; else three words, a size the last.
  const std::string_view last = line.substr(line.rfind(' ') + 1);
  if (last.find_first_not_of("0123456789") != std::string_view::npos) {
    used_ += line_end + 1;
    visit_(files_[next_], std::nullopt);
    return true;
  }
  const std::size_t size = std::stoull(std::string(last));
  if (rest.size() < line_end + 1 + size + 1) return false;
  if (rest[line_end + 1 + size] != '\n') throw Error("git cat-file gave an answer that cannot be read");
  std::string bytes(rest.substr(line_end + 1, size));
  const bool is_blob = line.find(" blob ") != std::string_view::npos;
  used_ += line_end + 1 + size + 1;
  visit_(files_[next_], is_blob ? std::optional(std::move(bytes)) : std::nullopt);
  return true;
}

}  // namespace itss::vcs
