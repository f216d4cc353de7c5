#!/bin/sh
# `tfevents dump --follow` (follow.py), on the small sample logs.
exec python3 tests/cli/follow.py "$BUILD/bin/tfevents" tests/golden/data/logs "$TMPDIR"
