#!/bin/sh
# tfevents import: the logs of public trainers, CSV, JSON lines and patterns give the right points.
. tests/cli/lib.sh
trainers=$PWD/tests/cli/trainers
run_import() { try "$BUILD/bin/tfevents" import "$@"; }
cd "$TMPDIR" || exit 1

# A line for each tag: its steps and values, of six digits.
points() {
	"$BUILD/bin/tfevents" export --restarts=keep "$@" 2>/dev/null | sed 1d | awk -F, '
		!($2 in line) { order[++n] = $2 }
		{ value = $5 ~ /^-?[0-9]/ ? sprintf("%.6g", $5) : $5
		  line[$2] = line[$2] " " $3 ":" value }
		END { for (i = 1; i <= n; i++) print order[i] line[order[i]] }'
}
for log in "$trainers"/*.txt; do
	name=$(basename "$log" .txt)
	run_import --logdir "logs/$name" "$log" && points "logs/$name" >out &&
		diff "$trainers/$name.expected" out >err
	verdict $? "$name: steps and values"
done
"$BUILD/bin/tfevents" export --tags='^loss$' --format=jsonl logs/mmdetection >out 2>err
[ "$(sed -n 's/.*"wall_time": \([0-9.]*\),.*/\1/p' out | head -n 2 | tr '\n' ' ')" = \
	"$(date -d '2021-01-01 12:00:00' +%s) $(date -d '2021-01-01 12:00:30' +%s).5 " ]
verdict $? 'the times that a logger prints are wall times'
ls logs/mmdetection/events.out.tfevents."$(date -d '2021-01-01 12:00:00' +%s)".* >out 2>err
verdict $? 'and a file begins at the time of its first line'
sed 's/\r/\n/g' "$trainers/tqdm.txt" | "$BUILD/bin/tfevents" import --logdir bars - 2>err
points bars >out && diff "$trainers/tqdm.expected" out >err
verdict $? 'a progress bar written to a pipe, each state in its line'

# Export and import are inverse.
events exported/a/b/events.out.tfevents.1.h <<'END'
{"step": 0, "wall_time": 1.5, "tag": "loss", "value": 0.5}
{"step": 9223372036854775807, "wall_time": 2.25, "tag": "two\nlines, \"quoted\"", "value": 0.1}
END
events exported/events.out.tfevents.1.h <<'END'
{"step": 3, "wall_time": 1.5, "tag": "lr", "value": 1e-30}
END
for format in csv jsonl; do
	"$BUILD/bin/tfevents" export --format=$format exported |
		sed -e 's/two\\u000alines/two lines/' -e '/two$/{N;s/\n/ /;}' >$format.in
	run_import --format=$format --logdir from_$format $format.in &&
		"$BUILD/bin/tfevents" export --format=$format from_$format | cmp -s - $format.in
	verdict $? "$format: import of the output of export"
done
"$BUILD/bin/tfevents" export exported | run_import --logdir lines - &&
	"$BUILD/bin/tfevents" export lines | cmp -s - csv.in
verdict $? 'a line end in a tag becomes a blank'

