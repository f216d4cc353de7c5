#!/bin/sh
# tbtop --pipe without a terminal, and pipes that close.
. tests/cli/lib.sh
tbtop=$BUILD/bin/tbtop
trainers=$PWD/tests/cli/trainers
cd "$TMPDIR" || exit 1

# A part of the samples, as tfevents import reads them: the code is the same.
for log in "$trainers"/[a-g]*.txt; do
	name=$(basename "$log" .txt)
	"$tbtop" --pipe --once --logdir "piped/$name" <"$log" >out 2>err &&
		"$BUILD/bin/tfevents" import --logdir "imported/$name" "$log" 2>/dev/null &&
		"$BUILD/bin/tfevents" export --format=csv "piped/$name" | cut -d, -f2,3,5 >a &&
		"$BUILD/bin/tfevents" export --format=csv "imported/$name" | cut -d, -f2,3,5 >b &&
		cmp -s a b && grep -q '^tbtop: standard input: imported ' err
	verdict $? "$name: the points of tfevents import"
done

printf 'step 1 loss=2\nstep 2 loss=1\n' >text
TMPDIR=$PWD setsid -w "$tbtop" --pipe --size 80x24 <text >out 2>err
[ $? = 0 ] && [ "$(wc -l <out)" = 24 ] &&
	grep -q 'tbtop standard input  1 run  1 tag  2 points' out &&
	[ ! -s err ] && ! ls -d tbtop-* >/dev/null 2>&1
verdict $? 'without a terminal, a frame is printed at the end of the input'
try "$tbtop" --pipe --lines --once <text &&
	grep -qx 'input loss: 1 at step 2, best 1 at step 2, 2 points' out
verdict $? '--lines prints the values'
"$tbtop" --pipe --lines --every=0 <text 2>err | sed -n '/input loss/q'
verdict $? '--lines follows the input, until its own reader ends'
printf 'a=1,b=2\n' | "$tbtop" --pipe --lines --once --pattern='b=(?<bee>\d+)' >out 2>err &&
	grep -q '^input bee: 2 at step' out && ! grep -q '^input a' out
verdict $? '--pattern replaces the default patterns'
printf '{"it": 5, "x": 1}\nno json\n' |
	"$tbtop" --pipe --lines --once --input=jsonl --step=it --logdir=json >out 2>err &&
	grep -q '^json x: 1 at step 5' out && grep -q '1 record is skipped' err
verdict $? '--input and --step are those of import; what was skipped is reported'
echo 'nothing here' | "$tbtop" --pipe --once >out 2>err
[ $? = 1 ] && grep -q 'no numbers in 1 line; --pattern describes other formats' err
verdict $? 'an input without numbers is reported'
"$tbtop" --pipe --once --pattern='(' <text >out 2>err
[ $? = 2 ] && grep -q -- "--pattern '('" err
verdict $? 'a wrong pattern is refused'
"$tbtop" --once --logdir=x text >out 2>err
[ $? = 2 ] && grep -q 'need --pipe' err && [ ! -e x ]
verdict $? '--logdir alone is refused'
yes 'step 1 loss=1' | head -n 800000 >ten_megabytes
[ "$(wc -c <ten_megabytes)" -gt 10000000 ] &&
	"$tbtop" --pipe --lines --once <ten_megabytes >out 2>err &&
	grep -q '^input loss: .*, 800000 points' out
verdict $? 'ten megabytes of lines'
for mode in --once '--once --lines' '--once --format=svg'; do
	{ "$tbtop" $mode json 2>err; echo $? >status; } | head -c 1 >/dev/null
	[ "$(cat status)" -le 2 ] && { [ ! -s err ] || grep -q 'Broken pipe' err; }
	verdict $? "$mode: a pipe that closes does not kill it"
done
exit $fail
