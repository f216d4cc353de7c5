#!/bin/sh
# Every program on files made to hurt (hostile_all.py); HOSTILE=large: on the few that are large
# (make check-full).
mkdir "$TMPDIR/files"
exec python3 tests/cli/hostile_all.py "$BUILD/bin" "$TMPDIR/files" ${HOSTILE:+"$HOSTILE"}
