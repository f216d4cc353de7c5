#!/bin/sh
# tfevents stats: one line a scalar series.
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
{"run": "run", "tag": "val_accuracy", "points": 16, "last_step": 150, "last": 30, "best_is": "max", "best": 30, "best_step": 150, "slope": 0.2,
{"run": "run", "tag": "loss", "points": 16, "last_step": 150, "last": -125, "best_is": "min", "best": -125, "best_step": 150, "slope": -2.7,
END
sed 's/ "smoothness".*//' out | cmp -s expected -
verdict $? 'last, best by the kind of tag, slope of the last quarter'
stats --json --best=max --tags=loss logs && grep -q '"best": 100, "best_step": 0,' out
verdict $? 'which is best can be said'
stats --best=middle logs
[ $? = 2 ]
verdict $? 'a wrong word is status 2'
stats --runs=other logs
[ $? = 1 ]
verdict $? 'nothing matched is status 1'
stats logs && [ "$(wc -l <out)" = 3 ]
verdict $? 'for people: a head and a line each'
exit $fail
