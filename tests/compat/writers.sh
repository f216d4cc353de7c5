#!/bin/sh
# What torch, tensorboardX and TensorFlow wrote, written again by the library, is the same.
set -u
writers=$TFE_TESTDATA/compat/fixtures/writers
[ -d "$writers" ] || { echo "SKIP $writers is not there"; exit 77; }
sh tests/compat/venv.sh || exit $?
library=$BUILD/lib/libtfevents.so
preload=$(ldd "$library" | sed -n 's/.*=> \(.*lib[at]san[^ ]*\) .*/\1/p' | head -n 1)
LD_PRELOAD=$preload ASAN_OPTIONS=detect_leaks=0 TFEVENTS_LIBRARY=$library \
	PYTHONPATH=examples/python PYTHONDONTWRITEBYTECODE=1 \
	exec "$BUILD/venv/bin/python" tests/compat/writers.py "$BUILD" "$writers" "$TMPDIR/ours"
