#!/bin/sh
# tfevents check: damage and findings, the output for people and for programs, and the exit status.
. tests/cli/lib.sh
check() { try "$BUILD/bin/tfevents" check "$@"; }
cd "$TMPDIR" || exit 1

# A healthy run, a run with a NaN, one with zero kernels, and a training whose validation loss
# turns.
python3 - <<'END' || exit 1
import json, math, os
def lines(path, events):
    with open(path, "w") as f:
        f.writelines(json.dumps(e) + "\n" for e in events)
fall = [0.2 + 2 * math.exp(-i / 10) for i in range(40)]
lines("well", [{"step": i, "tag": "train/loss", "value": v} for i, v in enumerate(fall)])
lines("nan", [{"step": i, "tag": "loss", "value": v if i < 30 else "nan"}
              for i, v in enumerate(fall)])
lines("zero", [{"step": 3, "tag": "fc%d/kernel" % k, "histogram": [0] * 32} for k in range(1, 9)])
lines("train", [{"step": i, "tag": "epoch_loss", "value": v} for i, v in enumerate(fall)])
lines("val", [{"step": i, "tag": "epoch_loss", "value": v if i < 10 else fall[10] + 0.05 * (i - 10)}
              for i, v in enumerate(fall)])
END
events logs/well/events.out.tfevents.1.h <well
events logs/nan/events.out.tfevents.1.h <nan
events logs/zero/events.out.tfevents.1.h <zero
events logs/fit/train/events.out.tfevents.1.h <train
events logs/fit/validation/events.out.tfevents.1.h <val

check logs/well
[ $? = 0 ] && [ "$(cat out)" = 'nothing found in 1 run' ]
verdict $? 'a healthy run: status 0, and a word'

check logs
[ $? = 1 ] && [ ! -s err ]
verdict $? 'errors are status 1'
cat >expected <<END
fit/validation
  warning: overfit in epoch_loss (steps 15 to 39, still)
    the held-out loss rose from 0.9358 (step 10) to about 2.311 (step 39), \
while the training loss falls; 25 of 40 points are above 1.149
    likely:
      - the model memorises the training examples: it is too large for their number
      - there is no regularisation, or training took too long
      - the held-out data differ from the training data, or labels are wrong
    try:
      - stop at the best step, and keep its checkpoint
      - use more data, or augmentation
      - regularise: weight decay, dropout
      - use a smaller model

nan
  error: nonfinite in loss (steps 30 to 39, still)
    10 of 40 points not finite, first at step 30 (NaN); the last value before it was 0.31
    likely:
      - the learning rate is too high
      - the loss or a layer takes the logarithm or square root of 0, or divides by 0
      - the inputs are not scaled, or the data contain NaN
      - a float16 value overflowed
    try:
      - stop, and go back to the last good checkpoint
      - lower the learning rate 10 times; clip the gradient norm at 1
      - search the batch of that step for NaN and outliers
      - rescale the inputs from raw or [0,1] to [-1,1]
      - compute the loss from logits; add an epsilon inside log, sqrt and division
      - with float16, check the loss scale

zero
  error: constant_weights in fc1/kernel (step 3, still)
    8 of 8 kernels, first in fc1/kernel: all 32 weights are 0 at step 3: all units learn the same
    also in fc2/kernel, fc3/kernel, fc4/kernel, fc5/kernel and 3 more
    likely:
      - the kernel is initialised with zeros or a constant
      - a checkpoint of another model was loaded in part
    try:
      - initialise the kernel at random: He for the ReLU family, Glorot for tanh and sigmoid
      - use zeros for biases only

2 errors, 1 warning in 5 runs
END
cmp -s out expected || diff expected out
cmp -s out expected
verdict $? 'for people: runs, worst first, evidence, causes, remedies, layers in one'

check --json logs
python3 - <<'END'
import json, sys
keys = ["run", "tag", "tags", "files", "rule", "severity", "state", "step", "last_step", "value",
        "limit", "count", "message", "causes", "actions"]
