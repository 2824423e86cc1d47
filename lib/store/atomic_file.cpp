#include "store/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "base/translate.hpp"
#include "store/errors.hpp"
#include "store/files.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

// Makes the missing directories, each durable in its parent before anything is put into it.
void make_directories(const fs::path& directory, const Faults& faults) {
  std::vector<fs::path> missing;
  std::error_code error;
  for (fs::path path = directory; !fs::exists(path, error) && !error; path = path.parent_path())
    missing.push_back(path);
  for (auto path = missing.rbegin(); path != missing.rend(); ++path) {
    faults.point("make directory");
    if (::mkdir(path->c_str(), 0777) != 0 && errno != EEXIST) fail(tr("cannot make '{}': {}"), *path, errno);
    sync_directory(path->parent_path(), faults);
  }
}

void write_all(const Descriptor& file, std::string_view bytes, const fs::path& target) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(tr("cannot write '{}': {}"), target, errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

// Disks and network file systems that lose bytes without an error are rare, but this is what "success" rests on.
void read_back(const fs::path& temp, std::string_view bytes, const fs::path& target) {
  const FileRead read = read_listed_file(temp.parent_path(), temp.filename(), kNoLimit);
  if (!read.bytes || *read.bytes != bytes)
    throw Error(fmt::format(fmt::runtime(tr("cannot write '{}': other bytes came back")), target.generic_string()));
}

Descriptor open_temp(const fs::path& temp, const fs::path& target) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  Descriptor file(::open(temp.c_str(), kFlags, 0666));
  if (!file.valid() && errno == EEXIST && ::unlink(temp.c_str()) == 0)
    file = Descriptor(::open(temp.c_str(), kFlags, 0666));
  if (!file.valid()) fail(tr("cannot write '{}': {}"), target, errno);
  return file;
}

fs::path where_links_lead(const fs::path& path) {
  std::error_code error;
  if (!fs::is_symlink(path, error)) return path;
  const fs::path target = fs::canonical(path, error);
  return error ? path : target;
}

}  // namespace

PendingFile::PendingFile(const fs::path& target, std::string_view bytes, const Faults& faults, Durable durable)
    : target_(where_links_lead(target)) {
  make_directories(target_.parent_path(), faults);
  const fs::path temp = target_.parent_path() / ("." + target_.filename().string() + std::string(kTempSuffix));
  try {
    faults.point("write");
    const Descriptor file = open_temp(temp, target_);
    temp_ = temp;
    struct stat old {};
    if (::stat(target_.c_str(), &old) == 0) ::fchmod(file.get(), old.st_mode & 07777);
    write_all(file, bytes, target_);
    if (durable == Durable::at_once) faults.point("fsync");
    if (durable == Durable::at_once && ::fsync(file.get()) != 0) fail(tr("cannot write '{}': {}"), target_, errno);
    read_back(temp_, bytes, target_);
  } catch (...) {
    if (!temp_.empty()) ::unlink(temp_.c_str());
    throw;
  }
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : target_(std::move(other.target_)), temp_(std::move(other.temp_)) {
  other.temp_.clear();
}

PendingFile::~PendingFile() {
  if (!temp_.empty()) ::unlink(temp_.c_str());
}

void PendingFile::install(const Faults& faults) {
  faults.point("rename");
  if (::rename(temp_.c_str(), target_.c_str()) != 0) fail(tr("cannot replace '{}': {}"), target_, errno);
  temp_.clear();
}

void sync_file_systems(const std::set<fs::path>& directories, const Faults& faults) {
  std::set<dev_t> done;
  for (const auto& directory : directories) {
    struct stat status {};
    if (::stat(directory.c_str(), &status) == 0 && !done.insert(status.st_dev).second) continue;
    faults.point("fsync");
    const Descriptor file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!file.valid()) fail(tr("cannot open '{}': {}"), directory, errno);
    if (::syncfs(file.get()) != 0) fail(tr("cannot write '{}': {}"), directory, errno);
  }
}

void sync_directory(const fs::path& directory, const Faults& faults) {
  faults.point("fsync directory");
  const Descriptor file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.valid()) fail(tr("cannot open '{}': {}"), directory, errno);
  // Some file systems cannot do it and say EINVAL; there is nothing more to be done there.
  if (::fsync(file.get()) != 0 && errno != EINVAL) fail(tr("cannot write '{}': {}"), directory, errno);
}

void remove_file(const fs::path& path, const Faults& faults) {
  faults.point("unlink");
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail(tr("cannot remove '{}': {}"), path, errno);
}

void remove_stale_temps(const fs::path& root) {
  std::error_code error;
  for (fs::recursive_directory_iterator entry(root, error); !error && entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.front() != '.') continue;
    entry.disable_recursion_pending();
    if (name.ends_with(kTempSuffix)) ::unlink(entry->path().c_str());
  }
}

}  // namespace itss::store
