#pragma once
// Several files changed at once, or none of them.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "store/faults.hpp"
#include "store/lock.hpp"

namespace itss::store {

// One file before and after. An absent text: there is no such file.
struct FileChange {
  std::filesystem::path path;  // relative to the root
  std::optional<std::string> before;
  std::optional<std::string> after;
};

// Makes all changes durable, or none. An interrupted call leaves the old files, or a journal from which the next
// command finishes it. Throws Changed if a file is not as `before` says, Error if it cannot be written; every file is
// then as it was. REQUIRES: the lock is held, and no journal is there.
void apply_changes(const std::filesystem::path& root, const std::vector<FileChange>& changes, const Faults& faults);

// Puts right what an interrupted command left: its journal is finished or dropped, as recover() tells, and its
// temporary files are removed. Costs nothing when there was none. Throws Error.
Diagnostics put_right(const std::filesystem::path& root, const Lock& lock, const Faults& faults = {});

}  // namespace itss::store
