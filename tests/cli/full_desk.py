"""Records of every type that measures count, written straight into the repository at hand: a quarter of a desk's life
in which each shipped measure has something to count, something to leave out, or both. Always the same ones."""
import datetime
import json
import pathlib
import random

DESK = datetime.timezone(datetime.timedelta(hours=8))
NOW = datetime.datetime(2026, 11, 24, 9, tzinfo=DESK)
random.seed(11)


def time(at):
    return at.isoformat()


def after(at, hours):
    """Up to so many hours later, to the second."""
    return at + datetime.timedelta(seconds=random.randrange(60, int(hours * 3600)))


class Record:
    """A file whose fields are what its events set."""

    def __init__(self, path, name):
        self.path, self.name, self.fields, self.events = path, name, {}, []

    def event(self, at, verb, values=None, unset=(), recorded=None, **words):
        if at >= NOW:
            return False
        event = {"at": time(at), "by": "wang.fang", "do": verb, **words}
        if recorded:
            event["recorded"] = time(recorded)
        if values:
            event["set"] = values
            self.fields.update(values)
        if unset:
            event["unset"] = list(unset)
            for name in unset:
                self.fields.pop(name, None)
        self.events.append(event)
        return True

    def write(self):
        lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in {"id": self.name, **self.fields}.items()]
        lines.append("history:")
        for event in sorted(self.events, key=lambda event: event["at"]):
            start = "  - "
            for name, value in event.items():
                lines.append(f"{start}{name}: {json.dumps(value, ensure_ascii=False)}")
                start = "    "
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def dated(prefix, directory, day, number):
    name = f"{prefix}-{day:%Y%m%d}-{number:05d}"
    return Record(pathlib.Path(directory, f"{day:%Y}", f"{day:%m}", name + ".yaml"), name)


def opening():
    return datetime.datetime(2026, 8, 20, tzinfo=DESK) + datetime.timedelta(seconds=random.randrange(95 * 86400))


def ticket(number):
    at = opening()
    record = dated("TKT", "tickets", at, number)
    values = {"status": "new", "title": f"ticket {number}", "channel": random.choice(["phone", "email", "brt"]), "tier": "1"}
    for name, value in {"requester": "张三", "contact": "8001", "description": "it fails"}.items():
        if random.random() < 0.9:
            values[name] = value
    if random.random() < 0.8:
        values["service"] = random.choice(["network", "email", "database", "application"])
    late = after(at, 3) if random.random() < 0.3 else None
    record.event(at, "new", values, recorded=late)
    if random.random() < 0.3:
        outage = {"from": time(at - datetime.timedelta(minutes=random.randrange(90)))}
        if random.random() < 0.6:
            outage["to"] = time(after(at, 9))
        record.event(at + datetime.timedelta(seconds=30), "set", {"outages": {"first": outage}})
    at = after(at, random.choice([0.2, 1, 4]))
    if random.random() < 0.08:
        record.event(at, "cancel", {"status": "cancelled", "cancel_reason": random.choice(["withdrawn", "out_of_scope"])})
        return record
    if random.random() < 0.1 or not record.event(
            at, "accept",
            {"status": "accepted", "kind": random.choice(["incident", "service_request"]), "category": random.choice(["consult", "fault", "permission"]),
             "impact": "2", "urgency": random.choice("1234"), "priority": random.choice(["P1", "P2", "P3", "P4"]), "severity": "minor", "owner": "wang.fang"},
            told="phone"):
        return record
    work(record, at)
    return record


