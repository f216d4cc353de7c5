#!/bin/sh
# tfevents diff: the scalars of two runs that differ, and by how much.
. tests/cli/lib.sh
compare() { try "$BUILD/bin/tfevents" diff "$@"; }
cd "$TMPDIR" || exit 1
events a/events.out.tfevents.1.h <<'END'
{"step": 0, "tag": "loss", "value": 1}
{"step": 1, "tag": "loss", "value": 2}
{"step": 2, "tag": "loss", "value": 4}
{"step": 0, "tag": "same", "value": "nan"}
{"step": 0, "tag": "left", "value": 0}
END
events b/events.out.tfevents.2.other <<'END'
{"step": 1, "tag": "loss", "value": 2.5}
{"step": 2, "tag": "loss", "value": 4.125}
{"step": 3, "tag": "loss", "value": 8}
{"step": 0, "tag": "same", "value": "nan"}
{"step": 0, "tag": "right", "value": 0}
END

compare a a
[ $? = 0 ] && [ ! -s out ]
verdict $? 'nothing differs from itself: status 0, no output'
compare --json a b
[ $? = 1 ] && cat >expected <<'END' && cmp -s expected out
{"run": ".", "tag": "loss", "matched": 2, "different": 2, "only_left": 1, "only_right": 1, "repeated_left": 0, "repeated_right": 0, "first_step": 1, "greatest": 0.5, "greatest_step": 1, "mean": 0.3125}
{"run": ".", "tag": "left", "only": "left"}
{"run": ".", "tag": "right", "only": "right"}
END
verdict $? 'values at the same steps are compared, the rest is counted'
compare --json --tags=loss --tolerance=0.05 a b && false
grep -q '"different": 1,' out
verdict $? 'a tolerance'
events x/events.out.tfevents.1.h <<'END'
{"step": 1, "tag": "loss", "double": "inf"}
{"step": 2, "tag": "loss", "double": "-inf"}
{"step": 3, "tag": "loss", "double": 1e308}
{"step": 4, "tag": "loss", "double": 5e-324}
{"step": 5, "tag": "loss", "double": "inf"}
END
events y/events.out.tfevents.1.h <<'END'
{"step": 1, "tag": "loss", "double": 1}
{"step": 2, "tag": "loss", "double": "inf"}
{"step": 3, "tag": "loss", "double": -1e308}
{"step": 4, "tag": "loss", "double": 1e-323}
{"step": 5, "tag": "loss", "double": "inf"}
END
compare --json --tolerance=0.25 x y
[ $? = 1 ] && grep -q '"matched": 5, "different": 4,' out
verdict $? 'no tolerance makes an infinity the same as a number, or the largest numbers as their negatives'
compare --json --tolerance=1.9 x y
[ $? = 1 ] && grep -q '"matched": 5, "different": 3,' out
verdict $? 'the tolerance of numbers of any size'

steps() {
	for step in "$@"; do
		echo "{\"step\": $step, \"tag\": \"loss\", \"value\": $step}"
	done
}
steps 1 2 3 | events once/events.out.tfevents.1.h
steps 1 2 2 3 | events twice/events.out.tfevents.1.h
steps 1 2 2 2 3 | events thrice/events.out.tfevents.1.h
steps 1 1 2 2 3 | events many/events.out.tfevents.1.h
steps 1 2 2 | events short/events.out.tfevents.1.h
steps 1 3 2 3 | events back/events.out.tfevents.1.h
compare once twice
[ $? = 1 ] && [ "$(cat out)" = '.  loss: step 2 occurs twice on the right' ]
verdict $? 'a step that occurs twice in one run'
compare --json once twice
[ $? = 1 ] && grep -q '"matched": 3, "different": 0, "only_left": 0, "only_right": 0,' out &&
	grep -q ' "repeated_left": 0, "repeated_right": 1, "repeated_right_step": 2}' out
verdict $? 'and for programs'
compare thrice once
[ $? = 1 ] && [ "$(cat out)" = '.  loss: step 2 occurs 3 times on the left' ]
verdict $? 'three times'
compare once many
[ $? = 1 ] &&
	[ "$(cat out)" = '.  loss: 2 steps repeated more often on the right, the first is step 1' ]
verdict $? 'several steps'
compare once short
[ $? = 1 ] &&
	[ "$(cat out)" = '.  loss: 1 step only on the left, step 2 occurs twice on the right' ]
verdict $? 'beside a step of one run alone'
compare twice twice
[ $? = 0 ] && [ ! -s out ]
verdict $? 'in both runs as often: no difference'
compare --restarts=keep once back
[ $? = 1 ] && [ "$(cat out)" = '.  loss: step 3 occurs twice on the right' ]
verdict $? 'steps that go back are compared in their order'

mkdir both other && cp -r a b both && cp -r a other
compare both other
[ $? = 1 ] && [ "$(cat out)" = 'only in both: run b' ]
verdict $? 'runs are matched by name'
for side in k1 k2; do
	printf '%s\n' '{"step": 1, "tag": "t", "histogram": [1]}' \
		'{"step": 1, "tag": "t", "value": 2}' |
		events $side/events.out.tfevents.1.h
done
printf '%s\n' '{"step": 2, "tag": "t", "value": 2}' | events k2/events.out.tfevents.1.h
compare k1 k2
[ $? = 1 ] && grep -q 't: 1 steps\{0,1\} only on the right' out
verdict $? 'the scalars of a tag are compared, whatever other kinds it has'
compare a
[ $? = 2 ]
verdict $? 'two operands are needed'
compare a missing
[ $? = 2 ]
verdict $? 'a missing one is status 2'
compare --tolerance=x a b
[ $? = 2 ]
verdict $? 'and so is a tolerance that is no number'
exit $fail
