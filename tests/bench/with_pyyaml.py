#!/usr/bin/env python3
"""What a script would do without itss: reads every ticket of a repository with PyYAML's C loader and tells

    with_pyyaml.py DIR open           the open ones, a line each, the oldest first
    with_pyyaml.py DIR month 2026-10  how many were opened in the month, and how many were answered on time

It knows only what these tickets need: the targets below, one zone, no pauses, no versions of an agreement.
"""
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import yaml

ZONE = timezone(timedelta(hours=8))
FINAL = ("closed", "cancelled")
# Minutes to the answer, by priority, as the agreement of a new repository promises them; without one two hours.
RESPONSE = {"P1": 15, "P2": 30, "P3": 120, "P4": 120}


def read(file):
    """A ticket as a flat row, its instants in seconds since 1970."""
    record = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    history = record["history"]
    at = [event["at"].timestamp() for event in history]
    told = [when for when, event in zip(at, history) if "told" in event]
    solved = [when for when, event in zip(at, history) if event["do"] in ("answer", "resolve")]
    due = at[0] + 60 * RESPONSE.get(record.get("priority"), 120)
    return {
        "id": record["id"], "title": record["title"], "status": record["status"],
        "priority": record.get("priority"), "service": record.get("service"), "grp": record.get("group"),
        "owner": record.get("owner"), "assignee": record.get("assignee"), "channel": record["channel"],
        "opened": int(at[0]), "responded": int(told[0]) if told else None,
        "resolved": int(solved[-1]) if solved else None,
        "closed": int(at[-1]) if record["status"] in FINAL else None,
        "response_due": int(due), "events": len(history), "verbs": [(int(w), e["do"], e["by"]) for w, e in zip(at, history)],
    }


def tickets(directory):
    """Every ticket of the repository in `directory`, in the order of the paths."""
    for file in sorted(Path(directory, "tickets").rglob("*.yaml")):
        yield read(file)


def bounds(month):
    """The half-open span of `2026-10` in seconds since 1970."""
    year, number = map(int, month.split("-"))
    following = (year + number // 12, number % 12 + 1)
    return datetime(year, number, 1, tzinfo=ZONE).timestamp(), datetime(*following, 1, tzinfo=ZONE).timestamp()


def print_open(rows):
    left = [row for row in rows if row["status"] not in FINAL]
    for row in sorted(left, key=lambda row: row["opened"]):
        print(row["id"], row["priority"] or "", row["status"], row["title"], row["owner"] or "", sep="\t")


def print_month(rows, month):
    """A promise to answer belongs to the month in which it was due; a cancelled ticket counts only if it was broken."""
    start, end = bounds(month)
    opened = met = broken = 0
    for row in rows:
        opened += start <= row["opened"] < end
        if start <= row["response_due"] < end:
            late = row["responded"] is None or row["responded"] > row["response_due"]
            broken += late
            met += not late and row["status"] != "cancelled"
    print(f"opened {opened}, answered on time {met} of {met + broken}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case [directory, "open"]:
            print_open(tickets(directory))
        case [directory, "month", month]:
            print_month(tickets(directory), month)
        case _:
            sys.exit("usage: with_pyyaml.py DIR open | DIR month YYYY-MM")
