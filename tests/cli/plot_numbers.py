"""Compares the numbers of figures with those of `tfevents export`, for each format with numbers:

    plot_numbers.py LOGDIR TAG

The SVG's dots are converted by the labels of its ticks. Smoothed curves and the means of groups are
computed here from the exported values.
"""
import csv
import io
import json
import math
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

PROGRAM = os.environ["BUILD"] + "/bin/tfevents"
LOGDIR, TAG = sys.argv[1:3]
PATTERN = "^" + re.escape(TAG) + "$"
SVG = "{http://www.w3.org/2000/svg}"


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, text=True).stdout


def exported():
    """The curves of the runs: x, y, wall time, in the order of the log."""
    curves = {}
    for row in csv.DictReader(io.StringIO(run("export", "--tags", PATTERN, LOGDIR))):
        curves.setdefault(row["run"], []).append(
            (int(row["step"]), float(row["value"]), float(row["wall_time"])))
    return curves


def plot(suffix, *options):
    path = os.path.join(os.environ["TMPDIR"], "numbers" + suffix)
    if os.path.exists(path):
        os.remove(path)
    run("plot", "--tags", PATTERN, *options, LOGDIR, "-o", path)
    return path


def shown(dots):
    return [(x, y) for x, y in dots if math.isfinite(y)]


def latex(*options):
    """The dots of each curve that is a line."""
    text = open(plot(".tex", *options)).read()
    for part in re.findall(r"addplot\[c\d+,thick\][^{]*{\n(.*?)}", text, re.S):
        yield shown(tuple(map(float, d.split(","))) for d in re.findall(r"\((.*?)\)", part))


def vega(*options):
    spec = json.load(open(plot(".vl.json", *options)))
    for layer in spec["layer"]:
        if layer["mark"]["type"] != "line" or layer["mark"]["opacity"] < 1:
            continue
        curves = {}
        for v in layer["data"]["values"]:
            curves.setdefault(v["series"], []).append((v["x"], v["y"]))
        yield from curves.values()


def scale(texts, anchor, axis, size):
    """The line through the ticks: value at a place on the page."""
    ticks = [(float(t.get(axis)), float(t.text)) for t in texts
             if t.get("text-anchor") == anchor and re.fullmatch(r"-?[\d.e-]+", t.text or "")]
    (p0, v0), (p1, v1) = ticks[0], ticks[-1]
    # Labels are below the middle of their tick.
    shift = 3.5 if axis == "y" else 0
    return lambda place: v0 + (place + shift - p0) * (v1 - v0) / (p1 - p0), abs((v1 - v0) /
                                                                               (p1 - p0)) * size


def svg(*options):
    root = tree.parse(plot(".svg", *options)).getroot()
    texts = list(root.iter(SVG + "text"))
    x, x_error = scale(texts, "middle", "x", 0.3)
    y, y_error = scale(texts, "end", "y", 0.3)
    curves = {}
    for line in root.iter(SVG + "polyline"):
        if line.get("stroke-width") == "1.4" and line.get("stroke-opacity") is None:
            dots = [tuple(map(float, d.split(","))) for d in line.get("points").split()]
            if len(dots) == 2 and dots[1][0] - dots[0][0] == 14:
                continue  # a line of the legend
            curves.setdefault(line.get("stroke"), []).extend((x(a), y(b)) for a, b in dots)
    for box in root.iter(SVG + "polygon"):  # a point alone is a square
        corners = [tuple(map(float, d.split(","))) for d in box.get("points").split()]
        if box.get("fill") in curves and len(corners) == 4:
            a, b = (sum(c[i] for c in corners) / 4 for i in (0, 1))
            curves[box.get("fill")].append((x(a), y(b)))
    return [sorted(c) for c in curves.values()], x_error, y_error


def same(got, want, x_error=0, y_error=0):
    got, want = list(got), [c for c in want if len(c) > 1]
    got = [c for c in got if len(c) > 1]
    assert len(got) == len(want) > 0, (len(got), len(want))
    for g, w in zip(got, want):
        assert len(g) == len(w), (g, w)
        for (x, y), (x2, y2) in zip(g, w):
            assert abs(x - x2) <= x_error + 1e-9 * abs(x2), (x, x2)
            assert abs(y - y2) <= y_error + 1e-6 * abs(y2), (y, y2)


def smoothed(values, weight):
    last = 0
    for i, value in enumerate(values):
        last = last * weight + (1 - weight) * value
        yield last / (1 - weight ** (i + 1))


curves = exported()
points = [shown((s, v) for s, v, _ in c) for c in curves.values()]
same(latex(), points)
same(vega(), points)
got, x_error, y_error = svg()
same(got, points, x_error, y_error)

relative = [shown((t - c[0][2], v) for _, v, t in c) for c in curves.values()]
longest = max(max(x for x, _ in c) for c in relative)
unit = 3600 if longest > 7200 else 60 if longest > 120 else 1
same(vega("--x=relative"), [[(x / unit, y) for x, y in c] for c in relative])
wall = [shown((t, v) for _, v, t in c) for c in curves.values()]
same(vega("--x=wall"), [[(x * 1000, y) for x, y in c] for c in wall])

finite = [c for c in curves.values() if all(math.isfinite(v) for _, v, _ in c) and len(c) > 2]
want = [list(zip((s for s, _, _ in c), smoothed([v for _, v, _ in c], 0.6))) for c in finite]
if len(finite) == len(curves):
    same(vega("--smooth=0.6"), want)
    steps = sorted({s for c in finite for s, _, _ in c})
    if all([s for s, _, _ in c] == steps for c in finite):
        mean = [(s, sum(c[i][1] for c in finite) / len(finite)) for i, s in enumerate(steps)]
        same(latex("--group=(.)"), points if len(finite) == 1 else [mean])
