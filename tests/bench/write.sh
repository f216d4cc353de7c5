#!/bin/sh
# Measures tensorboardX and torch, as far as they are installed, with the same scalars, histograms
# and images as bench_write, in alternation with it, and prints how many times less time tfevents
# takes. PEER_PYTHON names a Python that has them:
#
#   python3 -m venv /tmp/peer && /tmp/peer/bin/pip install tensorboardX pillow torch tensorboard
#   make bench T=write PEER_PYTHON=/tmp/peer/bin/python
set -u
: "${PEER_PYTHON:=python3}" "${BUILD:=build}"
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
for module in tensorboardX torch.utils.tensorboard; do
	"$PEER_PYTHON" -c "import $module" 2>/dev/null || {
		echo "  $module: SKIP: $PEER_PYTHON does not have it (PEER_PYTHON names one that does)"
		continue
	}
	"$PEER_PYTHON" - "$dir" "$BUILD/tests/bench/bench_write" $module <<'END'
import importlib
import statistics
import subprocess
import sys
import time

import numpy

directory, program, module = sys.argv[1:]
SummaryWriter = importlib.import_module(module).SummaryWriter
N, RUNS, ROUNDS = 20000, 5, 3


def clock_of(function, clock=time.perf_counter_ns):
    begin = clock()
    function()
    return clock() - begin


def measure():
    """The median times of the other writer in nanoseconds."""
    writer = SummaryWriter(directory, max_queue=N)
    begin = time.process_time_ns()
    scalars = [clock_of(lambda: writer.add_scalar("train/loss", 1 / (1 + i), i)) for i in range(N)]
    writer.flush()
    cpu = (time.process_time_ns() - begin) / N
    values = numpy.random.default_rng(1).uniform(-1, 1, 1000000).astype("float32")
    histograms = [clock_of(lambda: writer.add_histogram("weights", values, i), time.thread_time_ns)
                  for i in range(RUNS)]
    y, x = numpy.mgrid[0:256, 0:256]
    inside = (x - 128) ** 2 + (y - 100) ** 2 < 5000
    noise = numpy.random.default_rng(1).integers(0, 4, (256, 256, 3))
    picture = [numpy.where(inside, 180 - y // 2, x // 2 + c * 30) for c in range(3)]
    picture = (numpy.stack(picture, 2) + noise).astype("uint8")
    images = [clock_of(lambda: writer.add_image("image", picture, i, dataformats="HWC"),
                       time.thread_time_ns) for i in range(RUNS)]
    writer.close()
    return {"scalar": statistics.median(scalars), "scalar_cpu": cpu,
            "histogram": statistics.median(histograms), "image": statistics.median(images)}


NAMES = {"scalar": "add_scalar, seen by the caller", "scalar_cpu": "add_scalar, CPU of all threads",
         "histogram": "histogram of 1 M float32", "image": "image of 256x256 RGB"}
ours, theirs = [], []
for _ in range(ROUNDS):
    theirs.append(measure())
    output = subprocess.run([program, "--values"], check=True, capture_output=True, text=True)
    ours.append({line.split()[0]: float(line.split()[1]) for line in output.stdout.splitlines()})
for key, name in NAMES.items():
    peer, own = (statistics.median(m[key] for m in ms) for ms in (theirs, ours))
    ratios = sorted(t[key] / o[key] for t, o in zip(theirs, ours))
    print(f"  {module:24} {name}: {peer / 1000:.1f} us, tfevents {own / 1000:.3f} us: "
          f"{ratios[ROUNDS // 2]:.0f} times less ({ratios[0]:.0f} to {ratios[-1]:.0f})")
END
done
