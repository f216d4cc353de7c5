#!/bin/sh
# `tfevents check --follow` (check_follow.py).
exec python3 tests/cli/check_follow.py "$BUILD/bin/tfevents" "$SRC/tests/cli/events.py" "$TMPDIR"
