// audit: whether a history could have happened.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "process/attempt.hpp"
#include "process/plan.hpp"
#include "process/steps.hpp"
#include "process/via.hpp"
#include "schema/paths.hpp"

namespace itss::process {

namespace {

using schema::FieldType;

bool is_builtin_event(std::string_view verb) {
  return verb == "set" || verb == record::kEdit || verb == record::kComment || verb == record::kImport ||
         verb == record::kRetract;
}

class Audit {
 public:
  Audit(const record::Record& record, const schema::Schema& schema, const record::World& world, const Instant& now)
      : record_(record), schema_(schema), world_(world), now_(now) {}

  std::vector<Finding> run() {
    check_times();
    for (const auto& step : record::steps(record_)) check_step(step);
    for (const auto* retraction : record::effective_retractions(record_)) check_retraction(*retraction);
    check_links();
    return std::move(findings_);
  }

 private:
  void report(Code code, std::size_t begin, std::vector<std::string> arguments, std::string hint = {}) {
    findings_.push_back({code, begin, std::move(arguments), std::move(hint)});
  }

  void check_times() {
    const record::Event* previous = nullptr;
    for (const auto& event : record_.events) {
      if (event.at > now_) report(Code::EVENT_IN_FUTURE, event.begin, {to_string(event.at)});
      if (event.recorded && *event.recorded < event.at)
        report(Code::EVENT_ORDER, event.begin, {to_string(event.at), to_string(*event.recorded)},
               tr("'recorded' is when it was entered, at or after 'at'"));
      if (previous != nullptr && event.at < previous->at && !event.recorded)
        report(Code::EVENT_ORDER, event.begin, {to_string(event.at), to_string(previous->at)},
               tr("an event entered later than it happened says so in 'recorded:'"));
      if (!event.is_import() && !world_.find(event.by, schema::kPersonType))
        report(Code::DANGLING_LINK, event.begin, {"by", event.by}, "itss person new " + event.by);
      previous = &event;
    }
  }

  void check_step(const record::Step& step) {
    const record::Event& event = *step.event;
    if (schema_.find_move(event.verb) == nullptr && !is_builtin_event(event.verb)) return unknown_move(event);
    for (const auto& problem : problems_of(step, record_, schema_, world_)) illegal(event, problem);
    for (const auto& id : not_carried(step, record_, world_))
      illegal(event, {.code = "VIA",
                      .message = fmt::format(fmt::runtime(tr("it carried '{}', whose event of then is missing")), id),
                      .hint = {},
                      .clause = {}});
  }

  // What it names must stand before it, and its author must have had the right to take that back.
  void check_retraction(const record::Event& event) {
    const record::Event* target = nullptr;
    for (const auto& each : record_.events) {
      if (&each == &event) break;
      if (each.id() == event.retracts) target = &each;
    }
    if (target == nullptr)
      return illegal(event,
                     {.code = "UNKNOWN_EVENT",
                      .message = fmt::format(fmt::runtime(tr("'{}' has no event '{}'")), record_.id, event.retracts),
                      .hint = {},
                      .clause = {}});
    for (const auto& problem : problems_of_retraction(record_, *target, event.by, event.at, schema_, world_))
      illegal(event, problem);
  }

  void illegal(const record::Event& event, const Refusal& problem) {
    report(Code::ILLEGAL_MOVE, event.begin, {event.verb, fmt::format("{} ({})", problem.message, problem.code)},
           problem.clause);
  }

  void unknown_move(const record::Event& event) {
    const auto near = suggest(event.verb, names_of(schema_.moves));
    report(Code::UNKNOWN_MOVE, event.begin, {event.verb, schema_.record},
           near ? fmt::format(fmt::runtime(tr("did you mean '{}'?")), *near) : std::string());
  }

  // People, records and shared codes named by the fields as they are now.
  void check_links() {
    for (const auto& field : schema_.fields) check_names(field.name, field, get(record_.fields, field.name));
  }

  // `path`: the field, or a part of a sub-record as `field.key.part`.
  void check_names(const std::string& path, const schema::Field& field, const Value& value) {
    const std::size_t begin = record_.events.empty() ? 0 : record_.events.back().begin;
    if (field.type == FieldType::map) return check_sub_records(path, field, value, begin);
    if (const auto type = schema::linked_type(field); !type.empty())
      for (const auto& id : value.texts())
        if (!id.empty() && !world_.find(id, type)) report(Code::DANGLING_LINK, begin, {path, id});
    if (!field.codes_from.empty()) check_codes(path, field, value, begin);
  }

  void check_sub_records(const std::string& path, const schema::Field& field, const Value& value, std::size_t begin) {
    const bool named = !field.key.empty() && field.key != "text" && field.key != "code";
    const auto check_parts = [&](const std::string& of, const Value& parts) {
      for (const auto& [name, part] : parts.map())
        if (const auto* declared = field.find_field(name)) check_names(fmt::format("{}.{}", of, name), *declared, part);
    };
    if (field.key.empty()) return check_parts(path, value);
    for (const auto& [key, parts] : value.map()) {
      if (named && !world_.find(key, field.key)) report(Code::DANGLING_LINK, begin, {path, key});
      check_parts(fmt::format("{}.{}", path, key), parts);
    }
  }

  void check_codes(const std::string& path, const schema::Field& field, const Value& value, std::size_t begin) {
    const auto& codes = world_.schemas().shared_codes(field.codes_from);
    for (const auto& text : value.texts())
      if (std::none_of(codes.begin(), codes.end(), [&](const auto& code) { return code.name == text; }))
        report(Code::UNKNOWN_CODE, begin, {text, path});
  }

  const record::Record& record_;
  const schema::Schema& schema_;
  const record::World& world_;
  const Instant& now_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> audit(const record::Record& record, const record::World& world, const Instant& now) {
  const schema::Schema* schema = world.schemas().find(record.type);
  if (schema == nullptr) return {};
  return Audit(record, *schema, world, now).run();
}

}  // namespace itss::process
