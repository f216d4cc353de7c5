#!/bin/sh
# Compares a training logged through the library's callback with the same training logged by Keras:
# each record has the same tag, step, kind, value and picture size. keras_run is the log of a
# training with every argument of Keras' callback; tests/full/keras.sh makes a new one.
set -u
# A sanitized library needs its runtime loaded first, into the interpreter itself: python3 may be a
# shell script, and some shells do not run with it.
interpreter=$(python3 -c 'import sys; print(sys.executable)') || exit 1
library=$BUILD/lib/libtfevents.so
preload=$(ldd "$library" | sed -n 's/.*=> \(.*lib[at]san[^ ]*\) .*/\1/p' | head -n 1)
replay() {
	LD_PRELOAD=$preload ASAN_OPTIONS=detect_leaks=0 "$interpreter" \
		tests/compat/keras_replay.py "$BUILD/bin/tfevents" "$library" "$@"
}
fail=0
replay "$TMPDIR/run" --run keras_run tests/compat/keras_run || fail=1
fixtures=$TFE_TESTDATA/compat/fixtures/writers.jsonl.gz
if [ -r "$fixtures" ]; then
	replay "$TMPDIR/fixtures" "$fixtures" || fail=1
else
	echo "SKIP $fixtures is not there"
fi
exit $fail
