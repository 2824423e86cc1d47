#pragma once
// The files of a record type as the index remembers them, and what has changed since. Nothing is read but directories
// and the status of files. Inside store/ only.

#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace itss::store {

// One file in a record's place.
struct Entry {
  std::string_view name;  // in its directory
  // Of what the file looked like before it was read. 0: it must be read again, since a later change might not show, or
  // since it is no plain file.
  std::uint64_t signature = 0;
  std::int64_t row = 0;              // of the record's bytes; 0: there is no usable record
  std::int64_t first = 0, last = 0;  // seconds: the opening, and the last of what lies in time (record::Scope)
  std::string_view status;           // the stored state; empty: not known for certain
  bool aliased = false;              // it has aliases
  bool changed = true;               // found now: what is remembered no longer holds
};

struct Directory {
  std::string path;                     // relative to the root
  std::uint64_t signature = 0;          // of its list of names; 0: list it again
  std::vector<Entry> entries;           // sorted by name
  std::vector<std::string_view> below;  // directories in it, sorted
  std::string bytes;                    // what it was read from; entries point into it
  std::deque<std::string> texts;        // what else they point into

  std::uint64_t stored_signature = 0;  // the signature that is remembered
  bool touched = false;                // an entry was read anew, or names listed

  Directory() = default;
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  // Whether it differs from what is remembered.
  bool is_dirty() const;
  // A text that lives as long as the directory.
  std::string_view keep(std::string_view text) { return texts.emplace_back(text); }
};
using DirectoryPtr = std::unique_ptr<Directory>;
using Directories = std::map<std::string, DirectoryPtr, std::less<>>;  // by path

// The directory for the index. What was found only now is not part of it.
std::string to_bytes(const Directory& directory);
// Fills in all but path and signature. Throws Corrupt.
void read_bytes(Directory& directory, std::string bytes);

// The time of the file system, as it stamps a file that is changed now. What is stamped so or later may change once
// more without showing it.
struct Stamp {
  std::int64_t seconds = 0, nanoseconds = 0;
};
// Touches a file of the cache to learn it. Throws Error.
Stamp stamp_of_now(const std::filesystem::path& file);

// An entry where it stands; without an entry, a directory that cannot be looked into.
struct Spot {
  Directory* directory = nullptr;
  Entry* entry = nullptr;
  std::string path() const;
};

struct Tree {
  Directories directories;
  std::vector<std::int64_t> dropped;  // rows of files that are gone
  std::vector<std::string> gone;      // directories that are gone
  std::vector<DirectoryPtr> closed;   // directories that cannot be looked into
  std::vector<Spot> in_order;         // by the bytes of their paths
};

enum class Look { names, files };

// What lies below `start` now, compared with what is remembered. Look::names leaves the status of files alone:
// `changed` says nothing then. A directory that cannot be looked into is an entry of the one above, as in list_files.
// REQUIRES: `start` lies in the root.
Tree look_at_tree(const std::filesystem::path& root, const std::string& start, Directories known, const Stamp& stamp,
                  Look look);

}  // namespace itss::store
