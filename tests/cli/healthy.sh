#!/bin/sh
# The healthy runs of tests/health have no finding of severity warning or above.
. tests/cli/lib.sh
python3 "$SRC/tests/health/healthy.py" "$TMPDIR/runs" >"$TMPDIR/names" || exit 1
[ "$(wc -l <"$TMPDIR/names")" -ge 60 ]
verdict $? 'there are 60 healthy runs'

# The page lists each run with its description; line ends do not matter.
tr -s ' \n' '  ' <"$SRC/docs/health.md" | tr -s ' ' >"$TMPDIR/page"
while IFS="$(printf '\t')" read -r name description; do
	grep -qF -e "- \`$name\`: $description" "$TMPDIR/page" || echo "$name"
done <"$TMPDIR/names" >"$TMPDIR/out"
[ ! -s "$TMPDIR/out" ]
verdict $? 'docs/health.md describes each run'

while IFS="$(printf '\t')" read -r name description; do
	try "$BUILD/bin/tfevents" check --json --fail-on=warning "$TMPDIR/runs/$name"
	[ $? = 0 ] && [ ! -s "$TMPDIR/err" ]
	verdict $? "$name: $description"
done <"$TMPDIR/names"
exit $fail