def work(record, at):
    """From the acceptance on, as far as time allows."""
    at = after(at, 1)
    record.event(at, "assign", {"status": "assigned", "group": "desk", "assignee": "wang.fang"})
    if random.random() < 0.2:
        at = after(at, 1)
        record.event(at, "return", {"status": "accepted", "return_reason": "wrong_group"}, unset=["group", "assignee"])
        at = after(at, 1)
        record.event(at, "assign", {"status": "assigned", "group": "desk", "assignee": "li.na"})
    at = after(at, 2)
    record.event(at, "start", {"status": "in_progress"})
    if random.random() < 0.1:
        record.event(after(at, 0.1), "major", {"major": "yes", "coordinator": "wang.fang"})
    if random.random() < 0.15:
        record.event(after(at, 0.5), "emergency", {"emergency": "yes", "plan": "plan A"})
    at = after(at, 1)
    for _ in range(random.randrange(3)):
        at = after(at, 40)
        record.event(at, "update", note="progress", **({"told": "phone"} if random.random() < 0.5 else {}))
    if random.random() < 0.25:
        at = after(at, random.choice([3, 120]))
        record.event(at, "escalate", {"status": "assigned", "tier": "2", "group": "desk", "assignee": "li.na", "escalate_reason": "skill"})
        at = after(at, 1)
        record.event(at, "start", {"status": "in_progress"})
    if random.random() < 0.3:
        at, until = after(at, 2), after(at, 30)
        record.event(at, "hold", {"status": "on_hold", "hold_reason": "waiting_user", "hold_until": time(until), "hold_consent": "张三"}, evidence={"phone": "8001"})
        at = after(max(at, until), 2)
        record.event(at, "resume", {"status": "in_progress"}, unset=["hold_reason", "hold_until", "hold_consent"])
    if random.random() < 0.2:
        return
    at = after(at, random.choice([2, 20, 100]))
    solve(record, at)
    if random.random() < 0.15:
        at = after(at, 10)
        record.event(at, "reopen", {"status": "in_progress", "reopen_reason": "not_solved"}, unset=["resolution"])
        at = after(at, 10)
        solve(record, at)
    close(record, at)


def solve(record, at):
    values = {"status": "resolved", "resolution": random.choice(["fixed", "answered", "fulfilled", "not_reproducible", "duplicate"])}
    if random.random() < 0.4:
        values["knowledge"] = ["KB-1"]
    record.event(at, "resolve", values)


def close(record, at):
    if random.random() < 0.6:
        at = after(at, 5)
        record.event(at, "call-back", {"callback_result": random.choice(["answered", "no_answer"])})
    if random.random() < 0.7:
        at = after(at, 5)
        record.event(at, "confirm", {"status": "confirmed", "process_ok": random.choice(["yes", "yes", "no"]), "result_ok": "yes"})
    if random.random() < 0.8:
        record.event(after(at, 20), "close", {"status": "closed", "close_code": random.choice(["satisfied", "satisfied", "withdrawn"])})


def contact(number, tickets):
    at = opening()
    record = dated("CNT", "contacts", at, number)
    values = {"status": "logged", "channel": random.choice(["phone", "phone", "email"]), "direction": random.choice(["in", "in", "in", "out"])}
    if random.random() < 0.9:
        values["outcome"] = random.choice(["answered", "answered", "answered", "lost"])
    record.event(at, "new", values)
    if random.random() < 0.6:
        record.event(after(at, 1), "file", {"status": "filed", "ticket": random.choice(tickets).name})
    elif random.random() < 0.3:
        record.event(after(at, 1), "dismiss", {"status": "dismissed"}, note="a wrong number")
    return record


def roster(month):
    first = datetime.datetime(2026, month, 1, tzinfo=DESK)
    record = dated("RST", "rosters", first, month)
    shifts = {}
    for day in range(28):
        begins = first + datetime.timedelta(days=day, hours=8, minutes=random.randrange(30))
        for shift, (duty, since, hours) in enumerate([("desk", 0, 5), ("desk", 4, random.choice([4, 5.25])), ("on_call", 9, 10)]):
            start = begins + datetime.timedelta(hours=since)
            shifts[f"d{day}-{shift}"] = {"from": time(start), "to": time(start + datetime.timedelta(hours=hours)), "person": "li.na", "duty": duty}
    record.event(first, "new", {"status": "draft", "title": f"month {month}", "shifts": shifts})
    record.event(first + datetime.timedelta(hours=1), "publish", {"status": "published"})
    return record


def given(directory, name, at, values):
    record = Record(pathlib.Path(directory, name + ".yaml"), name)
    record.event(at, "import", values, source={"system": "paper"})
    return record


def others():
    start = datetime.datetime(2026, 7, 1, tzinfo=DESK)
    for number, expires in enumerate([None, "2026-10-15", "2027-06-30", "2026-09-01"]):
        values = {"status": "active", "name": f"person {number}", "side": "provider"}
        if expires:
            values |= {"nda_signed_on": "2026-01-05", "nda_expires": expires}
        yield given("people", f"person.{number}", start, values)
    for number, due in enumerate(["2026-09-10", "2026-09-20", "2026-10-12", "2026-11-05"]):
        pact = given("agreements", f"pact-{number}", start, {"status": "active", "title": f"pact {number}", "kind": "ola", "series": f"pact-{number}", "review_due": due})
        if number % 2 == 0:
            pact.event(datetime.datetime.fromisoformat(due + "T09:00:00+08:00") - datetime.timedelta(days=number), "assess",
                       {"status": "reviewing", "period": "2026-08", "results": "kept"})
        yield pact
    for name, hours in {"network": "24x7", "email": "office-cn", "database": None, "application": "office-cn"}.items():
        service = given("services", name, start, {"status": "active", "name": name, "description": name, **({"hours": hours} if hours else {})})
        if name == "application":
            service.event(datetime.datetime(2026, 10, 20, 12, tzinfo=DESK), "retire", {"status": "retired"}, note="replaced")
        yield service
    yield given("groups", "desk", start, {"name": "desk", "status": "active"})


