#include "store/import_growth.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "record/replay.hpp"

namespace itss::store {

namespace {

using record::Event;

bool has_source(const Event& event, const std::string& system, const std::string& reference) {
  return get(event.source, "system").text() == system && get(event.source, "ref").text() == reference;
}

bool is_from(const Event& event, const std::string& system, const std::string& reference) {
  return event.is_import() && has_source(event, system, reference);
}

// Whoever imported it, when, and from which line of which file.
bool says_same(const Event& a, const Event& b) {
  return a.at == b.at && a.set == b.set && a.unset == b.unset && a.note == b.note && a.told == b.told;
}

// The own time of the row that an event comes from.
Instant row_time(const Event& event) {
  const auto own = parse_instant(get(event.source, "time").text());
  return own ? *own : event.at;
}

// Takes out the rows of the last stay in states with instants that the new row gives at another time.
void drop_told_otherwise(std::vector<ImportRow>& rows, const ImportRow& now, const ImportMap& map) {
  for (std::size_t i = rows.size(); i-- > 1;) {
    const auto instant = std::find_if(map.instants.begin(), map.instants.end(),
                                      [&](const auto& each) { return each.state == rows[i].state->state; });
    if (instant == map.instants.end()) return;
    const auto& entered = now.entered[static_cast<std::size_t>(instant - map.instants.begin())];
    if (entered && *entered != rows[i].at) rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

class Comparison {
 public:
  Comparison(const record::Record& before, const ImportHistory& history, const ImportOrigin& origin)
      : before_(before), history_(history), origin_(origin) {}

  ImportGrowth compare() {
    sort_known();
    if (!origin_.whole && lacks_rows()) {
      growth_.lacks_rows = !tells_nothing_new();
      growth_.known = growth_.lacks_rows ? 0 : history_.events.size();
      return std::move(growth_);
    }
    choose_wanted();
    compare_seconds();
    append_wanted();
    return std::move(growth_);
  }

 private:
  // The imported events that count, those that do not, and which of these a person took back.
  void sort_known() {
    const auto effective = record::effective_events(before_);
    const std::set<const Event*> counts(effective.begin(), effective.end());
    for (const Event* event : effective)
      if (is_from(*event, origin_.system, origin_.reference)) standing_.push_back(event);
    std::set<std::string> by_people;
    for (const auto& event : before_.events)
      if (event.verb == record::kRetract && !has_source(event, origin_.system, origin_.reference))
        by_people.insert(event.retracts);
    for (const auto& event : before_.events) {
      if (!is_from(event, origin_.system, origin_.reference) || counts.count(&event) > 0) continue;
      const std::string id = event.id();
      gone_.insert(id);
      if (by_people.count(id) > 0) unwanted_.push_back(&event);
    }
  }

  bool lacks_rows() const {
    std::set<SysSeconds> rows;
    for (const Instant& at : history_.rows) rows.insert(at.utc);
    return std::any_of(standing_.begin(), standing_.end(),
                       [&](const Event* event) { return rows.count(row_time(*event).utc) == 0; });
  }

  // An older state of the log: each of its events was imported before.
  bool tells_nothing_new() const {
    return std::all_of(history_.events.begin(), history_.events.end(), [&](const Event& event) {
      return std::any_of(before_.events.begin(), before_.events.end(), [&](const Event& known) {
        return is_from(known, origin_.system, origin_.reference) && says_same(known, event);
      });
    });
  }

  void choose_wanted() {
    for (const auto& event : history_.events) {
      const auto unwanted =
          std::find_if(unwanted_.begin(), unwanted_.end(), [&](const Event* each) { return says_same(*each, event); });
      if (unwanted == unwanted_.end()) {
        wanted_.push_back(event);
      } else {
        unwanted_.erase(unwanted);
        ++growth_.known;
      }
    }
  }

  void compare_seconds() {
    for (std::size_t i = 0, j = 0; i < standing_.size() || j < wanted_.size();) {
      const Instant at = j == wanted_.size()     ? standing_[i]->at
                         : i == standing_.size() ? wanted_[j].at
                                                 : std::min(standing_[i]->at, wanted_[j].at);
      const std::size_t first = i, first_wanted = j;
      while (i < standing_.size() && standing_[i]->at == at) ++i;
      while (j < wanted_.size() && wanted_[j].at == at) ++j;
      compare_second(std::span(standing_).subspan(first, i - first),
                     std::span(wanted_).subspan(first_wanted, j - first_wanted));
    }
  }

  // Events of one second count in the order of the file, so what is appended comes behind what stays: only a beginning
  // of the wanted ones can stay.
  void compare_second(std::span<const Event* const> standing, std::span<const Event> wanted) {
    std::vector<const Event*> stays, goes;
    for (const Event* event : standing)
      (stays.size() < wanted.size() && says_same(*event, wanted[stays.size()]) ? stays : goes).push_back(event);
    std::set<std::string> ids;
    for (const Event* event : goes) ids.insert(event->id());
    // A retraction takes every event of that id.
    if (!ids.empty() &&
        std::any_of(stays.begin(), stays.end(), [&](const Event* each) { return ids.count(each->id()) > 0; })) {
      for (const Event* event : stays) ids.insert(event->id());
      stays.clear();
    }
    for (const auto& id : ids) retract(id);
    growth_.known += stays.size();
    const auto rest = wanted.subspan(stays.size());
    new_.insert(new_.end(), rest.begin(), rest.end());
  }

  void retract(const std::string& id) {
    Event event;
    event.at = origin_.now;
    event.by = origin_.actor;
    event.verb = record::kRetract;
    event.retracts = id;
    event.source = {{"system", origin_.system}, {"ref", origin_.reference}};
    growth_.events.push_back(std::move(event));
    ++growth_.retracted;
    gone_.insert(id);
  }

  // What comes again within the second of an import that was retracted must not have its id.
  void append_wanted() {
    for (auto& event : new_) {
      for (unsigned again = 2; !gone_.empty() && gone_.count(event.id()) > 0; ++again)
        event.source["again"] = std::to_string(again);
      growth_.events.push_back(std::move(event));
    }
  }

  const record::Record& before_;
  const ImportHistory& history_;
  const ImportOrigin& origin_;
  std::vector<const Event*> standing_;  // imported and counting, in order
  std::vector<const Event*> unwanted_;  // imported and taken back by a person
  std::set<std::string> gone_;          // ids of imported events that do not count
  std::vector<Event> wanted_;           // the history without what is unwanted
  std::vector<Event> new_;
  ImportGrowth growth_;
};

}  // namespace

ImportGrowth import_growth(const record::Record& before, const ImportHistory& history, const ImportOrigin& origin) {
  return Comparison(before, history, origin).compare();
}

EarlierRows earlier_rows(const record::Record& before, const ImportRow& row, const ImportMap& map,
                         const std::string& reference) {
  EarlierRows earlier;
  std::optional<Instant> latest;
  Fields fields;
  const auto effective = record::effective_events(before);
  for (const Event* event : effective) {
    if (!is_from(*event, map.system, reference)) continue;
    if (event->set.empty() && event->unset.empty()) continue;  // a comment
    const Instant told_by = row_time(*event);
    if (!latest || told_by > *latest) latest = told_by;
    record::apply(fields, *event);
    const bool opening = event == effective.front();  // which cannot be taken back
    if (told_by >= row.at && !opening) continue;
    if (opening) earlier.opened = event->at;
    earlier.states.push_back({get(fields, "status").text(), {}});
    ImportRow& known = earlier.rows.emplace_back();
    known.earlier = true;
    known.at = event->at;
    known.fields = fields;
    known.fields.erase("status");
    known.source = event->source;
    known.state = &earlier.states.back();
  }
  earlier.stale = latest && row.at < *latest;
  drop_told_otherwise(earlier.rows, row, map);
  return earlier;
}

bool comes_from(const record::Record& record, const std::string& system, const std::string& reference) {
  return std::any_of(record.events.begin(), record.events.end(),
                     [&](const Event& event) { return is_from(event, system, reference); });
}

}  // namespace itss::store
