#!/bin/sh
# Compares TensorBoard, with sampling off, with `tfevents export`: the points are the same
# (export_http.py), for the small logs of tests/golden and the larger ones of $TFE_TESTDATA.
set -u
sh tests/compat/venv.sh || exit $?
set -- tests/golden/data/logs
fixtures=$TFE_TESTDATA/compat/fixtures
for d in "$fixtures"/writers "$fixtures"/real; do
	if [ -d "$d" ]; then set -- "$@" "$d"; else echo "SKIP $d is not there"; fi
done
exec "$BUILD/venv/bin/python" tests/compat/export_http.py "$BUILD/bin/tfevents" "$@"
