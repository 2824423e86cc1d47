#pragma once
// Which records of a type a command is about: the words of `list`, which `search` and the verbs that change records
// take too.

#include <optional>
#include <string>
#include <vector>

#include "clock_columns.hpp"
#include "parser.hpp"
#include "record/world.hpp"
#include "schema/condition.hpp"

namespace itss::cmd {

struct FilterWords {
  std::vector<std::string> where;
  std::string due_within;  // an amount of wall-clock time
  bool overdue = false, mine = false, open = false, all = false;
};

// Completes the partial ids among what a condition compares links of the type with. Throws Failure (1) for one that
// several records share.
void complete_ids(App& app, const schema::Schema& type, schema::Condition& condition);

// --where, --mine, --open and --all.
void add_filter_options(Parser& parser, FilterWords& words);
// --overdue and --due-within.
void add_clock_filter_options(Parser& parser, FilterWords& words);

class RecordFilter {
 public:
  // Throws Failure (2) for conditions that the type cannot answer, and if --mine is asked and nobody is known to act.
  // REQUIRES: app, type and clocks outlive the object.
  RecordFilter(App& app, const schema::Schema& type, const FilterWords& words, ClockColumns& clocks);

  // Whether the record fits. Only open ones do, unless --all was given or a --where asks about the status.
  bool operator()(const record::Record& record) const;
  // Of records as they are now, those that may fit.
  record::Scope scope() const;

 private:
  bool has_clock(const record::Record& record) const;
  record::ClockAnswers answers_for(const record::Record& record) const;
  bool is_final(const std::string& name) const;

  App& app_;
  const schema::Schema& type_;
  ClockColumns& clocks_;
  bool overdue_;
  std::optional<SysSeconds> due_by_;
  schema::Condition where_;
  bool open_ = false, asks_clocks_ = false;
  std::string me_;
  std::vector<std::string> mine_;
};

}  // namespace itss::cmd
