#pragma once
// Working time: weekly hours, holidays, make-up days, zones, versions (the contract: itss-sla(7)). Integer seconds of
// elapsed real time inside shifts.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/time.hpp"
#include "base/zone.hpp"
#include "yaml/document.hpp"

namespace itss::calendar {

// A stretch of time and why it counts or not.
struct Interval {
  SysSeconds from{}, to{};  // [from, to)
  bool open = false;
  enum class Why { shift, make_up, special, closed, holiday } why = Why::closed;
  std::string name;  // of the holiday
};

// How a calculation treats later versions of a calendar.
enum class Versions { pinned, follow };
struct Use {
  std::size_t version = 0;  // pinned: this one alone
  Versions versions = Versions::pinned;
};

class Calendar {
 public:
  // Reads a calendar file; findings (CALENDAR...) with their places, nothing on an error.
  static std::optional<Calendar> read(const yaml::Document& document, std::string name, Diagnostics& findings);

  // Without a name; every second is open.
  static Calendar round_the_clock(const Zone& zone);

  const std::string& name() const;
  const Zone& zone() const;

  // The version in force at an instant; clocks pin it. Versions are numbered from 0 in order of their start.
  std::size_t version_at(SysSeconds at) const;
  std::size_t version_count() const;  // at least 1
  // The dates, both included, for which a version declares holidays; nothing if that is for ever.
  std::optional<std::pair<Date, Date>> covers(std::size_t version) const;
  // Whether all dates to which [from, to) belongs, night shifts to the date of their start, are declared.
  bool declared(SysSeconds from, SysSeconds to, Use use = {}) const;
  // Working seconds in [from, to). REQUIRES: from <= to.
  Seconds between(SysSeconds from, SysSeconds to, Use use = {}) const;

  // The earliest instant at which `amount` working seconds after `from` have passed; 0 gives the first open instant at
  // or after `from`, a negative amount (or `back` with 0) the latest instant before it. `provisional`: it needed a day
  // beyond `covers`. Nothing if the calendar has no such instant within 100 years.
  struct Moment {
    SysSeconds at{};
    bool provisional = false;
  };
  enum class Direction { forward, back };
  std::optional<Moment> add(SysSeconds from, Seconds amount, Use use = {}, Direction zero = Direction::forward) const;
  // With working days first: `1d2h`.
  std::optional<Moment> add(SysSeconds from, const Duration& amount, Use use = {}) const;
  // The working seconds that a target means from here: days as the working time to where they lead.
  Seconds target_seconds(SysSeconds from, const Duration& amount, Use use = {}) const;

  bool is_open(SysSeconds at, Use use = {}) const;
  bool is_workday(Date date, Use use = {}) const;
  // [from, to) cut into open and closed stretches, in order, without gaps.
  std::vector<Interval> intervals(SysSeconds from, SysSeconds to, Use use = {}) const;

  Calendar(Calendar&&) noexcept;
  Calendar& operator=(Calendar&&) noexcept;
  ~Calendar();

 private:
  Calendar();
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace itss::calendar
