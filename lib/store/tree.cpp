#include "store/tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <thread>

#include "base/hash.hpp"
#include "base/translate.hpp"
#include "store/errors.hpp"
#include "store/files.hpp"
#include "store/in_order.hpp"
#include "store/packed.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

bool is_before(const timespec& time, const Stamp& stamp) {
  return time.tv_sec != stamp.seconds ? time.tv_sec < stamp.seconds : time.tv_nsec < stamp.nanoseconds;
}

// 0 if a change that comes now might leave the same.
std::uint64_t signature_of(const struct stat& status, const Stamp& stamp) {
  if (!is_before(status.st_mtim, stamp) || !is_before(status.st_ctim, stamp)) return 0;
  const std::array<std::int64_t, 8> parts = {status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                                             status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
                                             status.st_size,        static_cast<std::int64_t>(status.st_ino),
                                             status.st_mode,        static_cast<std::int64_t>(status.st_dev)};
  return short_hash({reinterpret_cast<const char*>(parts.data()), sizeof parts});
}

struct CloseDir {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

// A name in a directory: a file in a record's place, or a directory to look into.
struct Name {
  std::string text;
  bool is_directory = false;
  bool is_plain = true;  // a regular file
};

struct Names {
  std::vector<Name> names;  // sorted
  bool has_links = false;   // what they point to may change without this directory
};

enum class Kind { file, directory, link, other };

Kind kind_of(int directory, const dirent& found) {
  switch (found.d_type) {
    case DT_REG:
      return Kind::file;
    case DT_DIR:
      return Kind::directory;
    case DT_LNK:
      return Kind::link;
    case DT_UNKNOWN:
      break;
    default:
      return Kind::other;
  }
  struct stat status {};
  if (::fstatat(directory, found.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return Kind::other;
  if (S_ISREG(status.st_mode)) return Kind::file;
  if (S_ISDIR(status.st_mode)) return Kind::directory;
  return S_ISLNK(status.st_mode) ? Kind::link : Kind::other;
}

bool leads_to_directory(int directory, const char* name) {
  struct stat status {};
  return ::fstatat(directory, name, &status, 0) == 0 && S_ISDIR(status.st_mode);
}

// Takes the descriptor.
Names list_names(Descriptor directory) {
  Names found;
  const std::unique_ptr<DIR, CloseDir> stream(::fdopendir(::dup(directory.get())));
  if (!stream) return found;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name.front() == '.') continue;
    const Kind kind = kind_of(directory.get(), *entry);
    found.has_links = found.has_links || kind == Kind::link;
    if (is_record_name(name) || (kind == Kind::link && leads_to_directory(directory.get(), entry->d_name)))
      found.names.push_back({std::string(name), false, kind == Kind::file});
    else if (kind == Kind::directory)
      found.names.push_back({std::string(name), true, false});
  }
  std::sort(found.names.begin(), found.names.end(), [](const Name& a, const Name& b) { return a.text < b.text; });
  return found;
}

class Looker {
 public:
  Looker(const fs::path& root, Directories known, const Stamp& stamp)
      : root_(root.native() + "/"), known_(std::move(known)), stamp_(stamp) {}

  Tree look(const std::string& start, Look look) {
    start_ = start;
    Descriptor opened = open(start);
    const int error = errno;
    if (opened.valid())
      visit(start, std::move(opened));
    else if (error != ENOENT)
      tree_.in_order.push_back({&closed(start), nullptr});
    for (auto& [path, directory] : known_) {
      tree_.gone.push_back(path);
      for (const auto& entry : directory->entries) drop(entry);
    }
    if (look == Look::files) check_files();
    return std::move(tree_);
  }

 private:
  // The type's own directory may be a link.
  Descriptor open(const std::string& path) const {
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (path == start_ ? 0 : O_NOFOLLOW);
    return Descriptor(::open((root_ + path).c_str(), flags));
  }

  void drop(const Entry& entry) {
    if (entry.row != 0) tree_.dropped.push_back(entry.row);
  }

  void visit(const std::string& path, Descriptor opened) {
    const auto remembered = known_.find(path);
    DirectoryPtr directory;
    if (remembered != known_.end()) {
      directory = std::move(remembered->second);
      known_.erase(remembered);
    } else {
      directory = std::make_unique<Directory>();
    }
    struct stat status {};
    const std::uint64_t signature = ::fstat(opened.get(), &status) == 0 ? signature_of(status, stamp_) : 0;
    const bool is_same = signature != 0 && signature == directory->signature;
    directory->path = path;
    if (!is_same) list(*directory, signature, std::move(opened));
    Directory& placed = *tree_.directories.emplace(path, std::move(directory)).first->second;
    go_below(placed);
  }

  // Names anew; what is remembered of those that were there before is kept.
  void list(Directory& directory, std::uint64_t signature, Descriptor opened) {
    Names found = list_names(std::move(opened));
    directory.touched = true;
    directory.signature = found.has_links ? 0 : signature;
    std::vector<Entry> entries;
    directory.below.clear();
    auto old = directory.entries.begin();
    for (const Name& name : found.names) {
      if (name.is_directory) {
        directory.below.push_back(directory.keep(name.text));
        continue;
      }
      for (; old != directory.entries.end() && old->name < name.text; ++old) drop(*old);
      const bool is_known = old != directory.entries.end() && old->name == name.text;
      entries.push_back(is_known ? *old++ : Entry{directory.keep(name.text)});
      if (!name.is_plain) entries.back().signature = 0;
    }
    for (; old != directory.entries.end(); ++old) drop(*old);
    directory.entries = std::move(entries);
  }

