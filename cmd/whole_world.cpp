#include "whole_world.hpp"

namespace itss::cmd {

void WholeWorld::each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const {
  // Later visits may come from what the repository keeps in memory.
  if (!seen_.emplace(type).second) return repository_.each(type, visit);
  repository_.scan(type, [&](const std::filesystem::path&, const store::Loaded& loaded) {
    if (loaded.record) return visit(loaded.record);
    ++unreadable_;
    findings_.insert(findings_.end(), loaded.findings.begin(), loaded.findings.end());
  });
}

Exit judge_completeness(App& app, const WholeWorld& world) {
  if (world.unreadable() == 0) return Exit::done;
  for (const auto& finding : world.findings()) app.err << to_text(finding) << '\n';
  app.error(counted("{} record could not be read; the figures are incomplete",
                    "{} records could not be read; the figures are incomplete", world.unreadable()),
            tr("'itss check' lists all findings"));
  return Exit::cannot;
}

}  // namespace itss::cmd
