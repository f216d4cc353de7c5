#!/bin/sh
# The trainers among the examples: each one runs, and its log is shown by tfevents and tbtop.
. tests/cli/lib.sh

# trainer NAME TAG...: runs an example, whose log must have these tags.
trainer() {
	example=$1 logs=$TMPDIR/$1
	shift
	if ! [ -x "$BUILD/examples/$example" ]; then
		echo "ok $((n = n + 1)) - $example # SKIP it was not built: its library or compiler is missing"
		return
	fi
	try "$BUILD/examples/$example" "$logs" && try "$BUILD/bin/tfevents" ls "$logs"
	result=$?
	for tag; do grep -q "^  $tag  *[a-z]*  *[1-9]" "$TMPDIR/out" || result=1; done
	verdict $result "$example logs $*"
	try "$BUILD/bin/tbtop" --once --size 120x40 --format text --view scalars "$logs" &&
		grep -q "$1" "$TMPDIR/out"
	verdict $? "tbtop shows it"
	(cd "$TMPDIR" && "$BUILD/examples/$example" --help) >"$TMPDIR/out" 2>"$TMPDIR/err"
	[ $? = 2 ] && grep -q "^usage: $example" "$TMPDIR/err" && ! [ -e "$TMPDIR/--help" ]
	verdict $? 'and it says how to use it'
	! try "$BUILD/examples/$example" /dev/null/logs && grep -q /dev/null/logs "$TMPDIR/err"
	verdict $? 'a log directory that cannot be made is named'
}

trainer loop batch_loss epoch_loss line/gradients
trainer bigram loss learning_rate gradient_norm eval
trainer perceptron epoch_loss epoch_accuracy hidden/kernel
trainer xgboost_trees epoch_rmse checkpoints
trainer descent loss gradient_norm x
exit $fail
