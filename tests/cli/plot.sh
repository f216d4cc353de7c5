#!/bin/sh
# tfevents plot: the numbers of the log in each format, valid files, and clear messages.
. tests/cli/lib.sh
run_plot() { try "$BUILD/bin/tfevents" plot "$@"; }
cd "$TMPDIR" || exit 1

events 'logs/a/events.out.tfevents.1.h' <<'END'
{"step": 0, "wall_time": 100, "tag": "train/<loss>&_x", "value": 2}
{"step": 10, "wall_time": 160, "tag": "train/<loss>&_x", "value": "nan"}
{"step": 20, "wall_time": 3700, "tag": "train/<loss>&_x", "value": 0.5}
{"step": 30, "wall_time": 7400, "tag": "train/<loss>&_x", "value": 0.125}
{"step": 1, "tag": "weights", "histogram": [-1, 0, 0, 0.5, 1]}
{"step": 2, "tag": "weights", "histogram": [-2, 0, 0.5, 1]}
END
events 'logs/b/events.out.tfevents.1.h' <<'END'
{"step": 0, "wall_time": 100, "tag": "train/<loss>&_x", "value": 1}
{"step": 20, "wall_time": 130, "tag": "train/<loss>&_x", "value": -3}
{"step": 5, "wall_time": 130, "tag": "bad", "value": "inf"}
END
for name in loss.svg loss.tex loss.vl.json; do
	run_plot --tags=loss logs -o $name && [ ! -s err ]
	verdict $? "$name is written"
done
grep -q '^\\addplot\[c0,thick\] coordinates {$' loss.tex &&
	[ "$(grep -A4 'addplot\[c0' loss.tex | tail -n 4 | tr '\n' ' ')" = \
		'(0,2) (10,nan) (20,0.5) (30,0.125) ' ] &&
	grep -qF 'title={train/\textless{}loss\textgreater{}\&\_x}' loss.tex &&
	grep -qF '\addlegendentry{b}' loss.tex
verdict $? 'pgfplots: the numbers, an interruption, names without commands'
for seed in 1 2 3; do
	events "seeds/seed$seed/events.out.tfevents.1.h" <<END
{"step": 0, "wall_time": 100, "tag": "loss", "value": 4}
{"step": 5, "wall_time": 110, "tag": "loss", "value": $seed.5}
{"step": 9, "wall_time": 111, "tag": "loss", "value": -0.$seed}
{"step": 20, "wall_time": 150, "tag": "loss", "value": 0}
END
done
try python3 "$SRC/tests/cli/plot_numbers.py" logs "train/<loss>&_x" &&
	try python3 "$SRC/tests/cli/plot_numbers.py" seeds loss
verdict $? 'SVG, pgfplots and Vega-Lite have the numbers of export'
run_plot --tags=loss --x=relative --log-y --runs=a logs -o time.svg &&
	grep -q '>time in h</text>' time.svg &&
	grep -q '>0.2</text>' time.svg && grep -q '>0.5</text>' time.svg
verdict $? 'time and logarithms'
run_plot --tags=loss --smooth=0.5 --title='"T" & <t>' --width=200 --height=100 \
	--font=8 logs -o s.svg &&
	grep -q 'viewBox="0 0 200 100"' s.svg &&
	grep -qF '>&quot;T&quot; &amp; &lt;t&gt;</text>' s.svg &&
	[ "$(grep -c 'stroke-opacity="0.35"' s.svg)" = 2 ]
verdict $? 'smoothed and raw curves, title, size'
run_plot --tags=weights logs -o h.svg && grep -q '>density</text>' h.svg &&
	run_plot --type=distribution --tags=weights logs -o d.svg &&
	[ "$(grep -c '<polygon.*fill-opacity="0.2"' d.svg)" = 5 ] &&
	run_plot --type=heatmap --tags=weights logs -o heat.svg &&
	run_plot --type=overlay --tags=weights logs -o o.svg && grep -q '>step 1<' o.svg
verdict $? 'histograms: densities, percentiles, a heat map, outlines of steps'
"$BUILD/examples/every_kind" every && run_plot --type=pr --tags=binary every -o pr.svg &&
	grep -q '>precision</text>' pr.svg &&
	run_plot --type=roc every -o roc.svg && grep -q 'AUC 0.8' roc.svg &&
	run_plot --type=f1 every -o f1.tex && grep -q 'ylabel={F1}' f1.tex
