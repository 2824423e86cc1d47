#include "store/new_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.hpp"
#include "base/translate.hpp"
#include "store/atomic_file.hpp"

namespace itss::store {

namespace {

Error cannot_write(const std::filesystem::path& file, int why) {
  return Error(fmt::format(fmt::runtime(tr("cannot write '{}': {}")), file.string(), std::strerror(why)));
}

}  // namespace

NewFile::NewFile(std::filesystem::path target, Existing existing) : target_(std::move(target)) {
  std::error_code ignored;
  if (std::filesystem::is_directory(target_, ignored)) throw cannot_write(target_, EISDIR);
  if (existing == Existing::refuse && std::filesystem::exists(std::filesystem::symlink_status(target_, ignored)))
    throw cannot_write(target_, EEXIST);
  const auto directory = target_.has_parent_path() ? target_.parent_path() : std::filesystem::path(".");
  if (!std::filesystem::is_directory(directory, ignored)) throw cannot_write(target_, ENOENT);
  if (access(directory.c_str(), W_OK) != 0) throw cannot_write(target_, errno);
  temp_ = directory / fmt::format(".{}.{}{}", target_.filename().string(), getpid(), kTempSuffix);
  std::filesystem::remove(temp_, ignored);
}

NewFile::~NewFile() {
  std::error_code ignored;
  if (!temp_.empty()) std::filesystem::remove(temp_, ignored);
}

void NewFile::install() {
  const int file = open(temp_.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 || fsync(file) != 0) {
    const int why = errno;
    if (file >= 0) close(file);
    throw cannot_write(target_, why);
  }
  close(file);
  if (std::rename(temp_.c_str(), target_.c_str()) != 0) throw cannot_write(target_, errno);
  temp_.clear();
  sync_directory(target_.has_parent_path() ? target_.parent_path() : std::filesystem::path("."), {});
}

}  // namespace itss::store
