#pragma once
// Changing one or many records by one command: which ones, whether it is meant, and a plan for each.

#include <functional>
#include <string>
#include <vector>

#include "record_filter.hpp"
#include "write.hpp"

namespace itss::cmd {

// The records that a command is about.
struct Selection {
  std::vector<std::string> ids;  // as they were typed, or full ids
  bool by_condition = false;     // --where or --mine chose them, or some of the ids that were typed
  std::size_t unreadable = 0;    // files that a condition could not be asked of; they are told of
};

// The ids that the words name, `-` read from standard input; with conditions those of them that fit, or without ids all
// records of the type that do. `filter` is null without conditions. `command` stands in refusals. Throws Failure (2) if
// nothing says which records are meant.
Selection select_records(App& app, const schema::Schema& type, const std::vector<std::string>& words,
                         const RecordFilter* filter, ClockColumns& clocks, const std::string& command);

// Before several records are changed at once: shows some of them and asks on a terminal, elsewhere wants --yes. Ids
// that were typed are meant as they stand up to a number of them. `verb` is the word of the question. Throws Failure
// (2) without either, (1) if the answer is no.
void confirm(App& app, const schema::Schema& type, const Selection& selection, const std::string& verb,
             const WriteWords& words);

using RecordTest = std::function<bool(const record::Record&)>;

// Plans `request` for each record as if those before it were written already. `still_fits` is asked of each; empty:
// all do. Failures of one of several records stand in its attempt, those of a single one are thrown.
std::vector<Attempt> plan_each(App& app, const schema::Schema& type, process::Request& request,
                               const std::vector<std::string>& ids, const RecordTest& still_fits);

}  // namespace itss::cmd
