#pragma once
// What the index keeps of a record beside its bytes: enough to know which questions it cannot matter to. Inside store/
// only.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "record/world.hpp"
#include "sla/clock.hpp"

namespace itss::store {

struct Traits {
  std::string status;  // stored state; empty if the top level and the history disagree
  // Seconds since 1970: the first and the last of what lies in time (record::Scope); kOpenEnd: a promise may
  // still change by itself.
  std::int64_t first = 0, last = 0;
  bool aliased = false;
  std::vector<std::string> links;  // the ids that its link fields name
};

inline constexpr std::int64_t kOpenEnd = std::numeric_limits<std::int64_t>::max() / 4;

class TraitReader {
 public:
  // REQUIRES: `world` outlives the object.
  TraitReader(const record::World& world, const schema::Schema& schema);
  // May be called by several threads at once.
  Traits read(const record::Record& record) const;

 private:
  class Span;
  void add_clocks(Span& span, const record::Record& record) const;

  const schema::Schema& schema_;
  std::optional<sla::Clockwork> clockwork_;  // of a type that has clocks
  bool depends_on_others_ = false;           // a promise may change with a linked record
  bool terms_may_come_ = false;              // an agreement may reach records that are open when it comes into force
};

}  // namespace itss::store
