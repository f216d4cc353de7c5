# For tests of the programs: numbered verdicts, and the output of the last command.
#
#	. tests/cli/lib.sh
#	try COMMAND...          runs a command: output in $TMPDIR/out, errors in $TMPDIR/err
#	verdict $? 'condition'  reports a condition; on failure shows the output of the last command
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
