#!/bin/sh
# The progress of each verb on stderr, if that is a terminal (progress.py).
exec python3 tests/cli/progress.py "$BUILD/bin/tfevents"
