#!/bin/sh
# The examples run, and so does the demonstration without a terminal: one frame, the findings, and
# the name of the sick training.
. tests/cli/lib.sh

[ -x "$BUILD/examples/digits" ] ||
	{ echo 'SKIP the examples were not built (libfann is missing)'; exit 77; }

try "$BUILD/examples/read_scalars" tests/golden/data/logs/torch_restart/*.9 &&
	[ "$(wc -l <"$TMPDIR/out")" = 20 ]
verdict $? 'read_scalars prints every scalar of a file'
try "$BUILD/examples/read_scalars" tests/golden/data/logs/damaged/flip_length/* && grep -q '39 bytes at byte offset 242: length checksum' "$TMPDIR/err"
verdict $? 'and what it passes over'

try "$BUILD/examples/write" "$TMPDIR/kinds" &&
	"$BUILD/bin/tfevents" ls "$TMPDIR/kinds" >"$TMPDIR/out" 2>"$TMPDIR/err" &&
	[ "$(grep -cE '^  (__run_graph__ +graph|loss +scalar +20|weights(/even)? +histogram +20|images/(grey|rgba) +image|confusion +image|confusion/counts +tensor|notes +text) ' "$TMPDIR/out")" = 9 ]
verdict $? 'write writes one of each kind'

# Reading what every_kind wrote: no damage, the kinds and plugins, every tag of its list.
try "$BUILD/examples/every_kind" "$TMPDIR/every" && [ ! -s "$TMPDIR/err" ] &&
	"$BUILD/examples/every_kind" --list >"$TMPDIR/list" &&
	try "$BUILD/bin/tfevents" dump --json "$TMPDIR/every" && [ ! -s "$TMPDIR/err" ] &&
	python3 - "$TMPDIR/list" "$TMPDIR/out" <<'END'
import json
import sys
listed, dumped = ([json.loads(line) for line in open(path)] for path in sys.argv[1:])
steps = {}
for value in dumped:
    steps.setdefault(value.get("tag"), set()).add(value["step"])
    assert not any(key.endswith("error") for key in value), value
for value in listed:
    if value["kind"] not in ("embedding", "mesh", "layout", "graph", "keras", "hparams",
                             "profile"):
        assert value["step"] in steps[value["tag"]], value
members = {"hparams", "pr_curve", "mesh", "layout", "costs", "keras_model", "nodes"}
assert members <= {key for value in dumped for key in value}
END
verdict $? 'every_kind writes what it lists, and dump decodes the content of each plugin'
try "$BUILD/bin/tfevents" ls "$TMPDIR/every" && [ ! -s "$TMPDIR/err" ]
bad=$?
for plugin in hparams pr_curves tfe_roc mesh custom_scalars my_plugin tfe_confusion_matrix \
	graph_keras_model; do
	grep -q "of the plugin $plugin\$" "$TMPDIR/out" || bad=1
done
for kind in scalar histogram image audio text tensor graph run_metadata; do
	grep -q "^  [^ ]* *$kind  " "$TMPDIR/out" || bad=1
done
verdict $bad 'ls names each kind and plugin'

images() { try "$BUILD/examples/read_images" "$1" "$2"; }
images "$TMPDIR/kinds" "$TMPDIR/plain" && n=$(ls "$TMPDIR/plain" | wc -l) && [ "$n" -gt 2 ] &&
	[ "$(wc -l <"$TMPDIR/out")" = "$n" ] &&
	[ "$(head -qc 4 "$TMPDIR"/plain/*.png | tr -cd P | wc -c)" = "$n" ] &&
		grep -q '	images/rgba	' "$TMPDIR/out"
verdict $? 'read_images writes each of its images'
mkdir "$TMPDIR/gz" &&
	for f in "$TMPDIR"/kinds/*tfevents*; do gzip -c "$f" >"$TMPDIR/gz/${f##*/}.gz"; done
