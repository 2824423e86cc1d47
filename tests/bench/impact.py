#!/usr/bin/env python3
"""Measures `itss asset impact` among many assets with many relations, cycles included, and prints medians.

    impact.py [COUNT] [--relations N] [--runs N] [--build DIR]

COUNT (10000) assets with N (50000) relations are made once in BUILD/bench/assets-COUNT-N and left there for the next run.
What is measured starts where a fault reaches the most. Goal: a warm answer within 200 ms. Not a test: nothing fails when
the goal is missed. BUILD is build/release, which must have been built, or ITSS_BENCH_BUILD.
"""
import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import time
from pathlib import Path

GOAL = 0.2
CLASSES = "service application database server network terminal security licence document environment".split()
# Nothing runs on what runs on it, no part is part of its part; what depends on and connects to each other may go in circles.
ONE_WAY, ANY_WAY = ("runs_on", "part_of"), ("depends_on", "connects_to", "supports")
MOMENT = "2026-01-05T09:00:00+08:00"


def name(number):
    return f"ci-{number:06d}"


def relations(count, wanted, rng):
    """For each asset its links by field: `wanted` in all, each pair once for a field."""
    links = [{} for _ in range(count)]
    made = 0
    for number in range(count):  # a ring, so that everything is reached and every walk meets a cycle
        links[number].setdefault("depends_on", set()).add((number + 1) % count)
        made += 1
    while made < wanted:
        number, other = rng.randrange(count), rng.randrange(count)
        field = rng.choice(ONE_WAY + ANY_WAY)
        if number == other or (field in ONE_WAY and other > number):
            continue
        named = links[number].setdefault(field, set())
        made += other not in named
        named.add(other)
    return links


def make(itss, place, count, wanted):
    if (place / "made").exists():
        return
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    subprocess.run([itss, "init", place / "desk", "--name", "bench", "--me", "wang.fang", "--since", "2023-01-01", "--no-git"],
                   check=True, stdout=subprocess.DEVNULL)
    assets = place / "desk" / "assets"
    assets.mkdir(exist_ok=True)
    rng = random.Random(1)
    for number, links in enumerate(relations(count, wanted, rng)):
        fields = {"title": f"配置项 {number}", "class": rng.choice(CLASSES), "version": f"1.{number % 40}", "owner": "wang.fang",
                  "location": f"机房 {number % 7}", "origin": "taken_over"}
        for field, others in links.items():
            fields[field] = [name(other) for other in sorted(others)]
        state = {"status": "in_use", **fields}
        top = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in state.items())
        (assets / f"{name(number)}.yaml").write_text(
            f"id: {name(number)}\n{top}history:\n  - at: {MOMENT}\n    by: wang.fang\n    do: import\n"
            f"    set: {json.dumps(state, ensure_ascii=False)}\n    source: {{system: bench, ref: {json.dumps(str(number))}}}\n")
    (place / "made").touch()


def median(command, directory, runs):
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, cwd=directory, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=10000)
    parser.add_argument("--relations", type=int, default=50000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--build", type=Path, default=Path(os.environ.get("ITSS_BENCH_BUILD", "build/release")))
    words = parser.parse_args()
    itss = (words.build / "bin" / "itss").resolve()
    place = words.build.resolve() / "bench" / f"assets-{words.count}-{words.relations}"
    os.environ.update(ITSS_ACTOR="wang.fang", ITSS_NOW="2026-11-24T09:00:00+08:00", LC_ALL="C.UTF-8", HOME=str(place),
                      GIT_CONFIG_NOSYSTEM="1")
    make(itss, place, words.count, words.relations)
    desk = place / "desk"
    start = time.perf_counter()
    subprocess.run([itss, "index", "rebuild"], cwd=desk, check=True, stdout=subprocess.DEVNULL)
    rebuilt = time.perf_counter() - start
    answer = subprocess.run([itss, "asset", "impact", name(0), "--json"], cwd=desk, check=True, capture_output=True)
    nodes, edges = json.loads(answer.stdout)["nodes"], json.loads(answer.stdout)["edges"]
    print(f"{words.count} assets, {words.relations} relations; {os.cpu_count()} cores, load {' '.join(open('/proc/loadavg').read().split()[:3])}")
    print(f"{name(0)} affects {len(nodes) - 1} over {len(edges)} ways, the farthest over {max(n['distance'] for n in nodes)} links")
    print(f"{'index rebuild, once':52} {rebuilt * 1000:8.0f} ms")
    for title, arguments in (
            ("asset impact --ids", ["--ids"]), ("asset impact, as a tree", ["--format", "text"]),
            ("asset impact --json", ["--json"]), ("asset impact --format dot", ["--format", "dot"]),
            ("asset impact --direction up --ids", ["--direction", "up", "--ids"]),
            ("asset impact --depth 2, as a tree", ["--depth", "2", "--format", "text"]),
            ("asset impact --ids --no-index", ["--ids", "--no-index"])):
        seconds = median([itss, "asset", "impact", name(0), *arguments], desk, words.runs)
        note = "" if "--no-index" in arguments else "  within the goal" if seconds < GOAL else f"  goal {GOAL * 1000:.0f} ms"
        print(f"{title:52} {seconds * 1000:8.0f} ms{note}")
    seconds = median([itss, "asset", "list", "--ids"], desk, words.runs)
    print(f"{'for comparison: asset list --ids':52} {seconds * 1000:8.0f} ms")


if __name__ == "__main__":
    main()
