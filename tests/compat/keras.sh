#!/bin/sh
# Compares a training logged through the library's callback with the same training logged by Keras:
# each record has the same tag, step, kind, value and picture size. Keras' logs are fixtures;
# TensorBoard's own classes decode both sides.
set -u
fixtures=$TFE_TESTDATA/compat/fixtures/writers.jsonl.gz
[ -r "$fixtures" ] || { echo "SKIP $fixtures is not there"; exit 77; }
sh tests/compat/venv.sh || exit $?

# A sanitized library needs its runtime loaded first, into the interpreter itself: python3 may be a
# shell script, and some shells do not run with it.
interpreter=$(python3 -c 'import sys; print(sys.executable)') || exit 1
library=$BUILD/lib/libtfevents.so
preload=$(ldd "$library" | sed -n 's/.*=> \(.*lib[at]san[^ ]*\) .*/\1/p' | head -n 1)
LD_PRELOAD=$preload ASAN_OPTIONS=detect_leaks=0 "$interpreter" tests/compat/keras.py write \
	"$fixtures" "$library" "$TMPDIR/logs" || exit 1
"$BUILD/venv/bin/python" "$TFE_TESTDATA/compat/expected.py" "$TMPDIR/logs" >"$TMPDIR/ours.jsonl" ||
	exit 1
exec python3 tests/compat/keras.py compare "$fixtures" "$TMPDIR/ours.jsonl"
