#!/usr/bin/python3
"""What parsers other than ours read in a file that we wrote: Python's email package, and python3-icalendar.

second_parser.py FILE.ics|FILE.eml prints one JSON object with sorted keys.
A calendar: method, and events with uid, sequence, status, summary, location, description, url, start and end with their
offset, organizer, attendees, rrule, exdates, recurrence_id, and starts, all starts of a series. The offsets of times are
those of the system's zone; where the VTIMEZONE of the file says otherwise, that is an error.
A mail: subject, from, to, cc, date, message_id, auto_submitted, tree (the nesting of content types) and parts, those
without parts of their own, with type, method, disposition, filename, text (of text) or base64 (of what is none).
"""
import base64
import datetime
import email
import email.policy
import email.utils
import json
import sys

UTC = datetime.timezone.utc


def mailbox(value):
    return {"name": str(value.params.get("CN", "")), "address": str(value).removeprefix("mailto:")}


def several(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def checked(moment, rules):
    """The time as ISO text; the offset that the file's own rules give must be the same."""
    if moment.tzname() != "UTC" and rules is None:
        sys.exit(f"{moment}: a zone without VTIMEZONE")
    if moment.tzname() != "UTC":
        own = rules.localize(moment.replace(tzinfo=None))
        if own.utcoffset() != moment.utcoffset():
            sys.exit(f"{moment}: VTIMEZONE says {own.utcoffset()}")
    return moment.isoformat()


def starts_of(event, rules):
    from dateutil import rrule
    rule = event["RRULE"]
    start = event["DTSTART"].dt
    weekdays = {"MO": rrule.MO, "TU": rrule.TU, "WE": rrule.WE, "TH": rrule.TH, "FR": rrule.FR, "SA": rrule.SA,
                "SU": rrule.SU}
    zone = start.tzinfo
    readings = rrule.rrule(rrule.WEEKLY, interval=int(rule.get("INTERVAL", [1])[0]),
                           byweekday=[weekdays[day] for day in rule["BYDAY"]], dtstart=start.replace(tzinfo=None),
                           until=rule["UNTIL"][0].astimezone(zone).replace(tzinfo=None))
    but = {moment.dt for dates in several(event.get("EXDATE")) for moment in dates.dts}
    moments = [zone.localize(reading) for reading in readings]
    return [checked(moment, rules) for moment in moments if moment not in but]


def event_of(event, rules):
    found = {"uid": str(event["UID"]), "sequence": int(event["SEQUENCE"]), "status": str(event["STATUS"]),
             "stamp": event["DTSTAMP"].dt.isoformat(),
             "start": checked(event["DTSTART"].dt, rules), "end": checked(event["DTEND"].dt, rules),
             "attendees": [{**mailbox(who), "role": str(who.params["ROLE"]), "answer": str(who.params["PARTSTAT"]),
                            "rsvp": str(who.params["RSVP"])} for who in several(event.get("ATTENDEE"))],
             "exdates": [checked(moment.dt, rules) for dates in several(event.get("EXDATE")) for moment in dates.dts]}
    for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "URL"):
        if name in event:
            found[name.lower()] = str(event[name])
    if "ORGANIZER" in event:
        found["organizer"] = mailbox(event["ORGANIZER"])
    if "RRULE" in event:
        found["rrule"] = event["RRULE"].to_ical().decode()
        found["starts"] = starts_of(event, rules)
    if "RECURRENCE-ID" in event:
        found["recurrence_id"] = checked(event["RECURRENCE-ID"].dt, rules)
    return found


def calendar_of(data):
    import icalendar
    calendar = icalendar.Calendar.from_ical(data)
    zones = calendar.walk("VTIMEZONE")
    rules = zones[0].to_tz() if zones else None
    return {"method": str(calendar["METHOD"]), "zones": [str(zone["TZID"]) for zone in zones],
            "events": [event_of(event, rules) for event in calendar.walk("VEVENT")]}


def mailboxes(header):
    return [] if header is None else [{"name": one.display_name, "address": one.addr_spec} for one in header.addresses]


def tree_of(part):
    kind = part.get_content_type()
    return {kind: [tree_of(inner) for inner in part.iter_parts()]} if part.is_multipart() else kind


def part_of(part):
    found = {"type": part.get_content_type(), "disposition": part.get_content_disposition(),
             "filename": part.get_filename(), "method": part["Content-Type"].params.get("method")}
    data = part.get_payload(decode=True)
    if part.get_content_maintype() == "text":
        found["text"] = data.decode(part.get_content_charset("ascii"))
    else:
        found["base64"] = base64.b64encode(data).decode()
    return found


def mail_of(data):
    mail = email.message_from_bytes(data, policy=email.policy.default)
    defects = [str(defect) for part in mail.walk() for defect in part.defects]
    defects += [f"{name}: {defect}" for name, value in mail.items() for defect in value.defects]
    if defects:
        sys.exit("\n".join(defects))
    date = mail["Date"]
    return {"subject": mail["Subject"], "from": mailboxes(mail["From"]), "to": mailboxes(mail["To"]),
            "cc": mailboxes(mail["Cc"]), "date": date.datetime.isoformat() if date else None,
            "message_id": mail["Message-ID"], "auto_submitted": mail["Auto-Submitted"], "tree": tree_of(mail),
            "headers": sorted(set(name.lower() for name in mail.keys())),
            "parts": [part_of(part) for part in mail.walk() if not part.is_multipart()]}


def main(path):
    with open(path, "rb") as file:
        data = file.read()
    found = calendar_of(data) if path.endswith(".ics") else mail_of(data)
    print(json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
