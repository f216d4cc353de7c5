#!/bin/sh
# How far a verb is, on stderr where that is a terminal: progress.py asks each of them.
exec python3 tests/cli/progress.py "$BUILD/bin/tfevents"
