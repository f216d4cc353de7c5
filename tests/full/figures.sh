#!/bin/sh
# Figures for other programs: Vega-Lite's schema accepts each specification, and Vega draws it;
# pdflatex compiles each document; Chromium reads a report.
set -u
sh tests/full/debian.sh texlive-latex-extra texlive-pictures lmodern chromium || exit $?
sh tests/compat/venv.sh venv-figures ../full/requirements_figures.txt || exit $?
. tests/cli/lib.sh
n=1
"$BUILD/examples/every_kind" "$TMPDIR/logs/every" || exit 1
for seed in 1 2 3; do
	events "$TMPDIR/logs/m/seed$seed/events.out.tfevents.1.h" <<END
{"step": 0, "wall_time": 1700000000, "tag": "loss", "value": 4}
{"step": 5, "wall_time": 1700003000, "tag": "loss", "value": $seed.5}
{"step": 6, "wall_time": 1700003500, "tag": "loss", "value": "nan"}
{"step": 9, "wall_time": 1700004000, "tag": "loss", "value": 0.$seed}
{"step": 20, "wall_time": 1700009000, "tag": "loss", "value": 0.03125}
END
done
cp -R "$TMPDIR/logs/m/seed1" "$TMPDIR/logs/resumed"
events "$TMPDIR/logs/resumed/events.out.tfevents.2.h" <<END
{"step": 5, "wall_time": 1700013000, "tag": "loss", "value": 1}
{"step": 20, "wall_time": 1700014000, "tag": "loss", "value": 0.5}
END
# Every letter that is not replaced, in a title.
letters=$(printf '%%$#&_{}~^\\<>|" ' && python3 -c '
import sys
sys.stdout.buffer.write("".join(chr(c) for c in range(0xa1, 0x180)).encode())
sys.stdout.buffer.write("損 \u202e".encode())')

plots=0
plot() { # plot NAME OPTION...: draws a figure for LaTeX and as Vega-Lite
	name=$TMPDIR/$1
	shift
	"$BUILD/bin/tfevents" plot "$@" -o "$name.tex" 2>"$TMPDIR/err" &&
		"$BUILD/bin/tfevents" plot "$@" -o "$name.vl.json" 2>"$TMPDIR/err" ||
		verdict 1 "plot $*"
	plots=$((plots + 1))
}
logs=$TMPDIR/logs
plot smooth --tags='^loss$' --runs=seed --smooth=0.6 "$logs"
plot group --tags='^loss$' --runs=seed --group=seeds --log-y --x=wall "$logs"
plot resumed --tags='^loss$' --runs='seed|resumed' --smooth=0.6 "$logs"
plot ranges --tags='^loss$' --runs=seed --x-range=0..10 --y-range=0.. --size=paper "$logs"
plot title --tags='^loss$' --runs=seed --x=relative --theme=dark --title="$letters" "$logs"
for type in histogram distribution pr roc f1; do
	plot "$type" --type="$type" --runs=every "$logs"
done
for type in heatmap overlay; do
	plot "$type" --type="$type" --tags=histogram/v1 --runs=every "$logs"
done
for share in row column all counts; do
	plot "confusion-$share" --type=confusion --share=$share --runs=every "$logs"
done
# The types of the view of hyperparameters, and a difference of two matrices.
export_screen() { # export_screen NAME VIEW KEYS: the same from tbtop
	for end in tex vl.json; do
		keys="$3 : e x p o r t Space $(printf %s "$1.$end" | sed 's/./& /g') Enter"
		(cd "$TMPDIR" && "$BUILD/bin/tbtop" --once --view "$2" --runs='every|trial' \
			--keys "$keys" "$logs" >out 2>err)
		[ -s "$TMPDIR/$1.$end" ] || verdict 1 "tbtop exports $1.$end"
	done
	plots=$((plots + 1))
}
export_screen parallel hparams 't'
export_screen categories hparams 'l l l t t'
export_screen importance hparams 't t t'
export_screen difference confusion '[ m ] d'
(cd "$TMPDIR" && "$BUILD/bin/tbtop" --once --tags='^loss$' \
	--keys 'y y : e x p o r t Space s y m l o g . t e x Enter' "$logs" >out 2>err)
grep -q 'y coord trafo' "$TMPDIR/symlog.tex"
verdict $? 'tbtop exports a symmetric logarithmic axis'

try "$BUILD/venv-figures/bin/python" - "$TMPDIR" <<'END'
import json
import pathlib
import sys

import altair
import jsonschema
import vl_convert

schema = pathlib.Path(altair.__file__).parent / "vegalite/v5/schema/vega-lite-schema.json"
validator = jsonschema.Draft7Validator(json.loads(schema.read_text()))
found = sorted(pathlib.Path(sys.argv[1]).glob("*.vl.json"))
for path in found:
    spec = json.loads(path.read_text())
    errors = [e.message[:300] for e in validator.iter_errors(spec)]
    assert not errors, (path.name, errors)
    svg = vl_convert.vegalite_to_svg(spec)
    assert svg.count("<path") > 3, path.name
print(len(found))
END
[ "$(cat "$TMPDIR/out")" = "$plots" ]
verdict $? "Vega-Lite's schema accepts all specifications, and Vega draws them"

failed=
for document in "$TMPDIR"/*.tex; do
	(cd "$TMPDIR" && pdflatex -interaction=nonstopmode -halt-on-error "$document") \
		>"$TMPDIR/out" 2>&1 || failed="$failed $(basename "$document")"
	[ -n "$failed" ] && break
done
[ -z "$failed" ] && [ "$(ls "$TMPDIR"/*.pdf | wc -l)" -ge "$plots" ]
verdict $? "pdflatex compiles all documents$failed"

"$BUILD/bin/tfevents" report "$logs" -o "$TMPDIR/report.html" 2>"$TMPDIR/err"
chromium --headless --no-sandbox --disable-gpu --user-data-dir="$TMPDIR/chromium" \
	--dump-dom "file://$TMPDIR/report.html" >"$TMPDIR/out" 2>"$TMPDIR/err"
figures=$(grep -c '<figure>' "$TMPDIR/report.html")
[ "$figures" -gt 3 ] && [ "$(grep -c '<figure>' "$TMPDIR/out")" = "$figures" ] &&
	[ "$(grep -o '</polyline>' "$TMPDIR/out" | wc -l)" -gt "$figures" ]
verdict $? 'Chromium reads a report with all its figures'
exit $fail
