#!/bin/sh
# Compares TensorBoard, with sampling off, with `tfevents export`: the points are the same
# (export_http.py), for the small logs of tests/golden, those of the trainers among the examples,
# and the larger ones of $TFE_TESTDATA.
set -u
sh tests/compat/venv.sh || exit $?
logs=$TMPDIR/logs
cp -r tests/golden/data/logs "$logs"
for trainer in loop bigram perceptron xgboost_trees descent fann_callback; do
	if ! [ -x "$BUILD/examples/$trainer" ]; then
		echo "SKIP $trainer was not built: a library or compiler is missing"
	elif ! "$BUILD/examples/$trainer" "$logs/trainers/$trainer" >"$TMPDIR/$trainer.out" ||
		! "$BUILD/bin/tfevents" export "$logs/trainers/$trainer" |
			grep -qE 'loss|rmse'; then
		echo "FAIL $trainer logs neither loss nor rmse"
		exit 1
	fi
done
set -- "$logs"
fixtures=$TFE_TESTDATA/compat/fixtures
for d in "$fixtures"/writers "$fixtures"/real; do
	if [ -d "$d" ]; then set -- "$@" "$d"; else echo "SKIP $d is not there"; fi
done
exec "$BUILD/venv/bin/python" tests/compat/export_http.py "$BUILD/bin/tfevents" "$@"
