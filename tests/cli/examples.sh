#!/bin/sh
# The examples run, and the demonstration without a terminal: one frame, the findings, the sick training by its name.
. tests/cli/lib.sh

[ -x "$BUILD/examples/digits" ] || { echo 'SKIP the examples were not built (libfann is missing)'; exit 77; }

try "$BUILD/examples/read_scalars" tests/golden/data/logs/torch_restart/*.9 && [ "$(wc -l <"$TMPDIR/out")" = 20 ]
verdict $? 'read_scalars prints every scalar of a file'
try "$BUILD/examples/read_scalars" tests/golden/data/logs/damaged/flip_length/* && grep -q '39 bytes at 242: a length fails' "$TMPDIR/err"
verdict $? 'and what it passes over'

try "$BUILD/examples/write" "$TMPDIR/kinds" && "$BUILD/bin/tfevents" ls "$TMPDIR/kinds" >"$TMPDIR/out" 2>"$TMPDIR/err" &&
	[ "$(grep -cE '^  (__run_graph__ +graph|loss +scalar +20|weights(/even)? +histogram +20|images/(grey|rgba) +image|confusion +image|confusion/counts +tensor|notes +text) ' "$TMPDIR/out")" = 9 ]
verdict $? 'write writes one of each kind'
bad=0
for example in write read_scalars fann_callback; do
	(cd "$TMPDIR" && "$BUILD/examples/$example" --help) >"$TMPDIR/out" 2>"$TMPDIR/err"
	[ $? = 2 ] && grep -q "^usage: $example" "$TMPDIR/err" && ! [ -e "$TMPDIR/--help" ] || bad=1
done
verdict $bad 'who asks for help gets no log directory of that name'
! try "$BUILD/examples/write" /dev/null/logs && grep -q /dev/null/logs "$TMPDIR/err"
verdict $? 'and names a log directory that cannot be made'

try "$BUILD/examples/fann_callback" "$TMPDIR/xor" && ls "$TMPDIR/xor"/train/events.out.tfevents.* >/dev/null
verdict $? 'fann_callback logs what FANN reports'
! try "$BUILD/examples/fann_callback" /dev/null/logs && grep -q /dev/null/logs "$TMPDIR/err"
verdict $? 'a log directory that cannot be made is named'

try "$BUILD/examples/digits" --logdir "$TMPDIR/a" --epochs 2 && try "$BUILD/examples/digits" --logdir "$TMPDIR/b" --epochs 2 &&
	grep -q '^epoch 1 accuracy 0\.[89]' "$TMPDIR/out"
verdict $? 'digits learns'
try "$BUILD/examples/digits"
[ $? = 2 ] && grep -q 'usage: digits' "$TMPDIR/err"
verdict $? 'digits without a log directory says how to use it'
try "$BUILD/examples/digits" --logdir "$TMPDIR/c" --data /nowhere.csv
[ $? = 2 ] && grep -q /nowhere.csv "$TMPDIR/err"
verdict $? 'digits names data that are missing'
echo '1,2,3' >"$TMPDIR/short.csv"
try "$BUILD/examples/digits" --logdir "$TMPDIR/c" --data "$TMPDIR/short.csv"
[ $? = 2 ] && grep -q 'short.csv:1' "$TMPDIR/err"
verdict $? 'and the line that is wrong'

"$BUILD/examples/digits" --logdir "$TMPDIR/stopped" --epochs 0 --pace 5 >"$TMPDIR/out" 2>&1 &
pid=$!
tries=0
until grep -q '^epoch 0' "$TMPDIR/out" || [ $tries -gt 600 ]; do tries=$((tries + 1)); sleep 0.1; done
kill "$pid" && wait "$pid"
verdict $? 'a signal ends the training, and the log is finished'

try sh examples/demo.sh "$BUILD" "$TMPDIR/demo"
verdict $? 'the demonstration works without a terminal'
grep -q 'epoch_loss' "$TMPDIR/out" && grep -q healthy/train "$TMPDIR/out"
verdict $? 'it shows the dashboard'
grep -q '^sick/train' "$TMPDIR/demo/findings" && grep -q large_weights "$TMPDIR/demo/findings" &&
	! grep -q '^healthy' "$TMPDIR/demo/findings"
verdict $? 'the sick training is found, nothing is wrong with the healthy one'
exit $fail
