#include "process/effect_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "process/effects.hpp"
#include "schema/expression.hpp"

namespace itss::process {

namespace {

Refusal value_refusal(std::string message) {
  return {.code = "VALUE", .message = std::move(message), .hint = {}, .clause = {}};
}

// Whether an expression's meaning follows from the event and the record; a literal may have been another one then.
bool is_known(const std::string& expression) {
  return schema::read_expression(expression).kind != schema::Expression::Kind::literal;
}

class EffectCheck {
 public:
  EffectCheck(const Attempt& attempt, const schema::Move& move, std::vector<Refusal>& problems)
      : a_(attempt), move_(move), inputs_(inputs_of(attempt.schema, move)), problems_(problems) {}

  void check(const schema::Rule& rule) {
    for (const auto& [name, expression] : rule.sets)
      if (is_known(expression) && !is_input(name))
        expect(name, a_.schema.find_field(name), expression, get(a_.after, name));
    for (const auto& name : rule.unsets)
      if (!is_input(name) && rule.sets.count(name) == 0 && !get(a_.after, name).absent())
        problems_.push_back(
            value_refusal(fmt::format(fmt::runtime(tr("'{}' empties {}")), move_.name, named(a_.schema, name))));
    check_several(rule.adds, a_.event.add);
    check_several(rule.removes, a_.event.remove);
    for (const auto& put : rule.puts)
      if (!is_input(put.field)) check_put(rule, put);
  }

 private:
  static bool names(const Value& keys, const std::string& key) {
    const auto texts = keys.texts();
    return std::find(texts.begin(), texts.end(), key) != texts.end();
  }

  bool is_input(const std::string& name) const {
    return std::find(inputs_.begin(), inputs_.end(), name) != inputs_.end();
  }

  Value meaning(const std::string& expression, const std::string& key = {}) const {
    return evaluate(expression, {a_.world, a_.schema.record, a_.record.id, a_.before, a_.event, key});
  }

  void expect(const std::string& path, const schema::Field* field, const std::string& expression, const Value& found,
              const std::string& key = {}) {
    const Value wanted = fitted(meaning(expression, key), field, a_.world.zone());
    if (wanted.empty() || found == wanted) return;
    problems_.push_back(value_refusal(fmt::format(fmt::runtime(tr("'{}' sets {} to '{}', not to '{}'")), move_.name,
                                                  named(a_.schema, path), to_text(wanted), to_text(found))));
  }

  // What the event adds to or takes out of a field is what the rule says, but for what is so already.
  void check_several(const std::map<std::string, std::string>& effects, const Fields& done) {
    for (const auto& [name, expression] : effects) {
      if (!is_known(expression) || is_input(name)) continue;
      const Value wanted = meaning(expression).texts(), found = get(done, name);
      if (found == wanted || (found.absent() && wanted.empty())) continue;
      problems_.push_back(value_refusal(fmt::format(fmt::runtime(tr("'{}' sets {} to '{}', not to '{}'")), move_.name,
                                                    named(a_.schema, name), to_text(wanted), to_text(found))));
    }
  }

  // The sub-records that the event writes are those that the rule names.
  void check_put(const schema::Rule& rule, const schema::Put& put) {
    std::set<std::string> keys;
    for (const auto& each : rule.puts)
      if (each.field == put.field) {
        if (!is_known(each.key)) return;
        for (auto& key : meaning(each.key).texts()) keys.insert(std::move(key));
      }
    const schema::Field* field = a_.schema.find_field(put.field);
    for (const auto& [key, sub_record] : get(a_.event.put, put.field).map()) {
      if (keys.count(key) == 0) {
        problems_.push_back(
            value_refusal(fmt::format(fmt::runtime(tr("'{}' does not write '{}.{}'")), move_.name, put.field, key)));
      } else if (names(meaning(put.key), key)) {
        for (const auto& [name, expression] : put.set)
          if (is_known(expression))
            expect(fmt::format("{}.{}.{}", put.field, key, name), field == nullptr ? nullptr : field->find_field(name),
                   expression, sub_record[name], key);
      }
    }
  }

  const Attempt& a_;
  const schema::Move& move_;
  const std::vector<std::string> inputs_;
  std::vector<Refusal>& problems_;
};

}  // namespace

void append_wrong_effects(const Attempt& attempt, const schema::Move& move, const schema::Rule& rule,
                          std::vector<Refusal>& problems) {
  EffectCheck(attempt, move, problems).check(rule);
}

}  // namespace itss::process
