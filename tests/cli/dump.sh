#!/bin/sh
# `tfevents` and `tfevents dump` with errors: the messages and the exit status.
set -u
fail=0
tfevents=$BUILD/bin/tfevents
log=$SRC/tests/golden/data/logs/torch_restart
cd "$TMPDIR" || exit 2

# expect STATUS WORD NAME COMMAND...: checks the status, and that stderr or stdout contains the word
# ("": stderr is empty)
expect() {
	want=$1 word=$2 name=$3
	shift 3
	"$@" >out 2>err </dev/null
	status=$?
	if [ $status != "$want" ]; then
		echo "FAIL $name: exit status $status, not $want"
	elif [ -z "$word" ] && [ -s err ]; then
		echo "FAIL $name: $(head -n 1 err)"
	elif [ -n "$word" ] && ! grep -qF -- "$word" err out; then
		echo "FAIL $name: '$word' is not said: $(head -n 1 err)"
	else
		echo "PASS $name"
		return
	fi
	fail=1
}

expect 2 'usage: tfevents VERB' 'no verb' "$tfevents"
expect 2 "did you mean 'dump'" 'a verb mistyped' "$tfevents" dupm
expect 2 "unknown verb 'frobnicate'" 'an unknown verb' "$tfevents" frobnicate
# Arguments may be file names with any bytes.
escape=$(printf 'x\033[31m')
expect 2 "unknown verb 'x\\x1b[31m'" 'an unknown verb with control bytes' "$tfevents" "$escape"
expect 2 "unknown option '--x\\x1b[31m'" 'an unknown option with control bytes' \
	"$tfevents" dump "--$escape"
expect 2 'x\x1b[31m: cannot open' 'tbtop: a missing path with control bytes' \
	"$BUILD/bin/tbtop" "$escape"
expect 2 '--x\x1b[31m' 'tbtop: an unknown option with control bytes' "$BUILD/bin/tbtop" "--$escape"
expect 0 'usage: tfevents VERB' 'help' "$tfevents" --help
expect 0 "tfevents $(cat "$SRC/VERSION")" 'version' "$tfevents" --version
expect 0 '--follow' 'help of a verb' "$tfevents" dump --help
expect 2 'usage: tfevents dump' 'no operand' "$tfevents" dump
expect 2 "unknown option '--jsn'; did you mean --json?" 'a misspelt option' "$tfevents" dump --jsn x
expect 2 "unknown option '--smooth'; did you mean --smoothing?" 'an abbreviated option' \
	"$BUILD/bin/tbtop" --smooth=secret x
expect 2 "unknown option '--zzzz'; tfevents" 'an unknown option' "$tfevents" dump --zzzz x
expect 2 'takes no value' 'a value too many' "$tfevents" dump --json=1 x
expect 2 'nowhere: cannot open: No such file' 'a missing directory' "$tfevents" dump nowhere
mkdir empty
expect 1 'no event files in empty: searched for *tfevents* in 1 directory' 'an empty directory' "$tfevents" dump empty
expect 0 '' 'a single file' "$tfevents" dump "$log"/events*.9
expect 0 '"run": "."' 'a single file is run .' "$tfevents" dump --json "$log"/events*.9
expect 0 '' 'operands after --' "$tfevents" dump --json -- "$log"

