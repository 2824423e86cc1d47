#include "findings.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "calendar_check.hpp"
#include "measures.hpp"
#include "process/plan.hpp"
#include "reports.hpp"
#include "select.hpp"
#include "sla/agreement.hpp"

namespace itss::cmd {

namespace {

void append(Diagnostics& all, Diagnostics more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

Diagnostic placed(const process::Finding& finding, const yaml::Document& document) {
  auto diagnostic = diagnose(finding.code, document.place_of(finding.begin), finding.arguments, finding.hint);
  diagnostic.source_line = document.line_of(finding.begin);
  return diagnostic;
}

// What one file says: parse, form, drift, the legality of its history.
void check_loaded(App& app, const schema::Schema& type, const store::Loaded& loaded, Findings& findings) {
  ++findings.records;
  append(findings.all, loaded.findings);
  if (loaded.document && loaded.document->root().kind == yaml::Kind::mapping)
    append(findings.all, record::check_form(*loaded.document, type));
  if (!loaded.record) {
    ++findings.unreadable;
    return;
  }
  append(findings.all, record::drift(*loaded.record, type, *loaded.document));
  for (const auto& finding : process::audit(*loaded.record, app.repository(), app.now()))
    findings.all.push_back(placed(finding, *loaded.document));
  for (const auto& event : loaded.record->events)
    if (event.is_import()) ++findings.imported;
}

// A file that several checks look at is complained about once.
void drop_repeated(Diagnostics& all) {
  std::set<std::tuple<std::string, std::size_t, std::size_t, Code, std::string>> known;
  all.erase(
      std::remove_if(all.begin(), all.end(),
                     [&](const Diagnostic& each) {
                       const auto& place = each.place;
                       return !known.emplace(place.file, place.line, place.column, each.code, each.message).second;
                     }),
      all.end());
}

// Ids and aliases that more than one record of a type claims.
class Ids {
 public:
  void add(const record::Record& record, Diagnostics& all) {
    claim(record.id, record, all);
    for (const auto& alias : record.aliases) claim(alias, record, all);
  }

 private:
  void claim(const std::string& id, const record::Record& record, Diagnostics& all) {
    const auto [known, fresh] = files_.emplace(id, record.file);
    if (!fresh && known->second != record.file)
      all.push_back(diagnose(Code::DUPLICATE_ID, {record.file, 0, 0}, {id, known->second}));
  }
  std::map<std::string, std::string> files_;
};

}  // namespace

Diagnostics check_schemas(const schema::SchemaSet& schemas) {
  Diagnostics all;
  for (const auto& name : schemas.types())
    if (const auto* type = schemas.find(name)) append(all, schema::verify(*type, schemas));
  append(all, schemas.findings());
  return all;
}

Findings check_repository(App& app) {
  Findings findings;
  const store::Repository& repository = app.repository();
  append(findings.all, repository.configuration_findings());
  append(findings.all, check_calendars(app));
  append(findings.all, check_schemas(repository.schemas()));
  for (const auto& name : repository.schemas().types()) {
    const auto* type = repository.schemas().find(name);
    if (type == nullptr) continue;
    Ids ids;
    repository.scan(name, [&](const std::filesystem::path&, const store::Loaded& loaded) {
      check_loaded(app, *type, loaded, findings);
      if (loaded.record) ids.add(*loaded.record, findings.all);
    });
  }
  append(findings.all, sla::check_agreements(repository));
  Diagnostics figures;
  const auto measures = read_catalogue(repository, figures);
  read_reports(repository, measures, figures);
  append(findings.all, std::move(figures));
  drop_repeated(findings.all);
  return findings;
}

Findings check_records(App& app, const std::vector<std::string>& ids) {
  Findings findings;
  for (const auto& id : ids) {
    const auto loaded = pick(app, id);
    check_loaded(app, *app.schemas().find(loaded.record->type), loaded, findings);
  }
  return findings;
}

}  // namespace itss::cmd
