#include "calendar/feed.hpp"

#include <algorithm>
#include <map>

#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "calendar/reader.hpp"
#include "yaml/edit.hpp"

namespace itss::calendar {

namespace {

namespace chrono = std::chrono;

// The days of a feed by date; the first summary of each counts.
struct Sorted {
  std::map<Day, std::string> off, worked;
};

bool is_worked(const std::string& summary, const FeedRules& rules) {
  const std::string text = lower(summary);
  return std::any_of(rules.worked.begin(), rules.worked.end(),
                     [&](const std::string& word) { return text.find(lower(word)) != std::string::npos; });
}

Sorted sorted(const std::vector<FeedDay>& days, const FeedRules& rules) {
  Sorted sorted;
  for (const auto& day : days)
    (is_worked(day.summary, rules) ? sorted.worked : sorted.off).emplace(Day(day.date), day.summary);
  return sorted;
}

template <class Entries>
const typename Entries::value_type* entry_of(const Entries& entries, Day day) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.dates.contains(day); });
  return found == entries.end() ? nullptr : &*found;
}

// Takes the days out that the calendar has, and names those that contradict it.
void compare(Sorted& days, const Hours& hours, Growth& growth) {
  const auto contradicts = [&](Day day, const char* text, const std::string& here, const std::string& there) {
    growth.conflicts.push_back(say(text, itss::to_string(Date(day)), here, there));
  };
  for (auto it = days.off.begin(); it != days.off.end();) {
    const auto [day, name] = *it;
    if (const auto worked = days.worked.find(day); worked != days.worked.end())
      contradicts(day, tr("{} is a holiday ('{}') and a working day ('{}') in the feed"), name, worked->second);
    if (const auto* entry = entry_of(hours.workdays, day))
      contradicts(day, tr("{} is a holiday in the feed ('{}') and a working day in the calendar ('{}')"), name,
                  to_string(entry->dates));
    const bool known = entry_of(hours.holidays, day) != nullptr;
    growth.known += known ? 1 : 0;
    it = known ? days.off.erase(it) : std::next(it);
  }
  for (auto it = days.worked.begin(); it != days.worked.end();) {
    const auto [day, name] = *it;
    const bool known = entry_of(hours.workdays, day) != nullptr;
    const auto* holiday = entry_of(hours.holidays, day);
    // A make-up day may be an exception to a holiday of every year.
    if (!known && holiday != nullptr && !holiday->dates.yearly)
      contradicts(day, tr("{} is a working day in the feed ('{}') and a holiday in the calendar ('{}')"), name,
                  holiday->name.empty() ? to_string(holiday->dates) : holiday->name);
    growth.known += known ? 1 : 0;
    it = known ? days.worked.erase(it) : std::next(it);
  }
}

std::string dates_text(Day first, Day last) {
  const std::string text = itss::to_string(Date(first));
  return first == last ? text : text + ".." + itss::to_string(Date(last));
}

std::vector<FeedEntry> in_ranges(const std::map<Day, std::string>& days) {
  std::vector<FeedEntry> entries;
  for (auto it = days.begin(); it != days.end();) {
    auto last = it;
    for (auto next = std::next(it);
         next != days.end() && next->second == it->second && next->first == last->first + chrono::days(1); ++next)
      last = next;
    entries.push_back({dates_text(it->first, last->first), it->second});
    it = std::next(last);
  }
  return entries;
}

// The days at the top of the file do not reach a version that has its own.
std::optional<std::string> obstacle(const Definition& calendar, const yaml::Node& root, const Sorted& days,
                                    const FeedRules& rules) {
  const yaml::Node* versions = root.find("versions");
  if (versions == nullptr) return std::nullopt;
  for (std::size_t i = 0; i < versions->children.size(); ++i) {
    const yaml::Node& version = versions->children[i];
    const std::string from = version.find("from")->text;
    if (!rules.covers.empty() && version.find("covers") != nullptr)
      return say(tr("the version from {} has a 'covers' of its own: change that by hand"), from);
    if (version.find("holidays") == nullptr && version.find("workdays") == nullptr) continue;
    const Day start(calendar.zone.date_at(calendar.versions.at(i + 1).from));
    for (const auto* part : {&days.off, &days.worked})
      if (!part->empty() && part->rbegin()->first >= start)
        return say(tr("the version from {} has days of its own: add {} there by hand"), from,
                   itss::to_string(Date(part->rbegin()->first)));
  }
  return std::nullopt;
}

