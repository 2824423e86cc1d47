#pragma once
// The reports that files describe: schemas/reports.yaml and the team's `.itss/reports.yaml`.

#include <vector>

#include "app.hpp"
#include "report/definition.hpp"

namespace itss::cmd {

// All of them with what is wrong with them, in the order of the files' lines; those that name what does not exist are
// unsound too.
report::Definitions read_reports(const store::Repository& repository, const kpi::Catalogue& measures,
                                 Diagnostics& findings);

// Whether there is a report of this name, or, since its file cannot be read, may be.
bool may_be_report(App& app, const std::string& name);

// Those that can be read, for help, completion and dispatch; nothing is said about the others.
std::vector<report::Definition> known_reports(App& app);

// One line that says what it is about.
std::string report_summary(const report::Definition& definition);

// What help says below the options of one.
std::string report_text(App& app, const std::string& name);

}  // namespace itss::cmd
