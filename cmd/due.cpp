// `itss due`: what everybody owes, over all types.
#include <algorithm>
#include <set>

#include "deliver.hpp"
#include "duties.hpp"
#include "json_fields.hpp"
#include "people.hpp"
#include "read.hpp"
#include "reminder.hpp"
#include "select.hpp"
#include "times.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

struct DueWords {
  std::string within, person, type, from;
  bool mine = false, overdue = false, ids = false, fail_overdue = false;
  ShowWords show;
};

std::vector<format::Column> columns() {
  return {{"person", tr("To act")},   {"id", tr("ID")},       {"type", tr("Type")},
          {"move", tr("Move")},       {"due", tr("Due")},     {"left_seconds", tr("Left"), Align::right},
          {"overdue", tr("Overdue")}, {"since", tr("Since")}, {"roles", tr("As")},
          {"title", tr("Title")}};
}

std::vector<format::Cell> row_of(App& app, const std::string& person, const process::Duty& duty) {
  using format::absent_cell;
  const double left = duty.due ? static_cast<double>((duty.due->utc - app.now().utc).count()) : 0;
  return {person.empty() ? absent_cell() : format::Cell{person},
          {duty.id},
          {duty.type->record},
          {duty.move},
          duty.due ? format::Cell{to_string(*duty.due)} : absent_cell(),
          duty.due ? format::number_cell(left) : absent_cell(),
          {{}, format::Style::plain, format::Kind::boolean, duty.overdue ? "true" : "false", {}},
          {to_string(duty.since)},
          format::list_cell(duty.roles),
          {printable(duty.title)}};
}

format::Table table_of(App& app, const std::vector<Debts>& debts) {
  format::Table table;
  table.columns = columns();
  for (const auto& each : debts)
    for (const auto& duty : each.duties) table.rows.push_back(row_of(app, each.person, duty));
  return table;
}

DutyQuery query_of(App& app, const DueWords& words) {
  if (words.mine && !words.person.empty()) throw Failure(Exit::usage, tr("give --for or --mine, not both"));
  DutyQuery query;
  query.type = words.type;
  if (!words.type.empty()) type_named(app, words.type);
  if (words.mine) query.person = app.actor();
  if (!words.person.empty()) query.person = person_meant(app, words.person);
  query.overdue = words.overdue;
  if (!words.within.empty()) query.until = app.now().utc + span_of(words.within, "--within");
  return query;
}

void print_ids(App& app, const std::vector<Debts>& debts) {
  std::set<std::string> told;
  for (const auto& each : debts)
    for (const auto& duty : each.duties)
      if (told.insert(duty.id).second) app.out << duty.id << '\n';
}

void print_mail(App& app, const std::vector<Debts>& debts, const DueWords& words) {
  if (words.person.empty() && !words.mine)
    throw Failure(Exit::usage, tr("a mail is to one person"), tr("--for PERSON; 'itss remind' writes to everybody"));
  if (debts.empty()) return app.note(tr("nothing is owed"));
  DeliveryWords delivery;
  delivery.from = words.from;
  app.out << reminder_mail(app, sender(app, delivery), {debts.front(), {}});
}

void print(App& app, const std::vector<Debts>& debts, const DueWords& words) {
  if (words.ids) return print_ids(app, debts);
  if (words.show.format == "eml") return print_mail(app, debts, words);
  const auto look = look_of(app, words.show);
  const bool for_people = look.form == format::Form::markdown || look.form == format::Form::html ||
                          (words.show.format.empty() || words.show.format == "text");
  if (!words.show.json.empty() || !for_people) {
    auto table = table_of(app, debts);
    keep_fields(table, words.show.json);
    app.out << format::show(table, look);
  } else if (debts.empty()) {
    app.note(tr("nothing is owed"));
  } else {
    auto document = document_of(app, debts);
    document.title = tr("What is owed");
    print_page(app, std::move(document), words.show);
  }
}

Exit run(App& app, const DueWords& words) {
  std::vector<std::string> forms;
  if (words.ids) forms.emplace_back("--ids");
  if (!words.show.json.empty()) forms.emplace_back("--json");
  if (!words.show.format.empty()) forms.emplace_back("--format");
  check_one_form(forms);
  if (words.show.format != "eml") look_of(app, words.show);
  const DutyQuery query = query_of(app, words);
  const WholeWorld world(app.repository());
  Exit exit = Exit::done;
  const auto debts = debts_of(app, world, query, exit);
  print(app, debts, words);
  exit = worse(exit, judge_completeness(app, world));
  const bool late = std::any_of(debts.begin(), debts.end(), [](const Debts& each) {
    return std::any_of(each.duties.begin(), each.duties.end(), [](const auto& duty) { return duty.overdue; });
  });
  return worse(exit, late && words.fail_overdue ? Exit::no : Exit::done);
}

}  // namespace

Run setup_due(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<DueWords>();
  App& app = subject.app;
  parser.group(tr("What"));
  parser.option("--within", words->within, "AMOUNT",
                tr("only what is due by then, and what is overdue; wall-clock time from now: 30m, 2h, 1d (24 hours)"));
  parser.option("--for", words->person, "PERSON", tr("only what this person owes")).completes = {
      Completes::With::ids, {}, std::string(schema::kPersonType)};
  parser.flag("--mine", words->mine, tr("only what I owe"));
  auto& type = parser.option("--type", words->type, "TYPE", tr("only records of this type"));
  type.completes.with = Completes::With::words;
  for (const auto& name : app.schemas().types())
    if (const auto* schema = app.schemas().find(name); schema != nullptr && !schema->owed.empty())
      type.completes.words.push_back(name);
  parser.flag("--overdue", words->overdue, tr("only what is overdue"));
  parser.flag("--fail-overdue", words->fail_overdue, tr("exit with 1 if anything is overdue"));
  add_show_options(parser, words->show, {"eml"});
  parser.flag("--ids", words->ids, tr("only ids, one to a line"));
  parser.option("--from", words->from, "ADDRESS",
                tr("of --format eml: whom it is from (else mail.from of itss.yaml, else who acts)"));
  return [&app, words] { return run(app, *words); };
}

}  // namespace itss::cmd