found = [json.loads(line) for line in open("out")]
assert len(found) == 3, len(found)
assert all(list(f) == keys for f in found)
assert all(f["causes"] and f["actions"] and f["message"] for f in found)
nan = next(f for f in found if f["rule"] == "nonfinite")
got = [nan[key] for key in ("run", "tag", "severity", "step", "last_step")]
assert got == ["nan", "loss", "error", 30, 39], nan
assert nan["value"] == "NaN", nan
assert nan["files"] == ["logs/nan/events.out.tfevents.1.h"], nan
assert nan["count"] == 1, nan
assert nan["tags"] == ["loss"] and nan["state"] == "firing", nan
zero = next(f for f in found if f["rule"] == "constant_weights")
assert zero["tags"] == ["fc%d/kernel" % k for k in range(1, 9)], zero
fit = next(f for f in found if f["rule"] == "overfit")
assert (fit["run"], fit["tag"]) == ("fit/validation", "epoch_loss"), fit
END
verdict $? 'JSON: one object a finding, keys in order, NaN as text'

check logs/fit/validation logs/fit/train
verdict $? 'a warning alone is status 0'
check --fail-on=warning logs/fit
[ $? = 1 ]
verdict $? '--fail-on=warning makes it 1'
check --fail-on=never logs/nan
verdict $? '--fail-on=never is 0, whatever is found'
check --fail-on=sometimes logs/nan
[ $? = 2 ] && grep -q 'error, warning, info or never' err
verdict $? 'another word is status 2'

mkdir partly && cp -r logs/fit partly && ln -s nowhere partly/fit/train/events.out.tfevents.9.link
check --fail-on=never partly
[ $? = 2 ] && grep -q 'events.out.tfevents.9.link: cannot be read' out
verdict $? 'a file that cannot be read is a finding, and status 2'
check nowhere
[ $? = 2 ] && grep -q nowhere err
verdict $? 'a directory that is missing is named, status 2'
mkdir empty && check empty
[ $? = 2 ] && grep -q 'no event files in empty' err && [ ! -s out ]
verdict $? 'an empty one is named, status 2'
check --allow-empty empty && grep -q 'no event files in empty' err &&
	[ "$(cat out)" = 'nothing found in 0 runs' ] && check --allow-empty --json empty &&
	[ ! -s out ]
verdict $? '--allow-empty makes it 0'
check --allow-empty nowhere
[ $? = 2 ] && check --allow-empty logs/nan
[ $? = 1 ]
verdict $? '--allow-empty excuses nothing else'

# Rows contain finite values only, but the file of the library's writer also counts the others.
check "$SRC/tests/golden/data/writer"
[ $? = 1 ] && grep -q 'nonfinite in histogram/v1' out && grep -q 'also in histogram/v2' out
verdict $? 'NaN in a tensor that our writer logged'

# Damage in the middle is an error; an incomplete record at the end is not.
mkdir -p bad/run cut/run
size=$(wc -c <logs/well/events.out.tfevents.1.h)
head -c $((size - 7)) logs/well/events.out.tfevents.1.h >cut/run/events.out.tfevents.1.h
{
	head -c $((size / 2)) logs/well/events.out.tfevents.1.h
	printf 'XXXXX'
	tail -c +$((size / 2 + 6)) logs/well/events.out.tfevents.1.h
} >bad/run/events.out.tfevents.1.h
check cut
[ $? = 0 ] && grep -q 'nothing found' out
verdict $? 'a record cut off at the end is nothing while it may still be written'
touch -d '2 hours ago' cut/run/events.out.tfevents.1.h
check --fail-on=warning cut
[ $? = 0 ] && grep -q 'info: damaged_file$' out &&
	grep -q 'the file ends inside a record, at byte offset [0-9]*, [0-9]* bytes skipped$' out
verdict $? 'it is information once the run is quiet'
mkdir -p stump/run begun/run
printf h >stump/run/events.out.tfevents.1.h
: >begun/run/events.out.tfevents.1.h
check stump
[ $? = 0 ] && grep -q 'info: damaged_file' out &&
	grep -q 'run: the run ends inside its first record, 1 byte skipped$' out
