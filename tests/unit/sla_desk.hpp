#pragma once
// A small world for the tests of clocks: two record types of its own, calendars, agreements, and cases whose history
// is written line by line.

#include <doctest/doctest.h>

#include <map>
#include <string>

#include "calendar_make.hpp"
#include "sla/agreement.hpp"
#include "sla/clock.hpp"

namespace itss::sla {

inline const char* const kCaseSchema = R"(record: case
label: Case
prefix: CASE
directory: cases
fields:
  urgent: {type: text}
states:
  fresh: {initial: true}
  busy: {}
  waiting: {}
  solved: {}
  dropped: {final: true}
clocks:
  response:
    stops: {told: true, states: [solved]}
    cancelled_in: [dropped]
  progress:
    restarts: told
    stops: {states: [solved]}
    pauses: {states: [waiting], reason: why, until: until, consent: consent, for: [waiting_user, agreed_date]}
    cancelled_in: [dropped]
  resolution:
    stops: {states: [solved]}
    pauses: {states: [waiting], reason: why, until: until, consent: consent, for: [waiting_user, agreed_date]}
    cancelled_in: [dropped]
)";

inline const char* const kPactSchema = R"(record: pact
label: Pact
directory: pacts
agreement: [active]
fields:
  title: {type: text}
states:
  draft: {initial: true}
  active: {}
  ended: {final: true}
)";

class Desk : public record::World {
 public:
  explicit Desk(const std::string& case_schema = kCaseSchema)
      : schemas_({{"case.yaml", case_schema}, {"pact.yaml", kPactSchema}}), zone_(Zone::find("Asia/Shanghai").value()) {
    calendar("A", calendar::kShanghaiOffice);
    calendar("B", "zone: Asia/Shanghai\nweekly: 24x7\n");
    calendar("N", "zone: America/New_York\nweekly: 24x7\n");
  }

  void calendar(const std::string& name, const std::string& text) {
    Diagnostics findings;
    const auto document = yaml::Document::parse(text, name, findings);
    auto made = calendar::Calendar::read(document.value(), name, findings);
    REQUIRE(made);
    calendars_.insert_or_assign(name, std::move(*made));
  }

  // An agreement from the flow-style YAML of its fields, active from its beginning.
  void agreement(const std::string& id, const std::string& fields, const std::string& status = "active",
                 const std::string& at = "2020-01-01T00:00:00+08:00") {
    Diagnostics findings;
    const auto document = yaml::Document::parse(fields, id, findings);
    REQUIRE(document);
    record::Record made{.id = id,
                        .type = "pact",
                        .file = "pacts/" + id + ".yaml",
                        .aliases = {},
                        .fields = {},
                        .unknown = {},
                        .events = {}};
    record::Event event;
    event.at = parse_instant(at).value();
    event.verb = "import";
    event.set = yaml::to_value(document->root()).map();
    event.set["status"] = status;
    made.events.push_back(event);
    pacts_[id] = std::make_shared<record::Record>(made);
  }
  // A later event of an agreement.
  void change_agreement(const std::string& id, const std::string& at, const std::string& status) {
    record::Record changed = *pacts_.at(id);
    record::Event event;
    event.at = parse_instant(at).value();
    event.set["status"] = status;
    changed.events.push_back(event);
    pacts_[id] = std::make_shared<record::Record>(changed);
  }

  // The one case of this world: the others are asked about without being in it.
  void has_case() { a_case_ = std::make_shared<record::Record>(record::Record{.id = "CASE-0", .type = "case"}); }

  const schema::SchemaSet& schemas() const override { return schemas_; }
  record::RecordPtr find(std::string_view id, std::string_view) const override {
    const auto found = pacts_.find(std::string(id));
    return found == pacts_.end() ? nullptr : found->second;
  }
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override {
    if (type == "case" && a_case_) visit(a_case_);
    if (type != "pact") return;
    for (const auto& [id, pact] : pacts_) visit(pact);
  }
  const calendar::Calendar* calendar(std::string_view name) const override {
    const auto found = calendars_.find(std::string(name));
    return found == calendars_.end() ? nullptr : &found->second;
  }
  const Zone& zone() const override { return zone_; }

 private:
  schema::SchemaSet schemas_;
  Zone zone_;
  std::map<std::string, calendar::Calendar> calendars_;
  std::map<std::string, record::RecordPtr> pacts_;
  record::RecordPtr a_case_;
};

