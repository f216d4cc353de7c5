#!/bin/sh
# `tfevents check --webhook` (check_webhook.py).
exec python3 tests/cli/check_webhook.py "$BUILD/bin/tfevents" "$SRC/tests/cli/events.py" "$TMPDIR"
