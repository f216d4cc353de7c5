#!/bin/sh
# Every program on hostile files (hostile_all.py); HOSTILE=large: on the few large ones (make
# check-full).
mkdir "$TMPDIR/files"
exec python3 tests/cli/hostile_all.py "$BUILD/bin" "$TMPDIR/files" ${HOSTILE:+"$HOSTILE"}
