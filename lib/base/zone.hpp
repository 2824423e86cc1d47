#pragma once
// Time zones of the system's tzdata. The first use costs some milliseconds, so only ask where a zone is needed.

#include <chrono>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace date {
class time_zone;
}

namespace itss {

// A local clock reading: seconds since 1970-01-01T00:00 of the zone's own clock.
using LocalSeconds = std::chrono::time_point<std::chrono::local_t, Seconds>;

class Zone {
 public:
  // The zone of an IANA name such as `Asia/Shanghai`, or `UTC`; a failure names a close one. `kept` for the process.
  static Result<Zone> find(std::string_view name);

  const std::string& name() const;

  Seconds offset_at(SysSeconds utc) const;
  // The instant with this zone's offset at that second.
  Instant at(SysSeconds utc) const;
  LocalSeconds to_local(SysSeconds utc) const;

  // The second at which the zone's clocks show `local`. A reading that was skipped gives the first instant after the
  // gap; one that occurs twice gives the occurrence asked for.
  enum class Repeated { first, second };
  SysSeconds to_utc(LocalSeconds local, Repeated repeated = Repeated::first) const;

  // 00:00 of the date (or the first instant of it).
  SysSeconds start_of(Date date) const;
  Date date_at(SysSeconds utc) const;

 private:
  explicit Zone(const date::time_zone* zone);
  const date::time_zone* zone_;
  std::string name_;
};

// A point in time as a person writes it: an instant with offset (seconds may be left out), `2026-11-24 09:15[:00]` or
// `2026-11-24T09:15` (in `zone`), a date (00:00 in `zone`), `now`, `today`, `yesterday`, `tomorrow`, `mon`..`sun` (the
// last such day, today included), `09:15` (today), `-3d`, `-2h30m` (before now), `+4h` (after it), `2026-W12` (its
// Monday).
Result<Instant> parse_when(std::string_view text, const Instant& now, const Zone& zone);

// A half-open span of time [from, to).
struct Window {
  Instant from;
  Instant to;
  bool contains(const Instant& at) const { return from <= at && at < to; }
};

// The month `2026-11`, the week `2026-W12`, the quarter `2026-Q4`, the year `2026`, the day `2026-11-24` in `zone`,
// half-open.
Result<Window> parse_window(std::string_view text, const Zone& zone);

}  // namespace itss