// Dates that were declared stay so.
std::optional<std::string> wrong_covers(const Hours& hours, const std::string& text) {
  const auto dates = parse_dates(text);
  if (!dates || dates->yearly || text.find("..") == std::string::npos)
    return say(tr("'{}' is no span of dates; it is such as 2024-01-01..2027-12-31"), text);
  if (!hours.covers) return std::nullopt;
  const auto& [first, last] = *hours.covers;
  if (Day(chrono::days(dates->first)) <= first && last <= Day(chrono::days(dates->last))) return std::nullopt;
  return say(tr("'{}' gives up dates that the calendar covers ({})"), text, dates_text(first, last));
}

void add_entries(yaml::Editor& editor, const yaml::Node& root, const char* key, const std::vector<FeedEntry>& entries,
                 yaml::Meaning meaning, const char* before) {
  if (entries.empty()) return;
  const yaml::Node* old = root.find(key);
  yaml::Tree tree = old == nullptr || old->is_null() ? yaml::Tree::map({}) : yaml::to_tree(*old);
  for (const auto& entry : entries)
    tree.entries.push_back({entry.dates, yaml::Tree::scalar(entry.value, meaning), yaml::Meaning::literal});
  editor.set(key, tree, before);
}

Result<std::string> edited(const yaml::Document& document, const Growth& growth, const FeedRules& rules) {
  const yaml::Node& root = document.root();
  yaml::Editor editor(document);
  if (!rules.covers.empty()) editor.set("covers", yaml::Tree::scalar(rules.covers, yaml::Meaning::literal), "weekly");
  const bool has_workdays = root.find("workdays") != nullptr;
  add_entries(editor, root, "holidays", growth.holidays, yaml::Meaning::text, has_workdays ? "workdays" : "versions");
  add_entries(editor, root, "workdays", growth.workdays, yaml::Meaning::literal, "versions");
  auto bytes = editor.finish();
  if (bytes) return bytes;
  return failure(say(tr("'{}' has a layout that cannot be added to; write 'holidays' and 'workdays' with a line for "
                        "each entry"),
                     document.file()));
}

// What is wrong with a calendar file, as one text; nothing if all is well.
std::optional<std::string> defect_of(const std::string& bytes, const std::string& file) {
  Diagnostics findings;
  const auto document = yaml::Document::parse(bytes, file, findings);
  if (document) read_definition(*document, findings);
  if (findings.empty()) return std::nullopt;
  return findings.front().message;
}

// The dates declared before whose working time is another now.
std::vector<Date> rewritten_dates(const Hours& hours, const Sorted& added, unsigned weekday) {
  std::vector<Date> dates;
  const auto look = [&](const std::map<Day, std::string>& days, const Shifts& shifts) {
    for (const auto& [day, name] : days)
      if (hours.covers && hours.covered(day) && *hours.plan(day).shifts != shifts) dates.emplace_back(day);
  };
  look(added.off, {});
  look(added.worked, hours.weekly.at(weekday));
  std::sort(dates.begin(), dates.end());
  return dates;
}

}  // namespace

Result<Growth> grow(const yaml::Document& document, const std::vector<FeedDay>& days, const FeedRules& rules) {
  Diagnostics none;
  const auto calendar = read_definition(document, none);
  const Hours& hours = calendar.value().versions.front();
  if (!parse_weekday(rules.workday_as))
    return failure(say(tr("'{}' is not a weekday; use mon, tue, wed, thu, fri, sat or sun"), rules.workday_as));
  if (!rules.covers.empty())
    if (const auto wrong = wrong_covers(hours, rules.covers)) return failure(*wrong);
  Growth growth;
  Sorted added = sorted(days, rules);
  compare(added, hours, growth);
  if (!growth.conflicts.empty()) return growth;
  if (const auto reason = obstacle(*calendar, document.root(), added, rules)) return failure(*reason);
  growth.holidays = in_ranges(added.off);
  for (const auto& [day, name] : added.worked) growth.workdays.push_back({dates_text(day, day), rules.workday_as});
  growth.holiday_days = added.off.size();
  growth.workday_days = added.worked.size();
  growth.rewritten = rewritten_dates(hours, added, *parse_weekday(rules.workday_as));
  auto bytes = edited(document, growth, rules);
  if (!bytes) return failure(bytes.error());
  if (const auto defect = defect_of(*bytes, document.file())) return failure(*defect);
  growth.bytes = std::move(*bytes);
  return growth;
}

}  // namespace itss::calendar
