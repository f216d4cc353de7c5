#!/bin/sh
# tfevents stats: one line per scalar series, one per histogram series.
. tests/cli/lib.sh
stats() { try "$BUILD/bin/tfevents" stats "$@"; }
cd "$TMPDIR" || exit 1
i=0
while [ $i -lt 16 ]; do
	echo "{\"step\": $((i * 10)), \"tag\": \"val_accuracy\", \"value\": $((i * 2))}"
	echo "{\"step\": $((i * 10)), \"tag\": \"loss\", \"value\": $((100 - i * i))}"
	i=$((i + 1))
done | python3 "$SRC/tests/cli/events.py" logs/run/events.out.tfevents.1.h

stats --json logs
cat >expected <<'END'
{"run": "run", "tag": "val_accuracy", "kind": "scalar", "points": 16, "last_step": 150, "last": 30, "min": 0, "min_step": 0, "max": 30, "max_step": 150, "best_is": "max", "best": 30, "best_step": 150, "slope": 0.2,
{"run": "run", "tag": "loss", "kind": "scalar", "points": 16, "last_step": 150, "last": -125, "min": -125, "min_step": 150, "max": 100, "max_step": 0, "best_is": "min", "best": -125, "best_step": 150, "slope": -2.7,
END
sed 's/ "smoothness".*//' out | cmp -s expected -
verdict $? 'last, best by the kind of tag, slope of the last quarter'
stats --json --best=max --tags=loss logs && grep -q '"best": 100, "best_step": 0,' out
verdict $? 'which is best can be said'
events other/run/events.out.tfevents.1.h <<'END'
{"step": 3, "tag": "lr", "value": 0.5}
{"step": 7, "tag": "lr", "value": 0.25}
{"step": 3, "tag": "lr_loss", "value": 0.5}
{"step": 7, "tag": "lr_loss", "value": 0.25}
END
stats --json --tags='^lr$' other && grep -q '"min": 0.25, "min_step": 7, "max": 0.5, "max_step": 3, "best_is": null, "slope"' out
verdict $? 'a tag without a direction has no best value'
stats --tags='^lr$' other && grep -qE '^ +2 +0\.25 +- +- ' out
verdict $? 'for people: a dash'
stats --json --best=min other &&
	[ "$(grep -c '"best_is": "min", "best": 0.25, "best_step": 7,' out)" = 2 ]
verdict $? 'an option sets it'
stats --json --tags='^lr_loss$' other &&
	grep -q '"best_is": "min", "best": 0.25, "best_step": 7,' out
verdict $? 'a loss is better lower, whatever its other words'
stats --best=middle logs
[ $? = 2 ]
verdict $? 'a wrong word is status 2'
stats --runs=other logs
[ $? = 1 ]
verdict $? 'nothing matched is status 1'
stats logs && [ "$(wc -l <out)" = 3 ]
verdict $? 'for people: a head and a line each'

{
	echo '{"step": 3, "tag": "w", "histogram": [1, 2]}'
	echo '{"step": 7, "tag": "w", "histogram": [-2, -1e-12, 1e-12, 1e-12, 1e-12, 2]}'
} | python3 "$SRC/tests/cli/events.py" logs/run/events.out.tfevents.1.h
stats --json --tags=^w logs
python3 - out <<'END'
import json, sys
h, = map(json.loads, open(sys.argv[1]))
q = h.pop("quantiles")
near = {"mean": 2e-12 / 6, "stddev": (8 / 6) ** 0.5, "min": -2, "max": 2, "zeros": 0.5}
assert all(abs(h.pop(k) - v) <= 1e-3 * abs(v) for k, v in near.items())
assert h == {"run": "run", "tag": "w", "kind": "histogram", "points": 2, "last_step": 7, "num": 6}
assert len(q) == 7 and q == sorted(q) and abs(q[3]) < 1e-11
END
verdict $? 'a histogram: moments, zeros and quantiles of the last one'
stats logs && [ "$(wc -l <out)" = 6 ] && grep -q '^ *2 .* 50\.0%  run  w$' out
verdict $? 'for people: a table of their own'
echo '{"step": 7, "tag": "b", "histogram": [1e999, 1]}' |
	python3 "$SRC/tests/cli/events.py" logs/run/events.out.tfevents.1.h
stats logs
[ $? = 0 ] && grep -q 'run  b  (not finite)' out
verdict $? 'a histogram of values that were not finite says so'
{
	echo '{"step": 1, "tag": "a", "histogram": [NaN]}'
	echo '{"step": 1, "tag": "b", "histogram": [1, 2]}'
} | python3 "$SRC/tests/cli/events.py" first/run/events.out.tfevents.1.h
stats first
[ $? = 0 ] && grep -q 'a: a histogram has a limit that is NaN' err && [ "$(wc -l <out)" = 2 ] &&
	grep -q '^ *points' out
verdict $? 'a histogram that cannot be used is reported; the others have their head'
stats --tags=none logs
[ $? = 1 ] && grep -q 'no scalars or histograms in logs match --tags;' err
verdict $? 'no tag matched is status 1'

for t in 1 2; do
	printf '%s\n' "{\"hparams\": {\"lr\": 0.$t, \"layers of the model\": $t}}" |
		python3 "$SRC/tests/cli/events.py" trials/t$t/events.out.tfevents.1.h
	printf '%s\n' '{"step": 1, "tag": "loss", "value": 1}' \
		'{"step": 1, "tag": "w", "histogram": [1]}' |
		python3 "$SRC/tests/cli/events.py" trials/t$t/train/events.out.tfevents.1.h
done
printf '%s\n' '{"step": 1, "tag": "loss", "value": 1}' |
	python3 "$SRC/tests/cli/events.py" trials/u/events.out.tfevents.1.h
stats --json trials
[ $? = 0 ] && [ "$(grep -c '"run": "t2/train".*"hparams": {"lr": 0.2, "layers of the model": 2}}' out)" = 2 ] &&
	[ "$(grep -c hparams out)" = 4 ] && [ "$(wc -l <out)" = 5 ]
verdict $? 'the hyperparameters of a session belong to the runs below it'
stats trials && grep -q 'lr  layers of the model  run and tag$' out &&
	grep -q ' 0\.1  *1  t1/train  loss$' out && grep -q ' -  *-  u  loss$' out
verdict $? 'for people: a column for each name'
exit $fail