def days(at, number):
    return at + datetime.timedelta(days=number)


def window(at):
    return {"from": time(at), "to": time(at + datetime.timedelta(hours=2))}


def problem(number, at):
    record = dated("PRB", "problems", at, number)
    record.event(at, "new", {"status": "logged", "title": f"problem {number}", "source": random.choice(["tickets", "trend"])})
    at = after(at, 20)
    if random.random() < 0.15:
        end = random.choice([{"status": "cancelled", "cancel_reason": "mistaken"}, {"status": "closed", "close_code": "duplicate"}])
        record.event(at, "cancel" if end["status"] == "cancelled" else "merge", end)
        return record
    record.event(at, "identify", {"status": "known_error", "cause": random.choice(["defect", "capacity"]), "owner": "li.na"})
    at = after(at, random.choice([30, 200]))
    if random.random() < 0.8 and record.event(at, "resolve", {"status": "resolved"}) and random.random() < 0.8:
        record.event(days(at, 4), "close", {"status": "closed", "close_code": random.choice(["fixed", "workaround_accepted", "accepted_risk"])})
    return record


def article(number, at, problems):
    record = dated("KB", "knowledge", at, number)
    record.event(at, "new", {"status": "draft", "title": f"article {number}", "category": "fault", "problem": random.choice(problems).name})
    due = days(at, random.choice([9, 12, 200]))
    if random.random() < 0.8 and record.event(after(at, 20), "publish", {"status": "published", "review_by": f"{due:%Y-%m-%d}"}):
        if random.random() < 0.5:
            record.event(days(at, random.choice([8, 14])), "renew", {"review_by": f"{days(at, 300):%Y-%m-%d}"})
        elif random.random() < 0.3:
            record.event(days(at, 7), "retire", {"status": "retired"})
    return record


def change(number, at):
    record = dated("CHG", "changes", at, number)
    record.event(at, "new", {"status": "draft", "title": f"change {number}", "kind": random.choice(["normal", "major", "standard"]), "source": "project",
                             "implementer": "li.na", **({"assets": random.choice([["db"], ["db", "app"]])} if random.random() < 0.9 else {})})
    if random.random() < 0.15:
        record.event(days(at, 5), "record-unauthorized", {"status": "implemented", "unauthorized": "yes", "done_at": time(days(at, 2))})
        return record
    record.event(after(at, 9), "request", {"status": "requested"})
    if random.random() < 0.15:
        record.event(days(at, 1), "reject", {"status": "rejected", "close_code": "rejected"})
        return record
    if random.random() < 0.2:
        record.event(days(at, 1), "emergency", {"status": "implementing", "kind": "emergency", "emergency_by": "zhao.lei"})
        record.event(days(at, random.choice([2, 8])), "review-after", {"review_note": "late at night"})
    else:
        record.event(days(at, 1), "schedule", {"status": "scheduled", "window": window(days(at, 3))})
    if random.random() < 0.1:
        record.event(days(at, 2), "cancel", {"status": "cancelled", "close_code": "cancelled"})
        return record
    at = after(days(at, 3), 3)
    record.event(at, "complete", {"status": "implemented"})
    code = random.choice(["success", "success", "success_with_issues", "failed", "rolled_back"])
    if code == "rolled_back":
        record.event(after(at, 3), "rollback", {"status": "rolled_back"})
    record.event(days(at, 4), "close", {"status": "closed", "close_code": code})
    return record


