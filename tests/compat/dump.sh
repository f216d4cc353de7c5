#!/bin/sh
# Compares `tfevents dump --json` with TensorBoard's own classes on the sample files: every record
# is the same.
set -u
fixtures=$TFE_TESTDATA/compat/fixtures
compare=$TFE_TESTDATA/compat/compare.py
if [ ! -d "$fixtures" ] || [ ! -f "$compare" ]; then
	echo "SKIP $fixtures and $compare are not there"
	exit 77
fi
fail=0
for list in "$fixtures"/*.jsonl.gz; do
	name=$(basename "$list" .jsonl.gz)
	if ! "$BUILD/bin/tfevents" dump --json "$fixtures/$name" \
		>"$TMPDIR/$name.jsonl" 2>"$TMPDIR/$name.err"; then
		echo "FAIL dump $name: exit status not 0"
		cat "$TMPDIR/$name.err"
		fail=1
	elif result=$(python3 "$compare" "$list" "$TMPDIR/$name.jsonl"); then
		echo "PASS dump $name: $result"
	else
		echo "FAIL dump $name: $result"
		fail=1
	fi
done
exit $fail
