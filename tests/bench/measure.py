#!/usr/bin/env python3
"""Measures itss beside what it is compared with, in turns, and prints medians and their ratio. bench.sh prepares all that
it needs and says what the rows are.

    measure.py --itss FILE --tree DIR [--small DIR] [--big DIR] [--others DIR] [--runs N] [--cold-runs N]

Of each pair of commands the first turn is dropped. A command that fails makes its row a note, not a figure.
"""
import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
MONTH, FOLLOWING = "2026-10", "2026-11"
CAT = ["sh", "-c", "find tickets -name '*.yaml' -print0 | xargs -0 cat >/dev/null"]
NEW = ["ticket", "new", "--title", "VPN drops", "--channel", "phone", "--requester", "张三", "--contact", "6001"]
READERS = {
    f"report kpi --month {MONTH}": ["report", "kpi", "--month", MONTH],
    "ticket list --open": ["ticket", "list", "--open"],
    "sla due": ["sla", "due"],
}


class Failed(Exception):
    """A command that does not exist yet, or that ended with an error: its first line."""


class Step:
    """One command in one directory: its words, or a function that prepares a turn and gives them. That, and `before`, are
    done ahead of each turn and are not measured."""

    def __init__(self, words, directory, before=None):
        self.words, self.directory, self.before = words, directory, before

    def _run(self, wrapper=(), out=subprocess.DEVNULL):
        if self.before:
            self.before()
        words = [*wrapper, *(self.words() if callable(self.words) else self.words)]
        start = time.perf_counter()
        done = subprocess.run(words, cwd=self.directory, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE)
        seconds = time.perf_counter() - start
        if done.returncode != 0:
            first = done.stderr.decode(errors="replace").strip().splitlines()
            raise Failed(f"exit {done.returncode}: {first[0] if first else 'no message'}")
        return seconds, done.stdout

    def seconds(self):
        return self._run()[0]

    def answer(self):
        return self._run(out=subprocess.PIPE)[1].decode(errors="replace").strip()

    def peak_mb(self):
        """The largest resident size of the command and of what it started, in MB of 2^20 bytes, by time(1)."""
        with tempfile.NamedTemporaryFile("r") as report:
            self._run(["/usr/bin/time", "-f", "%M", "-o", report.name])
            return int(report.read().split()[-1]) / 1024


def in_turns(steps, runs):
    """The median seconds of each step: A B A B ..., without the first turn of each."""
    turns = [[step.seconds() for step in steps] for _ in range(runs + 1)][1:]
    return [statistics.median(column) for column in zip(*turns)]


def shown(seconds):
    return f"{seconds:.2f} s" if seconds >= 10 else f"{seconds * 1000:.1f} ms"


def line(what, ours, other, ratio, goal, verdict=""):
    print(f"{what:<46} {ours:>12} {other:>12} {ratio:>8}  {goal:<18} {verdict}".rstrip(), flush=True)


def heading(title, other):
    print()
    line(title, "itss", other, "ratio", "goal")


def note(what, failed):
    print(f"{what:<46} skipped: {failed}", flush=True)


def verdict_of(ratio, goal, limit=None):
    if ratio <= goal:
        return "met"
    return "within the limit" if limit and ratio <= limit else "MISSED"