def release(number, at):
    record = dated("REL", "releases", at, number)
    record.event(at, "new", {"status": "draft", "title": f"release {number}", "source": "change", "weight": random.choice(["major", "minor"]),
                             **({"assets": ["db"]} if random.random() < 0.9 else {})})
    record.event(after(at, 9), "submit", {"status": "submitted"})
    if random.random() < 0.25:
        record.event(days(at, 1), "reject", {"status": "rejected", "close_code": "rejected", "reject_reason": random.choice(["risk", "unnecessary"])})
        return record
    courses = {name: {"audience": name, "material": "paper", **({"held_on": f"{days(at, 2):%Y-%m-%d}"} if random.random() < 0.7 else {})} for name in ("desk", "users")}
    record.event(days(at, 1), "plan", {"status": "planned", "window": window(days(at, 3)), "training": courses})
    tested = {"sha256": "aa", "by": "li.na", "at": time(days(at, 2)), "result": "pass"}
    at = after(days(at, 3), 3)
    record.event(at, "deploy", {"status": "deployed", "builds": {"test": tested, "prod": {"sha256": random.choice(["aa", "aa", "bb"]), "result": "deployed"}}})
    code = random.choice(["success", "success", "success_with_issues", "rolled_back"])
    if code == "rolled_back":
        record.event(after(at, 3), "rollback", {"status": "rolled_back"})
    record.event(days(at, 5), "close", {"status": "closed", "close_code": code})
    return record


def asset(name, releases):
    """In use all the time; checked and maintained each month, and updated for each second release."""
    start = datetime.datetime(2026, 7, 1, tzinfo=DESK)
    record = given("assets", name, start, {"status": "in_use", "title": name, "class": "server", "owner": "li.na", "next_maintenance": "2026-08-14", "warranty_until": "2026-09-30"})
    for month in (8, 9, 10, 11):
        at = datetime.datetime(2026, month, 5, 9, tzinfo=DESK)
        record.event(at, "verify", {"result": random.choice(["found", "found", "differs"])})
        late = random.choice([8, 11])
        record.event(days(at, late), "service", {"status": "maintenance"})
        record.event(days(at, late + 1), "restore", {"status": "in_use", "next_maintenance": f"2026-{month + 1:02}-14"})
    moves = [(datetime.datetime.fromisoformat(event["at"]), each) for each in releases[::2] for event in each.events if event["do"] == "deploy"]
    for at, each in moves:
        record.event(days(at, 1), "update-ci", {"version": each.name[-2:], "release": each.name, "authorized": random.choice(["yes", "yes", "no"])})
    return record


def processes():
    problems, releases = [], []
    number = 0
    for month in (8, 9, 10, 11):
        for _ in range(8):
            number += 1
            at = datetime.datetime(2026, month, 2, tzinfo=DESK) + datetime.timedelta(seconds=random.randrange(8 * 86400))
            problems.append(problem(number, at))
            releases.append(release(number, at))
            yield change(number, at)
            yield article(number, at, problems)
    yield from problems
    yield from releases
    yield asset("db", releases)
    yield asset("app", [])


def meetings():
    """A project's Thursdays, most of them held, and an action of each."""
    start = datetime.datetime(2026, 7, 1, 9, tzinfo=DESK)
    yield given("projects", "core", start, {"status": "active", "name": "core", "pm": "li.na"})
    for week in range(16):
        at = datetime.datetime(2026, 7, 30, 16, tzinfo=DESK) + datetime.timedelta(weeks=week)
        record = dated("MTG", "meetings", days(at, -3), week)
        issues = {f"issue {n}": {"raised_by": "li.na", "outcome": random.choice(["solved", "action", "unsolved"])} for n in range(2)}
        record.event(days(at, -3), "new", {"status": "planned", "title": f"week {week}", "kind": "weekly", "project": "core", "slot": time(at), "start": time(at), "end": time(after(at, 2)), "issues": issues})
        if random.random() < 0.2:
            record.event(days(at, -1), "cancel", {"status": "cancelled"})
            yield record
            continue
        record.event(at - datetime.timedelta(hours=random.choice([4, 30])), "notify", {"status": "noticed"})
        record.event(at, "convene", {"status": "held", "present": ["li.na"], **({"absent": ["wang.fang"]} if random.random() < 0.4 else {})})
        record.event(after(at, 3), "write-minutes", {"status": "minuted"})
        if random.random() < 0.8:
            record.event(after(at, 17), "send", {"status": "sent"})
            record.event(after(at, random.choice([18, 90])), "archive", {"status": "archived"})
        yield record
        action = dated("ACT", "actions", after(at, 1), week)
        due = days(at, 5)
        action.event(after(at, 1), "new", {"status": "todo", "title": f"action {week}", "owner": "li.na", "due": f"{due:%Y-%m-%d}", "meeting": record.name})
        if random.random() < 0.8:
            action.event(days(at, random.choice([3, 7])), "done", {"status": "done"})
        yield action


tickets = [ticket(number) for number in range(160)]
for each in [*tickets, *(contact(number, tickets) for number in range(90)), *map(roster, (8, 9, 10, 11)), *others(), *processes(), *meetings()]:
    each.write()
