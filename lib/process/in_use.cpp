#include "process/in_use.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/translate.hpp"

namespace itss::process {

namespace {

class Search {
 public:
  Search(const Attempt& attempt, std::vector<Refusal>& problems)
      : a_(attempt), day_(day_of_entry(attempt)), problems_(problems) {}

  void look_at(const schema::Field& field, const Value& before, const Value& value) {
    if (value.is_map() && field.key.empty()) return look_at_parts(field, before, value);
    if (value.is_map())
      for (const auto& [key, parts] : value.map()) look_at_parts(field, before[key], parts);
    else
      report(field, out_of_use(field, before, value, day_));
  }

 private:
  void look_at_parts(const schema::Field& field, const Value& before, const Value& parts) {
    if (!field.valid.covers(day_)) return report(field, field.name);
    for (const auto& [name, value] : parts.map())
      if (const auto* part = field.find_field(name)) report(*part, out_of_use(*part, before[name], value, day_));
  }

  void report(const schema::Field& field, const std::optional<std::string>& text) {
    if (!text) return;
    Refusal problem{.code = "VALUE",
                    .message = fmt::format(fmt::runtime(tr("{}: '{}' is not in use on {}")),
                                           named(a_.schema, field.name), *text, to_string(day_)),
                    .hint = {},
                    .clause = field.clause};
    const auto same = [&](const Refusal& each) { return each.message == problem.message; };
    if (std::none_of(problems_.begin(), problems_.end(), same)) problems_.push_back(std::move(problem));
  }

  const Attempt& a_;
  const Date day_;
  std::vector<Refusal>& problems_;
};

}  // namespace

std::optional<std::string> out_of_use(const schema::Field& field, const Value& before, const Value& value, Date day) {
  if (value.empty() || value == before) return std::nullopt;
  if (!field.valid.covers(day)) return to_text(value);
  const auto known = before.texts();
  for (const auto& text : value.texts()) {
    const schema::CodeValue* code = field.find_code(text);
    const bool kept = std::find(known.begin(), known.end(), text) != known.end();
    if (code != nullptr && !kept && !code->valid.covers(day)) return text;
  }
  return std::nullopt;
}

Refusal not_in_use_now(const schema::Move& move) {
  return {.code = "UNKNOWN_MOVE",
          .message = fmt::format(fmt::runtime(tr("'{}' is not in use now")), move.name),
          .hint = {},
          .clause = move.clause};
}

void append_not_in_use(const Attempt& attempt, std::vector<Refusal>& problems) {
  Search search(attempt, problems);
  for (const auto* part : {&attempt.event.set, &attempt.event.add, &attempt.event.put})
    for (const auto& [name, value] : *part)
      if (const auto* field = attempt.schema.find_field(name)) search.look_at(*field, get(attempt.before, name), value);
}

}  // namespace itss::process
