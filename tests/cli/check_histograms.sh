#!/bin/sh
# `tfevents check` on histograms that no tensor has (check_histograms.py).
mkdir "$TMPDIR/runs"
exec python3 tests/cli/check_histograms.py "$BUILD/bin/tfevents" "$TMPDIR/runs"
