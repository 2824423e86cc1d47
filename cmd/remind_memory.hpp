#pragma once
// What people were told by `remind`, so that nothing is told twice: `.itss/state/reminded.json`. The folder is what
// this machine alone remembers; it ignores itself in git, and is apart from the cache, which may be deleted at any
// time.

#include <map>
#include <optional>
#include <string>

#include "process/owed.hpp"
#include "store/files.hpp"
#include "store/repository.hpp"

namespace itss::cmd {

// What somebody was told of a duty.
struct Told {
  Instant at;                  // when
  Instant since;               // since when the record had been waiting
  std::optional<Instant> due;  // by then
  bool overdue = false;        // and was that over
};

class RemindMemory {
 public:
  // Reads it, and keeps other reminders out for as long as it lives. Throws Failure (3) if another one is at work, or
  // if the file is damaged, which names it.
  explicit RemindMemory(const store::Repository& repository);

  // Whether the person should be told: never told of this, since it came back or is due at another time, now that it is
  // overdue, or again after `again`.
  bool is_news(const std::string& person, const process::Duty& duty, const Instant& now,
               std::optional<Seconds> again) const;
  void told(const std::string& person, const process::Duty& duty, const Instant& now);
  // Forgets what the person does not owe any more, so that it is news when it comes back.
  void keep_only(const std::string& person, const std::vector<process::Duty>& owed);
  // Forgets everybody who owes nothing.
  void keep_only(const std::vector<std::string>& people);

  // Makes it durable. Throws Error.
  void save() const;

 private:
  std::filesystem::path file_;
  store::Descriptor lock_;
  std::map<std::string, std::map<std::string, Told>> told_;  // person -> `ID move` -> what
};

}  // namespace itss::cmd
