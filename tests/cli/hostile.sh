#!/bin/sh
# `tfevents dump` on hostile files (hostile.py).
mkdir "$TMPDIR/files"
exec python3 tests/cli/hostile.py "$BUILD/bin/tfevents" "$TMPDIR/files"
