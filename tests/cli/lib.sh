# For tests of the programs: numbered verdicts, and what the last command said.
#
#	. tests/cli/lib.sh
#	try COMMAND...          runs it: its output goes to $TMPDIR/out, its errors to $TMPDIR/err
#	verdict $? 'what holds' reports whether it did; if not, shows the output of the last command
#	events FILE <<END       writes an event file (events.py)
#	exit $fail
set -u
fail=0 n=0
verdict() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		tail -n 40 "$TMPDIR/out" "$TMPDIR/err" 2>/dev/null | sed 's/^/# /'
		fail=1
	fi
}
try() { "$@" >"$TMPDIR/out" 2>"$TMPDIR/err"; }
events() { python3 "$SRC/tests/cli/events.py" "$1"; }
