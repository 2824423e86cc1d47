// Clocks, tables, renamed words.
#include <tuple>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/readers.hpp"

namespace itss::schema {

namespace {

using yaml::Node;

const Words<ClockRule>& starts_words() {
  static const Words<ClockRule> words = {
      {"states", [](Form& form, const Node& value, ClockRule& out) { out.starts_in = form.texts(value, "states"); }},
      {"moves", [](Form& form, const Node& value, ClockRule& out) { out.starts_by = form.texts(value, "moves"); }},
      {"when",
       [](Form& form, const Node& value, ClockRule& out) {
         if (auto when = read_condition(form.document(), value, form.findings())) out.starts_when = std::move(*when);
       }},
  };
  return words;
}

const Words<ClockRule>& stops_words() {
  static const Words<ClockRule> words = {
      {"told", [](Form& form, const Node& value, ClockRule& out) { out.stops_when_told = form.flag(value, "told"); }},
      {"states", [](Form& form, const Node& value, ClockRule& out) { out.stops_in = form.texts(value, "states"); }},
      {"moves", [](Form& form, const Node& value, ClockRule& out) { out.stops_by = form.texts(value, "moves"); }},
  };
  return words;
}

const Words<ClockRule>& pauses_words() {
  static const Words<ClockRule> words = {
      {"states", [](Form& form, const Node& value, ClockRule& out) { out.pauses_in = form.texts(value, "states"); }},
      {"reason", [](Form& form, const Node& value, ClockRule& out) { out.pause_reason = form.text(value, "reason"); }},
      {"until", [](Form& form, const Node& value, ClockRule& out) { out.pause_until = form.text(value, "until"); }},
      {"consent",
       [](Form& form, const Node& value, ClockRule& out) { out.pause_consent = form.text(value, "consent"); }},
      {"for", [](Form& form, const Node& value, ClockRule& out) { out.pauses_for = form.texts(value, "for"); }},
  };
  return words;
}

void read_restarts(Form& form, const Node& value, ClockRule& out) {
  const std::string word = form.text(value, "restarts");
  out.told_restarts = word == "told";
  if (word != "told" && !word.empty()) form.wrong_form(value, "restarts", "'told'");
}

void read_amount(Form& form, const Node& value, const char* word, std::optional<Duration>& out) {
  const auto amount = parse_duration(form.text(value, word));
  if (amount && !amount->negative && (amount->days > 0 || amount->seconds > Seconds(0)))
    out = *amount;
  else
    form.wrong_form(value, word, tr("an amount of working time such as 2d or 4h"));
}

// A promise of the process itself is a date, or a target with its calendar; not both.
void check_promise(Form& form, const Node& key, const Node& value) {
  if (value.kind != yaml::Kind::mapping) return;
  const Node* due = value.find("due");
  const Node* target = value.find("target");
  const Node* calendar = value.find("calendar");
  const Node* pauses = value.find("pauses");
  const Node* lead = value.find("lead");
  if (due != nullptr && pauses != nullptr) form.wrong_form(*pauses, "pauses", tr("on a clock without 'due'"));
  if (due != nullptr && target != nullptr) form.wrong_form(*target, "target", tr("on a clock without 'due'"));
  if (lead != nullptr && due == nullptr) form.report(Code::SCHEMA_MISSING, key, {"'" + key.text + "'", "due"});
  if (lead != nullptr) target = lead;
  for (const auto& [word, has, needs] : {std::tuple("calendar", target, calendar), {"target", calendar, target}})
    if (has != nullptr && needs == nullptr) form.report(Code::SCHEMA_MISSING, key, {"'" + key.text + "'", word});
}

const Words<ClockRule>& clock_words() {
  static const Words<ClockRule> words = {
      {"label", [](Form& form, const Node& value, ClockRule& out) { out.label = read_label(form, value); }},
      {"starts", [](Form& form, const Node& value,
                    ClockRule& out) { read_words(form, value, tr("'starts' of a clock"), starts_words(), out); }},
      {"stops", [](Form& form, const Node& value,
                   ClockRule& out) { read_words(form, value, tr("'stops' of a clock"), stops_words(), out); }},
      {"pauses", [](Form& form, const Node& value,
                    ClockRule& out) { read_words(form, value, tr("'pauses' of a clock"), pauses_words(), out); }},
      {"restarts", read_restarts},
      {"kind", [](Form& form, const Node& value, ClockRule& out) { out.kind = form.text(value, "kind"); }},
      {"per", [](Form& form, const Node& value, ClockRule& out) { out.per = form.text(value, "per"); }},
      {"due", [](Form& form, const Node& value, ClockRule& out) { out.due = form.text(value, "due"); }},
      {"lead", [](Form& form, const Node& value, ClockRule& out) { read_amount(form, value, "lead", out.lead); }},
      {"target", [](Form& form, const Node& value, ClockRule& out) { read_amount(form, value, "target", out.target); }},
      {"calendar", [](Form& form, const Node& value, ClockRule& out) { out.calendar = form.text(value, "calendar"); }},
      {"cancelled_in",
       [](Form& form, const Node& value, ClockRule& out) { out.cancelled_in = form.texts(value, "cancelled_in"); }},
      {"target_by",
       [](Form& form, const Node& value, ClockRule& out) { out.target_by = form.text(value, "target_by"); }},
  };
  return words;
}

// `rows`: value by key, or by row and column.
void read_rows(Form& form, const Node& value, Table& out) {
  each_entry(form, value, "rows", [&](const Node& key, const Node& row) {
    if (row.kind != yaml::Kind::mapping) {
      out.cells[key.text] = form.text(row, "rows");
      return;
    }
    each_entry(form, row, "rows", [&](const Node& column, const Node& cell) {
      out.cells[key.text + " " + column.text] = form.text(cell, "rows");
    });
  });
}

const Words<Table>& table_words() {
  static const Words<Table> words = {
      {"of", [](Form& form, const Node& value, Table& out) { out.of = form.texts(value, "of"); }},
      {"rows", read_rows},
  };
  return words;
}

using Renames = std::map<std::string, std::string>;

Renames read_renames(Form& form, const Node& value) {
  Renames renames;
  each_entry(form, value, "renamed",
             [&](const Node& key, const Node& to) { renames[key.text] = form.text(to, key.text); });
  return renames;
}

const Words<Schema>& renamed_words() {
  static const Words<Schema> words = {
      {"states", [](Form& form, const Node& value, Schema& out) { out.renamed_states = read_renames(form, value); }},
      {"codes", [](Form& form, const Node& value, Schema& out) { out.renamed_codes = read_renames(form, value); }},
      {"fields", [](Form& form, const Node& value, Schema& out) { out.renamed_fields = read_renames(form, value); }},
      {"moves", [](Form& form, const Node& value, Schema& out) { out.renamed_moves = read_renames(form, value); }},
  };
  return words;
}

}  // namespace

std::vector<ClockRule> read_clocks(Form& form, const Node& node) {
  std::vector<ClockRule> clocks;
  each_entry(form, node, "clocks", [&](const Node& key, const Node& value) {
    ClockRule clock;
    clock.name = form.name(key);
    clock.line = form.line(key);
    read_words(form, value, tr("a clock"), clock_words(), clock);
    check_promise(form, key, value);
    complete(clock.label, clock.name);
    clocks.push_back(std::move(clock));
  });
  return clocks;
}

std::vector<Table> read_tables(Form& form, const Node& node) {
  std::vector<Table> tables;
  each_entry(form, node, "tables", [&](const Node& key, const Node& value) {
    Table table;
    table.name = form.name(key);
    read_words(form, value, tr("a table"), table_words(), table);
    for (const char* word : {"of", "rows"})
      if (value.kind == yaml::Kind::mapping && value.find(word) == nullptr)
        form.report(Code::SCHEMA_MISSING, key, {"'" + table.name + "'", word});
    tables.push_back(std::move(table));
  });
  return tables;
}

void read_renamed(Form& form, const Node& node, Schema& schema) {
  read_words(form, node, "renamed", renamed_words(), schema);
}

std::vector<WordGroup> clock_word_groups() {
  return {{"a clock", names_of(clock_words())},
          {"'starts' of a clock", names_of(starts_words())},
          {"'stops' of a clock", names_of(stops_words())},
          {"'pauses' of a clock", names_of(pauses_words())},
          {"a table", names_of(table_words())},
          {"renamed", names_of(renamed_words())}};
}

}  // namespace itss::schema
