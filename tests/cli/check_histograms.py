"""Histograms that are not what they should be: `tfevents check` judges each run in bounded time,
and reports no illness of the training that the numbers do not show.

    check_histograms.py TFEVENTS FOLDER
"""
import json
import math
import os
import resource
import struct
import subprocess
import sys

from events import packed, record, sub, varint

TAGS = [f"{layer}/{part}" for layer in ("fc1", "head")
        for part in ("kernel", "bias", "kernel_grad", "bias_grad")]
TAGS += ["act1/relu", "act2/tanh", "data/input"]
STEPS = 8


def histogram(limits, counts, low, high, total=None, mean=0.0, square=1.0):
    num = float(sum(counts)) if total is None else total
    moments = [low, high, num, mean * num, square * num]
    return (b"".join(varint(i << 3 | 1) + struct.pack("<d", m) for i, m in enumerate(moments, 1)) +
            packed(6, limits) + packed(7, counts))


def bell(rows, step):
    """The rows of a bell that becomes a little wider with each step."""
    width = 0.1 * (1 + 0.01 * step)
    limits = [width * (8 * (i + 1) / rows - 4) for i in range(rows)]
    counts = [math.ceil(3e5 / rows * math.exp(-8 * ((i + 0.5) / rows * 2 - 1) ** 2))
              for i in range(rows)]
    return limits, counts, -4 * width, 4 * width, width * width


def plain(rows):
    def at(step):
        limits, counts, low, high, square = bell(rows, step)
        return histogram(limits, counts, low, high, square=square)
    return at


def changed(change):
    """A histogram of 30 rows after `change` of its limits, counts, least and greatest value."""
    def at(step):
        limits, counts, low, high, square = bell(30, step)
        limits, counts, low, high = change(limits, counts, low, high)
        return histogram(limits, counts, low, high, square=square)
    return at


def replaced(values, i, value):
    return values[:i] + [value] + values[i + 1:]


# name -> histogram at a step, and the rules that may report it
CASES = {
    "10,000 rows": (plain(10000), set()),
    "one row": (lambda step: histogram([1.0], [500], -1 - 0.01 * step, 1.0, square=0.2), set()),
    "two rows": (lambda step: histogram([0.0, 1.0], [250, 250 + step], -1.0, 1.0, square=0.3),
                 set()),
    "no rows": (lambda step: histogram([], [], 0.0, 0.0), set()),
    "rows without values": (lambda step: histogram([0.0, 1.0], [0, 0], 0.0, 0.0), set()),
    "a NaN count": (changed(lambda l, c, a, b: (l, replaced(c, 9, math.nan), a, b)), None),
    "a NaN limit": (changed(lambda l, c, a, b: (replaced(l, 9, math.nan), c, a, b)), None),
    "NaN as least value": (changed(lambda l, c, a, b: (l, c, math.nan, b)), {"nonfinite"}),
    "an infinite range": (changed(lambda l, c, a, b: (l, c, -math.inf, math.inf)), {"nonfinite"}),
    "an infinite count": (changed(lambda l, c, a, b: (l, replaced(c, 9, math.inf), a, b)), None),
    "a negative count": (changed(lambda l, c, a, b: (l, replaced(c, 9, -5.0), a, b)), None),
    "reversed limits": (changed(lambda l, c, a, b: (l[::-1], c, a, b)), None),
    "reversed range": (changed(lambda l, c, a, b: (l, c, b, a)), None),
    "more limits than counts": (changed(lambda l, c, a, b: (l + [9.0], c, a, b)), None),
    "equal limits": (changed(lambda l, c, a, b: ([0.05] * 30, c, a, b)), None),
    "NaN moments": (lambda step: histogram([0.0, 1.0], [5, 5], -1.0, 1.0, 10.0, math.nan, math.nan),
                    {"nonfinite"}),
    "a count of 1e300": (lambda step: histogram([0.0, 1.0], [1e300, 1e300], -1.0, 1.0), set()),
}
# What the reader says about values that it cannot use.
READER = {"damaged_file"}


def write(folder, at):
    os.makedirs(folder)
    out = [record(b"\x09" + struct.pack("<d", 1.7e9) + sub(3, b"brain.Event:2"))]
    for step in range(STEPS):
        values = b"".join(sub(1, sub(1, tag.encode()) + sub(5, at(step))) for tag in TAGS)
        values += sub(1, sub(1, b"loss") + b"\x15" + struct.pack("<f", 2 / (1 + step)))
        out.append(record(b"\x09" + struct.pack("<d", 1.7e9 + step) + b"\x10" + varint(step) +
                          sub(5, values)))
    with open(os.path.join(folder, "events.out.tfevents.1700000000.host"), "wb") as f:
        f.write(b"".join(out))


def main(tfevents, folder):
    for i, (name, (at, allowed)) in enumerate(CASES.items()):
        run = os.path.join(folder, str(i))
        write(run, at)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run([tfevents, "check", "--json", "--fail-on=never", run],
                              capture_output=True, text=True, timeout=60, check=False)
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        rules = {}
        for line in done.stdout.splitlines():
            f = json.loads(line)
            rules[f["rule"]] = f["message"]
        allowed = (READER | {"nonfinite"}) if allowed is None else allowed | READER
        wrong = set(rules) - allowed
        ok = done.returncode == 0 and not wrong and seconds < 2
        print(f"{'ok' if ok else 'not ok'} - {name}")
        if not ok:
            print(f"# status {done.returncode}, {seconds:.1f} s, {done.stderr[:200]}")
            for rule in wrong:
                print(f"# {rule}: {rules[rule]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
