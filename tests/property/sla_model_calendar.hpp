#pragma once
// Working time, thought out a second time and deliberately without cleverness: every second is asked by itself whether
// it is open. Written from the contract (itss-sla(7)), not from lib/calendar, so that the two can be compared.

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/zone.hpp"

namespace itss::model {

using Time = long;  // seconds since 1970-01-01T00:00Z
using Date = long;  // days since 1970-01-01

struct Shift {
  int from = 0, to = 0;  // minutes after 00:00 of its date; past 1440 over midnight
};

// One date or a range; yearly ones as month * 100 + day.
struct Dates {
  bool yearly = false;
  long first = 0, last = 0;
  bool contains(Date date) const;
  std::string text() const;
};

struct MakeUp {
  Dates dates;
  int like = -1;             // a weekday, Sunday = 0; -1: own shifts
  std::vector<Shift> own{};  // none: closed
};

struct Version {
  std::optional<Date> from_date;  // in force from the first second of this date,
  std::optional<Time> from_at;    // or from this second; neither: from the beginning
  std::optional<std::pair<Date, Date>> covers;
  std::array<std::vector<Shift>, 7> weekly;
  std::vector<Dates> holidays;
  std::vector<MakeUp> make_ups;

  std::vector<Shift> shifts_of(Date date) const;
};

struct Plan {
  std::string zone;
  std::vector<Version> versions;
  std::string yaml() const;
};

// The version in force at each second, or one of them for ever.
constexpr int kFollow = -1;

// How far the model looks before it gives up.
constexpr Time kHorizon = 45L * 86400;

class Calendar {
 public:
  explicit Calendar(const Plan& plan);
  Calendar(const Calendar&) = delete;
  Calendar& operator=(const Calendar&) = delete;

  int version_at(Time at) const;
  // The date to whose shift the second [at, at + 1) belongs; nothing if it is closed.
  std::optional<Date> owner(Time at, int use) const {
    const int date = minute(at, use);
    return date == 0 ? std::nullopt : std::optional<Date>(date);
  }
  bool open(Time at, int use) const { return minute(at, use) != 0; }
  // Until when all seconds from `at` on are open if it is, or closed if it is.
  Time alike_until(Time at, int use) const;
  long between(Time from, Time to, int use) const;
  // Nothing: not within the horizon.
  std::optional<Time> forward(Time from, long amount, int use) const;
  std::optional<Time> back(Time from, long amount, int use) const;
  // The instant so many working dates later or, if negative, earlier.
  std::optional<Time> days(Time from, long count, int use) const;
  bool covered(Date date, int version) const;
  Date date_at(Time at) const;

 private:
  bool never_closed(int use) const;
  Time first_second_of(Date date) const;
  int minute(Time at, int use) const {
    const int version = use == kFollow ? version_at(at) : use;
    if (version != shown_version_ || at < shown_from_ || at >= shown_from_ + 86400) show(version, at);
    return (*shown_)[static_cast<std::size_t>((at - shown_from_) / 60)];
  }
  void show(int version, Time at) const;
  std::vector<int> paint(int version, Date utc_day) const;

  Plan plan_;
  Zone zone_;
  std::vector<Time> starts_;  // of the versions
  // By version and day of UTC, which date owns each minute, 0 if none; and the day that was asked for last.
  mutable std::vector<std::map<Date, std::vector<int>>> days_;
  mutable int shown_version_ = -2;
  mutable Time shown_from_ = 0;
  mutable const std::vector<int>* shown_ = nullptr;
};

std::string date_text(Date date);

}  // namespace itss::model
