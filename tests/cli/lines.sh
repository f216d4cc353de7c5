#!/bin/sh
# `tbtop --lines` (lines.py).
exec python3 tests/cli/lines.py "$BUILD/bin/tbtop" "$SRC/tests/cli/events.py" "$TMPDIR"
