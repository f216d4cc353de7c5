#!/bin/sh
# tfevents report: HTML and Markdown, filters, files that exist. (tests/compat/report.sh validates.)
. tests/cli/lib.sh
run_report() { try "$BUILD/bin/tfevents" report "$@"; }
cd "$TMPDIR" || exit 1
events logs/a/events.out.tfevents.1.h <<'END'
{"step": 0, "wall_time": 100, "tag": "loss|`x` @user", "value": 2}
{"step": 5, "wall_time": 172, "tag": "loss|`x` @user", "value": "nan"}
{"hparams": {"lr": 0.1, "opt": "*sgd* @user #1"}}
END
events logs/b/events.out.tfevents.1.h <<'END'
{"step": 0, "wall_time": 100, "tag": "acc", "value": 0.5}
END
run_report --format=markdown logs
cat >expected <<'END'
| `` a `` | 5 | 2m52s | 0 | 0 | NaN | - |
| `` b `` | 0 | 1m40s | 0 | 0 | - | 0.5 |
END
grep '^| `` [ab] `` | [05] |' out | cmp -s - expected &&
	grep -qF '2 runs, 1 error, 0 warnings' out && grep -qF "\`\` loss\\|'x' @user \`\`" out &&
	grep -qxF -- '- **error: nonfinite**' out && grep -qF -- '  - `` a ``, `` loss' out
verdict $? 'Markdown: runs, last values, findings'
grep -qF '&#42;sgd&#42; @&#8203;user #&#8203;1' out
verdict $? 'its names have no format and mention nobody'
for run in 1 2 3; do
	events "several/$run/events.out.tfevents.1.h" <<'END'
{"step": 0, "wall_time": 100, "tag": "one", "value": 1}
{"step": 0, "wall_time": 100, "tag": "loss", "value": 2}
{"step": 5, "wall_time": 172, "tag": "loss", "value": "nan"}
END
done
run_report --format=markdown several &&
	grep -qxF -- '- **error: nonfinite**, 3 findings' out &&
	[ "$(grep -c '^  - `` [123] ``, `` loss ``' out)" = 3 ] &&
	[ "$(grep -c 'Remedies:' out)" = 1 ] && run_report several &&
	[ "$(grep -c '<div class="finding error">' out)" = 1 ] &&
	[ "$(grep -c 'Probable causes:' out)" = 1 ]
verdict $? 'findings with the same advice are together'
run_report --runs=b logs && grep -q '^<p>1 run, 0 errors, 0 warnings, 0 notes.</p>$' out &&
	! grep -q nonfinite out && [ "$(grep -c '<svg' out)" = 1 ]
verdict $? 'HTML on standard output; only some runs, with their findings'
run_report --tags=acc --title='My & title' logs -o r.html && [ "$(grep -c '<svg' r.html)" = 1 ] &&
	grep -q '<h1>My &amp; title</h1>' r.html && [ ! -s out ]
verdict $? 'a file, only some tags, a title'
sum=$(cksum <r.html)
run_report logs -o r.html
[ $? = 2 ] && grep -q 'r.html: exists already' err && [ "$(cksum <r.html)" = "$sum" ]
verdict $? 'a file that exists is not replaced'
run_report --force logs -o r.html && [ "$(cksum <r.html)" != "$sum" ] &&
	run_report --title=logs logs && cp out printed && run_report logs -o - && cmp -s out printed
verdict $? '--force replaces it; - is standard output'
PYTHONPATH="$SRC/tests/cli" python3 -c '
import io, json, os, sys
import events
for run in range(400):
    folder = "many/%0200d" % run
    os.makedirs(folder)
    sys.stdin = io.StringIO(json.dumps({"step": 0, "tag": "%0300d|" % run, "value": "nan"}) + "\n" +
                            json.dumps({"hparams": {"%0900d" % run: "<&|*>"}}))
    events.main(folder + "/events.out.tfevents.1.h")
'
run_report --format=markdown many && [ "$(wc -c <out)" -lt 65536 ] &&
	[ "$(grep -c 'more .* are not shown' out)" = 4 ] && [ "$(grep -c '^### ' out)" = 3 ]
verdict $? 'Markdown of many runs fits into a comment of GitHub'
run_report --runs=nothing logs
[ $? = 1 ] && grep -q 'no run matches --runs' err && mkdir empty && run_report empty -o e.html
[ $? = 1 ] && grep -q 'empty' err && [ ! -e e.html ]
verdict $? 'nothing to report: status 1, and no file'
run_report logs -o no/r.html
[ $? = 2 ] && grep -q 'no/r.html: cannot write' err && run_report --smooth=2 logs
[ $? = 2 ] && grep -q -e '--smooth is a number from 0 to below 1' err
verdict $? 'bad options: status 2'
"$BUILD/bin/tfevents" report logs 2>err | head -c 10 >out
[ ! -s err ]
verdict $? 'a pipe that closes'
exit $fail
