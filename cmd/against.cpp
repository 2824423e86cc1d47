#include "against.hpp"

#include <algorithm>
#include <set>

#include "process/plan.hpp"
#include "schema/change.hpp"

namespace itss::cmd {

namespace {

namespace fs = std::filesystem;

std::vector<schema::Source> team_at(App& app, const std::string& revision) {
  if (vcs::run({"git", "rev-parse", "--verify", "--quiet", revision + "^{commit}"}, app.repository().root()).status !=
      0)
    throw Failure(Exit::no, trf("git knows no revision '{}'", revision));
  std::vector<schema::Source> team;
  for (const auto& file : app.git().list(revision, ".itss/schemas"))
    if (auto bytes = app.git().show(revision, file)) team.push_back({file, std::move(*bytes)});
  return team;
}

// The type of today that has the records: that of the name, else one that has taken their place.
const schema::Schema* successor(const schema::Schema& before, const schema::SchemaSet& schemas) {
  if (const auto* same = schemas.find(before.record)) return same;
  for (const auto& type : schemas.infos())
    if (type.directory == before.directory && type.prefix == before.prefix) return schemas.find(type.record);
  return nullptr;
}

bool is_broken(const std::string& type, const schema::SchemaSet& schemas) {
  const auto types = schemas.types();
  return schemas.find(type) == nullptr && std::find(types.begin(), types.end(), type) != types.end();
}

// An event in the pieces that name a field each in its own way.
void visit_pieces(const record::Event& event, schema::StoredEvent stored,
                  const std::function<void(const schema::StoredEvent&)>& visit) {
  for (const auto* piece : {&event.set, &event.add, &event.remove, &event.put}) {
    stored.values = *piece;
    visit(stored);
  }
  stored.values.clear();
  for (const auto& name : event.unset) stored.values[name] = {};
  for (const auto& [name, keys] : event.drop) stored.values[name] = {};
  visit(stored);
}

class Comparison {
 public:
  Comparison(const store::Repository& before, const store::Repository& now, const Instant& instant)
      : before_(before), now_(now), instant_(instant) {}

  Diagnostics run(const schema::Schema& before) {
    const auto* after = successor(before, now_.schemas());
    Diagnostics all = schema::verify_change(before, after, [&](const auto& visit) {
      std::set<fs::path> seen;
      const auto visit_file = [&](const fs::path& path, const store::Loaded& loaded) {
        if (loaded.document && seen.insert(path).second) each_event(path, *loaded.document, visit);
      };
      before_.scan(before.record, visit_file);
      if (after != nullptr) now_.scan(after->record, visit_file);
    });
    if (after != nullptr) add_illegal(before.record, after->record, all);
    return all;
  }

 private:
  // Raw: the words of the file, so that neither revision's `renamed` hides what the other has forgotten.
  static void each_event(const fs::path& path, const yaml::Document& document,
                         const std::function<void(const schema::StoredEvent&)>& visit) {
    const yaml::Node* id = document.root().find("id");
    const yaml::Node* history = document.root().find("history");
    if (id == nullptr || history == nullptr) return;
    Diagnostics found_by_check;
    for (const auto& node : history->children)
      if (const auto event = record::read_event(document, node, found_by_check))
        visit_pieces(*event, {.where = id->text, .verb = event->verb, .values = {}, .file = path.generic_string()},
                     visit);
  }

  // Each world judges the records as its own schemas read them.
  void add_illegal(const std::string& type, const std::string& now_type, Diagnostics& all) const {
    std::map<fs::path, std::set<std::pair<Code, std::size_t>>> known;
    before_.scan(type, [&](const fs::path& path, const store::Loaded& loaded) {
      if (!loaded.record) return;
      for (const auto& finding : process::audit(*loaded.record, before_, instant_))
        known[path].emplace(finding.code, finding.begin);
    });
    now_.scan(now_type, [&](const fs::path& path, const store::Loaded& loaded) {
      if (!loaded.record) return;
      const auto old = known.find(path);
      for (const auto& finding : process::audit(*loaded.record, now_, instant_)) {
        if (old != known.end() && old->second.count({finding.code, finding.begin}) > 0) continue;
        all.push_back(
            diagnose(finding.code, loaded.document->place_of(finding.begin), finding.arguments, finding.hint));
        all.back().source_line = loaded.document->line_of(finding.begin);
      }
    });
  }

  const store::Repository& before_;
  const store::Repository& now_;
  const Instant& instant_;
};

}  // namespace

Diagnostics check_against(App& app, const std::vector<std::string>& types, const std::string& revision) {
  const store::Repository& now = app.repository();
  const auto before = store::Repository::open_with(now.root(), team_at(app, revision));
  const Instant instant = app.now();
  Comparison comparison(*before, now, instant);
  Diagnostics all;
  for (const auto& name : before->schemas().types()) {
    if (!types.empty() && std::find(types.begin(), types.end(), name) == types.end()) continue;
    const auto* type = before->schemas().find(name);
    if (type == nullptr || is_broken(name, now.schemas())) continue;  // today's own findings say why
    const auto found = comparison.run(*type);
    all.insert(all.end(), found.begin(), found.end());
  }
  if (has_errors(before->schemas().findings()))
    app.warn(trf("the schemas of '{}' have errors, so not all is compared with them", revision));
  return all;
}

}  // namespace itss::cmd
