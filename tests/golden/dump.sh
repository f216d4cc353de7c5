#!/bin/sh
# Compares `tfevents dump` of the small logs in data/logs byte for byte with logs.jsonl, which was
# compared with TensorBoard's own classes when it was created; and `dump` and `ls` of the files that
# the tests of each kind of summary write, in data/kinds. To create the listings again:
# tests/golden/dump.sh --bless
set -u
: "${BUILD:=build}"
data=tests/golden/data
if [ "${1-}" = --bless ]; then
	"$BUILD/bin/tfevents" dump --json $data/logs >$data/logs.jsonl
	"$BUILD/bin/tfevents" dump $data/logs >$data/logs.txt
	"$BUILD/bin/tfevents" dump --json $data/kinds >$data/kinds.jsonl
	"$BUILD/bin/tfevents" ls $data/kinds >$data/kinds.ls
	exit
fi
fail=0
compare() {
	if [ "$3" = 0 ] && cmp -s "$1" "$2"; then
		echo "PASS $4"
	else
		echo "FAIL $4: exit status $3"
		diff "$1" "$2" | head -n 20
		fail=1
	fi
}
"$BUILD/bin/tfevents" dump --json $data/logs >"$TMPDIR/json" 2>"$TMPDIR/err"
compare $data/logs.jsonl "$TMPDIR/json" $? 'dump --json'
"$BUILD/bin/tfevents" dump $data/logs >"$TMPDIR/txt" 2>"$TMPDIR/err"
compare $data/logs.txt "$TMPDIR/txt" $? 'dump'
"$BUILD/bin/tfevents" dump --json $data/kinds >"$TMPDIR/kinds" 2>"$TMPDIR/err"
compare $data/kinds.jsonl "$TMPDIR/kinds" $? 'dump --json of each kind'
"$BUILD/bin/tfevents" ls $data/kinds >"$TMPDIR/ls" 2>"$TMPDIR/err"
compare $data/kinds.ls "$TMPDIR/ls" $? 'ls of each kind'
exit $fail
