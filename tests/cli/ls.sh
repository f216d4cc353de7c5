#!/bin/sh
# tfevents ls: its listing for people and for programs, and its exit status.
. tests/cli/lib.sh
run_ls() { try "$BUILD/bin/tfevents" ls "$@"; }
cd "$TMPDIR" || exit 1

i=0
while [ $i -lt 5 ]; do
	echo "{\"step\": $((i * 10)), \"wall_time\": $((100 + i)), \"tag\": \"loss\", \"value\": $((4 - i)).5}"
	echo "{\"step\": $((i * 10)), \"wall_time\": $((100 + i)), \"tag\": \"w\", \"histogram\": [1, 2]}"
	i=$((i + 1))
done | events logs/run/events.out.tfevents.1.h
events logs/events.out.tfevents.1.h <<'END'
{"step": 9007199254740993, "wall_time": 1, "tag": "a\u001b[31mb", "double": 0.1}
END

run_ls --json logs
verdict $? 'a log directory is listed'
cat >expected <<END
{"run": "run", "tag": "loss", "kind": "scalar", "plugin": "", "points": 5, "superseded": 0, "first_step": 0, "last_step": 40, "last": 0.5, "min": 0.5, "max": 4.5, "nonfinite": 0, "crc32": "$(python3 -c 'import struct, zlib
print("%08x" % zlib.crc32(struct.pack("<5d", 4.5, 3.5, 2.5, 1.5, 0.5)))')"}
{"run": "run", "tag": "w", "kind": "histogram", "plugin": "", "points": 5, "superseded": 0, "first_step": 0, "last_step": 40}
END
grep '"run": "run", "tag"' out | cmp -s expected -
verdict $? 'points, steps, values and their checksum'
grep -q '"last_step": 9007199254740993, "last": 0.1, ' out
verdict $? 'steps and float64 are exact'
python3 -c 'import json, sys
for line in open("out"): json.loads(line)'
verdict $? 'each line is JSON'

run_ls logs && ! grep -q "$(printf '\033')" out && grep -qF 'a\x1b[31mb' out
verdict $? 'for people: no control byte gets through, no colour without a terminal'
[ "$(grep -c 'loss  *scalar  *5  *0..40  *0.5  *0.5  *4.5$' out)" = 1 ]
verdict $? 'a line a tag'

run_ls logs/run/events.out.tfevents.1.h && grep -q '^\. .*1 file' out
verdict $? 'a single file'
cp logs/run/events.out.tfevents.1.h kept.log
run_ls kept.log && grep -q '^  loss ' out
verdict $? 'of any name, where it is named itself'
run_ls --json name:logs/run && grep -q '"run": "name", "tag": "loss"' out
verdict $? 'name:path names the runs'

mkdir -p empty/below
run_ls empty
[ $? = 1 ] && grep -q 'empty' err && grep -qF '*tfevents*' err && grep -q '2 directories' err &&
	[ ! -s out ]
verdict $? 'an empty directory is said by name, with what was looked for; status 1'
mkfifo fifo && run_ls fifo
[ $? = 1 ] && [ "$(cat err)" = 'tfevents ls: fifo: is a FIFO, not an event file' ]
verdict $? 'what is no file is said as such, and no more'
run_ls missing
[ $? = 2 ] && grep -q 'missing' err && grep -q 'No such file' err
verdict $? 'a missing path; status 2'
run_ls 
[ $? = 2 ]
verdict $? 'no path; status 2'
run_ls --restarts=never logs
[ $? = 2 ]
verdict $? 'a wrong word; status 2'

{
	echo '{"step": 1, "wall_time": 1, "tag": "t", "value": 1}'
	echo '{"raw": "00112233445566778899aabbccddeeff00112233"}'
	echo '{"step": 2, "wall_time": 2, "tag": "t", "value": 2}'
} | events damaged/events.out.tfevents.1.h
mkfifo damaged/events.out.tfevents.2.h
run_ls --json damaged && grep -q '"tag": "t", .*"points": 2,' out && grep -q '"damage": 1' out &&
	grep -q '20 bytes skipped' err && grep -q 'FIFO' err
verdict $? 'damage is reported on stderr, costs itself only, and does not fail'

PYTHONPATH="$SRC/tests/cli" python3 - <<'END' || exit 1
import events, os
good = events.record(events.event({"step": 1, "tag": "a", "value": 1}))
os.makedirs("places/run")
with open("places/run/events.out.tfevents.1", "wb") as f:
    f.write(good + (good[:-1] + bytes([good[-1] ^ 1])) * 30000 + good)
END
run_ls --json places && grep -q '"damage": 30000' out && [ "$(wc -l <err)" = 22 ] &&
	head -n 1 err | grep -q 'run: 30000 damaged places; the first of each file are listed$' &&
	tail -n 1 err | grep -q '29980 more damaged places in this file, the first at byte offset'
verdict $? 'of thousands of damaged places the number is exact, and the first are listed'
run_ls places && grep -q 'damaged in 30000 places' out
verdict $? 'the table has the exact number of damaged places too'

# Even root cannot read a link to itself.
events unread/events.out.tfevents.1.h <<'END'
{"step": 1, "wall_time": 1, "tag": "t", "value": 1}
END
ln -s events.out.tfevents.2.h unread/events.out.tfevents.2.h
bad=0
for verb in ls export stats; do
	try "$BUILD/bin/tfevents" $verb unread
	[ $? = 2 ] && grep -q '[ ,]t' out && grep -q 'tfevents.2.h: cannot be read' err || bad=1
done
verdict $bad 'what cannot be read at all makes the status 2, and the rest is printed'

# A directory that links lead to is listed once, with its other names.
mkdir linked
for run in exp/a exp/b z; do
	echo '{"step": 1, "wall_time": 1, "tag": "t", "value": 1}' |
		events linked/$run/events.out.tfevents.1.h
done
ln -s exp/b linked/latest
ln -s exp linked/current
ln -s .. linked/exp/up
run_ls --json linked && [ "$(grep -c '"files"' out)" = 3 ] && [ ! -s err ] &&
	grep '"run": "exp/a", "files"' out | grep -q '"aliases": \["current/a"\]' &&
	grep '"run": "exp/b", "files"' out | grep -q '"aliases": \["current/b", "latest"\]' &&
	grep '"run": "z", "files"' out | grep -q '"aliases": \[\]'
verdict $? 'links to a run are its aliases'
run_ls linked && grep -q '^exp/b (also current/b, latest)  1 file' out
verdict $? 'for people, too'
bad=0
for verb in 'export --format=jsonl' 'stats --json'; do
	try "$BUILD/bin/tfevents" $verb --runs='^latest$' linked || bad=1
	[ "$(grep -c '"exp/b"' out)" = 1 ] && [ "$(wc -l <out)" = 1 ] || bad=1
done
verdict $bad '--runs takes an alias'
try "$BUILD/bin/tfevents" stats --json --runs='!latest|z' linked &&
	[ "$(grep -c '"exp/a"' out)" = 1 ] && [ "$(wc -l <out)" = 1 ]
verdict $? 'and leaves out by an alias'
try "$BUILD/bin/tfevents" diff --runs='^latest$' linked linked &&
	try "$BUILD/bin/tfevents" diff linked/latest linked/exp/b
verdict $? 'diff takes either'
[ "$("$BUILD/bin/tfevents" dump --json linked | grep -c '"run": "exp/b"')" = 2 ]
verdict $? 'dump prints it once, under the same name'
try "$BUILD/bin/tbtop" --once --runs='^latest$' linked
grep -q 'exp/b' out && ! grep -q 'exp/a' out
verdict $? 'tbtop takes an alias'

# More paths than any memory can store: 22 folders, each with two long links to the next one.
python3 - <<'END'
import os
for i in range(22):
    os.makedirs("ladder/%02d" % i)
for i in range(21):
    for k in 1, 2:
        os.symlink("../%02d" % (i + 1), "ladder/%02d/%0180d" % (i, k))
os.makedirs("many")
for i in range(20000):
    os.mkdir("many/%d" % i)
END
echo '{"step": 1, "wall_time": 1, "tag": "t", "value": 1}' |
	events ladder/21/events.out.tfevents.1.h
bad=0
for verb in 'ls --json --memory=16M' dump; do
	timeout 60 "$BUILD/bin/tfevents" $verb ladder/00 >out 2>err &&
		grep -q '[^a-z]t[^a-z]' out || bad=1
done
verdict $bad 'links that multiply are followed once'
run_ls --memory=2M many
[ $? = 2 ] &&
	grep -q '^tfevents ls: [0-9]* directories not searched: the memory limit is reached (use a larger --memory); first: many/' err
verdict $? 'what --memory leaves out is counted, and makes the status 2'

for f in 1 2; do
	for s in 0 1 2; do echo "{\"step\": $((s + f)), \"wall_time\": $((f * 100 + s)), \"tag\": \"t\", \"value\": $f}"; done |
		events "again/events.out.tfevents.$f.h"
done
run_ls --json again && grep -q '"points": 4, "superseded": 2,' out
verdict $? 'a later file that goes back supersedes'
run_ls --json --restarts=keep again && grep -q '"points": 6, "superseded": 0,' out
verdict $? 'or not'

data=${TFE_TESTDATA:-../shared}/compat/fixtures
if [ -d "$data" ]; then
	run_ls --json "$data" && [ "$(grep -c '"tag"' out)" -gt 100 ]
	verdict $? 'the fixtures'
else
	echo "ok $((n + 1)) - the fixtures # SKIP no $data"
fi

printf '%s\n' '{"hparams": {"lr": 0.1, "opt": "ad\u001bam", "amp": true}}' '{"status": 2}' \
	'{"step": 1, "tag": "loss", "value": 1}' | events trials/t/events.out.tfevents.1.h
run_ls --json trials
grep -qF '"hparams": {"lr": 0.1, "opt": "ad\u001bam", "amp": true}, "hparams_status": "failure"' out &&
	[ "$(grep -c '"hparams"' out)" = 3 ]
verdict $? 'a run has its hyperparameters and their status'
run_ls trials && grep -qF '  lr=0.1  opt=ad\x1bam  amp=true  (failure)' out
verdict $? 'for people too'
PYTHONPATH="$SRC/tests/cli" python3 -c 'import sys, events
plugin = events.sub(1, b"hparams") + events.sub(2, b"\x1a\x05")
value = events.sub(1, b"_hparams_/session_start_info") + events.sub(9, events.sub(1, plugin))
sys.stdout.buffer.write(events.record(events.sub(5, events.sub(1, value))))' \
	>>trials/t/events.out.tfevents.1.h
run_ls --json trials && grep -q '"damage": 1' out && grep -q '"hparams": {"lr": 0.1' out &&
	grep -q 'session_start_info: the content of the plugin hparams cannot be decoded' err
verdict $? 'a content that cannot be decoded is reported, and skipped'
exit $fail