verdict $? 'precision and recall, ROC, F1'
"$BUILD/examples/write" kinds && run_plot --tags=confusion kinds -o m.svg &&
	grep -q '>snow leopard</text>' m.svg && grep -q '>159</text>' m.svg &&
	grep -q '>90.3</text>' m.svg && run_plot --tags=confusion kinds -o m.tex &&
	grep -qF '{90.3};' m.tex && run_plot --tags=confusion kinds -o m.vl.json &&
	grep -qF '"count": 159, "value": 0.903409' m.vl.json
verdict $? 'a confusion matrix, also for LaTeX and as Vega-Lite'
run_plot --tags=confusion --share=column kinds -o column.svg && grep -q '>96.4</text>' column.svg &&
	grep -q '>% of the predicted class</text>' column.svg &&
	run_plot --tags=confusion --share=all kinds -o all.svg && grep -q '>39.8</text>' all.svg &&
	run_plot --tags=confusion --share=counts kinds -o counts.tex && grep -qF '{159};' counts.tex
verdict $? 'shares of the column and of all, and counts'
long=$(printf '%0125d' 0 | sed 's/0/\xc3\xa4/g')
for run in "$(printf 'a\377b\303')" "$long/$long.END"; do
	events "bytes/$run/events.out.tfevents.1.h" <<'END'
{"step": 0, "tag": "loss", "value": 1}
{"step": 1, "tag": "loss", "value": 2}
END
done
run_plot bytes -o bytes.svg && grep -q '\.END</text>' bytes.svg
verdict $? 'the legend has the ends of long names'
if run_plot --tags=loss logs -o loss.pdf; then
	run_plot --tags=loss --theme=dark logs -o loss.png &&
		[ "$(head -c 5 loss.pdf)" = '%PDF-' ] &&
		[ "$(head -c 4 loss.png | tail -c 3)" = PNG ] &&
		run_plot --tags=loss logs -o again.pdf && cmp -s loss.pdf again.pdf
	verdict $? 'PDF and PNG; the same figure has the same bytes'
	run_plot bytes -o bytes.pdf && run_plot bytes -o bytes.png
	verdict $? 'names of runs that are not UTF-8'
else
	grep -q 'needs cairo' err && [ ! -e loss.pdf ]
	verdict $? 'PDF without cairo # SKIP cairo is not installed'
fi
sum=$(cksum <loss.svg)
run_plot --tags=loss logs -o loss.svg
[ $? = 2 ] && grep -q 'loss.svg: exists already; --force replaces it' err &&
	[ "$(cksum <loss.svg)" = "$sum" ] && run_plot nowhere -o loss.svg
[ $? = 2 ] && grep -q 'loss.svg: exists already' err && ! grep -q nowhere err
verdict $? 'a file that exists is not replaced'
run_plot --tags=loss --force --title=new logs -o loss.svg && grep -q '>new</text>' loss.svg
verdict $? '--force replaces it'
chmod 600 loss.svg && run_plot --tags=loss --title=new -f logs -o loss.svg &&
	[ "$(stat -c %a loss.svg)" = 600 ]
verdict $? 'a replaced file keeps its permissions'
ln -s elsewhere link.svg && run_plot --tags=loss -f logs -o link.svg
[ $? = 2 ] && [ -L link.svg ] && [ ! -e elsewhere ] &&
	grep -q 'link.svg: exists already; it is no regular file: choose another name' err
verdict $? '--force replaces regular files only'
run_plot --tags=loss --title=new --format=svg logs -o - && cmp -s out loss.svg &&
	run_plot --tags=loss --title=new --format=svg logs -o noname && cmp -s noname loss.svg &&
	run_plot logs -o -
[ $? = 2 ] && grep -q -e '-o - needs --format' err
verdict $? '--format, for standard output and for names without an end'
run_plot --tags=bad logs -o bad.svg
[ $? = 2 ] && grep -q 'there is nothing to draw: no value is finite' err && [ ! -e bad.svg ] &&
	run_plot --tags=nothing logs -o bad.svg
