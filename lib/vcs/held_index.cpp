#include "vcs/held_index.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <system_error>
#include <utility>

namespace itss::vcs {

namespace fs = std::filesystem;

HeldIndex::HeldIndex(fs::path index) : index_(std::move(index)), copy_(index_.native() + ".lock") {}

HeldIndex::HeldIndex(HeldIndex&& other) noexcept
    : index_(std::move(other.index_)), copy_(std::exchange(other.copy_, fs::path())) {}

HeldIndex::~HeldIndex() {
  std::error_code ignored;
  if (!copy_.empty()) fs::remove(copy_, ignored);
}

std::optional<HeldIndex> HeldIndex::take(const fs::path& git_directory) {
  const fs::path index = git_directory / "index";
  std::error_code error;
  if (!fs::is_regular_file(index, error)) return std::nullopt;
  const fs::path lock = index.native() + ".lock";
  const int made = ::open(lock.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (made < 0) return std::nullopt;
  ::close(made);
  HeldIndex held(index);
  if (!fs::copy_file(index, lock, fs::copy_options::overwrite_existing, error)) return std::nullopt;
  return held;
}

void HeldIndex::keep() {
  fs::rename(copy_, index_);
  copy_.clear();
}

}  // namespace itss::vcs
