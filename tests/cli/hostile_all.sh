#!/bin/sh
# Every program on files made to hurt (hostile_all.py).
mkdir "$TMPDIR/files"
exec python3 tests/cli/hostile_all.py "$BUILD/bin" "$TMPDIR/files"
