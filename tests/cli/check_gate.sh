#!/bin/sh
# tfevents check as a gate for a team: the summary, the choice of rules, the reports for machines,
# and findings that are already known.
. tests/cli/lib.sh
check() { try "$BUILD/bin/tfevents" check "$@"; }
cd "$TMPDIR" || exit 1

# A healthy run, two runs with an error, and a training whose validation loss turns.
python3 - <<'PY' || exit 1
import json, math
def lines(path, events):
    with open(path, "w") as f:
        f.writelines(json.dumps(e) + "\n" for e in events)
fall = [0.2 + 2 * math.exp(-i / 10) for i in range(40)]
lines("well", [{"step": i, "tag": "train/loss", "value": v} for i, v in enumerate(fall)])
lines("nan", [{"step": i, "tag": "loss", "value": v if i < 30 else "nan"}
              for i, v in enumerate(fall)])
lines("zero", [{"step": 3, "tag": "fc%d/kernel" % k, "histogram": [0] * 32} for k in range(1, 3)])
lines("train", [{"step": i, "tag": "epoch_loss", "value": v} for i, v in enumerate(fall)])
lines("val", [{"step": i, "tag": "epoch_loss", "value": v if i < 10 else fall[10] + 0.05 * (i - 10)}
              for i, v in enumerate(fall)])
PY
events logs/well/events.out.tfevents.1.h <well
events logs/nan/events.out.tfevents.1.h <nan
events logs/zero/events.out.tfevents.1.h <zero
events logs/fit/train/events.out.tfevents.1.h <train
events logs/fit/validation/events.out.tfevents.1.h <val

# --- the last line
last() { check "$@" --fail-on=never && tail -n 1 out; }
[ "$(last logs)" = '3 errors, 1 warning in 5 runs' ]
verdict $? 'the last line counts findings and runs'
[ "$(last logs/nan)" = '1 error in 1 run' ] && [ "$(last logs/zero)" = '2 errors in 1 run' ] &&
	[ "$(last logs/fit)" = '1 warning in 2 runs' ]
verdict $? 'numbers and nouns agree'
[ "$(last logs/well)" = 'nothing found in 1 run' ]
verdict $? 'and so they do when nothing is found'
exit $fail
