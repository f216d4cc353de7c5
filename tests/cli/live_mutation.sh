#!/bin/sh
# Every program beside a process that mutates the log directory at random (live_mutation.py).
# LIVE_SECONDS and LIVE_SEED select the duration and the mutations. The directory is in memory if
# there is space, because files change faster there.
set -u
live=$TMPDIR
shm=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ "${shm:-0}" -gt 1000000 ] && live=$(mktemp -d /dev/shm/tfevents-XXXXXX); then
	trap 'chmod -R u+rwx "$live"; rm -rf "$live"' EXIT
	trap 'exit 2' INT TERM HUP
fi
python3 tests/cli/live_mutation.py "$BUILD/bin" --seconds "${LIVE_SECONDS:-12}" \
	--seed "${LIVE_SEED:-1}" --folder "$live" --keep "$TMPDIR"