// An instant of 2026 in Shanghai: `03-02 09:00[:00]`; or as it stands with its offset.
inline Instant on(const std::string& text) {
  if (const auto instant = parse_instant(text)) return *instant;
  const auto seconds = text.size() == 11 ? text + ":00" : text;
  return parse_instant((seconds.size() == 14 ? "2026-" + seconds : seconds) + "+08:00").value();
}

// A case whose history grows event by event.
class Case {
 public:
  explicit Case(const std::string& opened, Fields set = {}) {
    case_.id = "CASE-1";
    case_.type = "case";
    set.try_emplace("status", "fresh");
    event(opened, "new", std::move(set));
  }

  Case& event(const std::string& at, const std::string& verb, Fields set = {}, const std::string& told = {}) {
    record::Event event;
    event.at = on(at);
    event.by = "wang.fang";
    event.verb = verb;
    event.set = std::move(set);
    event.told = told;
    case_.events.push_back(std::move(event));
    return *this;
  }
  Case& priority(const std::string& at, const std::string& code) { return event(at, "classify", {{"priority", code}}); }
  Case& accept(const std::string& at, const std::string& code) {
    return event(at, "accept", {{"status", "busy"}, {"priority", code}}, "phone");
  }
  Case& told(const std::string& at) { return event(at, "log", {}, "phone"); }
  Case& hold(const std::string& at, const std::string& until, const std::string& consent = "zhang.san",
             const std::string& why = "waiting_user") {
    Fields set{{"status", "waiting"}, {"why", why}, {"until", to_string(on(until))}};
    if (!consent.empty()) set["consent"] = consent;
    return event(at, "hold", set);
  }
  Case& resume(const std::string& at) {
    event(at, "resume", {{"status", "busy"}});
    case_.events.back().unset = {"why", "until", "consent"};
    return *this;
  }
  Case& resolve(const std::string& at) { return event(at, "resolve", {{"status", "solved"}}); }
  Case& reopen(const std::string& at) { return event(at, "reopen", {{"status", "busy"}}); }
  Case& drop(const std::string& at) { return event(at, "merge", {{"status", "dropped"}}); }
  // The last event empties these fields.
  Case& unset(std::vector<std::string> fields) {
    case_.events.back().unset = std::move(fields);
    return *this;
  }
  // The last event is somebody else's.
  Case& by(const std::string& person) {
    case_.events.back().by = person;
    return *this;
  }
  // The last event tells the requester.
  Case& telling(const std::string& channel) {
    case_.events.back().told = channel;
    return *this;
  }
  // The last event was entered later than it happened.
  Case& recorded(const std::string& at) {
    case_.events.back().recorded = on(at);
    return *this;
  }
  // A retraction of the event at this position.
  Case& retract(const std::string& at, std::size_t position) {
    const std::string id = case_.events.at(position).id();
    event(at, "retract");
    case_.events.back().retracts = id;
    return *this;
  }
  Case& imported() {
    case_.events.back().verb = "import";
    return *this;
  }
  Case& from(const std::string& system) {
    case_.events.back().source["system"] = system;
    return *this;
  }

  const record::Record& record() const { return case_; }
  std::vector<Clock> clocks(const Desk& desk, const std::string& now, std::optional<Instant> known_at = {}) const {
    return clocks_of(case_, desk, on(now), known_at);
  }
  Clock clock(const Desk& desk, const std::string& name, const std::string& now,
              std::optional<Instant> known_at = {}) const {
    for (auto& clock : clocks(desk, now, known_at))
      if (clock.name == name) return clock;
    FAIL("no such clock");
    return {};
  }
  Clock resolution(const Desk& desk, const std::string& now) const { return clock(desk, "resolution", now); }

 private:
  record::Record case_;
};

// `03-02 09:00:00` in Shanghai, `never` for none.
inline std::string at(const std::optional<Instant>& instant) {
  if (!instant) return "never";
  const auto text = to_string(Instant{instant->utc, std::chrono::hours(8)});
  return text.substr(5, 5) + " " + text.substr(11, 8);
}

// An agreement with one target on one calendar for the resolution, whatever the priority.
inline std::string resolves(const std::string& calendar, const std::string& targets, const std::string& more = "") {
  return "{targets: {resolution: {calendar: " + calendar + ", " + targets + "}}" + (more.empty() ? "" : ", " + more) +
         "}";
}

}  // namespace itss::sla
