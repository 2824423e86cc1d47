#pragma once
// From the rows of one record to its events.
//
// The rows are taken in the file's order, which is the log's own; where a row's time contradicts it, the order is
// believed and the time is not. The first event lies at the opening; each further row is an event at its own time that
// sets only what changed; a row that changes nothing is none. A state with a column of its own (ImportInstant) is
// entered at the instant that the column gives, not when the first row shows it: a log shows the last resolution's time
// on every row, and rows of that state may come before it. Earlier times in such a state, that later rows ended, stay.
// Whatever else a row says, the record ends in the state of its last one; an instant behind that row that it does not
// lead to has not come yet. An event's source keeps its row's own time where the event lies elsewhere.
//
// Comments are events of their own, behind what else is told of their second: those of all rows, or, where a row is a
// whole record, those of the last.

#include <string>
#include <vector>

#include "record/event.hpp"
#include "store/import_row.hpp"

namespace itss::store {

struct ImportHistory {
  std::vector<record::Event> events;  // in order of time
  std::vector<Instant> rows;          // the rows' own times, in their order, and those of comments
  std::size_t comments = 0;           // how many of the events are comments
  std::size_t unchanged = 0;          // rows that changed nothing
  std::size_t moved = 0;              // rows whose time contradicted the file's order, the opening or an instant
  bool without_instant = false;       // it ends in a state that asks for an instant which the log does not give
  bool instant_ignored = false;       // an instant lay before the opening
};

// REQUIRES: at least one row, all of one reference, in the file's order.
ImportHistory import_history(const std::vector<ImportRow>& rows, const ImportMap& map, const std::string& actor,
                             const Instant& now);

// For each time whether it belongs to a longest run that never goes back; the others contradict the order.
std::vector<bool> in_order(const std::vector<SysSeconds>& times);

}  // namespace itss::store
