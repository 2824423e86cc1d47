#pragma once
// Clocks, thought out a second time: a walk through the history that looks at every second. Written from the contract
// (itss-sla(7)), not from lib/sla; where the contract is silent it does as the engine does, and says so.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "record/record.hpp"
#include "sla_model_calendar.hpp"

namespace itss::model {

struct Amount {
  long days = 0, seconds = 0;
  std::string text() const;
};

struct Terms {
  std::string calendar;
  std::map<std::string, std::string> calendars;  // of levels that have their own
  std::map<std::string, Amount> targets;         // by level
};

struct Agreement {
  std::string id, series;
  std::string service;             // which it covers; empty: all
  std::optional<Date> valid_from;  // 00:00 in the desk's zone, +08:00
  bool to_open = false;
  std::map<std::string, Terms> terms;  // by clock
  std::optional<std::string> on_change;
  std::string on_reopen = "continue";
  std::vector<std::string> pauses = {"waiting_user", "agreed_date"};
  std::optional<Amount> expires;
  bool late_breach = false;
  bool follow = false;

  std::string yaml() const;
  Time from() const;
};

struct Promise {
  const Agreement* agreement = nullptr;
  const Calendar* calendar = nullptr;
  std::string calendar_name, level, policy, method;
  int use = 0;
  long target = 0, level_target = 0;
  Time in_force_from = 0, counted_from = 0;
  std::optional<Time> until, due, broken_at;
  std::optional<Time> exceeded;    // the second of work with which more than the target has elapsed
  std::optional<Time> stop_known;  // when it was entered that the clock had stopped, if that ended it
  bool late_stop = false;          // stopped by its due time, but entered after it
  long elapsed = 0;
};

struct Clock {
  std::string name;
  std::string verdict = "n/a";
  Time started = 0;
  std::optional<Time> stopped, due, breached_at;
  std::vector<Promise> promises;
  std::string cause;
  long elapsed = 0;
  bool cancelled = false, late_entry = false, paused = false, hold_lapsed = false;
  std::vector<char> counted;  // whether, each second from the start until it stopped or until now
};

struct World {
  std::map<std::string, std::shared_ptr<const Calendar>> calendars;
  std::vector<Agreement> agreements;
};

// Nothing: the answer is further away than the model looks.
std::optional<Clock> clock_of(const std::string& name, const record::Record& record, const World& world, Time now,
                              std::optional<Time> known_at);

}  // namespace itss::model