[ $? = 1 ] && grep -q 'match --tags' err && [ ! -e bad.svg ]
verdict $? 'a plot without data: a message, and no file'
run_plot --type=confusion logs -o bad.svg
[ $? = 1 ] && grep -q 'no confusion matrices in logs' err && [ ! -e bad.svg ]
verdict $? 'no data of the type: a message that names it'
run_plot --tags=loss --x-range=5..25 --y-range=0.. logs -o range.tex &&
	grep -q 'xmin=5, xmax=25,' range.tex && grep -q 'ymin=0,' range.tex &&
	run_plot --tags=loss --x-range=9..3 logs -o x.svg
[ $? = 2 ] && grep -q -e "--x-range is LOW..HIGH, LOW.. or ..HIGH, not '9..3'" err &&
	run_plot --tags=loss --log-y --y-range=0..1 logs -o x.svg
[ $? = 2 ] && grep -q -e '--y-range of a logarithmic axis is above 0' err &&
	run_plot --group='x' logs -o x.svg
[ $? = 2 ] && grep -q -e '--group is seeds or a regular expression' err
verdict $? 'ranges; wrong ranges and groups'
run_plot --tags=loss --size=slides logs -o slides.svg &&
	grep -q 'viewBox="0 0 720 405"' slides.svg && grep -q 'font-size="18"' slides.svg
verdict $? 'sizes for purposes'
events 'resumed/r/events.out.tfevents.1.h' <<'END'
{"step": 0, "wall_time": 100, "tag": "loss", "value": 1}
{"step": 1, "wall_time": 101, "tag": "loss", "value": 0.75}
{"step": 2, "wall_time": 102, "tag": "loss", "value": 0.875}
{"step": 3, "wall_time": 103, "tag": "loss", "value": 1000}
END
events 'resumed/r/events.out.tfevents.2.h' <<'END'
{"step": 1, "wall_time": 201, "tag": "loss", "value": 0.5}
{"step": 2, "wall_time": 202, "tag": "loss", "value": 0.25}
{"step": 4, "wall_time": 204, "tag": "loss", "value": 0}
END
mkdir twice && cp -R resumed/r twice
events 'twice/r/events.out.tfevents.3.h' <<'END'
{"step": 2, "wall_time": 302, "tag": "loss", "value": 0.5}
{"step": 3, "wall_time": 303, "tag": "loss", "value": 0.5}
END
run_plot resumed -o r.svg && run_plot resumed -o r.tex && run_plot resumed -o r.vl.json &&
	[ "$(grep -A4 'densely dashed,opacity' r.tex | tail -n 4 | tr '\n' ' ')" = \
		'(1,0.75) (2,0.875) (3,1000) }; ' ] &&
	grep -qF '\addlegendentry{superseded by restarts}' r.tex &&
	grep -q 'stroke-opacity="0.6" stroke-dasharray' r.svg &&
	grep -q '>superseded by restarts</text>' r.svg &&
	grep -qF "\"calculate\": \"'superseded by restarts'\"" r.vl.json
verdict $? 'superseded points are dashed, with their name in the legend'
grep -q 'ymin=-0.03, ymax=1.03,' r.tex && grep -q 'xmin=-0.06, xmax=4.06' r.tex
verdict $? 'a superseded point that diverged does not flatten the curve'
run_plot --superseded=hidden resumed -o hidden.tex && ! grep -q dashed hidden.tex &&
	run_plot --restarts=keep resumed -o keep.tex && ! grep -q dashed keep.tex
verdict $? 'superseded points are hidden, or not superseded'
run_plot twice -o twice.tex &&
	[ "$(grep -A6 'densely dashed,opacity' twice.tex | tail -n 6 | tr '\n' ' ')" = \
		'(1,0.75) (2,0.875) (3,1000) (3,nan) (2,0.25) }; ' ]
verdict $? 'the points of two restarts are not joined'
run_plot logs -o loss.gif
[ $? = 2 ] && grep -q 'loss.gif: the name does not end in .svg' err &&
	run_plot --smooth=1 logs -o x.svg
[ $? = 2 ] && grep -q -e "--smooth is a number from 0 to below 1, not '1'" err &&
	run_plot logs -o no/x.svg
[ $? = 2 ] && grep -q 'no/x.svg' err
verdict $? 'bad options: status 2'
exit $fail
