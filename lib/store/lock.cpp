#include "store/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <thread>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "store/errors.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

fs::path lock_path(const fs::path& root) { return cache_directory(root) / "lock"; }

// Locks the file now, or gives an invalid descriptor if someone else has it. Throws Error if that cannot be known.
Descriptor lock_now(const fs::path& path) {
  while (true) {
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!file.valid()) fail(tr("cannot open '{}': {}"), path, errno);
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EINTR) continue;
      if (errno == EWOULDBLOCK) return Descriptor();
      fail(tr("cannot lock '{}': {}"), path, errno);
    }
    // Someone may have deleted the cache in between: a lock on a file without a name keeps nobody out.
    struct stat ours {};
    struct stat named {};
    if (::fstat(file.get(), &ours) == 0 && ::stat(path.c_str(), &named) == 0 && ours.st_ino == named.st_ino &&
        ours.st_dev == named.st_dev)
      return file;
    make_cache_directory(path.parent_path().parent_path().parent_path());
  }
}

void write_holder(const Descriptor& file, const std::string& command) {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  const std::string text = fmt::format("{} {} {}\n", ::getpid(), host.data(), printable(command));
  // Only told to those who wait, so a full disk does no harm here.
  if (::ftruncate(file.get(), 0) == 0) [[maybe_unused]]
    const auto written = ::pwrite(file.get(), text.data(), text.size(), 0);
}

// A holder that lets go empties the file; one that was killed leaves its name there.
bool names_holder(const Descriptor& file) {
  struct stat status {};
  return ::fstat(file.get(), &status) == 0 && status.st_size > 0;
}

std::string holder(const fs::path& path) {
  std::ifstream in(path);
  std::string pid, host, command;
  in >> pid >> host >> std::ws;
  std::getline(in, command);
  if (command.empty()) return tr("another process");
  return fmt::format(fmt::runtime(tr("process {} on {} ({})")), pid, host, printable(command));
}

}  // namespace

fs::path cache_directory(const fs::path& root) { return root / ".itss" / "cache"; }

void make_cache_directory(const fs::path& root) {
  const fs::path cache = cache_directory(root);
  std::error_code error;
  if (fs::is_directory(cache, error)) return;
  fs::create_directories(cache, error);
  if (error) fail(tr("cannot make '{}': {}"), cache, error.value());
  std::ofstream(cache / ".gitignore") << "*\n";
}

Lock::Lock(Descriptor file, const std::string& command)
    : file_(std::move(file)), after_interruption_(names_holder(file_)) {
  write_holder(file_, command);
}

Lock::~Lock() {
  if (file_.valid()) [[maybe_unused]]
    const int ignored = ::ftruncate(file_.get(), 0);
}

Lock Lock::take(const fs::path& root, std::chrono::milliseconds wait, const std::string& command) {
  using std::chrono::milliseconds;
  make_cache_directory(root);
  const fs::path path = lock_path(root);
  milliseconds waited{0};
  milliseconds pause{2};
  while (true) {
    Descriptor file = lock_now(path);
    if (file.valid()) return {std::move(file), command};
    if (waited >= wait) break;
    std::this_thread::sleep_for(std::min(pause, wait - waited));
    waited += pause;
    pause = std::min(pause * 2, milliseconds{20});
  }
  throw LockBusy(fmt::format(fmt::runtime(tr("{} is writing here; gave up after {} s")), holder(path),
                             static_cast<double>(wait.count()) / 1000));
}

std::optional<Lock> Lock::try_take(const fs::path& root, const std::string& command) {
  try {
    make_cache_directory(root);
    Descriptor file = lock_now(lock_path(root));
    if (!file.valid()) return std::nullopt;
    return Lock(std::move(file), command);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace itss::store
