#pragma once
// Replacing one file so that after any interruption it has its old bytes or its new ones.

#include <cstddef>
#include <filesystem>
#include <set>
#include <string_view>

#include "store/faults.hpp"

namespace itss::store {

// When the bytes beside the file become durable: at once, or by sync_file_systems for many files together.
enum class Durable { at_once, together };
// From so many files on, one flush of the file system costs less than an fsync of each.
inline constexpr std::size_t kManyFiles = 32;

// Bytes on their way into a file: written, read back and made durable beside it, then renamed over it. The temporary
// file is removed if that does not happen. REQUIRES: the lock is held, so that nobody else uses the name.
class PendingFile {
 public:
  // Makes the directories too. Keeps the mode of the file that is to be replaced. A link is replaced where it leads to.
  // Throws Error with path and reason (disk full, read-only, no permission).
  PendingFile(const std::filesystem::path& target, std::string_view bytes, const Faults& faults,
              Durable durable = Durable::at_once);
  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&&) = delete;
  ~PendingFile();
  // Puts the bytes in place; durable only after sync_directory. Throws Error.
  void install(const Faults& faults);
  const std::filesystem::path& target() const { return target_; }

 private:
  std::filesystem::path target_;
  std::filesystem::path temp_;  // empty once installed
};

// Makes everything durable that was written so far to the file systems of these directories: what an fsync of each file
// gives, for one flush instead of thousands. Throws Error; before Linux 5.8 a failing disk is not reported here.
void sync_file_systems(const std::set<std::filesystem::path>& directories, const Faults& faults);

// Makes the names in a directory durable. Throws Error.
void sync_directory(const std::filesystem::path& directory, const Faults& faults);

// Removes a file if it is there. Throws Error.
void remove_file(const std::filesystem::path& path, const Faults& faults);

// The suffix of temporary files: `.NAME` + this.
inline constexpr std::string_view kTempSuffix = ".itss-tmp";

// Removes the temporary files below a directory that an interrupted command left; looks into no hidden directory.
// REQUIRES: the lock is held.
void remove_stale_temps(const std::filesystem::path& root);

}  // namespace itss::store
