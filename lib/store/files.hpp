#pragma once
// Reading files of the repository: nothing but regular files, nothing outside the root, nothing too large.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace itss::store {

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }

 private:
  int fd_;
};

inline constexpr std::size_t kNoLimit = static_cast<std::size_t>(-1);

// What reading gave: bytes, or neither bytes nor a problem if nothing is there, or why it cannot be used (NOT_A_FILE,
// UNREADABLE, FILE_TOO_LARGE).
struct FileRead {
  std::optional<std::string> bytes;
  std::optional<Diagnostic> problem;
};

// Reads a file by its path relative to `root`. A file above `limit` bytes is not read at all; a link is followed only
// inside the root; a fifo or device is never opened for waiting. REQUIRES: `root` is canonical.
FileRead read_file(const std::filesystem::path& root, const std::filesystem::path& relative,
                   std::size_t limit = kNoLimit);
// The same for a path whose directories are known to lie in the root, as those of list_files do.
FileRead read_listed_file(const std::filesystem::path& root, const std::filesystem::path& relative, std::size_t limit);

// Whether the path, links resolved, lies in `root` (what does not exist yet counts where it would be made).
bool is_inside(const std::filesystem::path& root, const std::filesystem::path& relative);

// Whether a file of this name in a type's directory stands in a record's place: not what merge tools leave behind.
bool is_record_name(std::string_view name);

// The paths of what stands in a record's place below `directory`, sorted by their bytes, relative to `root`: names that
// end in `.yaml` or `.yml`, and directories that cannot be looked into (links, no permission). Left out: dot files,
// `.git`, what editors and merge tools leave behind.
std::vector<std::filesystem::path> list_files(const std::filesystem::path& root,
                                              const std::filesystem::path& directory);

}  // namespace itss::store
