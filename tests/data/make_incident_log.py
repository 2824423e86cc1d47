#!/usr/bin/env python3
"""Makes a fictional incident log in the column form of a ServiceNow audit trail. Nothing in it ever happened.

    tests/data/make_incident_log.py [--incidents 60] [--seed 7] > incident_log.csv

tests/data/incident_log.csv is the output without options. The first incidents are the awkward cases that real logs
have, by name; the others are random. Same options, same bytes.
"""
import argparse
import csv
import datetime
import random
import sys

COLUMNS = ("number incident_state active reassignment_count reopen_count sys_mod_count made_sla caller_id opened_by "
           "opened_at sys_created_by sys_created_at sys_updated_by sys_updated_at contact_type location category "
           "subcategory u_symptom cmdb_ci impact urgency priority assignment_group assigned_to knowledge "
           "u_priority_confirmation notify problem_id rfc vendor caused_by closed_code resolved_by resolved_at "
           "closed_at").split()
PRIORITY = {("1", "1"): "1 - Critical", ("1", "2"): "2 - High", ("2", "1"): "2 - High", ("2", "2"): "3 - Moderate"}
NAMES = {"1": "1 - High", "2": "2 - Medium", "3": "3 - Low"}
WAITING = ["Awaiting User Info", "Awaiting Vendor", "Awaiting Problem", "Awaiting Evidence"]
START = datetime.datetime(2026, 1, 5, 8, 0)


class Incident:
    """Rows of one incident; the columns with final values are filled in at the end."""

    def __init__(self, number, opened, dice):
        self.opened, self.dice, self.rows = opened, dice, []
        self.group = f"Team {dice.randint(1, 9)}"
        self.now = {
            "number": f"INC{number:07}", "reassignment_count": 0, "reopen_count": 0,
            "caller_id": f"Caller {dice.randint(1, 40)}", "opened_by": f"Opened by  {dice.randint(1, 6)}",
            "sys_created_by": "?", "sys_created_at": "?", "contact_type": dice.choice(["Phone", "Email", "Self service"]),
            "location": f"Location {dice.randint(1, 12)}", "category": f"Category {dice.randint(1, 15)}",
            "subcategory": f"Subcategory {dice.randint(1, 60)}", "u_symptom": dice.choice(["?", "Symptom 3", "Symptom 8"]),
            "cmdb_ci": "?", "assignment_group": self.group, "assigned_to": "?", "knowledge": "false",
            "u_priority_confirmation": "false", "notify": "Do Not Notify", "problem_id": "?", "rfc": "?", "vendor": "?",
            "caused_by": "?"}
        self.priority(dice.choice("112233"), dice.choice("1223"))

    def priority(self, impact, urgency):
        worth = PRIORITY.get((impact, urgency), "4 - Low" if impact == "3" else "3 - Moderate")
        self.now.update(impact=NAMES[impact], urgency=NAMES[urgency], priority=worth)

    def row(self, state, at, **changes):
        self.now.update(changes)
        self.rows.append({**self.now, "incident_state": state, "sys_updated_at": at, "sys_mod_count": len(self.rows),
                          "sys_updated_by": f"Updated by {self.dice.randint(1, 30)}"})

    def reassign(self, at, state="Active"):
        count = self.now["reassignment_count"] + 1
        self.row(state, at, reassignment_count=count, assignment_group=f"Team {self.dice.randint(1, 9)}",
                 assigned_to=f"Resolver {self.dice.randint(1, 20)}")

    def done(self, resolved, closed):
        for row in self.rows:
            over = row["incident_state"] == "Closed"
            row.update(opened_at=text(self.opened), sys_updated_at=text(row["sys_updated_at"]),
                       resolved_at=text(resolved), closed_at=text(closed), closed_code="code 6",
                       resolved_by="Resolved by 4", made_sla="true", active="false" if over else "true")
        return self.rows


def text(at):
    return "?" if at is None else f"{at.day}/{at.month}/{at.year} {at:%H:%M}"


def minutes(count):
    return datetime.timedelta(minutes=count)