verdict $? 'less than the begin of a record is reported, and no error'
check begun
[ $? = 0 ] && grep -q 'nothing found' out
verdict $? 'an empty file is nothing: its writer just began'
check bad
[ $? = 1 ] && grep -q '^  error: damaged_file$' out &&
	grep -q 'bad/run/events.out.tfevents.1.h: .*, at byte offset [0-9]*, [0-9]* bytes skipped' out
verdict $? 'damage is an error, with file, place and size'
check --json bad
grep -q '"run": "run", "tag": "", "tags": \[\], "files": \["bad/run/events.out.tfevents.1.h"\], "rule"' out &&
	grep -q '"rule": "damaged_file", "severity": "error"' out
verdict $? 'and in JSON'

# Thousands of damaged places, in two files, the first of which is read first.
mkdir many
PYTHONPATH="$SRC/tests/cli" python3 - <<'END' || exit 1
import events
good = events.record(events.event({"step": 1, "tag": "a", "value": 1}))
bad = good[:-1] + bytes([good[-1] ^ 1])
for name, n in ("many/events.out.tfevents.1", 5000), ("many/events.out.tfevents.2", 30):
    with open(name, "wb") as f:
        f.write(good + bad * n + good)
END
check --json many
status=$?
python3 - <<'END' && [ $status = 1 ]
import json, re
found = [json.loads(line) for line in open("out")]
assert len(found) == 42, len(found)
assert sum(f["count"] for f in found) == 5030
assert [f["count"] for f in found if f["count"] > 1] == [4980, 10]
for path in "many/events.out.tfevents.1", "many/events.out.tfevents.2":
    offsets = [int(re.search("byte offset ([0-9]+)", f["message"])[1]) for f in found
               if f["files"] == [path]]
    assert len(offsets) == 21, offsets
    assert offsets == sorted(offsets), offsets
END
verdict $? 'the first 20 places of each file are findings, in order, the others are counted'
check many
[ $? = 1 ] && grep -q '^  error: damaged_file: 5030 places$' out &&
	grep -q '4980 more damaged places in this file' out &&
	grep -q '^5030 errors in 1 run$' out && [ "$(wc -l <out)" -lt 60 ]
verdict $? 'for people too, after their number'

# What has the name of an event file, and is a text.
mkdir -p lfs text/run
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 18342\n' \
	>lfs/events.out.tfevents.1
check lfs
[ $? = 1 ] && grep -q 'it is a git-lfs pointer' out && grep -q 'git lfs pull' out &&
	! grep -q 'disk was full\|repair' out
verdict $? 'a git-lfs pointer is an error, with advice of its own'
cp logs/well/events.out.tfevents.1.h text/run
printf 'fileFormatVersion: 2\nguid: 5f0c\n' >text/run/events.out.tfevents.1.h.meta
check --fail-on=warning text
[ $? = 0 ] && grep -q 'info: damaged_file$' out &&
	grep -q 'it is a YAML file, not an event file' out && ! grep -q 'disk was full\|repair' out
verdict $? 'a YAML file beside an event file is information'
printf 'step,loss\n0,1.5\n' >text/run/events.out.tfevents.1.h.meta
check --fail-on=warning text
[ $? = 0 ] && grep -q 'it is a text file, not an event file' out
verdict $? 'and so is another text'

mkdir wrong
PYTHONPATH="$SRC/tests/cli" python3 - <<'END' || exit 1
import events
with open("wrong/events.out.tfevents.1", "wb") as f:
    for i in range(9):
        r = events.record(events.event({"step": i, "tag": "a", "value": 1}))
        f.write(r[:-4] + bytes(4))
END
check wrong
[ $? = 1 ] && grep -q 'computes the checksum of the data wrongly' out &&
	grep -q 'repair --fix-checksums' out &&
	! grep -q 'disk was full\|still read\|is read' out
verdict $? 'where all checksums are wrong and all records are events, their program is the cause'
mkdir fifo && mkfifo fifo/events.out.tfevents.1.h
check fifo
[ $? = 1 ] && grep -q 'is a FIFO, not an event file' out && grep -q 'ls -l' out &&
	! grep -q repair out
