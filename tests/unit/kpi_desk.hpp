#pragma once
// A desk of seven tickets in March 2026 whose figures can be worked out by hand, under an agreement on 24x7.

#include <string>
#include <vector>

#include "fake_world.hpp"

namespace itss::testing {

struct Happening {
  std::string at;  // `02T09:00`, in March 2026
  std::string verb;
  std::string set;
  std::string told;
};

class Desk : public FakeWorld {
 public:
  Desk() : FakeWorld(std::vector<schema::Source>{{"pact.yaml", kPact}}) {
    add_calendar("24x7", "zone: Asia/Shanghai\nweekly: 24x7\n");
    agree();
  }

  // The agreement, with more terms as YAML.
  void agree(const std::string& terms = {}) { add("pact", kTargets + (terms.empty() ? "" : "      " + terms + "\n")); }

  // A ticket whose file holds these happenings; `at` may be a whole instant too.
  void ticket(const std::string& id, const std::vector<Happening>& happenings) {
    std::string text = "id: " + id + "\ntitle: " + id + "\nhistory:\n";
    for (const auto& each : happenings) {
      text +=
          "  - at: " + (each.at.size() > 10 ? each.at : "2026-03-" + each.at + ":00+08:00") + "\n    by: wang.fang\n";
      text += "    do: " + each.verb + "\n    set: {" + each.set + "}\n";
      if (!each.told.empty()) text += "    told: " + each.told + "\n";
    }
    // As its head would hold them, for those who ask which records name another.
    record::Record ticket = *add("ticket", text);
    ticket.fields = record::replay(ticket);
    add(std::move(ticket));
  }

  // A answered and resolved in time. B late in both, at tier 2, reopened. C cancelled. D a duplicate. E open at the
  // end, answered in time. F never answered. G with two hours of hold by consent.
  void open_for_march() {
    ticket("A", {{"02T09:00", "new", "status: new, tier: 1"},
                 {"02T09:10", "accept", "status: accepted, priority: P1", "phone"},
                 {"02T12:00", "resolve", "status: resolved"}});
    ticket("B", {{"03T09:00", "new", "status: new, tier: 1"},
                 {"03T09:45", "accept", "status: accepted, priority: P2", "phone"},
                 {"03T10:00", "escalate", "status: assigned, tier: 2"},
                 {"03T19:00", "resolve", "status: resolved"},
                 {"04T09:00", "reopen", "status: in_progress"},
                 {"04T10:00", "resolve", "status: resolved"}});
    ticket("C", {{"10T09:00", "new", "status: new, tier: 1"},
                 {"10T09:05", "accept", "status: accepted, priority: P3", "phone"},
                 {"10T09:30", "cancel", "status: cancelled"}});
    ticket("D", {{"11T09:00", "new", "status: new, tier: 1"},
                 {"11T09:30", "accept", "status: accepted, priority: P3", "phone"},
                 {"11T10:00", "resolve", "status: resolved, resolution: duplicate"}});
    ticket("E", {{"31T20:00", "new", "status: new, tier: 1"},
                 {"31T21:00", "accept", "status: accepted, priority: P3", "mail"}});
    ticket("F", {{"20T09:00", "new", "status: new, tier: 1"}});
    ticket(
        "G",
        {{"16T08:00", "new", "status: new, tier: 1"},
         {"16T08:10", "accept", "status: accepted, priority: P2", "phone"},
         {"16T09:00", "start", "status: in_progress"},
         {"16T10:00", "hold",
          "status: on_hold, hold_reason: waiting_user, hold_consent: zhang.san, hold_until: 2026-03-16T12:00:00+08:00"},
         {"16T12:00", "resume", "status: in_progress"},
         {"16T14:00", "resolve", "status: resolved"}});
  }

 private:
  static constexpr const char* kPact = R"(
record: pact
label: {en: Pact, zh: 约定}
directory: pacts
agreement: [active]
fields:
  targets: {type: map, key: text, fields: {'*': {type: text}}}
  on_reopen: {type: text}
states:
  active: {label: {en: Active, zh: 生效}, initial: true}
moves:
  new: {label: {en: New, zh: 新建}}
)";
  static inline const std::string kTargets = R"(
id: desk
history:
  - at: 2026-01-01T00:00:00+08:00
    by: wang.fang
    do: new
    set:
      status: active
      targets:
        response: {calendar: 24x7, P1: 15m, P2: 30m, P3: 2h, unclassified: 2h}
        resolution: {calendar: 24x7, P1: 4h, P2: 8h, P3: 24h, unclassified: 24h}
)";
};

}  // namespace itss::testing
