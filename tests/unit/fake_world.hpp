#pragma once
// A world in memory for tests: records written as YAML texts, schemas given as texts, calendars added by name.

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "record/world.hpp"
#include "yaml/document.hpp"

namespace itss::testing {

inline Instant instant(std::string_view text) {
  const auto parsed = parse_instant(text);
  REQUIRE_MESSAGE(parsed, std::string(text));
  return *parsed;
}

class FakeWorld : public record::World {
 public:
  // Beside the shipped schemas, `team` are schema files as a repository's own.
  explicit FakeWorld(std::vector<schema::Source> team = {}, const char* zone = "Asia/Shanghai")
      : schemas_(team.empty() ? shipped() : std::make_shared<const schema::SchemaSet>(std::move(team))),
        zone_(*Zone::find(zone)) {}

  // Adds (or replaces) a record from its file's text.
  record::RecordPtr add(std::string_view type, const std::string& text) {
    const schema::Schema* schema = schemas_->find(type);
    REQUIRE_MESSAGE(schema != nullptr, std::string(type));
    Diagnostics findings;
    auto document = yaml::Document::parse(text, std::string(type) + ".yaml", findings);
    for (const auto& finding : findings) MESSAGE(to_text(finding));
    REQUIRE(document);
    auto record = record::read_record(*document, *schema, findings);
    for (const auto& finding : findings) MESSAGE(to_text(finding));
    REQUIRE(record);
    return add(std::move(*record));
  }
  record::RecordPtr add(record::Record record) {
    const std::string id = record.id;
    return records_[id] = std::make_shared<const record::Record>(std::move(record));
  }
  // A person with roles from 2020 on, taken over by an import.
  record::RecordPtr add_person(const std::string& id, const std::vector<std::string>& roles,
                               const std::string& more = {}) {
    std::string list;
    for (const auto& role : roles) list += (list.empty() ? "" : ", ") + role;
    return add("person", "id: " + id + "\nname: " + id + "\nstatus: active\nroles: [" + list +
                             "]\nhistory:\n  - at: 2020-01-01T00:00:00+08:00\n    by: " + id +
                             "\n    do: import\n    set: {status: active, name: " + id + ", roles: [" + list + "]" +
                             (more.empty() ? "" : ", " + more) + "}\n    source: {system: test}\n");
  }
  void add_calendar(const std::string& name, const std::string& text) {
    Diagnostics findings;
    auto document = yaml::Document::parse(text, name + ".yaml", findings);
    REQUIRE(document);
    auto calendar = calendar::Calendar::read(*document, name, findings);
    for (const auto& finding : findings) MESSAGE(to_text(finding));
    REQUIRE(calendar);
    calendars_.insert_or_assign(name, std::make_unique<calendar::Calendar>(std::move(*calendar)));
  }

  const schema::SchemaSet& schemas() const override { return *schemas_; }
  record::RecordPtr find(std::string_view id, std::string_view type = {}) const override {
    const auto fits = [&](const record::RecordPtr& record) { return type.empty() || record->type == type; };
    const auto found = records_.find(id);
    if (found != records_.end() && fits(found->second)) return found->second;
    for (const auto& [key, record] : records_)
      for (const auto& alias : record->aliases)
        if (alias == id && fits(record)) return record;
    return nullptr;
  }
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override {
    for (const auto& [id, record] : records_)
      if (record->type == type) visit(record);
  }
  const calendar::Calendar* calendar(std::string_view name) const override {
    const auto found = calendars_.find(name);
    return found == calendars_.end() ? nullptr : found->second.get();
  }
  const Zone& zone() const override { return zone_; }

 private:
  // Read once for all worlds: a table of moves makes hundreds of them.
  static std::shared_ptr<const schema::SchemaSet> shipped() {
    static const auto schemas = std::make_shared<const schema::SchemaSet>();
    return schemas;
  }

  std::shared_ptr<const schema::SchemaSet> schemas_;
  Zone zone_;
  std::map<std::string, record::RecordPtr, std::less<>> records_;
  std::map<std::string, std::unique_ptr<calendar::Calendar>, std::less<>> calendars_;
};

}  // namespace itss::testing
