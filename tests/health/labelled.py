"""The labelled trainings of the test data (health/dev.tar.xz, labels.json, score.py), in variants
with fewer points or without some of their tags; and the findings of `tfevents check` about them."""
import importlib.util
import json
import os
import struct
import subprocess
import sys
import tarfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
from events import record, sub, varint

DATA = os.path.join(os.environ.get("TFE_TESTDATA", os.path.join(ROOT, "..", "shared")), "health")
LABELS = os.path.join(DATA, "labels.json")
# The rules that scalars can show (exploding_gradient too, but few runs log the norms of gradients).
SCALAR_RULES = ["nonfinite", "divergence", "spike", "oscillation", "plateau", "overfit"]
MACRO_LEAST = 5  # a label with fewer positives does not count in the macro-F1


# --- event files ----------------------------------------------------------------------------------


def fields(data):
    """The fields of a protobuf message: number, wire type, whole bytes, content."""
    at = 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        begin = at
        key = number()
        if key & 7 == 2:
            length = number()
            content, at = data[at : at + length], at + length
        elif key & 7 == 0:
            content = number()
        else:
            length = 8 if key & 7 == 1 else 4
            content, at = data[at : at + length], at + length
        yield key >> 3, key & 7, data[begin:at], content


def records(path):
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    while at + 12 <= len(data):
        length = struct.unpack_from("<Q", data, at)[0]
        yield data[at : at + 16 + length], data[at + 12 : at + 12 + length]
        at += 16 + length


def kind_of(value):
    """The tag of a Summary.Value, and whether it is a histogram: `histo`, or a tensor with the
    shape (rows, 3)."""
    tag, histogram = "", False
    for number, _, _, content in fields(value):
        if number == 1:
            tag = content.decode(errors="replace")
        elif number == 5:
            histogram = True
        elif number == 9:
            histogram |= b"histograms" in content
    return tag, histogram


def copy(source, target, keep):
    """Copies the records of an event file, except the values for which keep(tag, histogram, run)
    is false. `run` is the folder within the training."""
    run = os.path.basename(os.path.dirname(source))
    with open(target, "wb") as out:
        for whole, event in records(source):
            parts, changed = [], False
            for number, _, raw, content in fields(event):
                if number != 5:
                    parts.append(raw)
                    continue
                values = [v for v in fields(content)]
                kept = [v[2] for v in values if v[0] != 1 or keep(*kind_of(v[3]), run)]
                changed |= len(kept) < len(values)
                if kept:
                    parts.append(sub(5, b"".join(kept)))
            if not changed:
                out.write(whole)
            elif any(part[0] >> 3 not in (1, 2) for part in parts):
                out.write(record(b"".join(parts)))


# --- variants -------------------------------------------------------------------------------------


def every(n, first=0):
    """Keeps the points first, first + n, ... of each tag."""

    def begin():
        seen = {}

        def keep(tag, histogram, run):
            i = seen[run, tag, histogram] = seen.get((run, tag, histogram), -1) + 1
            return i >= first and (i - first) % n == 0

        return keep

    return begin


def without_first_histogram():
    seen = set()

    def keep(tag, histogram, run):
        new = histogram and (run, tag) not in seen
        seen.add((run, tag))
        return not new

    return keep


def without(*words, kind=None):
    """Drops the tags that contain a word, of histograms or scalars."""

    def begin():
        def keep(tag, histogram, run):
            name = (run + "/" + tag).lower()
            return histogram != (kind == "histogram") or not any(w in name for w in words)

        return keep

    return begin


VARIANTS = {
    "as it is": every(1),
    "every 2nd point and histogram": every(2),
    "every 3rd": every(3),
    "every 5th": every(5),
    "the first histogram missing": without_first_histogram,
    "no activations": without("activation", kind="histogram"),
    "no gradients": without("grad", kind="histogram"),
    "no held-out data": without("val", "test", kind="scalar"),
    "scalars only": without("", kind="histogram"),
}


def dev_of(folder):
    """Extracts the labelled trainings, once."""
    dev = os.path.join(folder, "dev")
    if not os.path.isdir(dev):
        with tarfile.open(os.path.join(DATA, "dev.tar.xz")) as tar:
            tar.extractall(folder, filter="data")
    return dev


def write(source, target, begin):
    """Writes a variant of all trainings below `source`, once."""
    if os.path.isdir(target):
        return
    for folder, _, names in sorted(os.walk(source)):
        to = os.path.join(target + ".part", os.path.relpath(folder, source))
        os.makedirs(to)
        for name in sorted(names):
            copy(os.path.join(folder, name), os.path.join(to, name), begin())
    os.rename(target + ".part", target)


# --- findings and scores --------------------------------------------------------------------------


def check(folder, options=()):
    """The findings of `tfevents check`, as lines of JSON."""
    program = os.path.join(os.environ.get("BUILD", os.path.join(ROOT, "build")), "bin", "tfevents")
    command = [program, "check", "--json", "--fail-on=never", *options, folder]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def labels():
    with open(LABELS) as file:
        return json.load(file)


def first_alarms(findings, runs):
    """The first step of each rule's warnings and errors, per run."""
    found = {run: {} for run in runs}
    for line in findings.splitlines():
        f = json.loads(line)
        run, rule, step = f["run"].split("/")[0], f["rule"], f["step"]
        if run in found and f["severity"] != "info":
            found[run][rule] = min(step, found[run].get(rule, step))
    return found


def outcome(rule, label, found):
    """Of a run: "hit", "miss", "false" (an alarm that is wrong, or comes before the onset by more
    than a tenth of the run), "early" (both), "right" (rightly silent) or None (ambiguous)."""
    if rule in label["ambiguous"]:
        return None
    onset, step = label["labels"].get(rule), found.get(rule)
    if onset is None:
        return "right" if step is None else "false"
    if step is None:
        return "miss"
    return "early" if step < onset - 0.1 * label["steps"] else "hit"


class Score:
    """Counts of a rule."""

    def __init__(self):
        self.hits = self.misses = self.alarms = 0
        self.delays = []

    def add(self, rule, label, found):
        result = outcome(rule, label, found)
        self.hits += result == "hit"
        self.misses += result in ("miss", "early")
        self.alarms += result in ("false", "early")
        if result == "hit":
            self.delays.append((found[rule] - label["labels"][rule]) / label["every"])

    @property
    def positives(self):
        return self.hits + self.misses

    @property
    def precision(self):
        fired = self.hits + self.alarms
        return self.hits / fired if fired else 0.0

    @property
    def recall(self):
        return self.hits / self.positives if self.positives else 0.0

    @property
    def f1(self):
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def scores(truth, found, rules):
    """The score of each rule over the runs of `truth`."""
    result = {rule: Score() for rule in rules}
    for run, label in truth.items():
        for rule in rules:
            result[rule].add(rule, label, found[run])
    return result


def macro_f1(result):
    counted = [s.f1 for s in result.values() if s.positives >= MACRO_LEAST]
    return sum(counted) / len(counted) if counted else 0.0


def rules_of_score():
    """The labels of score.py that count in the macro-F1."""
    spec = importlib.util.spec_from_file_location("score", os.path.join(DATA, "score.py"))
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    return [rule for rule in score.LABELS if rule != "slow_convergence"]
