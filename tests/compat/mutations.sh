#!/bin/sh
# Compares `tfevents dump --json` with TensorBoard's own classes on random events, valid and
# mutated. Another seed: SEED=7 make check T=mutations
set -u
for f in expected.py compare.py; do
	[ -f "$TFE_TESTDATA/compat/$f" ] && continue
	echo "SKIP $TFE_TESTDATA/compat/$f is not there"
	exit 77
done
sh tests/compat/venv.sh || exit $?
status=0
for seed in ${SEED:-1 2}; do
	mkdir "$TMPDIR/$seed"
	"$BUILD/venv/bin/python" tests/compat/mutations.py "$BUILD/bin/tfevents" \
		"$TFE_TESTDATA/compat/expected.py" "$TFE_TESTDATA/compat/compare.py" \
		"$TMPDIR/$seed" "$seed" 20000 || status=1
done
exit $status