images "$TMPDIR/gz" "$TMPDIR/unpacked" && diff -r "$TMPDIR/plain" "$TMPDIR/unpacked"
verdict $? 'the same from a compressed file'
mkdir "$TMPDIR/hurt" && cp "$TMPDIR"/kinds/*tfevents* "$TMPDIR/hurt"
python3 - "$TMPDIR"/hurt/* <<'END'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[data.index(b"IHDR") + 6] ^= 1
open(sys.argv[1], "wb").write(data)
END
images "$TMPDIR/hurt" "$TMPDIR/left" && grep -q 'data checksum mismatch, at byte offset' "$TMPDIR/err" && left=$(ls "$TMPDIR/left" | wc -l) && [ "$left" -ge 1 ] && [ "$left" -lt "$n" ]
verdict $? 'of a damaged one those that are whole, and the damage'
images "$TMPDIR/kinds" "$TMPDIR/plain"
[ $? = 2 ] && grep -q 'plain/000000_step_.*File exists' "$TMPDIR/err"
verdict $? 'no file is overwritten'
images "$TMPDIR/nowhere" "$TMPDIR/left"
[ $? = 2 ] && grep -q nowhere "$TMPDIR/err"
verdict $? 'a log directory that is missing is named'
mkdir -p "$TMPDIR/long/train"
seq 0 119999 | sed 's/.*/{"step": &, "tag": "epoch_loss", "value": 0.5}/' | events "$TMPDIR/long/train/events.out.tfevents.1"
echo '{"step": 120000, "tag": "epoch_loss", "value": NaN}' | events "$TMPDIR/long/train/events.out.tfevents.2"
try "$BUILD/examples/judge" "$TMPDIR/long" && grep -qx epoch_loss "$TMPDIR/out" &&
	grep -q '^120001 points' "$TMPDIR/out" &&
	grep -q "^error nonfinite: train epoch_loss: .*($TMPDIR/long/train/events.out.tfevents.2)" "$TMPDIR/out"
verdict $? 'judge visits points that were dropped, and names run, tag and file of a finding'
"$BUILD/examples/judge" "$TMPDIR/nowhere" >"$TMPDIR/out" 2>"$TMPDIR/err"
[ $? = 2 ] && grep -q nowhere "$TMPDIR/err"
verdict $? 'and names a log directory that is missing'
try "$BUILD/examples/stop" "$TMPDIR/line" &&
	grep -q '^stopped after epoch [1-9]: divergence in train/epoch_loss: the loss rose to ' "$TMPDIR/out" &&
	"$BUILD/bin/tfevents" dump --json "$TMPDIR/line" >"$TMPDIR/dump" &&
	grep -q '"tag": "tripwire".*error: divergence in train/epoch_loss: the loss rose to ' "$TMPDIR/dump" &&
	[ "$(grep -c '"tag": "epoch_loss"' "$TMPDIR/dump")" -lt 20 ]
verdict $? 'stop ends a training that diverges, and logs the reason'
bad=0
for example in write every_kind read_scalars read_images judge stop fann_callback; do
	(cd "$TMPDIR" && "$BUILD/examples/$example" --help) >"$TMPDIR/out" 2>"$TMPDIR/err"
	[ $? = 2 ] && grep -q "^usage: $example" "$TMPDIR/err" && ! [ -e "$TMPDIR/--help" ] || bad=1
done
verdict $bad 'who asks for help gets no log directory of that name'
! try "$BUILD/examples/write" /dev/null/logs && grep -q /dev/null/logs "$TMPDIR/err"
verdict $? 'and names a log directory that cannot be made'

try "$BUILD/examples/fann_callback" "$TMPDIR/xor" &&
	ls "$TMPDIR/xor"/train/events.out.tfevents.* >/dev/null
verdict $? 'fann_callback logs what FANN reports'
! try "$BUILD/examples/fann_callback" /dev/null/logs && grep -q /dev/null/logs "$TMPDIR/err"
verdict $? 'a log directory that cannot be made is named'

try "$BUILD/examples/digits" --logdir "$TMPDIR/a" --epochs 2 &&
	try "$BUILD/examples/digits" --logdir "$TMPDIR/b" --epochs 2 &&
	grep -q '^epoch 1 accuracy 0\.[89]' "$TMPDIR/out"
verdict $? 'digits learns'
try "$BUILD/bin/tfevents" ls "$TMPDIR/b" && grep -q '^  epoch_steps_per_second ' "$TMPDIR/out" &&
	[ "$(wc -l <"$TMPDIR/b/train/00000/pixels/metadata.tsv")" = 65 ]
verdict $? 'with every argument of the callback of Keras but that of the profiler'
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

mkfifo "$TMPDIR/lines"
"$BUILD/examples/digits" --logdir "$TMPDIR/stopped" --epochs 0 --pace 5 >"$TMPDIR/lines" 2>&1 &
pid=$!
exec 3<"$TMPDIR/lines"
while read -r line <&3; do case $line in 'epoch 0'*) break ;; esac; done
kill "$pid" && wait "$pid"
verdict $? 'a signal ends the training, and the log is finished'
exec 3<&-

try sh examples/demo.sh "$BUILD" "$TMPDIR/demo"
verdict $? 'the demonstration works without a terminal'
grep -q 'epoch_loss' "$TMPDIR/out" && grep -q healthy/train "$TMPDIR/out"
verdict $? 'it shows the dashboard'
grep -q '^sick/train' "$TMPDIR/demo/findings" && grep -q large_weights "$TMPDIR/demo/findings" &&
	! grep -q '^healthy' "$TMPDIR/demo/findings"
verdict $? 'the sick training is found, nothing is wrong with the healthy one'
exit $fail
