#!/bin/sh
# tfevents graph: the graph of an ONNX model in a log directory.
. tests/cli/lib.sh
tfevents="$BUILD/bin/tfevents"
model=$PWD/tests/golden/data/onnx/model.onnx
cd "$TMPDIR" || exit 1
graph() { try "$tfevents" graph "$@"; }

graph "$model" --logdir new/run && [ ! -s out ] && [ ! -s err ] &&
	try "$tfevents" ls new && grep -q '__run_graph__ *graph' out
verdict $? 'a model becomes the graph of a run that did not exist'

bad=0
head -c 100 "$model" >cut.onnx
: >empty.onnx
mkdir folder
mkfifo fifo
for name in cut.onnx empty.onnx folder fifo missing.onnx; do
	graph "$name" --logdir none
	[ $? = 2 ] && grep -q "^tfevents graph: $name: " err && [ ! -e none ] || bad=1
done
verdict $bad 'a file that is no model is named, and nothing is written'

graph "$model"
[ $? = 2 ] && grep -q -- '--logdir DIR' err && graph "$model" "$model" --logdir none
[ $? = 2 ] && grep -q '2 models' err && [ ! -e none ]
verdict $? 'the log directory and one model are needed'

graph "$model" --logdir /dev/null/run
[ $? = 2 ] && grep -q '/dev/null' err
verdict $? 'a log directory that cannot be made is named'
exit $fail
