#!/bin/sh
# The percentiles of tbtop's distributions equal those of TensorBoard, for random histograms.
set -u
sh tests/compat/venv.sh || exit $?
"$BUILD/venv/bin/python" tests/compat/percentiles.py >"$TMPDIR/cases" || exit 1
TBTOP_PERCENTILES=$TMPDIR/cases exec "$BUILD/tests/unit/tbtop/test_percentiles"
