#!/bin/sh
# tfevents extract: the files have the bytes, and NumPy the arrays, that TensorBoard reads.
set -u
sh tests/compat/venv.sh || exit $?
"$BUILD/examples/every_kind" "$TMPDIR/logs/every" || exit 1
"$BUILD/examples/write" "$TMPDIR/logs/write" || exit 1
exec "$BUILD/venv/bin/python" tests/compat/extract.py "$BUILD/bin/tfevents" "$TMPDIR"
