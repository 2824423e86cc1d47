#include "whole_world.hpp"

namespace itss::cmd {

void WholeWorld::each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const {
  each_within(type, {}, visit);
}

void WholeWorld::each_within(std::string_view type, const record::Scope& scope,
                             const std::function<void(const record::RecordPtr&)>& visit) const {
  // Later visits may come from what the repository keeps in memory; they have nothing new to tell.
  if (!seen_.emplace(type).second) return repository_.each_within(type, scope, visit);
  repository_.read_all(type, scope, [&](const std::filesystem::path&, const store::Loaded& loaded) {
    if (loaded.record) return visit(loaded.record);
    ++unreadable_;
    findings_.insert(findings_.end(), loaded.findings.begin(), loaded.findings.end());
  });
}

const calendar::Calendar* WholeWorld::calendar(std::string_view name) const {
  const auto* found = repository_.calendar(name);
  if (found != nullptr) return found;
  const std::lock_guard guard(mutex_);
  missing_calendars_.emplace(name);
  return nullptr;
}

std::set<std::string, std::less<>> WholeWorld::missing_calendars() const {
  const std::lock_guard guard(mutex_);
  return missing_calendars_;
}

namespace {

// Clocks without their calendar are n/a, and nobody would be warned of them.
Exit judge_calendars(App& app, const WholeWorld& world) {
  const auto missing = world.missing_calendars();
  if (missing.empty()) return Exit::done;
  for (const auto& finding : world.configuration_findings()) app.err << to_text(finding) << '\n';
  app.error(trf("clocks by these calendars are not counted, since they cannot be used: {}",
                join({missing.begin(), missing.end()}, ", ")),
            tr("'itss check' lists all findings"));
  return Exit::cannot;
}

Exit judge_records(App& app, const WholeWorld& world) {
  if (world.unreadable() == 0) return Exit::done;
  for (const auto& finding : world.findings()) app.err << to_text(finding) << '\n';
  app.error(counted("{} record could not be read; the figures are incomplete",
                    "{} records could not be read; the figures are incomplete", world.unreadable()),
            tr("'itss check' lists all findings"));
  return Exit::cannot;
}

}  // namespace

Exit judge_completeness(App& app, const WholeWorld& world) {
  return worse(judge_calendars(app, world), judge_records(app, world));
}

}  // namespace itss::cmd
