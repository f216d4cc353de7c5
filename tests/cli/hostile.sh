#!/bin/sh
# `tfevents dump` on files made to hurt (hostile.py).
mkdir "$TMPDIR/files"
exec python3 tests/cli/hostile.py "$BUILD/bin/tfevents" "$TMPDIR/files"
