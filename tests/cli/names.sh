#!/bin/sh
# A value of --tags or --runs that matches nothing as a regular expression but equals the name of a
# tag or a run selects that name.
. tests/cli/lib.sh
cd "$TMPDIR" || exit 1
note='nothing matches this regular expression, so it is used as a name'
for run in 'a [1]' 'b [1]' 'c ('; do
	events "logs/$run/events.out.tfevents.1.h" <<'END'
{"step": 1, "tag": "loss", "value": 1}
{"step": 1, "tag": "loss [train]", "value": 2}
{"step": 1, "tag": "Episode / steps (mean)", "value": 3}
{"step": 1, "tag": "half (", "value": 4}
{"step": 1, "tag": "hist [a]", "histogram": [1, 2]}
{"step": 1, "tag": "hist a", "value": 5}
END
done

# selects LINES TAG COMMAND...: the command prints so many lines, of this tag alone, and a note
selects() {
	lines=$1 tag=$2
	shift 2
	try "$BUILD/bin/tfevents" "$@" && [ "$(wc -l <out)" = "$lines" ] &&
		[ "$(grep -cF "\"tag\": \"$tag\"" out)" = "$lines" ] &&
		[ "$(cat err)" = "tfevents $1: --tags: $note" ]
	verdict $? "$*"
}
selects 3 'loss [train]' stats --json --tags='loss [train]' logs
selects 3 'Episode / steps (mean)' export --format=jsonl --tags='Episode / steps (mean)' logs
selects 3 'half (' export --format=jsonl --tags='half (' logs
try "$BUILD/bin/tfevents" export --format=jsonl --tags='hist [a]' logs
[ $? = 0 ] && [ "$(grep -c '"tag": "hist a"' out)" = 3 ] && [ ! -s err ]
verdict $? 'an expression that matches another tag stays one'

try "$BUILD/bin/tfevents" export --format=jsonl --runs='b [1]' --tags='^loss$' logs
[ $? = 0 ] && [ "$(wc -l <out)" = 1 ] && grep -q '^{"run": "b \[1\]", "tag": "loss",' out &&
	[ "$(cat err)" = "tfevents export: --runs: $note" ]
verdict $? 'a run'
ln -s 'a [1]' 'logs/alias (x)'
try "$BUILD/bin/tfevents" export --format=jsonl --runs='alias (x)' --tags='^loss$' logs
[ $? = 0 ] && [ "$(grep -c '"run": "a \[1\]"' out)" = 1 ] && [ "$(wc -l <out)" = 1 ]
verdict $? 'an alias of a run'
try "$BUILD/bin/tfevents" stats --json --tags='!loss [train]' logs
[ $? = 0 ] && ! grep -qF 'loss [train]' out && grep -q '"loss"' out
verdict $? 'the others'
try "$BUILD/bin/tfevents" diff --json --tags='loss [train]' 'logs/a [1]' 'logs/b [1]'
[ $? = 0 ] && [ ! -s out ] && [ "$(cat err)" = "tfevents diff: --tags: $note" ]
verdict $? 'diff'
try "$BUILD/bin/tfevents" export --format=jsonl --tags='^loss$' logs
[ $? = 0 ] && [ "$(wc -l <out)" = 3 ] && [ ! -s err ]
verdict $? 'an expression that matches is no name'
try "$BUILD/bin/tfevents" export --tags='half [' logs
[ $? = 2 ] && grep -q -- '--tags: .* at character' err && [ ! -s out ]
verdict $? 'an expression that is neither valid nor a name is an error'
exit $fail