verdict $? 'what is no event file at all is not to be repaired'
! grep -q 'disk\|belongs to' out && grep -q 'something other than an event file has' out
verdict $? 'nor has it the causes of other damage'
mkdir refused
printf '%s\n' '{"step": 1, "tag": "a", "value": 1}' | events refused/events.out.tfevents.1.h
PYTHONPATH="$SRC/tests/cli" python3 -c 'import sys, events
record = events.record(events.sub(5, events.sub(1, events.sub(1, b"\xff"))))
sys.stdout.buffer.write(record)' >>refused/events.out.tfevents.1.h
check refused
[ $? = 1 ] && grep -q 'UTF-8, at byte offset [0-9]*, [0-9]* bytes skipped' out &&
	grep -q 'the checksums are right' out &&
	grep -q 'TensorBoard stops' out && ! grep -q 'disk\|copied' out
verdict $? 'a record that is no valid event has not the causes of lost bytes'
mkdir kinds
printf '%s\n' '{"step": 1, "tag": "a", "value": 1}' '{"step": 2, "tag": "a", "histogram": [1]}' |
	events kinds/events.out.tfevents.1.h
check --fail-on=info kinds
verdict $? 'a tag may have values of several kinds'
PYTHONPATH="$SRC/tests/cli" python3 -c 'import sys, events
bad = events.packed(6, [0, 2, 1]) + events.packed(7, [1, 1, 1])
value = events.sub(1, b"layer/w") + events.sub(5, bad)
sys.stdout.buffer.write(events.record(events.sub(5, events.sub(1, value))))' \
	>>kinds/events.out.tfevents.1.h
check --json --fail-on=warning kinds
[ $? = 1 ] && grep -q '"run": ".", "tag": "layer/w", "tags": \["layer/w"\], "files": \[[^]]*\], "rule": "damaged_file"' out &&
	grep -q '"severity": "warning"' out &&
	grep -q 'layer/w: the limits of a histogram are not sorted, at byte offset [0-9]*"' out &&
	! grep -q 'repair\|disk' out
verdict $? 'a value that cannot be used is a warning with its run, tag and reason'
check kinds
verdict $? 'and no error'
try "$BUILD/bin/tfevents" ls --json kinds
[ $? = 0 ] && grep -q '"damage": 1' out && ! grep -q '"tag": "layer/w"' out &&
	[ "$(grep -c '"tag": "a"' out)" = 2 ] && grep -q 'layer/w: the limits .* not sorted' err
verdict $? 'ls counts and reports it'

printf '%s\n' '{"step": 1, "tag": "a\u001b[31m\nloss", "value": "nan"}' |
	events odd/run/events.out.tfevents.1.h
check odd
! grep -q "$(printf '\033')" out && grep -qF 'a\x1b[31m\nloss' out
verdict $? 'control bytes of a tag do not reach the terminal'

if command -v script >/dev/null; then
	script -qec "$BUILD/bin/tfevents check logs/nan" /dev/null </dev/null >out 2>err
	grep -q "$(printf '\033\\[1;31m')" out
	verdict $? 'colours on a terminal'
	NO_COLOR=1 script -qec "$BUILD/bin/tfevents check logs/nan" /dev/null </dev/null >out 2>err
	! grep -q "$(printf '\033\\[')" out
	verdict $? 'none with NO_COLOR'
else
	echo 'ok - colours # SKIP script(1) is not installed'
fi

# The labelled damage of the shared test data: each file in it is reported.
if [ -d "${TFE_TESTDATA:-}/compat/fixtures/damaged" ]; then
	check --json "$TFE_TESTDATA/compat/fixtures/damaged"
	[ $? = 1 ] && [ "$(grep -c '"rule": "damaged_file"' out)" -ge 20 ] &&
		! grep -v '"rule": "damaged_file"\|"rule": "several_writers"' out
	verdict $? 'the damaged fixtures: damage, and nothing else'
	check "$TFE_TESTDATA/compat/fixtures/real"
	verdict $? 'the real fixtures: no error'
else
	echo "ok - fixtures # SKIP TFE_TESTDATA/compat is not there"
fi
exit $fail
