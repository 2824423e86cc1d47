#pragma once
// Reports as data (schemas/reports.yaml): sections of measures, how they are grouped and drawn. The words are few and
// general; no report has a line of C++ of its own. They are explained in itss-reports(5).
//
//   reports:
//     desk:
//       title: {en: Service desk, zh: 服务台报告}
//       about: {en: ..., zh: ...}       # one line for `itss help report`
//       clause: 质量 2.3
//       sections:
//         - name: people                # its rows have this name as `section` in JSON and CSV
//           title: {en: By person, zh: 按人员}
//           measures: [ticket_volume, mttr]
//           by: [assignee]              # fields; several make groups of several
//           ages: [8h, 1d, 3d]          # parts of the amounts, or of the records' ages
//           limit: 10                   # groups; the rest are summed up in one line
//           sort: ticket_volume         # the measure that ranks groups, or `name`; default: the first measure
//           chart: bars                 # none, bars, sparkline
//           periods: 6                  # of a sparkline
//           columns: [value, share]     # for people

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "kpi/measure.hpp"
#include "schema/set.hpp"

namespace itss::report {

enum class Chart { none, bars, sparkline };

// What people see of a figure, besides charts and comparisons.
enum class Show { value, share, unit, reckoning, without_excused, target, verdict, excluded, clause };

struct SectionRule {
  std::string name;
  schema::Label title;
  std::vector<std::string> measures;
  std::vector<std::string> by;
  std::vector<Seconds> ages;       // ascending
  std::vector<std::string> words;  // the ages as they were written
  std::size_t limit = 0;           // 0: none
  std::string sort;                // empty: the first measure; `name`: the groups' names
  Chart chart = Chart::none;
  long periods = 6;
  std::vector<Show> columns;  // empty: those that fit the section
  Place place;
  yaml::WordPlaces names;  // where those of the measures and fields stand, for findings

  bool is_grouped() const { return !by.empty() || !ages.empty(); }
};

struct Definition {
  std::string name;
  schema::Label title, about;
  std::string clause;
  std::vector<SectionRule> sections;
  Place place;
};

inline constexpr std::string_view kByName = "name";

// What files have of reports.
struct Definitions {
  std::vector<Definition> reports;  // those that can be used
  std::vector<Definition> unsound;  // those with an error, as far as they could be read
  bool complete = true;             // false: an error outside of the reports may concern any of them
};

// The reports of a file, in its order. Findings REPORT_KEY, REPORT_MISSING, REPORT_VALUE with their places; a report
// with an error is left out.
std::vector<Definition> read_definitions(const schema::Source& source, Diagnostics& findings);

// The same with the reports that have errors.
Definitions read_all_definitions(const schema::Source& source, Diagnostics& findings);

// The shipped reports; those of the repository's `.itss/reports.yaml` replace the ones of the same name and stand
// behind them otherwise.
std::vector<Definition> load_definitions(const std::optional<schema::Source>& team, Diagnostics& findings);

// The same with the reports that have errors. One of the team that has any hides the shipped one of its name.
Definitions load_all_definitions(const std::optional<schema::Source>& team, Diagnostics& findings);

// Whether the measures that a report names exist, and some of their types have the fields: REPORT_NAME findings at the
// names. A measure that exists and is unsound is none.
Diagnostics verify(const std::vector<Definition>& definitions, const kpi::Catalogue& measures,
                   const schema::SchemaSet& schemas);

// Verifies all of them; reports with errors become unsound.
Diagnostics verify(Definitions& definitions, const kpi::Catalogue& measures, const schema::SchemaSet& schemas);

// The report without the measures that are not among these, and without the sections that have no other.
Definition with_only(Definition definition, const std::vector<kpi::Measure>& measures);

// The report of this name, or null.
const Definition* find_definition(const std::vector<Definition>& definitions, std::string_view name);

// Whether some of the measure's types have the field or path, so that its figures can be grouped by it.
bool can_group(const kpi::Measure& measure, const std::string& path, const schema::SchemaSet& schemas);

}  // namespace itss::report
