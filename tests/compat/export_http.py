"""Compares TensorBoard, with sampling off, with `tfevents export`: every point of every scalar of
every run has the same wall time, step and value.

    export_http.py TFEVENTS LOGDIR...

Both backends are queried. docs/formats.md explains where they differ from the default of `export`
and from each other, and this script computes what they must show then. `--restarts=tensorboard` is
the rule of the Python backend. The data server drops the points at a step or later whenever a tag
goes back to that step. After damage TensorBoard reads nothing. For large directories only the data
server is queried, because the Python backend takes minutes."""
import json
import os
import subprocess
import sys
import urllib.error

from server import TensorBoard

LOAD_SECONDS = 120
SAMPLES = "scalars=100000000"  # with 0 the Python backend shows none at all
LARGE_BYTES = 3 << 20


def exported(tfevents, logdir, restarts):
    """{(run, tag): [[wall time, step, value]]}, in the form of TensorBoard's scalars/scalars."""
    command = [tfevents, "export", "--format=jsonl", "--restarts=" + restarts, logdir]
    series = {}
    for line in subprocess.run(command, capture_output=True, text=True,
                               check=True).stdout.splitlines():
        point = json.loads(line)
        series.setdefault((point["run"], point["tag"]),
                          []).append([point["wall_time"], point["step"], point["value"]])
    return series


def preempted(points):
    """The points of a tag that the data server keeps: a step removes the earlier points at this
    step or later."""
    kept = []
    for point in points:
        while kept and kept[-1][1] >= point[1]:
            kept.pop()
        kept.append(point)
    return kept


def damaged_runs(tfevents, logdir):
    out = subprocess.run([tfevents, "ls", "--json", logdir], capture_output=True, text=True,
                         check=True).stdout
    runs = (json.loads(line) for line in out.splitlines())
    return {run["run"] for run in runs if run.get("damage")}


def explained(got, want, is_damaged):
    """After damage TensorBoard shows nothing, or, where it verifies less (the data server), also
    damaged points."""
    remaining = iter(got)
    return is_damaged and (got == want[:len(got)] or all(point in remaining for point in want))


def differing(tb, want, damaged, known):
    """The series that differ without a reason, with TensorBoard's points. `known` gets the others.
    """
    shown = {(run, tag) for run, tags in tb.json("plugin/scalars/tags").items() for tag in tags}
    different = {}
    for series in (shown | set(want)) - known:
        got = tb.json("plugin/scalars/scalars", run=series[0],
                      tag=series[1]) if series in shown else []
        if got == want.get(series) or (got
                                       and explained(got, want.get(series, []),
                                                     series[0] in damaged)):
            known.add(series)
        else:
            different[series] = got
    return different


def compare(logdir, flag, want, damaged):
    tb = TensorBoard(logdir, ["--samples_per_plugin", SAMPLES, flag])
    known, last = set(), {}

    def all_the_same():
        nonlocal last
        try:
            last = differing(tb, want, damaged, known)
        except (urllib.error.URLError, ConnectionError):
            return None
        return True if not last else None
    try:
        tb.wait_for("the same points", LOAD_SECONDS, all_the_same)
    except RuntimeError:
        pass
    finally:
        tb.close()
    for series, got in sorted(last.items())[:10]:
        ours = want.get(series, [])
        first = next((i for i, (a, b) in enumerate(zip(ours, got)) if a != b),
                     min(len(ours), len(got)))
        print(f"# {series}: {len(got)} points in TensorBoard, {len(ours)} exported; from {first} on "
              f"{got[first:first + 2]} and {ours[first:first + 2]}")
    return known, last


def backends(tfevents, logdir):
    """The name, flag and expectation of each backend."""
    size = sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(logdir)
               for f in files)
    if size <= LARGE_BYTES:
        yield "Python backend", "--load_fast=false", exported(tfevents, logdir, "tensorboard")
    every = exported(tfevents, logdir, "keep")
    served = {series: preempted(points) for series, points in every.items()}
    yield "data server", "--load_fast=true", served


def main(tfevents, *logdirs):
    failed = number = 0
    for logdir in logdirs:
        damaged, default = damaged_runs(tfevents, logdir), exported(tfevents, logdir, "supersede")
        for name, flag, want in backends(tfevents, logdir):
            same, different = compare(logdir, flag, want, damaged)
            number += 1
            bad = different or not same
            failed += bool(bad)
            by_default = sum(default[series] == points for series, points in want.items())
            print(f"{'not ok' if bad else 'ok'} {number} - {name}, {os.path.basename(logdir)}: {len(same)} series as they must be, "
                  f"{len(different)} not; {by_default} of them are so by default", flush=True)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
