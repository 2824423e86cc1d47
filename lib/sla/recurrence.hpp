#pragma once
// When the records of a series recur (`series` of a schema), and which of them stand where.

#include <string>
#include <vector>

#include "record/world.hpp"

namespace itss::sla {

// One time in a week.
struct Occurrence {
  Instant slot;           // the regular start
  Window when;            // when it is to take place: the slot, or the same hours of another day of its week
  std::string moved_for;  // the name of the day off, or `-` if the calendar does not name it; empty: not moved
  bool left_out = false;  // no day of the week is worked: nothing is to take place
  std::vector<record::RecordPtr> records;  // that stand for it, in order of their paths
  bool took_place = false;                 // one of them did
};

// The occurrences whose slot lies in the window, in order of time, of a series for the record `of`, while that was in
// one of the states that the series runs in. Records stand for the occurrence whose slot they keep, without a slot for
// the one in whose week they start (Monday to Sunday in the world's zone). REQUIRES: `type.series` holds `series`.
std::vector<Occurrence> occurrences_of(const schema::Schema& type, const schema::Series& series,
                                       const record::Record& of, const Window& window, const record::World& world);

// Whether the calendar that the series goes by can be used.
bool has_calendar(const schema::Series& series, const record::World& world);

}  // namespace itss::sla
