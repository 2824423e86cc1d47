#include "schema/change.hpp"

#include <set>

#include "base/translate.hpp"

namespace itss::schema {

namespace {

using Renames = std::map<std::string, std::string>;

std::string now_called(const Renames& renames, const std::string& name) {
  const auto found = renames.find(name);
  return found == renames.end() ? name : found->second;
}

class ChangeVerifier {
 public:
  ChangeVerifier(const Schema& before, const Schema& after) : before_(before), after_(after) {}

  void visit(const StoredEvent& event) {
    if (before_.find_move(event.verb) != nullptr &&
        after_.find_move(now_called(after_.renamed_moves, event.verb)) == nullptr)
      removed(ITSS_TR_NOOP("move"), event.verb, event);
    for (const auto& [name, value] : event.values) {
      if (name == "status")
        visit_state(value.text(), event);
      else if (const Field* field = before_.find_field(name))
        visit_value(*field, value, event);
    }
  }

  Diagnostics take() { return std::move(findings_); }

 private:
  void visit_state(const std::string& state, const StoredEvent& event) {
    if (before_.find_state(state) != nullptr && after_.find_state(now_called(after_.renamed_states, state)) == nullptr)
      removed(ITSS_TR_NOOP("state"), state, event);
  }

  void visit_value(const Field& field, const Value& value, const StoredEvent& event) {
    const Field* now = after_.find_field(now_called(after_.renamed_fields, field.name));
    if (now == nullptr) return removed(ITSS_TR_NOOP("field"), field.name, event);
    const Value renamed = renamed_code(field, *now, value);
    if (canonical(*now, renamed)) return;
    if (field.find_code(value.text()) != nullptr && now->type == FieldType::code)
      return removed(ITSS_TR_NOOP("code"), field.name + "." + value.text(), event);
    if (canonical(field, value)) changed(field.name, canonical(*now, renamed).error(), event);
  }

  // Codes are renamed under the field's name, the old one or the new.
  Value renamed_code(const Field& field, const Field& now, const Value& value) const {
    if (!value.is_text()) return value;
    for (const auto& name : {field.name, now.name})
      if (const auto found = after_.renamed_codes.find(name + "." + value.text()); found != after_.renamed_codes.end())
        return found->second;
    return value;
  }

  void removed(const char* kind, const std::string& name, const StoredEvent& event) {
    if (!seen_.insert(std::string(kind) + " " + name).second) return;
    findings_.push_back(diagnose(Code::SCHEMA_REMOVED, {.file = after_.file}, {tr(kind), name, event.where},
                                 tr("keep it, or name its successor under 'renamed'")));
  }

  void changed(const std::string& field, const std::string& problem, const StoredEvent& event) {
    if (!seen_.insert("value " + field).second) return;
    findings_.push_back(diagnose(Code::SCHEMA_CHANGED, {.file = after_.file}, {field, event.where, problem}));
  }

  const Schema& before_;
  const Schema& after_;
  std::set<std::string> seen_;
  Diagnostics findings_;
};

}  // namespace

Diagnostics verify_change(const Schema& before, const Schema& after, const EachEvent& each_event) {
  ChangeVerifier verifier(before, after);
  each_event([&](const StoredEvent& event) { verifier.visit(event); });
  return verifier.take();
}

}  // namespace itss::schema
