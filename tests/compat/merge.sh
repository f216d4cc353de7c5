#!/bin/sh
# TensorBoard shows the output of `tfevents merge` like the files of the run.
set -u
sh tests/compat/venv.sh || exit $?
# life FILE FIRST LAST WALL: writes the events of one session of a program.
life() {
	for step in $(seq "$2" "$3"); do
		echo "{\"step\": $step, \"wall_time\": $(($4 + step)), \"tag\": \"loss\", \"value\": $((step + $4))}"
		echo "{\"step\": $step, \"wall_time\": $(($4 + step)), \"tag\": \"exact\", \"double\": 0.$((step + $4))}"
		echo "{\"step\": $step, \"wall_time\": $(($4 + step)), \"tag\": \"w\", \"histogram\": [$step, $4]}"
	done | python3 tests/cli/events.py "$1"
}
runs=$TMPDIR/runs
life "$runs/resumed/events.out.tfevents.1" 0 9 100
life "$runs/resumed/events.out.tfevents.2" 5 12 200
life "$runs/resumed/events.out.tfevents.3" 0 3 300
cp -r "$runs/resumed" "$runs/started"
echo '{"step": 2, "wall_time": 350, "start": true}' |
	python3 tests/cli/events.py "$runs/started/events.out.tfevents.3"
echo '{"step": 3, "wall_time": 350, "start": true}' |
	python3 tests/cli/events.py "$runs/started/events.out.tfevents.4"
# The record with the version, which events.py writes first, has 40 bytes. Without a version a step
# back is a restart.
mkdir "$runs/bare"
for i in 1 2 3; do
	tail -c +41 "$runs/resumed/events.out.tfevents.$i" >"$runs/bare/events.out.tfevents.$i"
done
mkdir "$runs/some"
cp "$runs/resumed/events.out.tfevents.1" "$runs/bare/events.out.tfevents.2" \
	"$runs/resumed/events.out.tfevents.3" "$runs/some"
exec "$BUILD/venv/bin/python" tests/compat/merge.py "$BUILD/bin/tfevents" "$TMPDIR" "$runs"/*
