"""Runs for tests/health/healthy.py: curves with realistic noise, weights that train, and event
files with scalars and the histograms of TensorFlow 1 and torch."""
import bisect
import math
import os
import random
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from events import packed, record, sub, varint

POSITIVE = [1e-12 * 1.1**k for k in range(774)]
LIMITS = [-v for v in reversed(POSITIVE)] + [0.0] + POSITIVE


def histogram(values):
    """A HistogramProto whose limits grow by 10 %, without the rows beside empty ones."""
    counts = {}
    for v in values:
        k = bisect.bisect_left(LIMITS, v)
        counts[k] = counts.get(k, 0) + 1
    rows = sorted(set(counts) | {k - 1 for k in counts if k})
    moments = [min(values), max(values), len(values), sum(values), sum(v * v for v in values)]
    out = b"".join(varint(i << 3 | 1) + struct.pack("<d", m) for i, m in enumerate(moments, 1))
    return out + packed(6, [LIMITS[k] for k in rows]) + packed(7, [counts.get(k, 0) for k in rows])


class Tensor:
    """Weights that start as a bell or a box of the standard deviation `sd`, and move by `drift`
    times that in the course of a training."""

    def __init__(self, rng, sd, count=320, mean=0.0, drift=0.6, box=False):
        draw = (lambda: rng.uniform(-1.732, 1.732)) if box else (lambda: rng.gauss(0, 1))
        self.start = [mean + sd * draw() for _ in range(count)]
        self.way = [sd * drift * rng.gauss(0, 1) for _ in range(count)]

    def at(self, x):
        """The values when the share `x` of the training is done."""
        done = 1 - math.exp(-3 * x)
        return [a + done * b for a, b in zip(self.start, self.way)]


class Run:
    """A run: its random numbers depend on its name alone."""

    def __init__(self, folder, name):
        self.folder = os.path.join(folder, name)
        self.rng = random.Random(name)
        self.events = {}

    def normal(self, sd=1.0, mean=0.0):
        return self.rng.gauss(mean, sd)

    def fall(self, n, start, floor, tau=0.1, noise=0.03, power=1.0):
        """A loss of n points: a power law of the scale `tau` (a share of the training), times the
        noise of batches."""
        shape = [(1 + i / n / tau) ** -power for i in range(n)]
        last = shape[-1]
        return [(floor + (start - floor) * (s - last) / (1 - last)) * math.exp(self.normal(noise))
                for s in shape]

    def rise(self, n, start, end, tau=0.1, noise=0.01):
        """An accuracy or a reward of n points."""
        return [end - (end - start) * math.exp(-i / n / tau) + self.normal(noise) for i in range(n)]

    def tensor(self, sd, **more):
        return Tensor(self.rng, sd, **more)

    def sample(self, sd, count=240, tail=0.5):
        """Gradients or activations: a bell whose width varies between the units."""
        return [self.normal(sd * math.exp(self.normal(tail))) for _ in range(count)]

    def scalars(self, every=1, part="", first=0, **series):
        self.add({tag: v for tag, v in series.items()}, every, part, first)

    def add(self, series, every=1, part="", first=0):
        """Series of scalars by tag, with a point at each `every`-th step."""
        for tag, values in series.items():
            for i, v in enumerate(values):
                value = sub(1, tag.encode()) + b"\x15" + struct.pack("<f", v)
                self.put(part, first + i * every, value)

    def loss(self, n=120, **more):
        """A falling loss, for runs whose subject is the histograms."""
        self.add({"train/loss": self.fall(n, 2.3, 0.3, 0.08, 0.06), **more}, 10)

    def histograms(self, tensors, n=24, every=50, part=""):
        """Histograms by tag at n steps: a Tensor, or a function of the share that is done."""
        for tag, t in tensors.items():
            for i in range(n):
                values = (t.at if isinstance(t, Tensor) else t)(i / (n - 1))
                self.put(part, i * every, sub(1, tag.encode()) + sub(5, histogram(values)))

    def put(self, part, step, value):
        self.events.setdefault(part, {}).setdefault(step, []).append(sub(1, value))

    def write(self):
        for part, steps in self.events.items():
            folder = os.path.join(self.folder, part)
            os.makedirs(folder, exist_ok=True)
            time = 1.7e9
            out = [record(b"\x09" + struct.pack("<d", time) + sub(3, b"brain.Event:2"))]
            for step in sorted(steps):
                head = b"\x09" + struct.pack("<d", time + step) + b"\x10" + varint(step)
                out.append(record(head + sub(5, b"".join(steps[step]))))
            with open(os.path.join(folder, "events.out.tfevents.1700000000.host"), "wb") as f:
                f.write(b"".join(out))


def cosine(n, peak, warm=0.0, end=0.0):
    """A learning rate that rises for the share `warm`, and falls as half a cosine."""
    k = int(n * warm)
    fall = [end + (peak - end) * (1 + math.cos(math.pi * i / max(1, n - k - 1))) / 2
            for i in range(n - k)]
    return [peak * (i + 1) / (k + 1) for i in range(k)] + fall


def linear(n, peak, warm=0.06):
    """A learning rate that rises for the share `warm`, and falls to 0 in a line."""
    k = int(n * warm)
    return [peak * min((i + 1) / max(1, k), (n - i) / (n - k)) for i in range(n)]


def steps(n, peak, at, factor=0.1):
    """A learning rate that is multiplied by `factor` at each of the shares `at`."""
    return [peak * factor ** sum(i >= n * a for a in at) for i in range(n)]


def times(values, factors):
    return [a * b for a, b in zip(values, factors)]


def plus(*series):
    return [sum(v) for v in zip(*series)]
