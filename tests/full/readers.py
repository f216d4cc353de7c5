"""Reads what examples/every_kind writes with other people's readers, and compares values.

    python readers.py TFEVENTS LOGDIR LIST       called by readers.sh

A reader that warns, logs or raises complains; that fails the check."""
import collections
import glob
import json
import logging
import math
import os
import subprocess
import sys
import warnings

import numpy
import tbparse
import tensorflow
from tensorboard.backend.event_processing import event_accumulator

number_of_tests, failed = 1, False


class Complaints(logging.Handler):
    """Collects what is logged."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.texts = []

    def emit(self, record):
        if "is deprecated" not in record.getMessage():  # the reader itself
            self.texts.append(record.getMessage())


def report(name, check, *arguments):
    """Runs a check, which returns what differs."""
    global number_of_tests, failed
    logged = Complaints()
    logging.getLogger().addHandler(logged)
    logging.getLogger("tensorflow").addHandler(logged)
    logging.getLogger("tensorboard").addHandler(logged)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", category=FutureWarning)
        wrong = check(*arguments)
    wrong += logged.texts + [str(w.message) for w in warned]
    number_of_tests += 1
    print(f"{'not ok' if wrong else 'ok'} {number_of_tests} - {name}")
    for line in wrong[:10]:
        print(f"#   {line}")
    failed = failed or bool(wrong)


def wanted_scalars(values):
    """{tag: [(step, value)]} of the log directory itself."""
    tags = collections.defaultdict(list)
    for value in values:
        if value["kind"] == "scalar":
            tags[value["tag"]].append((value["step"], value["value"]))
    return tags


def differing(got, want):
    wrong = []
    for tag, points in want.items():
        ours = got.get(tag, [])
        if len(ours) != len(points) or any(
                a[0] != b[0] or not math.isclose(a[1], b[1], rel_tol=1e-6)
                for a, b in zip(ours, points)):
            wrong.append(f"{tag}: {ours[:3]} instead of {points[:3]}")
    return wrong


def check_accumulator(logdir, values):
    """TensorBoard's EventAccumulator: the scalars, and that it knows every other tag."""
    every = {name: 0 for name in event_accumulator.DEFAULT_SIZE_GUIDANCE}
    reader = event_accumulator.EventAccumulator(logdir, every)
    reader.Reload()
    tags = reader.Tags()
    got = {tag: [(e.step, e.value) for e in reader.Scalars(tag)] for tag in tags["scalars"]}
    for tag in tags["tensors"]:
        events = reader.Tensors(tag)
        arrays = [tensorflow.make_ndarray(e.tensor_proto) for e in events]
        if all(a.size == 1 and a.dtype.kind == "f" for a in arrays):
            got[tag] = [(e.step, a.item()) for e, a in zip(events, arrays)]
    known = set(tags["scalars"]) | set(tags["tensors"]) | set(tags["histograms"]) | set(
        tags["run_metadata"])
    listed = {v["tag"] for v in values if v["kind"] not in ("mesh", "embedding") and "tag" in v}
    wrong = differing(got, wanted_scalars(values))
    wrong += [f"no tag {tag}" for tag in sorted(listed - known)]
    return wrong + ([] if tags["graph"] and reader.Graph().node else ["no graph"])


def check_tbparse(logdir, values):
    reader = tbparse.SummaryReader(logdir, extra_columns={"dir_name"})
    rows = reader.scalars[reader.scalars["dir_name"] == ""]
    got = collections.defaultdict(list)
    for _, row in rows.iterrows():
        got[row["tag"]].append((row["step"], row["value"]))
    tensors = reader.tensors
    for _, row in tensors[tensors["dir_name"] == ""].iterrows():
        array = numpy.asarray(row["value"])
        if array.size == 1 and array.dtype.kind == "f":
            got[row["tag"]].append((row["step"], array.item()))
    wrong = differing(got, wanted_scalars(values))
    # It returns v2 histograms as tensors.
    for kind, frames in ("histogram", [reader.histograms, tensors]), ("text", [reader.text]):
        want = {(v["tag"], v["step"]) for v in values if v["kind"] == kind}
        found = {entry for frame in frames for entry in zip(frame["tag"], frame["step"])}
        wrong += [f"no {kind} {entry}" for entry in sorted(want - found)]
    hparams = {(row["dir_name"], row["tag"]): row["value"]
               for _, row in reader.hparams.iterrows()}
    for value in values:
        for name, one in value.get("hparams", {}).items():
            if hparams.get((value["run"], name)) != one:
                wrong.append(f"{name} of {value['run']}: {hparams.get((value['run'], name))}")
    return wrong


def check_tensorflow(tfevents, logdir):
    """TensorFlow's own reader returns every record that tfevents returns."""
    out = subprocess.run([tfevents, "dump", "--json", logdir], capture_output=True, check=True)
    want = collections.Counter(json.loads(line).get("tag") for line in out.stdout.splitlines())
    got = collections.Counter()
    for path in glob.glob(os.path.join(logdir, "**", "*tfevents*"), recursive=True):
        for event in tensorflow.compat.v1.train.summary_iterator(path):
            got.update(value.tag for value in event.summary.value)
    wrong = [f"{tag}: {got[tag]} values instead of {n}" for tag, n in want.items()
             if tag in got and got[tag] != n]
    missing = set(want) - set(got) - {None, "__run_graph__", "step0", "step1", "step2"}
    return wrong + [f"no value of {tag}" for tag in sorted(missing)]


def main():
    tfevents, logdir, listed = sys.argv[1:]
    values = [json.loads(line) for line in open(listed)]
    report("TensorBoard's EventAccumulator", check_accumulator, logdir, values)
    report("tbparse", check_tbparse, logdir, values)
    report("TensorFlow's summary_iterator", check_tensorflow, tfevents, logdir)
    return failed


sys.exit(main())
