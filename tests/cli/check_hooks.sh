#!/bin/sh
# `tfevents check --exec` (check_hooks.py).
exec python3 tests/cli/check_hooks.py "$BUILD/bin/tfevents" "$SRC/tests/cli/events.py" "$TMPDIR"