  // In the order of whole paths: a directory stands where its name with a `/` does.
  void go_below(Directory& directory) {
    auto entry = directory.entries.begin();
    const auto upto = [&](const std::string* bound) {
      for (; entry != directory.entries.end() && (bound == nullptr || entry->name < *bound); ++entry)
        tree_.in_order.push_back({&directory, &*entry});
    };
    const auto below = directory.below;
    for (const auto& name : below) {
      const std::string bound = std::string(name) + "/";
      upto(&bound);
      const std::string path = directory.path + "/" + std::string(name);
      Descriptor opened = open(path);
      const int error = errno;
      if (opened.valid())
        visit(path, std::move(opened));
      else if (error != ENOENT)
        tree_.in_order.push_back({&closed(path), nullptr});
    }
    upto(nullptr);
  }

  // Stands for itself in the order, for the finding that reading it gives.
  Directory& closed(const std::string& path) {
    auto made = std::make_unique<Directory>();
    made->path = path;
    return *tree_.closed.emplace_back(std::move(made));
  }

  // The status of every file, in slices on all cores.
  void check_files() {
    struct Slice {
      Directory* directory;
      std::size_t begin, end;
    };
    constexpr std::size_t kSlice = 1024;
    std::vector<Slice> slices;
    for (auto& [path, directory] : tree_.directories)
      for (std::size_t begin = 0; begin < directory->entries.size(); begin += kSlice)
        slices.push_back({directory.get(), begin, std::min(begin + kSlice, directory->entries.size())});
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t i = next++; i < slices.size(); i = next++)
        check_slice(*slices[i].directory, slices[i].begin, slices[i].end);
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < std::min<std::size_t>(thread_count(), slices.size()); ++i) threads.emplace_back(work);
    work();
    for (auto& thread : threads) thread.join();
  }

  void check_slice(Directory& directory, std::size_t begin, std::size_t end) const {
    const Descriptor opened = open(directory.path);
    for (std::size_t i = begin; i < end; ++i) {
      Entry& entry = directory.entries[i];
      struct stat status {};
      // Names from `bytes` end with a NUL there too (see to_bytes).
      const bool is_plain =
          ::fstatat(opened.get(), entry.name.data(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode);
      const std::uint64_t now = is_plain ? signature_of(status, stamp_) : 0;
      entry.changed = now == 0 || now != entry.signature;
      entry.signature = now;
    }
  }

  std::string root_, start_;
  Directories known_;
  Stamp stamp_;
  Tree tree_;
};

}  // namespace

std::string Spot::path() const {
  return entry == nullptr ? directory->path : directory->path + "/" + std::string(entry->name);
}

Stamp stamp_of_now(const fs::path& file) {
  const Descriptor opened(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
  struct stat status {};
  if (!opened.valid() || ::futimens(opened.get(), nullptr) != 0 || ::fstat(opened.get(), &status) != 0)
    fail(tr("cannot write '{}': {}"), file, errno);
  return {status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

Tree look_at_tree(const fs::path& root, const std::string& start, Directories known, const Stamp& stamp, Look look) {
  return Looker(root, std::move(known), stamp).look(start, look);
}

bool Directory::is_dirty() const { return signature != stored_signature || (touched && to_bytes(*this) != bytes); }

std::string to_bytes(const Directory& directory) {
  Pack pack;
  const auto put_name = [&](std::string_view name) { pack.text(std::string(name) + '\0'); };
  pack.number(directory.below.size());
  for (const auto& name : directory.below) put_name(name);
  pack.number(directory.entries.size());
  for (const Entry& entry : directory.entries) {
    put_name(entry.name);
    pack.fixed(entry.signature);
    pack.signed_number(entry.row);
    pack.signed_number(entry.first);
    pack.signed_number(entry.last);
    pack.text(entry.status);
    pack.number(entry.aliased ? 1 : 0);
  }
  return pack.take();
}

void read_bytes(Directory& directory, std::string bytes) {
  directory.bytes = std::move(bytes);
  Unpack unpack(directory.bytes);
  const auto name = [&] {
    const std::string_view with_nul = unpack.text();
    if (with_nul.empty() || with_nul.back() != '\0') throw Corrupt();
    return with_nul.substr(0, with_nul.size() - 1);
  };
  for (auto count = unpack.number(); count > 0; --count) directory.below.push_back(name());
  const auto count = unpack.number();
  if (count > directory.bytes.size()) throw Corrupt();
  directory.entries.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    Entry entry;
    entry.name = name();
    entry.signature = unpack.fixed();
    entry.row = unpack.signed_number();
    entry.first = unpack.signed_number();
    entry.last = unpack.signed_number();
    entry.status = unpack.text();
    entry.aliased = unpack.number() == 1;
    entry.changed = false;
    directory.entries.push_back(entry);
  }
  if (!unpack.at_end()) throw Corrupt();
}

}  // namespace itss::store
