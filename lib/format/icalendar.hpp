#pragma once
// Appointments as a calendar program reads them: iCalendar 2.0 (RFC 5545), exchanged as RFC 5546 says.

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/zone.hpp"
#include "format/mailbox.hpp"

namespace itss::format {

struct Attendee {
  Mailbox who;  // without an address: is not written, since iCalendar names people by their addresses
  bool required = true;
  enum class Answer { open, accepted, declined, delegated } answer = Answer::open;
};

// At the same time of the clock every so many weeks, on the weekday of the start.
struct Repeats {
  unsigned weeks = 1;           // 1 to 999
  SysSeconds until;             // no start is later; the last one may be then
  std::vector<SysSeconds> but;  // starts that do not take place
};

struct Invitation {
  std::string uid;    // the same for all versions of the appointment, and for the changes of single starts of a series
  long sequence = 0;  // that of a later version is higher
  std::string summary;
  std::string location, description, url;  // empty: not written
  Instant from, to;                        // half-open
  Mailbox organizer;
  std::vector<Attendee> attendees;
  bool cancelled = false;
  std::optional<Repeats> repeats;
  std::optional<SysSeconds> instead_of;  // the start in the series that this one replaces
  Instant stamp;                         // when this version was written
};

enum class Method { publish, request, cancel };
const char* name_of(Method method);  // `PUBLISH`, `REQUEST`, `CANCEL`

// One VCALENDAR with the invitations in their order, the same bytes for the same invitations; lines end in CRLF and
// have at most 75 bytes, no character is cut. Times are the zone's (`DTSTART;TZID=Asia/Shanghai:...`), whose rules,
// those of the system's tzdata from the first year in question on, are in one VTIMEZONE; of the zone `UTC`, and where a
// reading of the clock occurs twice, times are UTC. Under Method::cancel all are cancelled. Published calendars name
// neither attendees (RFC 5546, 3.2.1) nor an organizer without address. Line breaks of a description stay, other
// control characters become blanks. Fails for an empty uid, an end that is not after the start, a sequence below 0,
// weeks out of bounds, a series that ends before it starts, that replaces a start of a series, or that starts in an
// hour that the clock shows twice, for an address that is none, an organizer without one (unless published), names,
// uids and urls with control characters, and texts that are not UTF-8.
Result<std::string> calendar_bytes(const std::vector<Invitation>& invitations, Method method, const Zone& zone);

}  // namespace itss::format
