#include "linked_from.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "read.hpp"
#include "record/facts.hpp"

namespace itss::cmd {

namespace {

bool is_link(const schema::Field& field) {
  return field.type == schema::FieldType::link || field.type == schema::FieldType::links;
}

format::Cell title_cell(App& app, const record::Record& record, const schema::Schema& type) {
  return type.title_field.empty() ? format::absent_cell() : cell_of(app, record, type, type.title_field);
}

}  // namespace

LinkedFrom linked_from(App& app, const record::Record& record, std::size_t most) {
  LinkedFrom linked;
  std::set<std::string> unread;
  for (const auto& name : app.schemas().types()) {
    const auto* type = app.schemas().find(name);
    if (type == nullptr) continue;
    for (const auto& field : type->fields) {
      if (!is_link(field) || field.to != record.type) continue;
      LinkingBy by{type, &field, {}, 0};
      for (auto& file : app.repository().each_linking(name, field.name, record.id, [&](const record::RecordPtr& other) {
             ++by.count;
             by.last.push_back(other);
             if (by.last.size() >= 2 * most) by.last.erase(by.last.begin(), by.last.end() - static_cast<long>(most));
           }))
        unread.insert(std::move(file));
      if (by.last.size() > most) by.last.erase(by.last.begin(), by.last.end() - static_cast<long>(most));
      if (by.count > 0) linked.by.push_back(std::move(by));
    }
  }
  linked.unread.assign(unread.begin(), unread.end());
  return linked;
}

format::Table linked_from_table(App& app, const record::Record& record, const LinkedFrom& linked) {
  format::Table table;
  table.columns = {{"field", tr("Link")}, {"id", tr("ID")}, {"status", tr("Status")}, {"title", tr("Title")}};
  table.columns.back().shrink = true;
  for (const auto& by : linked.by) {
    const std::string link = by.type->label.text() + " · " + by.field->label.text();
    for (const auto& other : by.last)
      table.rows.push_back({{link},
                            cell_of(app, *other, *by.type, "id"),
                            cell_of(app, *other, *by.type, "status"),
                            title_cell(app, *other, *by.type)});
    if (by.count > by.last.size())
      table.rows.push_back(
          {{link},
           {trf("{} more", by.count - by.last.size()), format::Style::faint},
           {},
           {fmt::format("itss {} list --all --where {}={}", by.type->record, by.field->name, record.id),
            format::Style::faint}});
  }
  return table;
}

nlohmann::ordered_json linked_from_json(App& app, const LinkedFrom& linked) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& by : linked.by)
    for (const auto& other : by.last)
      all.push_back({{"id", other->id},
                     {"type", other->type},
                     {"field", by.field->name},
                     {"status", record::shown_state(*other, other->fields, app.repository(), app.now())}});
  return all;
}

}  // namespace itss::cmd
