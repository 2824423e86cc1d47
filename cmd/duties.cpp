#include "duties.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "deliver.hpp"
#include "inputs.hpp"
#include "select.hpp"
#include "times.hpp"

namespace itss::cmd {

namespace {

using process::Duty;

bool is_wanted(const Duty& duty, const DutyQuery& query) {
  if (query.overdue && !duty.overdue) return false;
  return !query.until || (duty.due && duty.due->utc <= *query.until);
}

std::string roles_text(App& app, const Duty& duty) {
  std::vector<std::string> labels;
  for (const auto& role : duty.roles) {
    const auto& known = app.schemas().shared_codes(schema::kRolesField);
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.name == role; });
    labels.push_back(found == known.end() ? role : found->label.text());
  }
  return join(labels, ", ");
}

format::Section section_of(App& app, const Debts& debts) {
  using format::Audience;
  format::Section section;
  section.audience = Audience::people;
  const auto who = debts.person.empty() ? format::Mailbox() : mailbox_of(app, debts.person);
  section.title = debts.person.empty() ? tr("Nobody can be named")
                  : who.name.empty()   ? debts.person
                                       : who.name + " (" + debts.person + ")";
  section.title += " · " + counted("{} to do", "{} to do", debts.duties.size());
  const auto late =
      std::count_if(debts.duties.begin(), debts.duties.end(), [](const Duty& duty) { return duty.overdue; });
  if (late > 0) section.title += " · " + trf("{} overdue", late);
  section.table.columns = {{"due", tr("Due")},
                           {"what", tr("What")},
                           {"title", tr("Title"), Align::left, true},
                           {"role", tr("As")},
                           {"command", tr("Command")}};
  for (const auto& duty : debts.duties) {
    const auto style = duty.overdue ? format::Style::bad : format::Style::plain;
    section.table.rows.push_back({duty.due ? format::Cell{time_text(app, *duty.due), style} : format::absent_cell(),
                                  {label_of(duty)},
                                  {printable(duty.title)},
                                  duty.roles.empty() ? format::absent_cell() : format::Cell{roles_text(app, duty)},
                                  {command_of(duty), format::Style::id}});
  }
  return section;
}

}  // namespace

std::vector<Debts> debts_of(App& app, const WholeWorld& world, const DutyQuery& query, Exit& exit) {
  const process::Duties all(world, app.now());
  std::map<std::string, std::vector<Duty>> by_person;
  const auto types = query.type.empty() ? usable_types(app, exit) : types_named(app, {query.type});
  for (const auto* type : types)
    for (auto& duty : all.of_type(*type)) {
      if (!is_wanted(duty, query)) continue;
      if (duty.people.empty() && query.person.empty()) by_person[""].push_back(duty);
      for (const auto& person : duty.people)
        if (query.person.empty() || person == query.person) by_person[person].push_back(duty);
    }
  std::vector<Debts> debts;
  for (auto& [person, duties] : by_person) {
    process::sort_by_due(duties);
    debts.push_back({person, std::move(duties)});
  }
  if (!debts.empty() && debts.front().person.empty()) std::rotate(debts.begin(), debts.begin() + 1, debts.end());
  return debts;
}

std::string label_of(const Duty& duty) {
  const auto* move = duty.type->find_move(duty.move);
  return duty.type->label.text() + " · " + (move == nullptr ? duty.move : move->label.text());
}

std::string command_of(const Duty& duty) {
  return "itss " + duty.type->record + " " + option_name(duty.move) + " " + duty.id;
}

format::Document document_of(App& app, const std::vector<Debts>& debts) {
  format::Document document;
  for (const auto& each : debts) document.sections.push_back(section_of(app, each));
  return document;
}

}  // namespace itss::cmd
