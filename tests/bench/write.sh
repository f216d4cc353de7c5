#!/bin/sh
# Measures tensorboardX with the same scalars and the same histogram, in one run with bench_write
# and bench_histogram. PEER_PYTHON names a Python that has it:
#
#   python3 -m venv /tmp/peer && /tmp/peer/bin/pip install tensorboardX
#   make bench T=write PEER_PYTHON=/tmp/peer/bin/python
set -u
: "${PEER_PYTHON:=python3}"
"$PEER_PYTHON" -c 'import tensorboardX' 2>/dev/null || {
	echo "  tensorboardX     SKIP: $PEER_PYTHON does not have it (PEER_PYTHON names one that does)"
	exit 0
}
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
"$PEER_PYTHON" - "$dir" <<'END'
import statistics
import sys
import time

import numpy
import tensorboardX

N, RUNS = 50000, 5
writer = tensorboardX.SummaryWriter(sys.argv[1], max_queue=N)
ns, cpu = [], time.process_time()
for step in range(N):
    begin = time.perf_counter_ns()
    writer.add_scalar("train/loss", 1 / (1 + step), step)
    ns.append(time.perf_counter_ns() - begin)
writer.flush()
cpu = (time.process_time() - cpu) / N
ns.sort()
print(f"  tensorboardX     add_scalar: median {ns[N // 2]} ns, 99.9 % {ns[N // 1000 * 999]} ns, {cpu * 1e9:.0f} ns CPU")
values, ms = numpy.random.default_rng(1).standard_normal(1000000).astype("float32"), []
for step in range(RUNS):
    begin = time.perf_counter()
    writer.add_histogram("weights", values, step)
    ms.append((time.perf_counter() - begin) * 1e3)
print(f"  tensorboardX     histogram, 1 M float32: median {statistics.median(ms):.1f} ms, best {min(ms):.1f} ms")
writer.close()
END
