#include "store/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "store/errors.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

FileRead problem(Code code, const fs::path& relative, const std::vector<std::string>& arguments) {
  return {std::nullopt, diagnose(code, Place{relative.generic_string()}, arguments)};
}

bool starts_with_path(const fs::path& path, const fs::path& start) {
  return std::mismatch(start.begin(), start.end(), path.begin(), path.end()).first == start.end();
}

std::string kind_of(const struct stat& status) {
  if (S_ISDIR(status.st_mode)) return tr("a directory");
  if (S_ISFIFO(status.st_mode)) return tr("a pipe");
  if (S_ISSOCK(status.st_mode)) return tr("a socket");
  return tr("a device");
}

FileRead read_open(const Descriptor& file, const fs::path& relative, std::size_t limit) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return problem(Code::UNREADABLE, relative, {reason_of(errno)});
  if (!S_ISREG(status.st_mode)) return problem(Code::NOT_A_FILE, relative, {kind_of(status)});
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > limit) return problem(Code::FILE_TOO_LARGE, relative, {std::to_string(size), std::to_string(limit)});
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count = ::read(file.get(), bytes.data() + done, size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return problem(Code::UNREADABLE, relative, {reason_of(errno)});
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return {std::move(bytes), std::nullopt};
}

FileRead read_link(const fs::path& root, const fs::path& relative, std::size_t limit) {
  std::error_code error;
  const fs::path target = fs::canonical(root / relative, error);
  if (error) return problem(Code::NOT_A_FILE, relative, {tr("a symbolic link to nothing")});
  if (!starts_with_path(target, root))
    return problem(Code::NOT_A_FILE, relative, {tr("a symbolic link that leaves the repository")});
  const Descriptor file(::open(target.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file.valid()) return problem(Code::UNREADABLE, relative, {reason_of(errno)});
  return read_open(file, relative, limit);
}

// `TKT-1_LOCAL_4711.yaml`, as git mergetool leaves them.
bool is_merge_leftover(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kSides = {"_BASE_", "_LOCAL_", "_REMOTE_", "_BACKUP_"};
  return std::any_of(kSides.begin(), kSides.end(), [&](std::string_view side) {
    const auto at = name.rfind(side);
    if (at == std::string_view::npos) return false;
    const auto number = name.substr(at + side.size(), name.rfind('.') - at - side.size());
    return !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
  });
}

void list_below(const fs::path& root, const std::string& directory, std::vector<std::string>& found) {
  std::error_code error;
  fs::directory_iterator entries(root / directory, error);
  if (error) {
    if (error != std::errc::no_such_file_or_directory) found.push_back(directory);
    return;
  }
  for (; entries != fs::directory_iterator(); entries.increment(error)) {
    const std::string name = entries->path().filename().string();
    if (name.front() == '.') continue;
    std::error_code ignored;
    const bool is_link = entries->is_symlink(ignored);
    const bool is_directory = entries->is_directory(ignored);
    const std::string path = fmt::format("{}/{}", directory, name);
    if (is_record_name(name) || (is_link && is_directory))
      found.push_back(path);
    else if (is_directory)
      list_below(root, path, found);
  }
}

}  // namespace

bool is_record_name(std::string_view name) {
  return (name.ends_with(".yaml") || name.ends_with(".yml")) && !is_merge_leftover(name);
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

std::string reason_of(int error_number) { return lower(std::generic_category().message(error_number)); }

void fail(const char* text, const fs::path& path, int error_number) {
  throw Error(fmt::format(fmt::runtime(text), path.generic_string(), reason_of(error_number)));
}

bool is_inside(const fs::path& root, const fs::path& relative) {
  const fs::path plain = relative.lexically_normal();
  if (relative.empty() || relative.is_absolute() || *plain.begin() == "..") return false;
  std::error_code error;
  const fs::path resolved = fs::weakly_canonical(root / plain, error);
  return !error && starts_with_path(resolved, root);
}

FileRead read_listed_file(const fs::path& root, const fs::path& relative, std::size_t limit) {
  const fs::path path = root / relative;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (file.valid()) return read_open(file, relative, limit);
  if (errno == ELOOP) return read_link(root, relative, limit);
  if (errno == ENOENT || errno == ENOTDIR) return {};
  if (errno == ENXIO) return problem(Code::NOT_A_FILE, relative, {tr("a socket")});
  return problem(Code::UNREADABLE, relative, {reason_of(errno)});
}

FileRead read_file(const fs::path& root, const fs::path& relative, std::size_t limit) {
  const fs::path parent = relative.parent_path();
  if (relative.is_absolute() || (!parent.empty() && !is_inside(root, parent)))
    return problem(Code::NOT_A_FILE, relative, {tr("a path that leaves the repository")});
  return read_listed_file(root, relative, limit);
}

std::vector<fs::path> list_files(const fs::path& root, const fs::path& directory) {
  std::vector<std::string> found;
  std::error_code ignored;
  const std::string start = directory.generic_string();
  // A type's directory that lies elsewhere is named as it is, so that reading it gives the finding.
  if (fs::exists(root / directory, ignored) && !is_inside(root, directory))
    found.push_back(start);
  else
    list_below(root, start, found);
  std::sort(found.begin(), found.end());
  return {found.begin(), found.end()};
}

}  // namespace itss::store