def awkward(make):
    """What real logs have, one incident each."""
    def at(incident, *counts):
        return [incident.opened + minutes(count) for count in counts]

    one = make()  # shown as resolved before the time of resolution that the log gives
    new, early, resolved, closed = at(one, 7, 200, 400, 9000)
    one.row("New", new), one.row("Resolved", early), one.row("Resolved", resolved), one.row("Closed", closed)
    yield one.done(resolved, closed)

    one = make()  # reopened: resolved twice
    new, first, again, resolved, closed = at(one, 1, 300, 4000, 4100, 12000)
    one.row("New", new), one.row("Resolved", first), one.row("Active", again, reopen_count=1)
    one.row("Active", again), one.row("Resolved", resolved), one.row("Closed", closed)
    yield one.done(resolved, closed)

    one = make()  # reopened twice, the last stay begins before its time of resolution
    times = at(one, 0, 30, 60, 90, 120, 150, 180, 4000)
    for state, when, count in zip(["New", "Resolved", "Active", "Resolved", "Active", "Resolved", "Resolved", "Closed"],
                                  times, [0, 0, 1, 1, 2, 2, 2, 2]):
        one.row(state, when, reopen_count=count)
    yield one.done(times[6], times[7])

    one = make()  # no time of resolution, though a row says resolved
    new, resolved, closed = at(one, 0, 0, 7000)
    one.row("New", new), one.row("Resolved", resolved), one.row("Closed", closed)
    yield one.done(None, closed)

    one = make()  # closed without ever being resolved
    new, closed = at(one, 0, 500)
    one.row("New", new), one.row("Closed", closed)
    yield one.done(None, closed)

    one = make()  # a row from before the opening
    before, new, active, resolved, closed = at(one, -130, 18, 600, 700, 8000)
    one.row("New", before), one.row("New", new), one.row("Active", active), one.row("Resolved", resolved)
    one.row("Closed", closed)
    yield one.done(resolved, closed)

    one = make()  # one row's time contradicts the order of the file
    strange, new, resolved, closed = at(one, 82, 4, 75, 7000)
    one.row("New", new), one.row("New", strange), one.row("Active", new), one.row("Resolved", resolved)
    one.row("Closed", closed)
    yield one.done(resolved, closed)

    one = make()  # everything within one minute
    (same,) = at(one, 0)
    one.row("New", same), one.reassign(same), one.row("Awaiting User Info", same), one.row("Active", same)
    one.row("Resolved", same), one.row("Closed", same)
    yield one.done(same, same)

    one = make()  # closed, then touched twice more
    new, resolved, first, second, closed = at(one, 3, 90, 91, 5000, 13000)
    one.row("New", new), one.row("Resolved", resolved), one.row("Closed", first), one.row("Closed", second)
    one.row("Closed", closed)
    yield one.done(resolved, closed)

    one = make()  # a stray state
    new, stray, resolved, closed = at(one, 3, 40, 90, 5000)
    one.row("New", new), one.row("Active", new), one.row("-100", stray, priority="1 - Critical"), one.row("Resolved", resolved)
    one.row("Closed", closed)
    yield one.done(resolved, closed)

    one = make()  # the log begins in the middle
    active, resolved, closed = at(one, 50, 60, 4000)
    one.row("Active", active, rfc="CHG0000012"), one.row("Resolved", resolved, caused_by="CHG0000012")
    one.row("Closed", closed)
    yield one.done(resolved, closed)

    one = make()  # still open, after a resolution that did not last
    new, resolved, again = at(one, 5, 100, 3000)
    one.row("New", new), one.row("Resolved", resolved), one.row("Active", again, reopen_count=1)
    yield one.done(resolved, None)

    one = make()  # still waiting
    new, waiting = at(one, 5, 100)
    one.row("New", new), one.row("Awaiting Vendor", waiting, vendor="code 8s")
    yield one.done(None, None)


def ordinary(one, dice):
    """A life as most have it."""
    when = one.opened + minutes(dice.randint(0, 20))
    one.row("New", when)
    for _ in range(dice.randint(0, 3)):
        when += minutes(dice.randint(0, 900))
        one.reassign(when)
    if dice.random() < 0.4:
        when += minutes(dice.randint(5, 600))
        one.row(dice.choice(WAITING), when)
        when += minutes(dice.randint(60, 6000))
        one.row("Active", when)
    if dice.random() < 0.2:
        one.priority(dice.choice("12"), dice.choice("12"))
        one.row("Active", when, u_priority_confirmation="true")
    if dice.random() < 0.3:
        one.row("Active", when)  # a row that changes nothing that is kept
    when += minutes(dice.randint(1, 4000))
    resolved = when
    one.row("Resolved", resolved)
    closed = resolved + minutes(5 * 24 * 60)
    one.row("Closed", closed)
    return one.done(resolved, closed)


def incidents(count, seed):
    dice = random.Random(seed)
    number, opened = 100, START

    def make():
        nonlocal number, opened
        number += dice.randint(1, 7)
        opened += minutes(dice.randint(3, 700))
        return Incident(number, opened, dice)

    cases = list(awkward(make))
    return cases + [ordinary(make(), dice) for _ in range(max(0, count - len(cases)))]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--incidents", type=int, default=60)
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    out.writeheader()
    for rows in incidents(chosen.incidents, chosen.seed):
        out.writerows(rows)


if __name__ == "__main__":
    main()
