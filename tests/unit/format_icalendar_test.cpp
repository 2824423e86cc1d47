#include <doctest/doctest.h>
#include <libical/ical.h>

#include "base/text.hpp"
#include "made_invitations.hpp"

using namespace itss;
using namespace itss::format;

namespace {

Zone zone(const char* name) { return Zone::find(name).value(); }

std::string bytes(const Invitation& invitation, Method method = Method::request, const char* where = "Asia/Shanghai") {
  return calendar_bytes({invitation}, method, zone(where)).value();
}

// The lines unfolded, each with LF.
std::string unfolded(std::string text) {
  for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at)) text.erase(at, 3);
  for (auto at = text.find('\r'); at != std::string::npos; at = text.find('\r')) text.erase(at, 1);
  return text;
}

std::string defect(const Invitation& invitation, Method method = Method::request, const char* where = "Asia/Shanghai") {
  const auto calendar = calendar_bytes({invitation}, method, zone(where));
  return calendar ? "none" : calendar.error();
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an invitation has the zone's rules, its times in the zone, its people and its state") {
  CHECK(unfolded(bytes(meeting())) ==
        "BEGIN:VCALENDAR\n"
        "PRODID:-//itss//itss//EN\n"
        "VERSION:2.0\n"
        "METHOD:REQUEST\n"
        "BEGIN:VTIMEZONE\n"
        "TZID:Asia/Shanghai\n"
        "BEGIN:STANDARD\n"
        "TZNAME:CST\n"
        "TZOFFSETFROM:+0800\n"
        "TZOFFSETTO:+0800\n"
        "DTSTART:20260101T080000\n"
        "END:STANDARD\n"
        "END:VTIMEZONE\n"
        "BEGIN:VEVENT\n"
        "UID:CHG-20261124-7K3QF@desk.example.cn\n"
        "DTSTAMP:20261124T010000Z\n"
        "SEQUENCE:2\n"
        "STATUS:CONFIRMED\n"
        "DTSTART;TZID=Asia/Shanghai:20261126T140000\n"
        "DTEND;TZID=Asia/Shanghai:20261126T153000\n"
        "SUMMARY:变更评审会：核心交换机更换\\, 第二次\\; \"窗口\"\n"
        "LOCATION:三楼会议室\n"
        "DESCRIPTION:议程：\\n一、回退方案\\n二、通知范围\\; 见 C:\\\\变更\n"
        "URL:https://desk.example.cn/CHG-20261124-7K3QF\n"
        "ORGANIZER;CN=王芳:mailto:wang.fang@example.cn\n"
        "ATTENDEE;CN=李娜;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:li.na@example.cn\n"
        "ATTENDEE;CN=\"张三, 网络组\";ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:zhang.san@example.cn\n"
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=DELEGATED;RSVP=FALSE:mailto:cab@example.cn\n"
        "END:VEVENT\n"
        "END:VCALENDAR\n");
}

TEST_CASE("lines of a calendar end in CRLF, have at most 75 bytes, and no character is cut") {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    Invitation invitation = meeting();
    invitation.summary = std::string(shift, 'a');
    for (int i = 0; i < 60; ++i) invitation.summary += "变😀";
    invitation.description = std::string(300, 'b') + " " + invitation.summary;
    const std::string text = bytes(invitation);
    for (std::size_t start = 0; start < text.size();) {
      const std::size_t end = text.find("\r\n", start);
      REQUIRE(end != std::string::npos);
      const std::string line = text.substr(start, end - start);
      CHECK(line.size() <= 75);
      CHECK(!find_invalid_utf8(line));
      CHECK(!has(line, "\n"));
      start = end + 2;
    }
    CHECK(has(unfolded(text), "\nSUMMARY:" + invitation.summary + "\n"));
    CHECK(has(unfolded(text), "\nDESCRIPTION:" + invitation.description + "\n"));
  }
}

TEST_CASE("a zone with daylight saving brings both rules, from the first year in question on") {
  const std::string text = unfolded(calendar_bytes(series(), Method::request, zone("Europe/Berlin")).value());
  CHECK(has(text, "TZID:Europe/Berlin\n"));
  CHECK(has(text, "BEGIN:DAYLIGHT\nTZNAME:CEST\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nDTSTART:20260329T020000\n"));
  CHECK(has(text, "BEGIN:STANDARD\nTZNAME:CET\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nDTSTART:20261025T030000\n"));
  CHECK(!has(text, ":19"));
  CHECK(text.find("BEGIN:VTIMEZONE") == text.rfind("BEGIN:VTIMEZONE"));
}

