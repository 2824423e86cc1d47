#include "report/definition.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/findings.hpp"
#include "schema/paths.hpp"

namespace itss::report {

namespace {

class Verifier {
 public:
  Verifier(const Definition& definition, const kpi::Catalogue& measures, const schema::SchemaSet& schemas,
           Diagnostics& findings)
      : definition_(definition), measures_(measures), schemas_(schemas), findings_(findings) {}

  void verify(const SectionRule& section) {
    std::vector<const kpi::Measure*> counted;
    for (const auto& name : section.measures) {
      if (const auto* found = kpi::find_measure(measures_.measures, name))
        counted.push_back(found);
      else if (kpi::find_measure(measures_.unsound, name) == nullptr)
        unknown(section, ITSS_TR_NOOP("measure"), name, measure_names());
    }
    if (counted.empty()) return;
    for (const auto& path : section.by)
      if (std::none_of(counted.begin(), counted.end(),
                       [&](const auto* each) { return can_group(*each, path, schemas_); }))
        unknown(section, ITSS_TR_NOOP("field"), path, field_names(counted));
  }

 private:
  void unknown(const SectionRule& section, const char* kind, const std::string& name,
               const std::vector<std::string>& known) {
    const auto near = suggest(name, known);
    findings_.push_back(diagnose(Code::REPORT_NAME, section.place, {definition_.name, tr(kind), name},
                                 near ? fmt::format(fmt::runtime(tr("did you mean '{}'?")), *near) : std::string()));
    section.names.point(findings_.back(), name);
  }

  std::vector<std::string> measure_names() const {
    std::vector<std::string> names;
    for (const auto& measure : measures_.measures) names.push_back(measure.name);
    return names;
  }

  std::vector<std::string> field_names(const std::vector<const kpi::Measure*>& counted) const {
    std::vector<std::string> names;
    for (const auto* measure : counted)
      for (const auto& type : measure->records)
        if (const auto* schema = schemas_.find(type))
          for (const auto& field : schema->fields) names.push_back(field.name);
    return names;
  }

  const Definition& definition_;
  const kpi::Catalogue& measures_;
  const schema::SchemaSet& schemas_;
  Diagnostics& findings_;
};

Diagnostics findings_of(const Definition& definition, const kpi::Catalogue& measures,
                        const schema::SchemaSet& schemas) {
  Diagnostics findings;
  for (const auto& section : definition.sections) Verifier(definition, measures, schemas, findings).verify(section);
  return findings;
}

// Puts them in place of those of the same name, the others behind.
void replace(std::vector<Definition>& all, std::vector<Definition> own) {
  for (auto& each : own) {
    const auto same = std::find_if(all.begin(), all.end(), [&](const auto& other) { return other.name == each.name; });
    if (same == all.end())
      all.push_back(std::move(each));
    else
      *same = std::move(each);
  }
}

}  // namespace

Definitions load_all_definitions(const std::optional<schema::Source>& team, Diagnostics& findings) {
  const schema::Source shipped{"schemas/reports.yaml", std::string(schema::shipped_file("reports.yaml"))};
  Definitions all = read_all_definitions(shipped, findings);
  if (!team) return all;
  Definitions own = read_all_definitions(*team, findings);
  std::erase_if(all.reports, [&](const auto& each) { return find_definition(own.unsound, each.name) != nullptr; });
  replace(all.reports, std::move(own.reports));
  replace(all.unsound, std::move(own.unsound));
  all.complete = all.complete && own.complete;
  return all;
}

std::vector<Definition> load_definitions(const std::optional<schema::Source>& team, Diagnostics& findings) {
  return load_all_definitions(team, findings).reports;
}

Diagnostics verify(const std::vector<Definition>& definitions, const kpi::Catalogue& measures,
                   const schema::SchemaSet& schemas) {
  Diagnostics findings;
  for (const auto& definition : definitions)
    for (auto& finding : findings_of(definition, measures, schemas)) findings.push_back(std::move(finding));
  return schema::each_once(std::move(findings));
}

Diagnostics verify(Definitions& definitions, const kpi::Catalogue& measures, const schema::SchemaSet& schemas) {
  Diagnostics findings = verify(definitions.unsound, measures, schemas);
  std::vector<Definition> sound;
  for (auto& definition : definitions.reports) {
    auto own = findings_of(definition, measures, schemas);
    (has_errors(own) ? definitions.unsound : sound).push_back(std::move(definition));
    findings.insert(findings.end(), own.begin(), own.end());
  }
  definitions.reports = std::move(sound);
  return schema::each_once(std::move(findings));
}

Definition with_only(Definition definition, const std::vector<kpi::Measure>& measures) {
  const auto is_unusable = [&](const std::string& name) { return kpi::find_measure(measures, name) == nullptr; };
  for (auto& section : definition.sections) {
    std::erase_if(section.measures, is_unusable);
    if (section.sort != kByName && is_unusable(section.sort)) section.sort.clear();
  }
  std::erase_if(definition.sections, [](const SectionRule& section) { return section.measures.empty(); });
  return definition;
}

const Definition* find_definition(const std::vector<Definition>& definitions, std::string_view name) {
  const auto found =
      std::find_if(definitions.begin(), definitions.end(), [&](const auto& each) { return each.name == name; });
  return found == definitions.end() ? nullptr : &*found;
}

bool can_group(const kpi::Measure& measure, const std::string& path, const schema::SchemaSet& schemas) {
  return std::any_of(measure.records.begin(), measure.records.end(), [&](const std::string& type) {
    const schema::Schema* schema = schemas.find(type);
    return schema != nullptr && schema::resolve(path, *schema, schemas).kind != schema::Target::Kind::unknown;
  });
}

}  // namespace itss::report
