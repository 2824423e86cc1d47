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
  Verifier(const Definition& definition, const std::vector<kpi::Measure>& measures, const schema::SchemaSet& schemas,
           Diagnostics& findings)
      : definition_(definition), measures_(measures), schemas_(schemas), findings_(findings) {}

  void verify(const SectionRule& section) {
    std::vector<const kpi::Measure*> counted;
    for (const auto& name : section.measures) {
      if (const auto* found = kpi::find_measure(measures_, name))
        counted.push_back(found);
      else
        unknown(section, "measure", name, measure_names());
    }
    if (counted.empty()) return;
    for (const auto& path : section.by)
      if (std::none_of(counted.begin(), counted.end(),
                       [&](const auto* each) { return can_group(*each, path, schemas_); }))
        unknown(section, "field", path, {});
  }

 private:
  void unknown(const SectionRule& section, const char* kind, const std::string& name,
               const std::vector<std::string>& known) {
    const auto near = suggest(name, known);
    findings_.push_back(diagnose(Code::REPORT_NAME, section.place, {definition_.name, kind, name},
                                 near ? fmt::format(fmt::runtime(tr("did you mean '{}'?")), *near) : std::string()));
  }

  std::vector<std::string> measure_names() const {
    std::vector<std::string> names;
    for (const auto& measure : measures_) names.push_back(measure.name);
    return names;
  }

  const Definition& definition_;
  const std::vector<kpi::Measure>& measures_;
  const schema::SchemaSet& schemas_;
  Diagnostics& findings_;
};

}  // namespace

std::vector<Definition> load_definitions(const std::optional<schema::Source>& team, Diagnostics& findings) {
  const schema::Source shipped{"schemas/reports.yaml", std::string(schema::shipped_file("reports.yaml"))};
  auto all = read_definitions(shipped, findings);
  if (!team) return all;
  for (auto& own : read_definitions(*team, findings)) {
    const auto same = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == own.name; });
    if (same == all.end())
      all.push_back(std::move(own));
    else
      *same = std::move(own);
  }
  return all;
}

Diagnostics verify(const std::vector<Definition>& definitions, const std::vector<kpi::Measure>& measures,
                   const schema::SchemaSet& schemas) {
  Diagnostics findings;
  for (const auto& definition : definitions)
    for (const auto& section : definition.sections) Verifier(definition, measures, schemas, findings).verify(section);
  return schema::each_once(std::move(findings));
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