class Bench:
    def __init__(self, options):
        self.options, self.tree = options, options.tree

    def itss(self, words, directory=None, before=None):
        return Step([self.options.itss, *words], directory or self.tree, before)

    def row(self, what, ours, other, goal=None, limit=None, runs=None):
        """Prints one row and gives its two medians; nothing when a command failed."""
        try:
            a, b = in_turns([ours, other], runs or self.options.runs)
        except Failed as failed:
            return note(what, failed)
        if goal is None:
            line(what, shown(a), shown(b), f"{a / b:.2f}", "")
        else:
            words = f"<= {goal:g}" + (f", not over {limit:g}" if limit else "")
            line(what, shown(a), shown(b), f"{a / b:.2f}", words, verdict_of(a / b, goal, limit))
        return a, b

    def forget(self, directory):
        return lambda: shutil.rmtree(directory / ".itss" / "cache", ignore_errors=True)

    def touch_one(self):
        """Changes the bytes of one ticket, another one each time, as an editor would."""
        file = self.files[self.touched % len(self.files)]
        self.touched += 1
        with open(file, "a") as out:
            out.write(f"# read again {self.touched}\n")

    # The parts of the output

    def warm(self):
        heading("with an index that is up to date", "git status")
        status = Step(["git", "status"], self.tree)
        for name, words in READERS.items():
            self.row(name, self.itss(words), status, 1.2, 1.5)
        draft = str(self.tree.parent / "draft.yaml")
        self.row("sla simulate (a month)", self.itss(["sla", "simulate", MONTH, "--agreement", draft]), status)

    def changed(self):
        heading("after exactly one changed file", "unchanged")
        self.files, self.touched = sorted((self.tree / "tickets" / "2026" / "10").glob("*.yaml")), 0
        for name, words in READERS.items():
            self.row(name, self.itss(words, before=self.touch_one), self.itss(words), 1.2)

    def cold(self):
        heading("without an index (files in the page cache)", "cat")
        runs, gone = self.options.cold_runs, self.forget(self.tree)
        for name, step in {
            "ticket list --open, cache removed": self.itss(READERS["ticket list --open"], before=gone),
            "index rebuild": self.itss(["index", "rebuild"]),
            "ticket list --open --no-index": self.itss([*READERS["ticket list --open"], "--no-index"]),
        }.items():
            try:
                ours, cat = in_turns([step, Step(CAT, self.tree)], runs)
            except Failed as failed:
                note(name, failed)
                continue
            most = 4 * cat + 10
            goal = "" if "--no-index" in name else "<= 4 x + 10 s"
            line(name, shown(ours), shown(cat), f"{ours / cat:.2f}", goal, verdict_of(ours, most) if goal else "")

    def new(self):
        heading("a new ticket, committed", "git commit")
        files = (f"tickets/2026/11/by-hand-{number}.txt" for number in range(10**6))
        ticket = self.files[0].read_bytes()

        def commit_by_hand():
            file = next(files)
            (self.tree / file).write_bytes(ticket)
            return ["sh", "-c", f"git add {file} && git commit -q -m 'a ticket'"]

        self.row("ticket new", self.itss(NEW), Step(commit_by_hand, self.tree), 1.5)

    def memory(self):
        heading("peak memory", "git status")
        try:
            status = Step(["git", "status"], self.tree).peak_mb()
        except (Failed, FileNotFoundError) as failed:
            return note("peak memory", failed)
        steps = {"ticket list --open, cache removed": self.itss(READERS["ticket list --open"], before=self.forget(self.tree))}
        steps.update({name: self.itss(words) for name, words in READERS.items()})
        steps["ticket list --open --no-index"] = self.itss([*READERS["ticket list --open"], "--no-index"])
        for name, step in steps.items():
            self.row_of_memory(name, step, status)

    def row_of_memory(self, name, step, other):
        try:
            peak = step.peak_mb()
        except Failed as failed:
            return note(name, failed)
        line(name, f"{peak:.1f} MB", f"{other:.1f} MB", f"{peak / other:.2f}", "")

    def sizes(self):
        small = self.options.small
        heading("what should not depend on the size", f"{count(small)} tickets")
        for name, words in {"--version": ["--version"], "ticket show ID": ["ticket", "show"],
                            "ticket new --no-commit": [*NEW, "--no-commit"]}.items():
            steps = []
            for directory in (self.tree, small):
                some = sorted((directory / "tickets" / "2026" / "10").glob("*.yaml"))[0].stem
                steps.append(self.itss([*words, some] if "show" in words else words, directory))
            self.row(name, *steps)

    def big(self):
        big = self.options.big
        many, few = count(big), count(self.tree)
        heading(f"each record of {many}", f"of {few}")
        steps = {"ticket list --open, cache removed": (READERS["ticket list --open"], self.forget, self.options.cold_runs)}
        steps.update({name: (words, None, self.options.runs) for name, words in READERS.items()})
        for name, (words, forget, runs) in steps.items():
            pair = [self.itss(words, d, forget(d) if forget else None) for d in (big, self.tree)]
            try:
                a, b = in_turns(pair, runs)
                peaks = [step.peak_mb() for step in pair]
            except Failed as failed:
                note(name, failed)
                continue
            ratio = (a / many) / (b / few)
            line(name, f"{a / many * 1e6:.2f} us", f"{b / few * 1e6:.2f} us", f"{ratio:.2f}", "<= 1.3", verdict_of(ratio, 1.3))
            line("  peak memory", f"{peaks[0]:.1f} MB", f"{peaks[1]:.1f} MB", f"{peaks[0] / peaks[1]:.2f}", "")

    def others(self):
        heading("the same work elsewhere", "the other")
        at = lambda month: f"unixepoch('{month}-01T00:00:00+08:00')"
        base = str(self.options.others / "tickets.sqlite")
        sql = lambda query: Step(["sqlite3", "-readonly", base, query], self.tree)
        task = lambda *words: Step(["task", *words], self.tree)
        python = lambda *words: Step([sys.executable, str(HERE / "with_pyyaml.py"), ".", *words], self.tree)
        listing = self.itss(READERS["ticket list --open"])
        counting = self.itss(["ticket", "list", "--all", "--where", f"opened>={MONTH}-01",
                              "--where", f"opened<{FOLLOWING}-01", "--count"])
        kpi = self.itss(READERS[f"report kpi --month {MONTH}"])
        in_month = f"{{0}} >= {at(MONTH)} and {{0}} < {at(FOLLOWING)}"
        late = "(responded is null or responded > response_due)"
        share = (f"select sum(not {late} and status <> 'cancelled'), sum({late} or status <> 'cancelled') "
                 f"from tickets where {in_month.format('response_due')}")
        sql_open = ("select id, priority, status, title, owner, datetime(opened, 'unixepoch', '+8 hours') from tickets "
                    "where status not in ('closed', 'cancelled') order by opened")
        sql_count = f"select count(*) from tickets where {in_month.format('opened')}"
        task_month = ["entry.after:2026-09-30T23:59:59", f"entry.before:{FOLLOWING}-01", "count"]
        self.row("open: Taskwarrior, task list", listing, task("list"))
        self.row("open: SQLite's shell, a table", listing, sql(sql_open))
        self.row("open: Python with PyYAML", listing, python("open"), runs=self.options.cold_runs)
        self.row("a month's count: Taskwarrior", counting, task(*task_month))
        self.row("a month's count: SQLite's shell", counting, sql(sql_count))
        self.row("a month's figures: SQLite's shell, one of them", kpi, sql(share))
        self.row("a month's figures: Python, two of them", kpi, python("month", MONTH), runs=self.options.cold_runs)
        self.agree({
            "open": [self.itss(["ticket", "list", "--open", "--count"]), task("status:pending", "count"),
                     sql(f"select count(*) from ({sql_open})")],
            "opened in the month": [counting, task(*task_month), sql(sql_count)],
            "answered on time, of": [self.itss(["report", "kpi", "--month", MONTH, "--measure", "response_on_time",
                                                "--format", "tsv", "--no-header"]), sql(share), python("month", MONTH)],
        })

    def agree(self, questions):
        """Shows that all sides answer the same, so that they are measured at the same work."""
        print()
        for what, steps in questions.items():
            try:
                answers = [step.answer() for step in steps]
            except Failed as failed:
                note(what, failed)
                continue
            columns = answers[0].split("\t")
            if len(columns) > 7:
                answers[0] = f"{columns[6]} of {columns[7]}"
            print(f"{what:<46} " + "   ".join(answers), flush=True)

    def run(self):
        with as_before(self.tree):
            self.warm()
            self.changed()
            self.cold()
            self.new()
            self.memory()
        if self.options.small:
            with as_before(self.tree), as_before(self.options.small):
                self.sizes()
        if self.options.others:
            self.others()
        if self.options.big:
            self.big()


@contextmanager
def as_before(tree):
    """Takes back what was written in the tree, commits too."""
    git = lambda *words: subprocess.run(["git", *words], cwd=tree, check=True, capture_output=True, text=True).stdout.strip()
    head = git("rev-parse", "HEAD")
    try:
        yield
    finally:
        git("reset", "-q", "--hard", head)
        git("clean", "-fdq", "tickets")


def count(directory):
    return int((directory.parent / "made").read_text().split()[0])


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--itss", required=True)
    for name in ("--tree", "--small", "--big", "--others"):
        parser.add_argument(name, type=lambda text: Path(text).resolve(), required=name == "--tree")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--cold-runs", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    Bench(options()).run()
