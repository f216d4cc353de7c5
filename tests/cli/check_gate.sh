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

# --- --rules
check --rules=nonfinite,overfit logs
[ $? = 1 ] && [ "$(tail -n 1 out)" = '1 error, 1 warning in 5 runs' ] &&
	! grep -q constant_weights out
verdict $? '--rules: only these rules'
check --fail-on=info --rules=spike logs
[ $? = 0 ] && [ "$(cat out)" = 'nothing found in 5 runs' ]
verdict $? 'findings of other rules do not count'
for list in nonsense nonfinite,nonsense; do
	check --rules=$list logs
	[ $? = 2 ] && [ ! -s out ] && grep -q "unknown rule 'nonsense'" err &&
		grep -q 'the rules are nonfinite, divergence, .*damaged_file, clock' err
	verdict $? "--rules=$list: the unknown name and the known ones, status 2"
done
for list in '' , nonfinite, ,nonfinite Nonfinite 'nonfinite nonfinite'; do
	check "--rules=$list" logs
	[ $? = 2 ] && grep -q 'unknown rule' err
	verdict $? "--rules='$list': status 2"
done
mkdir link && ln -s nowhere link/events.out.tfevents.1.h
check --rules=spike link
[ $? = 2 ] && ! grep -q damaged_file out
verdict $? 'an unreadable file is status 2, whatever the rules are'
exit $fail