printf 'it;when;loss;note;acc\n5;1700000000.5;0,5;x;\n6;1700000001;0.25;"a\nb";nan\n7;1\n' >table.csv
run_import --step=it --wall-time=when --logdir table table.csv &&
	"$BUILD/bin/tfevents" export table >out &&
	[ "$(cat out)" = 'run,tag,step,wall_time,value
.,loss,5,1700000000.5,0.5
.,loss,6,1700000001,0.25
.,acc,6,1700000001,NaN' ] &&
	grep -q 'table.csv: 1 record is skipped, the first is line 5: not as many fields as the heading' err
verdict $? 'CSV: columns by option, other separators, quoted line ends; a short record is reported'
printf 'Wall time,Step,Value\n1700000000,1,0.5\n' | run_import --logdir downloaded - &&
	[ "$("$BUILD/bin/tfevents" export downloaded | tail -n 1)" = '.,Value,1,1700000000,0.5' ]
verdict $? "TensorBoard's download"
printf 'epoch;loss;acc\n1;0,5;0,75\n2;1,234;-0,5\n' | run_import --logdir decimal - &&
	[ "$(points decimal)" = 'loss 1:0.5 2:1.234
acc 1:0.75 2:-0.5' ]
verdict $? 'CSV: where semicolons separate, a comma is that of a decimal number'
printf '"1","0.5"\n"2","0.25"\n' | run_import --format=csv --step=1 --logdir numbered - &&
	[ "$(points numbered)" = '2 1:0.5 2:0.25' ]
verdict $? 'CSV: columns without a heading are named by their numbers'
printf '# by a tool\n# step,loss\n1e1,0.5\n20.0,0.25\n30,\n' | run_import --logdir commented - &&
	[ "$(points commented)" = 'loss 10:0.5 20:0.25' ]
verdict $? 'CSV: comments, steps that are not written as integers, an empty field'
printf 'key,value,step,timestamp,run_uuid\nloss,0.5,3,1700000000250,a\nacc,0.75,3,1700000001500000,a\n' |
	run_import --logdir keys - && "$BUILD/bin/tfevents" export keys >out &&
	[ "$(sed 1d out)" = '.,loss,3,1700000000.25,0.5
.,acc,3,1700000001.5,0.75' ]
verdict $? 'CSV: a column of names and one of values; milliseconds and microseconds'
cat >state.json <<'END'
{
  "global_step": 20,
  "note": "a } and a \" in a string",
  "log_history": [
    {"epoch": 0.5, "loss": 2.5, "step": 10},
    {
      "epoch": 1.0,
      "eval_loss": 2.25,
      "step": 20
    }
  ]
}
END
run_import --logdir state state.json && [ "$(points state)" = 'loss 10:2.5
epoch 10:0.5 20:1
eval_loss 20:2.25' ]
verdict $? "a document of JSON: the state of a trainer"
printf '[{"step": 1, "loss": 0.5}, {"step": 2, "loss": 0.25}]\n{\n  no: 3\n}\nstep 4 loss=0.125\n{\n"open": 2\n' |
	run_import --logdir documents - && [ "$(points documents)" = 'loss 1:0.5 2:0.25 4:0.125
no 2:3
open 4:2' ]
verdict $? 'an array of JSON; brackets that are no JSON are text'
printf 'step 1 loss=0.5\r\nstep 2 loss=0.25\r\n' >windows
for mark in 'UTF-8 \357\273\277' 'UTF-16LE \377\376' 'UTF-16BE \376\377'; do
	{ printf '%b' "${mark#* }" && iconv -f UTF-8 -t "${mark%% *}" windows; } >marked.txt
	run_import --logdir "marked/${mark%% *}" marked.txt &&
		[ "$(points "marked/${mark%% *}")" = 'loss 1:0.5 2:0.25' ]
	verdict $? "${mark%% *} with a byte order mark, lines that end with CR LF"
done
printf '%s\n' '{"step": 1, "train": {"loss": 0.5, "acc": "0.75"}, "note": "x", "time": "now"}' 'no json' \
	'{"step": 2, "train": {"loss": 0.25}, "list": [1]}' >log.jsonl
run_import --format=jsonl --logdir nested log.jsonl && points nested >out &&
	[ "$(cat out)" = 'train/loss 1:0.5 2:0.25
train/acc 1:0.75' ] && grep -q '1 record is skipped, the first is line 2: not a JSON object' err
verdict $? 'JSON lines: objects in objects, numbers that are strings'
run_import --tags=acc --logdir some log.jsonl && [ "$(points some)" = 'train/acc 1:0.75' ]
verdict $? 'only some tags'

printf 'gen 5 best->12.5 mean->10\ngen 6 best->13.5 mean->11\n' >own.txt
run_import --pattern='gen (?<step>\d+)' --pattern='(?<name>\w+)->(?<value>\S+)' \
	--logdir own own.txt &&
	[ "$(points own)" = 'best 5:12.5 6:13.5
mean 5:10 6:11' ]
verdict $? 'patterns of the user'
run_import --pattern='(' --logdir none own.txt
[ $? = 2 ] && grep -q -e "--pattern '(': missing closing parenthesis at character 1" err &&
	run_import --pattern='x' --logdir none own.txt
[ $? = 2 ] && grep -q 'it has no named group' err && [ ! -e none ]
verdict $? 'a bad pattern: status 2, and no directory'
echo 'nothing here' | run_import --logdir none -
[ $? = 1 ] && grep -q -e '-: no numbers in 1 line; --pattern describes other formats' err && [ ! -e none ]
verdict $? 'no numbers: status 1, and no directory'
run_import --logdir none missing.txt
[ $? = 2 ] && grep -q 'missing.txt: No such file' err &&
	run_import --logdir none "$TMPDIR"
[ $? = 2 ] && grep -q ': Is a directory' err && [ "$(wc -l <err)" = 1 ] && run_import own.txt
[ $? = 2 ] && grep -q -e '--logdir DIR, the directory to write, is missing' err
verdict $? 'a missing file or directory: status 2'
: >plain && echo loss=1 | run_import --logdir plain/below -
[ $? = 2 ] && [ -s err ]
verdict $? 'a directory that cannot be made: status 2 and a word'
printf '%s\n' '{"run": "../up", "tag": "t", "value": 1}' '{"run": "/up", "tag": "t", "value": 1}' \
	'{"run": "a/b", "tag": "t", "value": 1}' | run_import --logdir inside/logs -
[ $? = 0 ] && [ "$(ls inside; ls inside/logs)" = 'logs
a' ] && grep -q '2 lines skipped: the name of the run cannot be a directory' err
verdict $? 'names of runs stay within the directory'
python3 -c 'print("loss=" + "9" * 10000000); print("x " * 5000000 + "acc=0.5"); print("loss=1")' |
	run_import --logdir long - && [ "$(points long)" = 'acc 0:0.5
loss 1:1' ]
verdict $? 'lines of 10 MB'
head -c 300000 /dev/urandom | run_import --logdir noise -
[ $? -lt 2 ] && { [ ! -e noise ] || "$BUILD/bin/tfevents" check --rules=damaged_file noise >out; }
verdict $? 'noise does no harm'

# A log that another program rotates.
printf 'step 1 loss=0.5\nstep 2 loss=0.25\n' >rotated
"$BUILD/bin/tfevents" import --follow --logdir turned rotated 2>err &
importer=$!
mkfifo turns
while [ ! -d turned ] && kill -0 $importer; do :; done
timeout 60 "$BUILD/bin/tfevents" dump --follow --json turned >turns 2>err2 &
follower=$!
waits() { sed -n 's/^voluntary_ctxt_switches:[[:space:]]*//p' "/proc/$importer/status"; }
# The importer waits, and looks for another file, several times. Fails if it ended.
until_it_looked() {
	last=$(($(waits) + 4))
	while now=$(waits 2>err3) && [ -n "$now" ]; do
		[ "$now" -le $last ] || return 0
	done
	return 1
}
{
	grep -m 1 '"step": 2' && echo 'step 3 loss=1' >rotated && grep -m 1 '"step": 3' &&
		mv rotated rotated.1 && mkdir rotated && until_it_looked && rmdir rotated &&
		echo 'step 4 loss=2' >rotated && grep -m 1 '"step": 4'
} <turns >out
verdict $? 'a followed file that is truncated, and one that is replaced, are read from the beginning'
kill $follower
kill -INT $importer
wait $importer
grep -q 'rotated: the file was truncated' err && grep -q 'rotated: another file has this name' err
verdict $? 'and both are reported'
echo 'step 1 loss=0.5' >input
echo 'step 9 loss=9' >./-
"$BUILD/bin/tfevents" import --follow --logdir unnamed - <input 2>err &
importer=$!
while [ ! -d unnamed ] && kill -0 $importer; do :; done
kill -INT $importer
wait $importer
rm ./-
[ "$(points unnamed)" = 'loss 1:0.5' ] && ! grep -q 'another file' err
verdict $? 'a file that is standard input has no name'
seq 20000 | sed 's/.*/step & loss=&/' >many
(ulimit -f 8 && run_import --logdir limited many)
[ $? = 2 ] && grep -q 'limited: cannot write' err && grep -q 'not all are written: read 20000' err
verdict $? 'a full disk: status 2, and the report says that points are missing'

# While the program runs, each line is written when it is printed.
mkfifo pipe
mkdir live
"$BUILD/bin/tfevents" import --follow --logdir live - <pipe 2>err &
importer=$!
exec 3>pipe
echo 'step 1 loss 0.5' >&3
mkfifo records
timeout 60 "$BUILD/bin/tfevents" dump --follow --json live >records 2>err &
follower=$!
grep -m 1 '"step": 1' records >out
verdict $? 'a pipe: points are in the file before the pipe ends'
kill $follower
kill -INT $importer
echo 'step 2 loss 0.25' >&3
exec 3>&-
wait $importer
[ $? = 0 ] && [ "$(points live)" = 'loss 1:0.5 2:0.25' ]
verdict $? 'after an interrupt, what the program still prints is read'
exit $fail
