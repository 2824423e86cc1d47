#include "store/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "store/atomic_file.hpp"
#include "store/errors.hpp"
#include "store/files.hpp"
#include "store/lock.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFirstLine = "itss journal 1\n";

fs::path journal_path(const fs::path& root) { return cache_directory(root) / "journal"; }

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

// Takes pieces off the front of a text; nothing once the text is too short.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }
  std::optional<std::string_view> line() {
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto text = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return text;
  }
  std::optional<std::string_view> bytes(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    const auto text = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return text;
  }

 private:
  std::string_view rest_;
};

std::optional<Intent> decode_intent(Cursor& cursor) {
  const auto line = cursor.line();
  const auto words = split(line.value_or(""), ' ');
  if (words.size() != 3) return std::nullopt;
  const auto path_size = number(words[0]);
  if (!path_size) return std::nullopt;
  const auto path = cursor.bytes(*path_size);
  if (!path) return std::nullopt;
  Intent intent{.path = std::string(*path), .old_hash = std::nullopt, .new_bytes = std::nullopt};
  if (words[1] != "-") intent.old_hash = words[1];
  if (words[2] != "-") {
    const auto size = number(words[2]);
    const auto bytes = size ? cursor.bytes(*size) : std::nullopt;
    if (!bytes) return std::nullopt;
    intent.new_bytes = std::string(*bytes);
  }
  if (cursor.line() != "") return std::nullopt;
  return intent;
}

enum class Standing { old_bytes, new_bytes, other };

Standing standing(const fs::path& root, const Intent& intent) {
  const FileRead read = read_file(root, intent.path);
  if (read.problem) throw Error(error_text(*read.problem));
  if (read.bytes == intent.new_bytes) return Standing::new_bytes;
  const auto hash = read.bytes ? std::optional(sha256_hex(*read.bytes)) : std::nullopt;
  return hash == intent.old_hash ? Standing::old_bytes : Standing::other;
}

void rescue(const fs::path& root, const Intent& intent, const Faults& faults) {
  if (!intent.new_bytes) return;
  std::string name = intent.path;
  std::replace(name.begin(), name.end(), '/', '_');
  PendingFile file(root / rescued_directory() / name, *intent.new_bytes, faults);
  file.install(faults);
}

// Puts the new bytes in place, all of them durable beside their files before the first is.
void finish(const fs::path& root, const std::vector<const Intent*>& intents, const Faults& faults) {
  const Durable durable = intents.size() < kManyFiles ? Durable::at_once : Durable::together;
  std::vector<PendingFile> pending;
  std::set<fs::path> directories;
  for (const auto* intent : intents) {
    if (!intent->new_bytes) continue;
    pending.emplace_back(root / intent->path, *intent->new_bytes, faults, durable);
    directories.insert(pending.back().target().parent_path());
  }
  if (durable == Durable::together) sync_file_systems(directories, faults);
  for (auto& file : pending) file.install(faults);
  for (const auto* intent : intents)
    if (!intent->new_bytes) remove_file(root / intent->path, faults);
}

}  // namespace

std::string encode_journal(const std::vector<Intent>& intents) {
  std::string text(kFirstLine);
  for (const auto& intent : intents) {
    const std::string size = intent.new_bytes ? std::to_string(intent.new_bytes->size()) : "-";
    text += fmt::format("{} {} {}\n{}", intent.path.size(), intent.old_hash.value_or("-"), size, intent.path);
    text += intent.new_bytes.value_or("");
    text += '\n';
  }
  return text + "end " + sha256_hex(text) + "\n";
}

std::optional<std::vector<Intent>> decode_journal(std::string_view text) {
  constexpr std::size_t kLastLine = 4 + 64 + 1;
  if (text.size() < kFirstLine.size() + kLastLine || !starts_with(text, kFirstLine)) return std::nullopt;
  const auto body = text.substr(0, text.size() - kLastLine);
  if (text.substr(body.size()) != "end " + sha256_hex(body) + "\n") return std::nullopt;
  Cursor cursor(body.substr(kFirstLine.size()));
  std::vector<Intent> intents;
  while (!cursor.done()) {
    auto intent = decode_intent(cursor);
    if (!intent) return std::nullopt;
    intents.push_back(std::move(*intent));
  }
  return intents;
}

fs::path rescued_directory() { return fs::path(".itss") / "cache" / "rescued"; }

bool has_journal(const fs::path& root) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(journal_path(root), ignored));
}

void write_journal(const fs::path& root, const std::vector<Intent>& intents, const Faults& faults) {
  PendingFile file(journal_path(root), encode_journal(intents), faults);
  file.install(faults);
  sync_directory(cache_directory(root), faults);
}

void remove_journal(const fs::path& root, const Faults& faults) {
  remove_file(journal_path(root), faults);
  sync_directory(cache_directory(root), faults);
}

Diagnostics recover(const fs::path& root, const Faults& faults) {
  const FileRead read = read_file(root, fs::path(".itss") / "cache" / "journal");
  if (read.problem) throw Error(error_text(*read.problem));
  Diagnostics findings;
  const auto intents = decode_journal(read.bytes.value_or("")).value_or(std::vector<Intent>());
  std::set<fs::path> directories;
  std::vector<const Intent*> undone;
  for (const auto& intent : intents) {
    if (!is_inside(root, intent.path))
      throw Error(fmt::format(fmt::runtime(tr("the journal names '{}', which leaves the repository")), intent.path));
    const Standing now = standing(root, intent);
    if (now == Standing::other) {
      rescue(root, intent, faults);
      findings.push_back(diagnose(Code::JOURNAL, Place{intent.path},
                                  {tr("the file was changed since; what was meant for it is in .itss/cache/rescued")}));
      continue;
    }
    if (now == Standing::old_bytes) undone.push_back(&intent);
    findings.push_back(diagnose(Code::RECOVERED, Place{intent.path}, {}));
    directories.insert((root / intent.path).parent_path());
  }
  finish(root, undone, faults);
  std::error_code ignored;
  for (const auto& directory : directories)
    if (fs::is_directory(directory, ignored)) sync_directory(directory, faults);
  remove_journal(root, faults);
  return findings;
}

}  // namespace itss::store
