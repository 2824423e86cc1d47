#include "schema/change.hpp"

#include <set>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/renames.hpp"

namespace itss::schema {

namespace {

// A field, or a part of the sub-records of one, as one of the two schemas has it.
class Named {
 public:
  static Named field(const Schema& schema, const std::string& written) {
    const std::string name = present_name(schema, written);
    return {schema, schema.find_field(name), name, written};
  }
  // REQUIRES: known()
  Named part(const std::string& written) const {
    const std::string last = present_part(*schema_, name_, written);
    return {*schema_, field_->find_field(last), name_ + "." + last, written_ + "." + written};
  }

  bool known() const { return field_ != nullptr; }
  const Field& operator*() const { return *field_; }
  const Field* operator->() const { return field_; }
  const std::string& written() const { return written_; }  // by the event: `notices`, `notices.kind`

  // The value with the codes that its schema uses now.
  Value present(const Value& value) const { return present_codes(*schema_, name_, value); }
  bool has_code(const std::string& text) const { return field_->find_code(present(text).text()) != nullptr; }
  Result<Value> read(const Value& value) const { return canonical(*field_, present(value)); }

 private:
  Named(const Schema& schema, const Field* field, std::string name, std::string written)
      : schema_(&schema), field_(field), name_(std::move(name)), written_(std::move(written)) {}

  const Schema* schema_;
  const Field* field_;
  std::string name_;  // present
  std::string written_;
};

class ChangeVerifier {
 public:
  ChangeVerifier(const Schema& before, const Schema& after) : before_(before), after_(after) {}

  void visit(const StoredEvent& event) {
    visit_place(event);
    if (before_.find_move(present_move(before_, event.verb)) != nullptr &&
        after_.find_move(present_move(after_, event.verb)) == nullptr)
      removed(ITSS_TR_NOOP("move"), event.verb, event);
    for (const auto& [name, value] : event.values) {
      if (name == "status")
        visit_state(value.text(), event);
      else
        visit_value(Named::field(before_, name), Named::field(after_, name), value, event);
    }
  }

  Diagnostics take() { return std::move(findings_); }

 private:
  // Where the newer schema does not look, a record is lost.
  void visit_place(const StoredEvent& event) {
    const auto is_in = [&](const Schema& schema) { return starts_with(event.file, schema.directory + "/"); };
    const char* hint = ITSS_TR_NOOP("keep it, or the records are not found any more");
    if (is_in(before_) && !is_in(after_)) removed(ITSS_TR_NOOP("directory"), before_.directory, event, hint);
    if (!before_.named() && before_.prefix != after_.prefix && starts_with(event.where, before_.prefix + "-"))
      removed(ITSS_TR_NOOP("prefix"), before_.prefix, event, hint);
  }

  void visit_state(const std::string& state, const StoredEvent& event) {
    if (before_.find_state(present_state(before_, state)) != nullptr &&
        after_.find_state(present_state(after_, state)) == nullptr)
      removed(ITSS_TR_NOOP("state"), state, event);
  }

  void visit_value(const Named& old, const Named& now, const Value& value, const StoredEvent& event) {
    if (!old.known()) return;
    if (!now.known()) return removed(ITSS_TR_NOOP("field"), old.written(), event);
    if (old->type == FieldType::map && now->type == FieldType::map && old->key.empty() == now->key.empty() &&
        value.is_map())
      return visit_map(old, now, value, event);
    const auto fits = now.read(value);
    if (fits || visit_codes(old, now, value, event)) return;
    if (old.read(value)) changed(old.written(), fits.error(), event);
  }

  // Whether a code that is gone is what does not fit.
  bool visit_codes(const Named& old, const Named& now, const Value& value, const StoredEvent& event) {
    bool found = false;
    for (const auto& text : value.texts()) {
      if (!old.has_code(text) || now->codes.empty() || now->open_codes || now.has_code(text)) continue;
      removed(ITSS_TR_NOOP("code"), old.written() + "." + text, event);
      found = true;
    }
    return found;
  }

  void visit_map(const Named& old, const Named& now, const Value& value, const StoredEvent& event) {
    if (old->key.empty()) return visit_parts(old, now, value, event);
    for (const auto& [key, parts] : value.map()) {
      const Value bare = Value::Map{{key, Value::Map{}}};
      if (const auto fits = canonical(*now, bare); !fits && canonical(*old, bare))
        changed(old.written(), fits.error(), event);
      visit_parts(old, now, parts, event);
    }
  }

  void visit_parts(const Named& old, const Named& now, const Value& parts, const StoredEvent& event) {
    for (const auto& [name, value] : parts.map()) visit_value(old.part(name), now.part(name), value, event);
  }

  void removed(const char* kind, const std::string& name, const StoredEvent& event,
               const char* hint = ITSS_TR_NOOP("keep it, or name its successor under 'renamed'")) {
    if (!seen_.insert(std::string(kind) + " " + name).second) return;
    findings_.push_back(diagnose(Code::SCHEMA_REMOVED, {.file = after_.file}, {tr(kind), name, event.where}, tr(hint)));
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

Diagnostics verify_change(const Schema& before, const Schema* after, const EachEvent& each_event) {
  if (after == nullptr) {
    Diagnostics gone;
    each_event([&](const StoredEvent& event) {
      if (gone.empty())
        gone.push_back(diagnose(Code::SCHEMA_REMOVED, {.file = before.file},
                                {tr("record type"), before.record, event.where},
                                tr("keep it, or the records are not found any more")));
    });
    return gone;
  }
  ChangeVerifier verifier(before, *after);
  each_event([&](const StoredEvent& event) { verifier.visit(event); });
  return verifier.take();
}

}  // namespace itss::schema
