#!/bin/sh
# TensorBoard's profile plugin opens the recording that examples/every_kind writes. The plugin is
# large, so the suite runs only in `make check-full`, which sets PROFILE_PLUGIN.
set -u
if [ -z "${PROFILE_PLUGIN-}" ]; then
	echo 'SKIP the profile plugin: make check-full runs this suite'
	exit 77
fi
sh tests/compat/venv.sh venv-profile requirements_profile.txt || exit $?
"$BUILD/examples/every_kind" "$TMPDIR/logs" || exit 1
"$BUILD/examples/every_kind" --list >"$TMPDIR/list" || exit 1
exec "$BUILD/venv-profile/bin/python" tests/compat/profile.py "$TMPDIR/logs" "$TMPDIR/list"
