#pragma once
// What rules may look at beside the record itself. Implemented by store/, faked in tests.

#include <bitset>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "record/record.hpp"
#include "record/replay.hpp"
#include "schema/set.hpp"

namespace itss::calendar {
class Calendar;
}

namespace itss::record {

// Which records a question is about. A record does not matter if all of it lies before `since`, or at or after `to`, or
// if its stored state is one of `past` and all of it lies before `from` (absent: wherever it lies). What lies in time:
// its events and when they were recorded, the instants and dates among its fields, and the start, due time and end of
// each promise of its clocks, also what a promise that is still open would come to by itself.
struct Scope {
  std::set<std::string, std::less<>> past;
  std::optional<SysSeconds> from, to, since;
};

// Bit i: whether a record may matter to the i-th of at most four scopes.
using Matters = std::bitset<4>;

class World {
 public:
  virtual ~World() = default;
  virtual const schema::SchemaSet& schemas() const = 0;
  // The record with this full id or alias, of this type if one is given; null if there is none or it is unreadable.
  virtual RecordPtr find(std::string_view id, std::string_view type = {}) const = 0;
  // Calls `visit` for each readable record of a type, in order of their paths.
  virtual void each(std::string_view type, const std::function<void(const RecordPtr&)>& visit) const = 0;
  // The same in runs of neighbours, several at once on threads of their own. Calls `start` once, before, with the
  // number of runs, and `visit` with that of the run (from 0, in the order of paths), a record, and to which of the
  // scopes it may matter; within a run in order. Records that matter to none of them may be left out, by a world that
  // knows them without reading.
  using Start = std::function<void(std::size_t runs)>;
  using Visit = std::function<void(std::size_t run, const RecordPtr&, Matters)>;
  virtual void each_in_runs(std::string_view type, const std::vector<Scope>& scopes, const Start& start,
                            const Visit& visit) const;
  // Calls `visit` for each readable record of a type whose field `field` names exactly `id`, in order of their paths. A
  // world that can find back-links faster than by visiting all overrides it. Returns the files of the type, relative to
  // the root, that hold no usable record although they cannot be read or `id` stands in them: perhaps they name it.
  virtual std::vector<std::string> each_linking(std::string_view type, std::string_view field, std::string_view id,
                                                const std::function<void(const RecordPtr&)>& visit) const;
  // The calendar of this name, or null.
  virtual const calendar::Calendar* calendar(std::string_view name) const = 0;
  virtual const Zone& zone() const = 0;
};

// A person's facts as of an instant: whether one holds a role, the level. False or absent if there is no such person.
bool holds_role(const World& world, std::string_view person, std::string_view role, const AsOf& as_of);
// The person's own id for an id or alias; the text itself if nobody has it. Used where "the same person" is asked.
std::string resolve_person(const World& world, std::string_view id_or_alias);

}  // namespace itss::record
