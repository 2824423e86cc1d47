#!/usr/bin/env python3
"""Gives the tickets of a repository to the programs that itss is compared with.

    fill_others.py DIR OUT

makes OUT/tickets.sqlite (a table `tickets`, with indexes on what is asked) and OUT/task (Taskwarrior's data, in the files'
own format, because its import looks every task up among all others, and OUT/taskrc). An event becomes an annotation.
"""
import sqlite3
import sys
import uuid
from pathlib import Path

from with_pyyaml import tickets

COLUMNS = ("id", "title", "status", "priority", "service", "grp", "owner", "assignee", "channel", "opened", "responded",
           "resolved", "closed", "response_due", "events")


def fill_sqlite(file, rows):
    file.unlink(missing_ok=True)
    base = sqlite3.connect(file)
    base.execute(f"create table tickets ({', '.join(COLUMNS)}, primary key (id))")
    marks = ", ".join("?" * len(COLUMNS))
    base.executemany(f"insert into tickets values ({marks})", ([row[c] for c in COLUMNS] for row in rows))
    for column in ("status", "opened", "response_due"):
        base.execute(f"create index by_{column} on tickets ({column})")
    base.execute("analyze")
    base.commit()
    base.close()


def task_line(row):
    """A line of Taskwarrior's files: attributes sorted by name, brackets and quotes written as entities."""
    status = {"closed": "completed", "cancelled": "deleted"}.get(row["status"], "pending")
    attributes = {
        "description": row["title"], "entry": row["opened"], "modified": row["opened"], "status": status,
        "uuid": uuid.uuid5(uuid.NAMESPACE_URL, row["id"]), "project": row["service"], "priority": row["priority"],
        "tags": row["grp"], "end": row["closed"], "ticket": row["id"], "channel": row["channel"], "owner": row["owner"],
    }
    for number, (at, verb, by) in enumerate(row["verbs"]):
        attributes[f"annotation_{at + number}"] = f"{verb} by {by}"
    escaped = {"[": "&open;", "]": "&close;", '"': "&dquot;", "\\": "\\\\"}
    texts = {name: "".join(escaped.get(c, c) for c in str(value)) for name, value in attributes.items() if value is not None}
    return "[" + " ".join(f'{name}:"{texts[name]}"' for name in sorted(texts)) + "]\n"


def fill_taskwarrior(out, rows):
    data = out / "task"
    data.mkdir(parents=True, exist_ok=True)
    with open(data / "pending.data", "w") as pending, open(data / "completed.data", "w") as completed:
        for row in rows:
            (pending if row["closed"] is None else completed).write(task_line(row))
    for name in ("undo.data", "backlog.data"):
        (data / name).write_text("")
    (out / "taskrc").write_text(
        f"data.location={data.resolve()}\nconfirmation=off\nverbose=nothing\ncolor=off\ndetection=off\nhooks=off\n"
        "recurrence=off\nnews.version=2.6.0\ndefaultwidth=160\nuda.priority.values=P1,P2,P3,P4,\n"
        + "".join(f"uda.{name}.type=string\n" for name in ("ticket", "channel", "owner")))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: fill_others.py DIR OUT")
    place = Path(sys.argv[2])
    place.mkdir(parents=True, exist_ok=True)
    all_rows = list(tickets(sys.argv[1]))
    fill_sqlite(place / "tickets.sqlite", all_rows)
    fill_taskwarrior(place, all_rows)
