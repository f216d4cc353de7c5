#!/bin/sh
# --restarts in every program, and the number of superseded points that each one reports.
. tests/cli/lib.sh
cd "$TMPDIR" || exit 1

# Three trainings of 10 points of each of two tags, each from step 0; another run of one.
for k in 0 1 2; do
	for s in 0 1 2 3 4 5 6 7 8 9; do
		for tag in loss lr; do
			echo "{\"step\": $s, \"wall_time\": $((1000 + k * 100 + s)), \"tag\": \"$tag\", \"value\": 1.5}"
		done
	done | events "logs/again/events.out.tfevents.$((1000 + k * 100)).h"
done
for s in 0 1 2; do echo "{\"step\": $s, \"wall_time\": $((1000 + s)), \"tag\": \"loss\", \"value\": 1}"; done |
	tee part | events logs/once/events.out.tfevents.1000.h
sed 1q part | events one/events.out.tfevents.1000.h
sed 1q part | sed 's/1000/2000/' | events one/events.out.tfevents.2000.h
# The single point of a training is superseded by a training.
for s in 1 2; do echo "{\"step\": $s, \"wall_time\": $((2000 + s)), \"tag\": \"lr\", \"value\": 1}"; done |
	events one/events.out.tfevents.2000.h

tfevents() { try "$BUILD/bin/tfevents" "$@"; }
reports() { [ "$(cat "$TMPDIR/err")" = "tfevents $1: $2 (--restarts=keep shows $3)" ]; }

for verb in export stats check; do
	tfevents $verb logs && reports $verb '40 points superseded by 2 restarts' them
	verdict $? "$verb reports superseded points once"
	tfevents $verb --restarts=keep logs && [ ! -s err ]
	verdict $? "$verb --restarts=keep has none"
	tfevents $verb logs/once && [ ! -s err ]
	verdict $? "$verb of a run without restarts says nothing"
	tfevents $verb one && reports $verb '1 point superseded by 1 restart' it
	verdict $? "$verb counts one point and one restart"
done
for verb in export stats; do
	tfevents $verb --tags=lr logs && reports $verb '20 points superseded by 2 restarts' them
	verdict $? "$verb reports those of the selected tags"
	tfevents $verb --runs=once logs && [ ! -s err ]
	verdict $? "$verb reports those of the selected runs"
done
tfevents diff logs/again logs/again && reports diff '80 points superseded by 4 restarts' them
verdict $? 'diff reports those of both sides once'
tfevents diff --restarts=keep logs/again logs/again && [ ! -s err ]
verdict $? 'diff --restarts=keep has none'
tfevents ls one && grep -q '6 records, 1 point superseded by 1 restart$' out
verdict $? 'ls counts one point and one restart'
tfevents ls --restarts=keep logs && ! grep -q superseded out
verdict $? 'ls --restarts=keep has none'
header() { "$BUILD/bin/tbtop" --once --size 120x40 "$@" 2>err | sed 1q >out; }
header logs && grep -q ' 23 points (40 superseded)' out
verdict $? 'the header of tbtop counts the points that are drawn'
header --restarts=keep logs && grep -q ' 63 points' out && ! grep -q superseded out
verdict $? 'tbtop --restarts=keep draws all'

"$BUILD/bin/tbtop" --once --size 120x40 one >out 2>err && grep -q '▸1 superseded' out
verdict $? 'a chart marks the place of the restart'

# Two ranks write one tag at the same steps, at different levels.
for rank in 0 1; do
	s=0
	while [ $s -lt 80 ]; do
		echo "{\"step\": $s, \"wall_time\": $((3000 + s)), \"tag\": \"loss\", \"value\": $((rank * 40 + 2 + 100 / (s + 1)))}"
		s=$((s + 1))
	done | events ranks/events.out.tfevents.300$rank.h
done
tfevents check --json --fail-on=warning ranks &&
	grep -q '"rule": "several_writers", "severity": "info"' out
verdict $? 'several writers of one tag are information'
tfevents ls --json ranks && grep -q '"points": 160,' out && grep -q '"damage": 0' out
verdict $? 'and no damage'
names() { sed -n 's|^{"run": "\([^"]*\)", "files".*|\1|p' out; }
tfevents ls --json --per-file ranks && [ "$(names)" = "$(cd ranks && ls)" ]
verdict $? 'ls --per-file: each file is a run'
tfevents ls --json --per-file all:. && names | grep -qx all/ranks/events.out.tfevents.3001.h
verdict $? 'in its directory'
tfevents check --json --per-file ranks && ! grep -q several_writers out
verdict $? 'check --per-file judges each writer'
tfevents export --per-file ranks && [ "$(grep -c '^events.out.tfevents.3001.h,loss,' out)" = 80 ]
verdict $? 'export --per-file has all points of each'
header --per-file ranks && grep -q ' 2 runs  1 tag  160 points' out
verdict $? 'tbtop --per-file draws a curve of each file'
exit $fail
