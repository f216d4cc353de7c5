#!/bin/sh
# The SummaryWriter of examples/python/tfevents.py writes what that of tensorboardX writes, call by
# call, and has what tensorboardX cannot do without more packages: sound, videos, embeddings.
set -u
sh tests/compat/venv.sh || exit $?
python=$BUILD/venv/bin/python
"$python" -c 'import tensorboardX' 2>/dev/null || { echo 'SKIP tensorboardX is missing'; exit 77; }
library=$BUILD/lib/libtfevents.so
preload=$(ldd "$library" | sed -n 's/.*=> \(.*lib[at]san[^ ]*\) .*/\1/p' | head -n 1)
LD_PRELOAD=$preload ASAN_OPTIONS=detect_leaks=0 TFEVENTS_LIBRARY=$library \
	PYTHONPATH=examples/python PYTHONDONTWRITEBYTECODE=1 \
	exec "$python" tests/compat/summary_writer.py "$BUILD" "$TMPDIR" tensorboardX
