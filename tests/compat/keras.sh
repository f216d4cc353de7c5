#!/bin/sh
# A training logged through our callback and the same training logged by Keras: record for record
# the same tags, steps, kinds, values, picture sizes. Keras' logs are fixtures; both sides are
# decoded by TensorBoard's own classes.
set -u
fixtures=$TFE_TESTDATA/compat/fixtures/writers.jsonl.gz
[ -r "$fixtures" ] || { echo "SKIP $fixtures is not there"; exit 77; }
sh tests/compat/venv.sh || exit $?

# A sanitized library needs its runtime loaded first, into the interpreter itself: python3 may be a
# shell script, and not every shell runs with it.
interpreter=$(python3 -c 'import sys; print(sys.executable)') || exit 1
library=$BUILD/lib/libtfevents.so
preload=$(ldd "$library" | sed -n 's/.*=> \(.*lib[at]san[^ ]*\) .*/\1/p' | head -n 1)
LD_PRELOAD=$preload ASAN_OPTIONS=detect_leaks=0 "$interpreter" tests/compat/keras.py write "$fixtures" "$library" "$TMPDIR/logs" ||
	exit 1
"$BUILD/venv/bin/python" "$TFE_TESTDATA/compat/expected.py" "$TMPDIR/logs" >"$TMPDIR/ours.jsonl" ||
	exit 1
exec python3 tests/compat/keras.py compare "$fixtures" "$TMPDIR/ours.jsonl"
