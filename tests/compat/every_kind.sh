#!/bin/sh
# TensorBoard's plugins return the values that examples/every_kind writes and lists.
set -u
sh tests/compat/venv.sh || exit $?
"$BUILD/examples/every_kind" "$TMPDIR/logs" || exit 1
"$BUILD/examples/every_kind" --list >"$TMPDIR/list" || exit 1
exec "$BUILD/venv/bin/python" tests/compat/every_kind.py "$TMPDIR/logs" "$TMPDIR/list"