TEST_CASE("the rules of a zone in a file say what the system's tzdata says") {
  for (const char* name : {"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
                           "America/Santiago", "Africa/Casablanca", "Asia/Kolkata"}) {
    auto* calendar = icalcomponent_new_from_string(bytes(meeting(), Method::request, name).c_str());
    auto* rules = icaltimezone_new();
    auto* component = icalcomponent_get_first_component(calendar, ICAL_VTIMEZONE_COMPONENT);
    icalcomponent_remove_component(calendar, component);
    REQUIRE(icaltimezone_set_component(rules, component) == 1);
    for (int day = 0; day < 11 * 365; day += 5) {
      const SysSeconds at = instant("2026-01-01T12:00:00Z").utc + std::chrono::hours(24 * day);
      auto time = icaltime_from_timet_with_zone(at.time_since_epoch().count(), 0, icaltimezone_get_utc_timezone());
      CHECK_MESSAGE(icaltimezone_get_utc_offset_of_utc_time(rules, &time, nullptr) == zone(name).offset_at(at).count(),
                    std::string(name) << " after " << day << " days");
    }
    icaltimezone_free(rules, 1);
    icalcomponent_free(calendar);
  }
}

TEST_CASE("a series repeats on the weekday of its start in the zone; left out and moved starts are times of the zone") {
  const std::string text = unfolded(calendar_bytes(series(), Method::request, zone("Europe/Berlin")).value());
  CHECK(has(text, "\nDTSTART;TZID=Europe/Berlin:20261012T100000\n"));
  CHECK(has(text, "\nRRULE:FREQ=WEEKLY;UNTIL=20261109T090000Z;BYDAY=MO\n"));
  CHECK(has(text, "\nEXDATE;TZID=Europe/Berlin:20261019T100000\n"));
  CHECK(has(text, "\nRECURRENCE-ID;TZID=Europe/Berlin:20261102T100000\n"));
  Invitation other = series()[0];
  other.repeats->weeks = 3;
  other.from = instant("2026-10-11T22:30:00Z");  // Sunday in UTC, Monday in Shanghai
  CHECK(has(unfolded(bytes(other)), "\nRRULE:FREQ=WEEKLY;UNTIL=20261109T090000Z;INTERVAL=3;BYDAY=MO\n"));
}

TEST_CASE("a calendar of UTC has no zone") {
  const std::string text = bytes(meeting(), Method::request, "UTC");
  CHECK(has(text, "\r\nDTSTART:20261126T060000Z\r\n"));
  CHECK(!has(text, "VTIMEZONE"));
  CHECK(!has(text, "TZID"));
}

TEST_CASE("an hour that the clock shows twice is told apart by UTC") {
  Invitation invitation = meeting();
  invitation.from = instant("2026-10-25T00:30:00Z");  // 02:30 in Berlin
  invitation.to = instant("2026-10-25T01:30:00Z");    // 02:30 again
  const std::string text = bytes(invitation, Method::request, "Europe/Berlin");
  CHECK(has(text, "\r\nDTSTART;TZID=Europe/Berlin:20261025T023000\r\n"));
  CHECK(has(text, "\r\nDTEND:20261025T013000Z\r\n"));
  invitation.from = invitation.to;
  invitation.to = instant("2026-10-25T02:30:00Z");
  invitation.repeats = Repeats{1, instant("2026-11-25T00:00:00Z").utc, {}};
  CHECK(defect(invitation, Method::request, "Europe/Berlin") ==
        "'CHG-20261124-7K3QF@desk.example.cn' is to repeat from an hour that the clocks show twice");
}

TEST_CASE("every zone that itss knows by a common name has rules, aliases too") {
  for (const char* name : {"America/New_York", "Africa/Casablanca", "Asia/Kolkata", "PRC", "Etc/UTC", "Asia/Chongqing"})
    CHECK_MESSAGE(has(bytes(meeting(), Method::request, name), "BEGIN:STANDARD"), name);
}

TEST_CASE("what is cancelled says so, by itself or by the method; nobody is asked for an answer then") {
  Invitation invitation = meeting();
  CHECK(has(bytes(invitation, Method::cancel), "METHOD:CANCEL\r\n"));
  CHECK(has(bytes(invitation, Method::cancel), "STATUS:CANCELLED\r\n"));
  CHECK(!has(unfolded(bytes(invitation, Method::cancel)), "RSVP=TRUE"));
  invitation.cancelled = true;
  CHECK(has(bytes(invitation), "STATUS:CANCELLED\r\n"));
}

