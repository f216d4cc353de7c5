#!/bin/sh
# tfevents merge: the files of a run in one file, which is read like the separate ones.
. tests/cli/lib.sh
tfevents="$BUILD/bin/tfevents"
merge() { try "$tfevents" merge "$@"; }
# The contents of a run, except the number of its files, bytes and records: series with counts and
# checksums.
holds() {
	for how in supersede keep tensorboard; do
		"$tfevents" ls --json --restarts=$how "$1" 2>/dev/null |
			sed 's/"files".*"tags"/"tags"/; s/"first_wall_time": [0-9.]*,//; s/"run": *"[^"]*"//; s/"damage.*//'
	done
}
# merges FOLDER NAME: merges it into an empty run of another log directory, whose contents are then
# the same.
merges() {
	rm -rf one && mkdir one
	merge "$1" -o one/events.out.tfevents.1
	[ $? -le "${3:-0}" ] && holds "$1" >before && holds one >after && [ -s before ] &&
		cmp before after >>out
	verdict $? "$2"
}
cd "$TMPDIR" || exit 1
SRC=${SRC:-$OLDPWD}
events="python3 $SRC/tests/cli/events.py"

# life FILE FIRST LAST WALL TAG...: writes scalars from one step to another, one per second from
# WALL on.
life() {
	life_file=$1 life_first=$2 life_last=$3 life_wall=$4
	shift 4
	for tag; do
		for step in $(seq "$life_first" "$life_last"); do
			echo "{\"step\": $step, \"wall_time\": $((life_wall + step)), \"tag\": \"$tag\", \"value\": $((step + life_wall))}"
		done
	done | $events "$life_file"
}
life resumed/events.out.tfevents.1 0 9 100 loss accuracy
life resumed/events.out.tfevents.2 5 12 200 loss accuracy
life resumed/events.out.tfevents.3 0 3 300 loss
merges resumed 'a run that was resumed twice'
"$tfevents" ls one | grep -q ' 2 restarts'
verdict $? 'still tells its restarts'
cat resumed/* | cmp - one/events.out.tfevents.1
verdict $? 'is its files one after the other'

life beside/events.out.tfevents.1 0 9 100 loss
life beside/events.out.tfevents.2 0 4 200 eval
life beside/events.out.tfevents.3 0 2 300 eval
merges beside 'an evaluation beside the training, which supersedes its own points alone'

life started/events.out.tfevents.1 0 9 100 loss
echo '{"step": 4, "wall_time": 300, "start": true}' | $events started/events.out.tfevents.1
life started/events.out.tfevents.1 4 5 300 loss
merges started 'a SessionLog START'

echo '{"tag": "w", "histogram": [0.5, 1], "wall_time": 1}' | $events blobs/tfevents.1
echo '{"tag": "w", "histogram": [3, 5], "step": 1, "wall_time": 2}' | $events blobs/tfevents.2
merges blobs histograms
"$tfevents" dump --json blobs >before && "$tfevents" dump --json one >after && cmp before after
verdict $? 'every record stands in it'

# The first record of these event files has 40 bytes.
mkdir bare &&
	for i in 1 2 3; do
		tail -c +41 resumed/events.out.tfevents.$i >bare/events.out.tfevents.$i
	done
merges bare 'files that tell no version'
mkdir half && cp resumed/events.out.tfevents.1 bare/events.out.tfevents.[23] half
merges half 'files of which some tell no version'

mkdir damaged && cp resumed/* damaged && printf garbage >>damaged/events.out.tfevents.1 &&
	head -c 300 resumed/events.out.tfevents.2 >damaged/events.out.tfevents.2
merges damaged 'a run with damage, as far as it is whole' 1
merge damaged -o one/events.out.tfevents.2
[ $? = 1 ] &&
	grep -q '^tfevents merge: damaged/events.out.tfevents.1: skipped 7 bytes at byte offset ' err &&
	grep -q '^merged [0-9]* records of 3 files, skipped [0-9]* bytes in 2 places$' out
verdict $? 'what is left out is named with its place, and the status says so'

mkdir many
PYTHONPATH="$SRC/tests/cli" python3 -c 'import events, sys
r = events.record(events.event({"step": 1, "tag": "a", "value": 1}))
sys.stdout.buffer.write(r + (r[:-1] + bytes([r[-1] ^ 1])) * 3000)' >many/events.out.tfevents.1
merge many -o one/events.out.tfevents.many
[ $? = 1 ] && [ "$(grep -c 'skipped [0-9]* bytes at byte offset' err)" = 20 ] &&
	grep -q '3000 parts skipped, the first 20 are reported' err &&
	grep -q ' in 3000 places$' out
verdict $? 'of thousands of damaged places the first 20 and the number are reported'

"$tfevents" merge damaged -o one/events.out.tfevents.closed >out 2>&-
cmp one/events.out.tfevents.2 one/events.out.tfevents.closed >err
verdict $? 'with stderr closed no word of it gets into the file'

merge resumed/events.out.tfevents.2 ./resumed/events.out.tfevents.1 resumed \
	-o one/events.out.tfevents.3 &&
	cat resumed/* | cmp - one/events.out.tfevents.3
verdict $? 'files in any order, and named twice, are read in order and once'

life runs/events.out.tfevents.1 0 3 100 loss
life runs/below/events.out.tfevents.1 0 3 100 loss
merge runs -o one/events.out.tfevents.4 &&
	cmp runs/events.out.tfevents.1 one/events.out.tfevents.4 &&
	grep -q 'runs/below/events.out.tfevents.1: belongs to another run' err
verdict $? 'other runs are left out, with a word'

cp resumed/events.out.tfevents.1 was && ln resumed/events.out.tfevents.1 link
for output in resumed/events.out.tfevents.1 link ./resumed/events.out.tfevents.1; do
	merge resumed -o $output
	[ $? = 2 ] && cmp was resumed/events.out.tfevents.1 >>out
	verdict $? "an input under the name $output is not written over"
done
merge resumed -o resumed/events.out.tfevents.4 &&
	grep -q 'is in the directory of its inputs' err && rm resumed/events.out.tfevents.4
verdict $? 'an output in the directory of the run is warned of'
merge resumed -o merged && grep -q 'contains "tfevents"' err
verdict $? 'so is one that TensorBoard would not find'
mkdir empty
merge empty -o none
[ $? = 1 ] && [ ! -e none ]
verdict $? 'nothing to merge is status 1, and makes nothing'
merge missing resumed -o none
[ $? = 2 ] && [ ! -e none ]
verdict $? 'a missing operand is status 2, and makes nothing'
merge resumed
[ $? = 2 ] && grep -q -- '-o FILE, the file to create, is missing' err
verdict $? 'an output must be named'
merge resumed -o ''
[ $? = 2 ] && grep -q -- '-o FILE, the file to create, is missing' err
verdict $? 'by more than nothing'
merge resumed -o missing/events.out.tfevents.1
[ $? = 2 ]
verdict $? 'a folder that is not there is said'
(ulimit -f 1 && trap '' XFSZ && "$tfevents" merge resumed resumed/* -o full.tfevents) >out 2>err
[ $? = 2 ] && [ ! -e full.tfevents ] && [ -s err ] && ! ls -a . one | grep -q '\.part$'
verdict $? 'a disk that is full makes nothing, and leaves nothing behind'

# Runs of several files that other programs wrote.
if [ -d "${TFE_TESTDATA:=$SRC/../shared}/compat/fixtures" ]; then
	find "$TFE_TESTDATA/compat/fixtures" -name '*tfevents*' | sed 's|/[^/]*$||' | sort |
		uniq -d >several
	while read -r folder; do
		merges "$folder" "$folder"
	done <several
	[ -s several ]
	verdict $? 'there are such'
else
	echo "ok $((n + 1)) - runs of others # SKIP no $TFE_TESTDATA/compat/fixtures"
fi
exit $fail
