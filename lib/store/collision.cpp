#include "store/collision.hpp"

#include <algorithm>
#include <tuple>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/id.hpp"

namespace itss::store {

namespace {

// The order that a merge uses too (record/merge.hpp).
const record::Event& first_event(const record::Record& record) {
  return *std::min_element(record.events.begin(), record.events.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.at.utc, a.id()) < std::tuple(b.at.utc, b.id());
  });
}

bool has_event(const record::Record& record, const std::string& id) {
  return std::any_of(record.events.begin(), record.events.end(), [&](const auto& event) { return event.id() == id; });
}

// Numbers of a mended collision lie above those that a desk gives out itself.
constexpr unsigned kFirstMended = 10'000, kMendedNumbers = 90'000;

std::string new_id_for(const record::Record& younger) {
  const std::string hash = sha256_hex(younger.id + " " + first_event(younger).id());
  const auto dated = parse_dated_id(younger.id);
  // A given name has no second form of its own; a few digits behind it keep it readable.
  if (!dated) return younger.id + "-" + hash.substr(0, 4);
  if (dated->tail.find_first_not_of("0123456789") == std::string::npos && dated->tail.size() == 4) {
    const auto number = static_cast<unsigned>(std::stoul(hash.substr(0, 7), nullptr, 16));
    return serial_id(dated->prefix, dated->date, kFirstMended + number % kMendedNumbers);
  }
  std::size_t next = 0;
  return new_dated_id(dated->prefix, dated->date,
                      [&] { return static_cast<unsigned>(std::stoul(hash.substr(2 * next++, 2), nullptr, 16)); });
}

}  // namespace

bool is_collision(const record::Record& ours, const record::Record& theirs) {
  if (ours.id != theirs.id || ours.events.empty() || theirs.events.empty()) return false;
  return !has_event(ours, first_event(theirs).id()) && !has_event(theirs, first_event(ours).id());
}

Mended mend_collision(const record::Record& ours, const record::Record& theirs) {
  const auto& a = first_event(ours);
  const auto& b = first_event(theirs);
  const bool ours_first = std::tuple(a.at.utc, a.id()) <= std::tuple(b.at.utc, b.id());
  Mended mended{ours_first ? ours : theirs, ours_first ? theirs : ours};
  record::Record& younger = mended.younger;
  const std::string old_id = younger.id;
  younger.id = new_id_for(younger);
  younger.file.clear();
  younger.aliases.push_back(old_id);
  std::sort(younger.aliases.begin(), younger.aliases.end());
  younger.aliases.erase(std::unique(younger.aliases.begin(), younger.aliases.end()), younger.aliases.end());
  return mended;
}

}  // namespace itss::store