TEST_CASE("a published calendar names no attendees, and needs no organizer's address") {
  Invitation invitation = meeting();
  const std::string text = bytes(invitation, Method::publish);
  CHECK(has(text, "METHOD:PUBLISH\r\n"));
  CHECK(has(text, "ORGANIZER;CN=王芳:mailto:"));
  CHECK(!has(text, "ATTENDEE"));
  invitation.organizer = {};
  CHECK(!has(bytes(invitation, Method::publish), "ORGANIZER"));
  CHECK(std::string(name_of(Method::publish)) == "PUBLISH");
  CHECK(std::string(name_of(Method::request)) == "REQUEST");
  CHECK(std::string(name_of(Method::cancel)) == "CANCEL");
}

TEST_CASE("an attendee without an address is left out, an answer stands as it is") {
  Invitation invitation = meeting();
  CHECK(!has(bytes(invitation), "赵雷"));
  invitation.attendees = {{{"李娜", "li.na@example.cn"}, true, Attendee::Answer::declined}};
  CHECK(has(unfolded(bytes(invitation)), ";PARTSTAT=DECLINED;RSVP=FALSE:"));
}

TEST_CASE("what an invitation does not say is not written, but for the summary that each must have") {
  Invitation invitation = meeting();
  invitation.summary = invitation.location = invitation.description = invitation.url = "";
  const std::string text = bytes(invitation);
  CHECK(has(text, "\r\nSUMMARY:\r\n"));
  for (const char* name : {"LOCATION", "DESCRIPTION", "URL", "RRULE", "EXDATE", "RECURRENCE-ID"})
    CHECK_MESSAGE(!has(text, std::string("\r\n") + name), std::string(name));
}

TEST_CASE("no text of an invitation becomes a line of its own") {
  Invitation invitation = meeting();
  for (auto Invitation::*const text : {&Invitation::summary, &Invitation::location, &Invitation::description}) {
    invitation = meeting();
    invitation.*text =
        "a\r\nATTENDEE:mailto:x@y\nb\rc\x01"
        "d";
    CHECK(has(unfolded(bytes(invitation)), ":a\\nATTENDEE:mailto:x@y\\nb c d\n"));
  }
  for (auto Invitation::*const line : {&Invitation::uid, &Invitation::url}) {
    invitation = meeting();
    invitation.*line = "a\nATTENDEE:mailto:x@y";
    CHECK(has(defect(invitation), "'a ATTENDEE:mailto:x@y' cannot stand in one line"));
  }
  invitation = meeting();
  invitation.attendees[0].who.name = "a\nb";
  CHECK(has(defect(invitation), "'a b' cannot stand in one line"));
  invitation = meeting();
  invitation.organizer.name = "a\nb";
  CHECK(has(defect(invitation), "'a b' cannot stand in one line"));
}

TEST_CASE("an invitation that cannot be one is refused, and the defect named") {
  const std::string uid = "'CHG-20261124-7K3QF@desk.example.cn'";
  Invitation invitation = meeting();
  invitation.uid.clear();
  CHECK(defect(invitation) == "an invitation has no uid");
  invitation = meeting();
  invitation.to = invitation.from;
  CHECK(defect(invitation) == uid + " does not end after its start");
  invitation = meeting();
  invitation.sequence = -1;
  CHECK(defect(invitation) == uid + ": -1 is no number of a version");
  invitation = meeting();
  invitation.summary = "\xFF";
  CHECK(defect(invitation) == "a text of " + uid + " is not UTF-8");
  invitation = meeting();
  invitation.organizer.address.clear();
  CHECK(defect(invitation) == "'王芳' has no mail address");
  CHECK(defect(invitation, Method::publish) == "none");
  invitation = meeting();
  invitation.attendees[1].who.address = "zhang.san";
  CHECK(defect(invitation) == "'zhang.san' is no mail address");
  for (const unsigned weeks : {0U, 1000U}) {
    invitation = meeting();
    invitation.repeats = Repeats{weeks, invitation.from.utc, {}};
    CHECK(defect(invitation) == uid + " repeats every " + std::to_string(weeks) + " weeks; 1 to 999 is possible");
  }
  invitation = meeting();
  invitation.repeats = Repeats{1, invitation.from.utc - Seconds(1), {}};
  CHECK(defect(invitation) == uid + " repeats until a time before its start");
  invitation.repeats->until = invitation.from.utc;
  CHECK(defect(invitation) == "none");
  invitation.instead_of = invitation.from.utc;
  CHECK(defect(invitation) == uid + " replaces one start of a series and repeats");
}

TEST_CASE("the same invitations are the same bytes, in their order") {
  const auto calendar = [] { return calendar_bytes(series(), Method::request, zone("Europe/Berlin")).value(); };
  CHECK(calendar() == calendar());
  CHECK(calendar().find("RRULE:FREQ=WEEKLY") < calendar().find("RECURRENCE-ID"));
  CHECK(!has(calendar_bytes({}, Method::publish, zone("Asia/Shanghai")).value(), "BEGIN:VEVENT"));
}
