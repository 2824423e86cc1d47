#pragma once
// The intent journal `.itss/cache/journal`: what a command that changes several files is about to do, durable before
// the first of them is touched. If it is there, its command was interrupted (or is at work, as the lock tells).
//   itss journal 1
//   <path length> <SHA-256 of the old bytes, or -> <length of the new bytes, or ->
//   <path><new bytes>
//   ... and so on, then
//   end <SHA-256 of all before this line>
// NOTE: versions of itss share this form on disk; a change of it needs a new number in its first line.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "store/faults.hpp"

namespace itss::store {

// One file of a journal. An absent hash: there was no such file; absent bytes: the file is to be removed.
struct Intent {
  std::string path;  // relative to the root
  std::optional<std::string> old_hash;
  std::optional<std::string> new_bytes;
  friend bool operator==(const Intent&, const Intent&) = default;
};

std::string encode_journal(const std::vector<Intent>& intents);
// Nothing if the text is cut short or altered anywhere.
std::optional<std::vector<Intent>> decode_journal(std::string_view text);

// Where recover() keeps what was meant for files that a person changed since; relative to the root.
std::filesystem::path rescued_directory();

bool has_journal(const std::filesystem::path& root);
// Makes the intents durable, in place of an earlier journal. Throws Error.
void write_journal(const std::filesystem::path& root, const std::vector<Intent>& intents, const Faults& faults);
void remove_journal(const std::filesystem::path& root, const Faults& faults);

// Finishes what the journal says, or, if it is not complete, drops it: nothing of it was begun then. REQUIRES: the lock
// is held. The files that a person changed since are left as they are; what was meant for them is kept below
// `.itss/cache/rescued`. A finding names each file, finished or not. Throws Error.
Diagnostics recover(const std::filesystem::path& root, const Faults& faults = {});

}  // namespace itss::store
