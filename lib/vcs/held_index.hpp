#pragma once
// git's index, changed by several git commands as if by one: they work on a copy, which takes the index's place at the
// end or is thrown away.

#include <filesystem>
#include <optional>

namespace itss::vcs {

// The copy is git's own lock of the index, so nobody else changes it meanwhile. An object that is not kept leaves the
// index as it was.
class HeldIndex {
 public:
  // Nothing if there is no index yet, or if another holds it.
  static std::optional<HeldIndex> take(const std::filesystem::path& git_directory);
  HeldIndex(HeldIndex&& other) noexcept;
  HeldIndex& operator=(HeldIndex&&) = delete;
  HeldIndex(const HeldIndex&) = delete;
  HeldIndex& operator=(const HeldIndex&) = delete;
  ~HeldIndex();

  const std::filesystem::path& copy() const { return copy_; }
  // Puts the copy in the index's place.
  void keep();

 private:
  explicit HeldIndex(std::filesystem::path index);

  std::filesystem::path index_, copy_;  // no copy: it was kept or moved away
};

}  // namespace itss::vcs
