// `owed`: what somebody has to do while a record waits for it.
#include "base/translate.hpp"
#include "schema/readers.hpp"

namespace itss::schema {

namespace {

using yaml::Node;

void read_lead(Form& form, const Node& value, Owed& out) {
  const auto lead = parse_duration(form.text(value, "lead"));
  if (lead && !lead->negative && (lead->days > 0 || lead->seconds > Seconds(0)))
    out.lead = *lead;
  else
    form.wrong_form(value, "lead", tr("an amount of time such as 1d or 4h"));
}

const Words<Owed>& owed_words() {
  static const Words<Owed> words = {
      {"move", [](Form& form, const Node& value, Owed& out) { out.move = form.text(value, "move"); }},
      {"states", [](Form& form, const Node& value, Owed& out) { out.states = form.some_texts(value, "states"); }},
      {"when",
       [](Form& form, const Node& value, Owed& out) {
         if (auto when = read_condition(form.document(), value, form.findings())) out.when = std::move(*when);
       }},
      {"by", [](Form& form, const Node& value, Owed& out) { out.by = form.some_texts(value, "by"); }},
      {"clock", [](Form& form, const Node& value, Owed& out) { out.clock = form.text(value, "clock"); }},
      {"due", [](Form& form, const Node& value, Owed& out) { out.due = form.text(value, "due"); }},
      {"lead", read_lead},
  };
  return words;
}

// A time is a clock's or a path's; only before a path's one can something be due.
void check_time(Form& form, const Node& item) {
  const Node* clock = item.find("clock");
  const Node* due = item.find("due");
  const Node* lead = item.find("lead");
  if (clock != nullptr && due != nullptr) form.wrong_form(*due, "due", tr("absent beside 'clock'"));
  if (lead != nullptr && due == nullptr) form.report(Code::SCHEMA_MISSING, item, {"'owed'", "due"});
}

}  // namespace

std::vector<Owed> read_owed(Form& form, const Node& node) {
  std::vector<Owed> all;
  for (const auto* item : Form::items(node)) {
    Owed owed;
    owed.line = form.line(*item);
    read_words(form, *item, tr("'owed'"), owed_words(), owed);
    if (item->kind == yaml::Kind::mapping) {
      if (item->find("move") == nullptr) form.report(Code::SCHEMA_MISSING, *item, {"'owed'", "move"});
      check_time(form, *item);
    }
    all.push_back(std::move(owed));
  }
  return all;
}

WordGroup owed_word_group() { return {"'owed'", names_of(owed_words())}; }

}  // namespace itss::schema
