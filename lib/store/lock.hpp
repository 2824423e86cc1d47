#pragma once
// One writer at a time: an flock on `.itss/cache/lock`, which the kernel frees when the holder ends, however it ends.

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "store/files.hpp"

namespace itss::store {

// Where what is derived lies: `<root>/.itss/cache`, which ignores itself in git. Deleting it loses nothing.
std::filesystem::path cache_directory(const std::filesystem::path& root);
// Makes it if it is not there. Throws Error.
void make_cache_directory(const std::filesystem::path& root);

class Lock {
 public:
  // Takes the lock, waiting for up to `wait`; throws LockBusy, whose text says who holds it, or Error. `command` is
  // what is written into the lock file beside the process and host, for those who wait.
  static Lock take(const std::filesystem::path& root, std::chrono::milliseconds wait, const std::string& command);
  // Takes it if nobody has it; nothing if someone has, or if the file cannot be written.
  static std::optional<Lock> try_take(const std::filesystem::path& root, const std::string& command);

  Lock(Lock&&) noexcept = default;
  Lock& operator=(Lock&&) noexcept = default;
  ~Lock();

  // Whether the holder before this one was killed: it may have left temporary files.
  bool after_interruption() const { return after_interruption_; }

 private:
  Lock(Descriptor file, const std::string& command);
  Descriptor file_;
  bool after_interruption_;
};

}  // namespace itss::store
