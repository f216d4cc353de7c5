#!/bin/sh
# TensorBoard's profile plugin opens the recording that examples/every_kind writes.
set -u
sh tests/compat/venv.sh venv-profile ../full/requirements_profile.txt || exit $?
"$BUILD/examples/every_kind" "$TMPDIR/logs" || exit 1
"$BUILD/examples/every_kind" --list >"$TMPDIR/list" || exit 1
PYTHONPATH=tests/compat exec "$BUILD/venv-profile/bin/python" tests/full/profile_plugin.py \
	"$TMPDIR/logs" "$TMPDIR/list"
