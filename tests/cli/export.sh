#!/bin/sh
# tfevents export: all points, exact, and safe for the programs that read them.
. tests/cli/lib.sh
run_export() { try "$BUILD/bin/tfevents" export "$@"; }
cd "$TMPDIR" || exit 1

events logs/a/events.out.tfevents.1.h <<'END'
{"step": 0, "wall_time": 1.5, "tag": "loss", "value": 0.5}
{"step": 9223372036854775807, "wall_time": 2.25, "tag": "loss", "value": 0.1}
{"step": -3, "tag": "exact", "double": 0.1}
{"step": 1, "tag": "exact", "double": "nan"}
{"step": 2, "tag": "exact", "double": "-inf"}
END
events 'logs/b/c,d/events.out.tfevents.1.h' <<'END'
{"step": 1, "tag": "=HYPERLINK(\"x\")", "value": 1}
{"step": 1, "tag": "two\nlines", "value": 2}
END

run_export logs
cat >expected <<'END'
run,tag,step,wall_time,value
a,loss,0,1.5,0.5
a,loss,9223372036854775807,2.25,0.10000000149011612
a,exact,-3,0,0.1
a,exact,1,0,NaN
a,exact,2,0,-Infinity
"b/c,d","'=HYPERLINK(""x"")",1,0,1
"b/c,d","two
lines",1,0,2
END
cmp -s expected out
verdict $? 'CSV: every digit, quotes where they must be, no formulas'

events integers/events.out.tfevents.1.h <<'END'
{"step": 1, "tag": "ns", "integer": 5}
{"step": 2, "tag": "ns", "integer": 1700000000123456789}
{"step": 3, "tag": "ns", "integer": 18446744073709551615}
{"step": 4, "tag": "ns", "integer": -9223372036854775807}
{"step": 5, "tag": "ns", "double": 0.5}
END
printf '%s\n' 5 1700000000123456789 18446744073709551615 -9223372036854775807 0.5 >expected
run_export integers && sed 1d out | cut -d, -f5 | cmp -s expected -
verdict $? 'integers have all their digits in CSV'
run_export --format=jsonl integers && sed 's/.*"value": //; s/}//' out | cmp -s expected -
verdict $? 'in JSON lines'
try "$BUILD/bin/tfevents" dump --json integers &&
	sed '1d; s/.*"value": //; s/}//' out | cmp -s expected -
verdict $? 'in dump --json'
try "$BUILD/bin/tfevents" dump integers && sed 1d out | grep -oE -- '-?[0-9.]+$' | cmp -s expected -
verdict $? 'and in dump'

printf '%s\n' '{"step": 1, "tag": "a\u001b]0;x\u0007\"b", "value": 1}' |
	events control/events.out.tfevents.1.h
run_export control && grep -qF "$(printf 'a\033]0;x\007""b",1,')" out
verdict $? 'control bytes of a tag are kept'
if command -v script >/dev/null; then
	script -qec "$BUILD/bin/tfevents export control" /dev/null </dev/null >out 2>err
	! grep -q "$(printf '\033')" out && grep -qF 'a\x1b]0;x\x07""b",1,' out
	verdict $? 'except to a terminal, which would obey them'
else
	echo 'ok - control bytes on a terminal # SKIP script(1) is not installed'
fi

run_export --format=jsonl --tags='^ex' logs
cat >expected <<'END'
{"run": "a", "tag": "exact", "step": -3, "wall_time": 0, "value": 0.1}
{"run": "a", "tag": "exact", "step": 1, "wall_time": 0, "value": "NaN"}
{"run": "a", "tag": "exact", "step": 2, "wall_time": 0, "value": "-Infinity"}
END
cmp -s expected out
verdict $? 'JSON lines, tags by regular expression'

events "$(printf 'odd/\377')/events.out.tfevents.1.h" <<'END'
{"step": 1, "tag": "\n=1", "value": -1}
{"step": 1, "tag": " \uff1d1", "value": -2}
END
run_export odd && [ "$(cat out)" = "run,tag,step,wall_time,value
$(printf '\357\277\275'),\"'
=1\",1,0,-1
$(printf '\357\277\275'),\"' $(printf '\357\274\235')1\",1,0,-2" ]
verdict $? 'CSV is UTF-8 whatever names are, without formulas in any disguise; numbers stay numbers'

run_export --runs='!^a' --split=files logs && [ "$(ls files)" = 'b_c_d___HYPERLINK__x__.csv
b_c_d__two_lines.csv' ] && [ "$(cat files/b_c_d__two_lines.csv)" = 'Wall time,Step,Value
0,1,2' ]
verdict $? 'a file a series, its name made safe'
run_export --split=files logs
[ $? = 0 ] && grep -q 'files: 2 .csv files exist already and are not replaced; a new file whose name is taken gets' err && [ "$(ls files | wc -l)" = 6 ]
verdict $? 'files that are there stay, and that is said'
mkdir one && : >one/a.csv && run_export --split=one logs && grep -q 'one: 1 .csv file exists already and is not replaced;' err
verdict $? 'so is one file'
run_export --split=one/a.csv logs
[ $? = 2 ] && grep -q 'one/a.csv: cannot create the directory: Not a directory' err
verdict $? 'a file is no directory'
# Root without the right to read forbidden files.
owner=
[ "$(id -u)" != 0 ] || owner='setpriv --bounding-set=-dac_override,-dac_read_search'
mkdir drop && chmod 300 drop
if $owner sh -c '! ls drop' >out 2>&1; then
	try $owner "$BUILD/bin/tfevents" export --split=drop logs && [ ! -s err ] &&
		[ "$(ls drop | wc -l)" = 4 ]
	verdict $? 'a directory may be written to that may not be read'
else
	echo 'ok - a directory that may not be read # SKIP everything may be read'
fi
chmod 700 drop
run_export --split=new --tags='(' logs
[ $? = 2 ] && run_export --split=new nowhere
[ $? = 2 ] && run_export --split=new --tags=nothing logs
[ $? = 1 ] && [ ! -e new ]
verdict $? 'where there is nothing to write, no directory is made'

run_export --tags=nothing logs
[ $? = 1 ] && grep -q 'no scalars in logs match --tags; tfevents ls' err
verdict $? 'nothing matched: status 1 and a word'
run_export --tags=nothing --runs=a logs control
[ $? = 1 ] && grep -q 'no scalars in logs and control match --runs and --tags; tfevents ls' err
verdict $? 'that names what did not match'
echo '{"tag": "w", "histogram": [1, 2]}' |
	python3 "$SRC/tests/cli/events.py" histograms.tfevents.1 && run_export histograms.tfevents.1
[ $? = 1 ] && grep -q 'no scalars in histograms.tfevents.1; tfevents ls lists the runs and tags' err
verdict $? 'and so it is where there is none to match'
run_export --tags='(' logs
[ $? = 2 ] && grep -q -e --tags err
verdict $? 'a bad expression: status 2 and a word'

events logs/a/events.out.tfevents.2.h <<'END'
{"step": 1, "wall_time": 3, "tag": "loss", "value": 7}
{"raw": "0102030405060708090a0b0c0d0e0f10"}
END
run_export --tags=loss --runs=a logs && [ "$(sed -n '2,$p' out)" = 'a,loss,0,1.5,0.5
a,loss,1,3,7' ] && grep -q 'events.out.tfevents.2.h' err
verdict $? 'what a restart supersedes is left out; damage is reported and is no failure'
run_export --restarts=keep --tags=loss --runs=a logs && [ "$(wc -l <out)" = 4 ]
verdict $? 'and kept on request'
exit $fail
