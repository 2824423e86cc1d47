#pragma once
// The answers of `git cat-file --batch`: `<object> blob <size>\n<bytes>\n`, or `<name> missing\n`.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace itss::vcs {

// Takes the program's output in pieces of any size and calls `visit` once per file asked for, in order.
class BatchReader {
 public:
  using Visit = std::function<void(const std::string& file, std::optional<std::string> bytes)>;
  BatchReader(const std::vector<std::string>& files, const Visit& visit) : files_(files), visit_(visit) {}

  void take(std::string_view part);
  bool complete() const { return next_ == files_.size() && buffer_.empty(); }

 private:
  bool take_answer();

  const std::vector<std::string>& files_;
  const Visit& visit_;
  std::string buffer_;
  std::size_t used_ = 0;  // bytes of the buffer already answered for
  std::size_t next_ = 0;  // the file whose answer comes next
};

}  // namespace itss::vcs