mkdir odd odd/events.out.tfevents.folder
mkfifo odd/events.out.tfevents.fifo
ln -s nowhere odd/events.out.tfevents.broken
cp "$log"/events*.9 odd/events.out.tfevents.good
expect 2 'is a FIFO, not an event file' 'a FIFO is passed over' "$tfevents" dump odd
rm odd/events.out.tfevents.broken
expect 0 'is a FIFO, not an event file' 'a FIFO alone is no trouble' "$tfevents" dump odd
expect 0 'events.out.tfevents.folder: is a directory, not an event file' 'nor is a directory of such a name' "$tfevents" dump odd
expect 0 'brain.Event:2' 'its neighbours are read' "$tfevents" dump odd
if [ "$(id -u)" != 0 ]; then
	chmod 0 odd/events.out.tfevents.good
	expect 2 'cannot open: Permission denied' 'a file that may not be read' "$tfevents" dump odd
	mkdir closed && chmod 0 closed
	expect 2 'closed: cannot be read: permission denied' 'a directory that may not be read' \
		"$tfevents" dump closed
	[ "$(wc -l <err)" = 1 ] && echo 'PASS and no more is said of it' ||
		{ echo 'FAIL and no more is said of it'; fail=1; }
	chmod 700 closed
else
	echo 'SKIP a file that may not be read: run as root'
fi

mkdir fifo && mv odd/events.out.tfevents.fifo fifo
expect 1 'is a FIFO, not an event file' 'but nothing else is nothing' "$tfevents" dump fifo
rm -r fifo odd
mkdir circle circle/run
ln -s .. circle/run/up
cp "$log"/events*.9 circle/run/
expect 0 '' 'links in a circle end' "$tfevents" dump circle
[ "$(grep -c brain.Event out)" = 1 ] && echo 'PASS each file once' ||
	{ echo 'FAIL each file once'; fail=1; }

# The limit of depth is that of `ls`.
deep=deep/$(printf 'd/%.0s' $(seq 64))
mkdir -p "${deep}e" && cp "$log"/events*.9 "$deep" && cp "$log"/events*.9 "${deep}e"
expect 2 '1 directory not searched: nested more than 64 levels deep' 'a directory nested too deep is named' "$tfevents" dump deep
[ "$(grep -c brain.Event out)" = 1 ] && echo 'PASS and skipped' ||
	{ echo 'FAIL and skipped'; fail=1; }
expect 2 '1 directory not searched: nested more than 64 levels deep' 'by ls too' "$tfevents" ls --json deep
[ "$(grep -c '"records"' out)" = 1 ] && echo 'PASS and skipped there' ||
	{ echo 'FAIL and skipped there'; fail=1; }
rm -r deep

mkdir many
python3 -c 'import os, sys
sys.path.insert(0, sys.argv[1])
from events import record
r = record(b"")
sys.stdout.buffer.write((r[:-1] + bytes([r[-1] ^ 1])) * 12000)' "$SRC/tests/cli" >many/tfevents
expect 0 '12000 damaged places, of which the first 20 are reported here' \
	'much damage is reported in few lines' "$tfevents" dump many
if [ "$(wc -l <err)" = 21 ] && [ "$(grep -c . out)" -ge 12000 ]; then
	echo 'PASS and listed'
else
	echo "FAIL and listed: $(wc -l <err) lines reported, $(grep -c . out) listed"
	fail=1
fi
rm -r many

name=$(printf 'bad\377\033name')
mkdir "$name"
cp "$log"/events*.9 "$name/events.out.tfevents.$name"
expect 0 '' 'names of any bytes' "$tfevents" dump --json .
python3 -c 'import json, sys
lines = [json.loads(l) for l in open("out", encoding="utf-8")]
sys.exit(not any(l["run"] == "bad\ufffd\x1bname" for l in lines))' &&
	echo 'PASS JSON stays JSON' || { echo 'FAIL JSON stays JSON'; fail=1; }
"$tfevents" dump . | grep -q "$(printf '\033')" &&
	{ echo 'FAIL no control byte reaches the terminal'; fail=1; } ||
	echo 'PASS no control byte reaches the terminal'

expect 2 'cannot write: No space left' 'a full disk' \
	sh -c '"$0" dump --json "$1" >/dev/full' "$tfevents" "$log"
expect 0 '' 'a reader that goes away' sh -c '"$0" dump --json "$1" "$1" "$1" "$1" "$1" "$1" "$1" "$1" "$1" "$1" | head -n 1' "$tfevents" "$log"
exit $fail
