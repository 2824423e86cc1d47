#include "remind_memory.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/translate.hpp"
#include "app.hpp"
#include "store/new_file.hpp"

namespace itss::cmd {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string key_of(const process::Duty& duty) { return duty.id + " " + duty.move; }

// The folder, which git is told to leave alone.
fs::path make_state_directory(const fs::path& root) {
  const fs::path directory = root / ".itss" / "state";
  std::error_code error;
  fs::create_directories(directory, error);
  if (!fs::exists(directory / ".gitignore", error)) std::ofstream(directory / ".gitignore") << "*\n";
  if (!fs::is_directory(directory, error))
    throw Failure(Exit::cannot, trf("cannot make '{}': {}", directory.string(), error.message()));
  return directory;
}

store::Descriptor lock(const fs::path& directory) {
  store::Descriptor file(::open((directory / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
  if (!file.valid() || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
    throw Failure(Exit::cannot, tr("another 'itss remind' is at work here"), tr("try again when it has ended"));
  return file;
}

Instant instant_of(const json& text) {
  const auto instant = parse_instant(text.get<std::string>());
  if (!instant) throw std::invalid_argument(instant.error());
  return *instant;
}

Told told_of(const json& item) {
  Told told{instant_of(item.at("at")), instant_of(item.at("since")), std::nullopt, item.at("overdue").get<bool>()};
  if (const auto due = item.find("due"); due != item.end()) told.due = instant_of(*due);
  return told;
}

json json_of(const Told& told) {
  json item = {{"at", to_string(told.at)}, {"since", to_string(told.since)}, {"overdue", told.overdue}};
  if (told.due) item["due"] = to_string(*told.due);
  return item;
}

}  // namespace

RemindMemory::RemindMemory(const store::Repository& repository)
    : file_(make_state_directory(repository.root()) / "reminded.json"), lock_(lock(file_.parent_path())) {
  const auto read = store::read_file(repository.root(), fs::path(".itss") / "state" / "reminded.json");
  if (!read.bytes && !read.problem) return;  // nothing was told yet
  try {
    if (!read.bytes) throw std::invalid_argument(read.problem->message);
    const json all = json::parse(*read.bytes);
    for (const auto& [person, items] : all.at("told").items())
      for (const auto& [key, item] : items.items()) told_[person].emplace(key, told_of(item));
  } catch (const std::exception& damaged) {
    throw Failure(Exit::cannot, trf("'{}' is damaged: {}", file_.string(), damaged.what()),
                  tr("delete it: then everybody is told once more"));
  }
}

bool RemindMemory::is_news(const std::string& person, const process::Duty& duty, const Instant& now,
                           std::optional<Seconds> again) const {
  const auto all = told_.find(person);
  const auto found =
      all == told_.end() ? std::map<std::string, Told>::const_iterator() : all->second.find(key_of(duty));
  if (all == told_.end() || found == all->second.end()) return true;
  const Told& told = found->second;
  if (told.since != duty.since || told.due != duty.due || (duty.overdue && !told.overdue)) return true;
  return again && now.utc - told.at.utc >= *again;
}

void RemindMemory::told(const std::string& person, const process::Duty& duty, const Instant& now) {
  told_[person].insert_or_assign(key_of(duty), Told{now, duty.since, duty.due, duty.overdue});
}

void RemindMemory::keep_only(const std::string& person, const std::vector<process::Duty>& owed) {
  const auto all = told_.find(person);
  if (all == told_.end()) return;
  std::erase_if(all->second, [&](const auto& told) {
    return std::none_of(owed.begin(), owed.end(), [&](const auto& duty) { return key_of(duty) == told.first; });
  });
}

void RemindMemory::keep_only(const std::vector<std::string>& people) {
  std::erase_if(told_,
                [&](const auto& told) { return std::find(people.begin(), people.end(), told.first) == people.end(); });
}

void RemindMemory::save() const {
  json all = {{"told", json::object()}};
  for (const auto& [person, items] : told_)
    for (const auto& [key, told] : items) all["told"][person][key] = json_of(told);
  store::NewFile file(file_, store::Existing::replace);
  std::ofstream(file.path(), std::ios::binary) << all.dump(1) << '\n' << std::flush;
  file.install();
}

}  // namespace itss::cmd
