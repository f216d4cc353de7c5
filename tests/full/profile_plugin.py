"""Asks TensorBoard's profile plugin for the spans and counters that examples/every_kind writes.

    python profile_plugin.py LOGDIR LIST       called by profile.sh"""
import collections
import glob
import gzip
import json
import os
import sys

from server import TensorBoard


def answer(tb, route, **query):
    data = tb.get(f"plugin/profile/{route}", **query)
    return json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)


def main():
    logdir = sys.argv[1]
    wanted = next(v for v in map(json.loads, open(sys.argv[2])) if v["kind"] == "profile")
    name = wanted["name"]
    path, = glob.glob(os.path.join(logdir, "plugins", "profile", name, "*.xplane.pb"))
    host = os.path.basename(path)[:-len(".xplane.pb")]
    tb = TensorBoard(logdir, [])
    try:
        runs = tb.wait_for("profile", 60, lambda: answer(tb, "runs") or None)
        trace = answer(tb, "data", run=name, tag="trace_viewer@", host=host)
    finally:
        tb.close()
    events = trace["traceEvents"]
    spans = collections.Counter(e["name"] for e in events if e.get("ph") == "X")
    counters = {e["name"]: len(e["entries"]) for e in events if e.get("ph") == "C"}
    failed = False
    for i, (what, got, want) in enumerate([("run", runs, [name]),
                                           ("spans", dict(spans), wanted["spans"]),
                                           ("counters", counters, wanted["counters"])], 2):
        print(f"{'ok' if got == want else 'not ok'} {i} - the profile plugin shows the {what}")
        if got != want:
            print(f"#   {got} instead of {want}")
            failed = True
    return failed


sys.exit(main())
