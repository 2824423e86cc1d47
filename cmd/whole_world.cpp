#include "whole_world.hpp"

namespace itss::cmd {

// Later visits may come from what the repository keeps in memory; they have nothing new to tell.
bool WholeWorld::is_first_visit(std::string_view type) const {
  const std::lock_guard guard(mutex_);
  return seen_.emplace(type).second;
}

void WholeWorld::each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const {
  if (!is_first_visit(type)) return repository_.each(type, visit);
  repository_.read_all(type, {}, [&](const std::filesystem::path&, const store::Loaded& loaded) {
    if (loaded.record) return visit(loaded.record);
    unreadable_.push_back(loaded.findings);
  });
}

void WholeWorld::each_in_runs(std::string_view type, const std::vector<record::Scope>& scopes, const Start& start,
                              const Visit& visit) const {
  if (!is_first_visit(type)) return repository_.each_in_runs(type, scopes, start, visit);
  std::vector<std::vector<Diagnostics>> unreadable;  // by run
  const auto start_all = [&](std::size_t runs) {
    unreadable.resize(runs);
    start(runs);
  };
  const auto visit_one = [&](std::size_t run, const store::Loaded& loaded, record::Matters matters) {
    if (loaded.record) return visit(run, loaded.record, matters);
    unreadable[run].push_back(loaded.findings);
  };
  repository_.read_in_runs(type, scopes, start_all, visit_one);
  for (auto& of_run : unreadable) std::move(of_run.begin(), of_run.end(), std::back_inserter(unreadable_));
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
  app.tell(world.configuration_findings());
  app.error(trf("clocks by these calendars are not counted, since they cannot be used: {}",
                join({missing.begin(), missing.end()}, ", ")),
            tr("'itss check' lists all findings"));
  return Exit::cannot;
}

Exit judge_records(App& app, const WholeWorld& world) {
  if (world.unreadable().empty()) return Exit::done;
  for (const auto& findings : world.unreadable()) app.tell(findings);
  app.error(counted("{} record could not be read; the figures are incomplete",
                    "{} records could not be read; the figures are incomplete", world.unreadable().size()),
            tr("'itss check' lists all findings"));
  return Exit::cannot;
}

}  // namespace

Exit judge_completeness(App& app, const WholeWorld& world) {
  return worse(judge_calendars(app, world), judge_records(app, world));
}

}  // namespace itss::cmd
