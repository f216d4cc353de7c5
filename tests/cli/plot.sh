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
END
events 'logs/b/events.out.tfevents.1.h' <<'END'
{"step": 0, "wall_time": 100, "tag": "train/<loss>&_x", "value": 1}
{"step": 20, "wall_time": 130, "tag": "train/<loss>&_x", "value": -3}
{"step": 5, "wall_time": 130, "tag": "bad", "value": "inf"}
END
python=python3
for name in loss.svg loss.tex loss.vl.json; do
	run_plot --tags=loss logs -o $name && [ ! -s err ]
	verdict $? "$name is written"
done
grep -q '^\\addplot\[c0,thick\] coordinates {$' loss.tex &&
	[ "$(grep -A4 'addplot\[c0' loss.tex | tail -n 4 | tr '\n' ' ')" = '(0,2) (10,nan) (20,0.5) (30,0.125) ' ] &&
	grep -qF 'title={train/<loss>\&\_x}' loss.tex && grep -qF '\addlegendentry{b}' loss.tex
verdict $? 'pgfplots: the numbers, an interruption, names without commands'
$python - >out 2>err <<'END'
import json
import xml.etree.ElementTree as tree

spec = json.load(open("loss.vl.json"))
values = spec["layer"][0]["data"]["values"]
assert [(v["x"], v["y"]) for v in values if v["series"] == "a"] == [(0, 2), (20, .5), (30, .125)]
assert {v["part"] for v in values if v["series"] == "a"} == {0, 1}
assert spec["title"] == "train/<loss>&_x" and spec["$schema"].endswith("/vega-lite/v5.json")

svg = tree.parse("loss.svg").getroot()
space = "{http://www.w3.org/2000/svg}"
texts = [t.text for t in svg.iter(space + "text")]
assert {"train/<loss>&_x", "step", "a", "b", "0", "20", "-2"} <= set(texts), texts
# The ticks are the scale of the axes: the last curve runs from (0, 1) to (20, -3).
at = {axis: {float(t.text): float(t.get(axis)) for t in svg.iter(space + "text")
             if t.text.lstrip("-").replace(".", "").isdigit() and t.get("text-anchor") == anchor}
      for axis, anchor in (("x", "middle"), ("y", "end"))}
curve = [l for l in svg.iter(space + "polyline") if l.get("stroke") == "#d55e00"][0]
(x0, y0), (x1, y1) = (tuple(map(float, d.split(","))) for d in curve.get("points").split())
x, y = at["x"], at["y"]
assert abs(x0 - x[0]) < .2 and abs(x1 - x[20]) < .2
scale = (y[0] - y[2]) / 2
assert abs((y1 - y0) - 4 * scale) < .3, (y0, y1, scale)
END
verdict $? 'Vega-Lite and SVG: the numbers, the labels, the scales'
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
run_plot --tags=weights logs -o h.svg && grep -q '>density</text>' h.svg
verdict $? 'histograms'
"$BUILD/examples/write" kinds && run_plot --tags=confusion kinds -o m.svg &&
	grep -q '>snow leopard</text>' m.svg && grep -q '>159</text>' m.svg
verdict $? 'a confusion matrix'
if run_plot --tags=loss logs -o loss.pdf; then
	run_plot --tags=loss --theme=dark logs -o loss.png &&
		[ "$(head -c 5 loss.pdf)" = '%PDF-' ] &&
		[ "$(head -c 4 loss.png | tail -c 3)" = PNG ] &&
		run_plot --tags=loss logs -o again.pdf && cmp -s loss.pdf again.pdf
	verdict $? 'PDF and PNG; the same figure has the same bytes'
else
	grep -q 'needs cairo' err && [ ! -e loss.pdf ]
	verdict $? 'PDF without cairo # SKIP cairo is not installed'
fi
sum=$(cksum <loss.svg)
run_plot --tags=loss logs -o loss.svg
[ $? = 2 ] && grep -q 'loss.svg' err && [ "$(cksum <loss.svg)" = "$sum" ]
verdict $? 'a file that exists is not replaced'
run_plot --tags=bad logs -o bad.svg
[ $? = 2 ] && grep -q 'there is nothing to draw: no value is finite' err && [ ! -e bad.svg ] &&
	run_plot --tags=nothing logs -o bad.svg
[ $? = 1 ] && grep -q 'match --tags' err && [ ! -e bad.svg ]
verdict $? 'a plot without data: a message, and no file'
run_plot logs -o loss.gif
[ $? = 2 ] && grep -q 'loss.gif: -o FILE is needed, with a name that ends in .svg' err &&
	run_plot --smooth=1 logs -o x.svg
[ $? = 2 ] && grep -q -e "--smooth is a number from 0 to below 1, not '1'" err &&
	run_plot logs -o no/x.svg
[ $? = 2 ] && grep -q 'no/x.svg' err
verdict $? 'bad options: status 2'
exit $fail
