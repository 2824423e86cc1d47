#!/usr/bin/env python3
"""Counts an incident log by itself, as a second opinion about `itss import`.

    tests/recount.py LOG.csv[.gz]        prints JSON

Nothing here knows how the importer works: it reads rows, groups them by number and looks at the last row of each
incident. An incident without a time of resolution, or with one before its opening, is in no figure about resolution; nor
is one whose last row shows it being worked on and is not later than that time: every row shows the final times.
"""
import csv
import datetime
import gzip
import io
import json
import statistics
import sys

FORMAT = "%d/%m/%Y %H:%M"
STATES = {"New": "new", "Active": "in_progress", "Awaiting User Info": "on_hold", "Awaiting Evidence": "on_hold",
          "Awaiting Vendor": "on_hold", "Awaiting Problem": "on_hold", "Resolved": "resolved", "Closed": "closed"}
PRIORITIES = {"1 - Critical": "P1", "2 - High": "P2", "3 - Moderate": "P3", "4 - Low": "P4"}


def rows_of(path):
    """The rows whose width and times are right, as dictionaries; and how many are not."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as raw:
        reader = csv.reader(io.TextIOWrapper(raw, "utf-8-sig", newline=""))
        header = next(reader)
        good, bad = [], 0
        for cells in reader:
            if not cells:
                continue
            row = dict(zip(header, (cell.strip() for cell in cells)))
            if len(cells) == len(header) and is_good(row):
                good.append(row)
            else:
                bad += 1
    return good, bad


def time_of(text):
    return None if text in ("", "?") else datetime.datetime.strptime(text, FORMAT)


def is_good(row):
    try:
        times = [time_of(row[name]) for name in ("opened_at", "sys_updated_at", "resolved_at", "closed_at")]
    except ValueError:
        return False
    known_state = row["incident_state"] in STATES or row["incident_state"] == "-100"
    return times[1] is not None and known_state and row["priority"] in PRIORITIES and row["number"] not in ("", "?")


def count(values):
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return dict(sorted(counts.items()))


def final_state(rows):
    words = [row["incident_state"] for row in rows if row["incident_state"] != "-100"]
    return STATES[words[-1]] if words else "new"


def hours(rows):
    """From opening to resolution, or why there is no such figure."""
    opened = time_of(rows[-1]["opened_at"]) or time_of(rows[0]["sys_updated_at"])
    resolved = time_of(rows[-1]["resolved_at"])
    if resolved is None:
        return None, "no resolved_at"
    if resolved < opened:
        return None, "resolved before opened"
    if final_state(rows) not in ("resolved", "closed") and resolved >= time_of(rows[-1]["sys_updated_at"]):
        return None, "not resolved yet"
    return (resolved - opened).total_seconds() / 3600, None


def recount(path):
    rows, bad = rows_of(path)
    incidents = {}
    for row in rows:
        incidents.setdefault(row["number"], []).append(row)
    last = [group[-1] for group in incidents.values()]
    spans = [hours(group) for group in incidents.values()]
    spent = [span for span, why in spans if why is None]
    return {
        "rows": len(rows),
        "bad_rows": bad,
        "count": len(incidents),
        "priorities": count(PRIORITIES[row["priority"]] for row in last),
        "states": count(final_state(group) for group in incidents.values()),
        "reopened": sum(int(row["reopen_count"]) > 0 for row in last),
        "reassignments": sum(int(row["reassignment_count"]) for row in last),
        "resolved": len(spent),
        "excluded": count(why for span, why in spans if why is not None),
        "mean_hours": round(statistics.mean(spent), 6) if spent else None,
        "median_hours": round(statistics.median(spent), 6) if spent else None,
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(json.dumps(recount(sys.argv[1]), indent=2))
