"""Starts TensorBoard on a log directory and compares the answers of its HTTP API with the written
values.

    python tensorboard_http.py LOGDIR PRINTED        called by tensorboard.sh

LOGDIR contains the runs known (see known.py), digits/train and digits/validation; PRINTED is the
output of examples/digits."""
import io
import math
import os
import re
import struct
import sys
import urllib.error
import urllib.parse
import urllib.request

from PIL import Image

import known
from results import Results
from server import TensorBoard

LOAD_SECONDS = 120
SAMPLES = "scalars=100000,images=100,histograms=1000,text=100"
DIGITS_LAYERS = [64, 48, 24, 10]
BATCHES_AN_EPOCH = 45
results = Results(3)  # tensorboard.sh has reported these


def f32(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return struct.unpack("<f", struct.pack("<f", value))[0]


# --- known values ---------------------------------------------------------------------------------

def check_scalars(tb):
    wrong = []
    tags = tb.json("plugin/scalars/tags").get("known", {})
    described, name, description, points = known.DESCRIBED
    for tag, points in list(known.SCALARS.items()) + [(described, points)]:
        if tag not in tags:
            wrong.append(f"no scalar {tag!r}")
            continue
        got = [(step, value)
               for _, step, value in tb.json("plugin/scalars/scalars", run="known", tag=tag)]
        want = [(step, f32(value)) for step, value in points]
        if got != want:
            wrong.append(f"{tag}: {got[:5]} ({len(got)}) instead of {want[:5]} ({len(want)})")
    meta = tags.get(described, {})
    if meta.get("displayName") != name or "<em>Markdown</em>" not in meta.get("description", ""):
        wrong.append(f"{described} is described as {meta}")
    return wrong


def check_histograms(tb):
    wrong = []
    for tag in ("histogram/v1", "histogram/v2"):
        rows = tb.json("plugin/histograms/histograms", run="known", tag=tag)
        if [step for _, step, _ in rows] != known.HISTOGRAM_STEPS:
            wrong.append(f"{tag}: steps {[r[1] for r in rows]}")
        for _, step, buckets in rows:
            values = [v * (1 + step) for v in known.HISTOGRAM_VALUES]
            if sum(b[2] for b in buckets) != len(values):
                wrong.append(f"{tag} at {step}: {sum(b[2] for b in buckets)} values")
            # Each bucket with a count must contain that number of values: its left edge is
            # included, its right edge only at the end.
            for i, (left, right, count) in enumerate(buckets):
                last = i == len(buckets) - 1
                inside = sum(left <= v < right or (last and v == right) for v in values)
                if count != inside and tag == "histogram/v2":
                    wrong.append(f"{tag} at {step}: [{left}, {right}) holds {count}, not {inside}")
                if count and not any(left <= v <= right for v in values):
                    wrong.append(f"{tag} at {step}: [{left}, {right}] holds no value, yet {count} are counted")
        points = tb.json("plugin/distributions/distributions", run="known", tag=tag)
        for _, step, percentiles in points:
            low, high = percentiles[0][1], percentiles[-1][1]
            scale = 1 + step
            if max(abs(low + 2 * scale), abs(high - 4 * scale)) > 1e-6 * scale:
                wrong.append(f"{tag} at {step}: distribution from {low} to {high}")
        if len(points) != len(known.HISTOGRAM_STEPS):
            wrong.append(f"{tag}: {len(points)} distributions")
    return wrong


def images(tb, run, tag):
    """[(step, image)] of a tag, several images of one step in their order."""
    samples = tb.json("plugin/images/tags").get(run, {}).get(tag, {}).get("samples", 0)
    found = []
    for sample in range(samples):
        for entry in tb.json("plugin/images/images", run=run, tag=tag, sample=sample):
            query = dict(urllib.parse.parse_qsl(entry["query"]))
            found.append((entry["step"],
                          Image.open(io.BytesIO(tb.get("plugin/images/individualImage", **query)))))
    return found


def check_images(tb):
    wrong = []
    float_grey = bytes(min(255, max(0, round(v * 255))) for v in known.FLOAT_GREY)
    for tag, mode, pixels, tolerance in (("image/grey", "L", known.GREY, 0),
                                         ("image/rgba", "RGBA", known.RGBA, 0),
                                         ("image/float", "L", float_grey, 1)):
        found = images(tb, "known", tag)
        if len(found) != 2:
            wrong.append(f"{tag}: {len(found)} images instead of 2")
        for step, image in found:
            if (step, image.format, image.mode, image.size) != (1, "PNG", mode, (3, 2)):
                wrong.append(f"{tag}: step {step}, {image.format} {image.mode} {image.size}")
            elif any(abs(a - b) > tolerance for a, b in zip(image.tobytes(), pixels)):
                wrong.append(f"{tag}: pixels {list(image.tobytes())} instead of {list(pixels)}")
    return wrong


def check_confusion(tb):
    """Checks the picture by its colours: each cell is as dark as its share of the row, for any
    layout."""
    found = images(tb, "known", "confusion")
    if [step for step, _ in found] != [2] or found[0][1].format != "PNG":
        return [f"confusion: {found}"]
    image = found[0][1].convert("RGB")
    frame, n = (0x7B, 0x87, 0x94), len(known.CONFUSION)
    rows = [y for y in range(image.height)
            if sum(image.getpixel((x, y)) == frame for x in range(image.width)) > 150]
    columns = [x for x in range(image.width)
               if sum(image.getpixel((x, y)) == frame for y in range(image.height)) > 150]
    if len(rows) < 2 or len(columns) < 2:
        return [f"confusion: no frame in {image.size}"]
    left, top, side = columns[0] + 1, rows[0] + 1, columns[1] - columns[0] - 1
    shades = []
    for t, row in enumerate(known.CONFUSION):
        for p, count in enumerate(row):
            pixel = image.getpixel((left + p * side // n + 4, top + t * side // n + 4))
            shades.append((count / sum(row), -sum(pixel)))
    one_shade_per_share = len(set(shades)) == len({share for share, _ in shades})
    darker_with_share = [s for _, s in sorted(shades)] == sorted(s for _, s in shades)
    if not (one_shade_per_share and darker_with_share):
        return [f"confusion: shares and colours {shades}"]
    return []


def check_text(tb):
    got = tb.json("plugin/text/text", run="known", tag="text")
    html = got[0]["text"] if len(got) == 1 else ""
    marked = "<strong>bold</strong> text, ünïcode" in html and "<h1>A heading</h1>" in html
    if got and got[0]["step"] == 3 and marked:
        return []
    return [f"text: {got}"]


def check_graph(tb):
    wrong = []
    if not tb.json("plugin/graphs/info").get("known", {}).get("run_graph"):
        return ["the run has no graph"]
    text = tb.get("plugin/graphs/graph", run="known", conceptual="false").decode()
    nodes = {re.search(r'^  name: "(.*)"', n, re.M).group(1): n
             for n in re.split(r"^node \{", text, flags=re.M)[1:]}
    if list(nodes) != [name for name, *_ in known.NODES]:
        wrong.append(f"nodes {list(nodes)}")
    for name, op, inputs, device in known.NODES:
        node = nodes.get(name, "")
        if f'  op: "{op}"' not in node or re.findall(r'^  input: "(.*)"', node, re.M) != inputs:
            wrong.append(f"{name}: {node}")
        if (f'  device: "{device}"' in node) != bool(device):
            wrong.append(f"{name}: its device is not {device}")
        shape = "_output_shapes" in node and re.search(r"size: 16\b", node)
        if "DT_FLOAT" not in node or not shape:
            wrong.append(f"{name}: attributes are missing: {node}")
    last = nodes.get(known.NODES[-1][0], "")
    for attribute in ('s: "a string"', "i: 16", "f: 0.25", "b: true"):
        if attribute not in last:
            wrong.append(f"attribute {attribute} is missing: {last}")
    return wrong


# --- the digits example ---------------------------------------------------------------------------

def read_printed(path):
    """{name: [(epoch, value)]} of the lines "epoch N name value name value ..."."""
    series = {}
    for line in open(path):
        if line.startswith("epoch "):
            words = line.split()
            for name, value in zip(words[2::2], words[3::2]):
                series.setdefault(name, []).append((int(words[1]), float(value)))
    return series


def near(a, b):
    return len(a) == len(b) and all(x[0] == y[0] and abs(x[1] - y[1]) <= 1e-6 * abs(y[1])
                                    for x, y in zip(a, b))


def check_digits_scalars(tb, printed):
    wrong = []
    expected = {("digits/validation" if name.startswith("val_") else "digits/train",
                 "epoch_" + name.removeprefix("val_")): points for name, points in printed.items()}
    tags = tb.json("plugin/scalars/tags")
    for run in ("digits/train", "digits/validation"):
        want = {tag for r, tag in expected if r == run}
        if "train" in run:
            want |= {"batch_loss", "batch_accuracy", "batch_steps_per_second",
                     "epoch_steps_per_second"}
        if set(tags[run]) != want:
            wrong.append(f"{run}: scalars {sorted(tags[run])} instead of {sorted(want)}")
    for (run, tag), points in expected.items():
        got = [(step, value)
               for _, step, value in tb.json("plugin/scalars/scalars", run=run, tag=tag)]
        if not near(got, points):
            wrong.append(f"{run} {tag}: {got} instead of {points}")
    epochs = len(printed["loss"])
    for name in ("loss", "accuracy"):
        got = tb.json("plugin/scalars/scalars", run="digits/train", tag="batch_" + name)
        if [step for _, step, _ in got] != list(range(1, epochs * BATCHES_AN_EPOCH + 1)):
            wrong.append(f"batch_{name}: {len(got)} steps, from {got[0][1]} to {got[-1][1]}")
        for epoch, mean in printed[name]:
            values = [value for _, _,
                      value in got[epoch * BATCHES_AN_EPOCH:(epoch + 1) * BATCHES_AN_EPOCH]]
            if abs(sum(values) / len(values) - mean) > 1e-5 * mean:
                wrong.append(f"batch_{name}: the mean of epoch {epoch} is {sum(values) / len(values)}, not {mean}")
    return wrong


def check_digits_weights(tb, epochs):
    wrong = []
    for layer in range(1, len(DIGITS_LAYERS)):
        inputs, outputs = DIGITS_LAYERS[layer - 1:layer + 1]
        # Keras transposes a kernel and draws a bias vertically.
        for name, count, size in (("kernel", inputs * outputs,
                                   (max(inputs, outputs), min(inputs, outputs))),
                                  ("bias", outputs, (1, outputs))):
            tag = f"dense_{layer}/{name}"
            rows = tb.json("plugin/histograms/histograms", run="digits/train", tag=tag
                           + "/histogram")
            if [step for _, step, _ in rows] != list(range(epochs)):
                wrong.append(f"{tag}/histogram: steps {[r[1] for r in rows]}")
            if any(sum(b[2] for b in buckets) != count or len(buckets) != 30
                   for _, _, buckets in rows):
                wrong.append(f"{tag}/histogram: not {count} values in 30 rows")
            found = images(tb, "digits/train", tag + "/image")
            sizes = [(step, image.size) for step, image in found]
            if sizes != [(epoch, size) for epoch in range(epochs)]:
                wrong.append(f"{tag}/image: {[(step, image.size) for step, image in found]} instead of {size}")
    return wrong


def check_digits_rest(tb):
    wrong = []
    if {image.size for _, image in images(tb, "digits/validation", "mistakes")} != {(64, 64)}:
        wrong.append("mistakes: not 64x64")
    confusion = images(tb, "digits/validation", "confusion")
    sides = [min(image.size) for _, image in confusion]
    if [step for step, _ in confusion] != [0, 5] or min(sides) < 300:
        wrong.append(f"confusion: {confusion}")
    settings = tb.json("plugin/text/text", run="digits/train", tag="settings")
    text = settings[0]["text"] if len(settings) == 1 else ""
    if "Glorot uniform" not in text or "<table>" not in text:
        wrong.append(f"settings: {settings}")
    graph = tb.get("plugin/graphs/graph", run="digits/train", conceptual="false").decode()
    for node in ("input", "dense_1/MatMul", "dense_3/Sigmoid", "loss/Mean"):
        if f'name: "{node}"' not in graph:
            wrong.append(f"graph: no node {node}")
    return wrong


# --- both backends --------------------------------------------------------------------------------

def everything_loaded(tb, epochs):
    """Waits for the data that were written last, because TensorBoard reads in the background."""
    def ask():
        try:
            tags = tb.json("plugin/text/tags")
            graphs = tb.json("plugin/graphs/info")
            scalars = tb.json("plugin/scalars/scalars", run="digits/validation", tag="epoch_loss")
            train = tb.json("plugin/scalars/scalars", run="digits/train", tag="epoch_loss")
        except (urllib.error.URLError, ConnectionError):
            return None
        known = "known" in tags and "known" in graphs
        return known and len(scalars) == len(train) == epochs or None
    tb.wait_for("loaded runs", LOAD_SECONDS, ask)


def check(name, logdir, options, printed):
    epochs = len(printed["loss"])
    tb = TensorBoard(logdir, ["--samples_per_plugin", SAMPLES, *options])
    try:
        everything_loaded(tb, epochs)
        runs = sorted(tb.json("runs"))
        results.report(f"{name}: runs", [] if runs == ["digits/train", "digits/validation", "known"]
               else [f"runs {runs}"])
        for what, wrong in (("scalars", check_scalars(tb)),
                            ("histograms and distributions", check_histograms(tb)),
                            ("images", check_images(tb)), ("confusion matrix", check_confusion(tb)),
                            ("text", check_text(tb)), ("graph", check_graph(tb)),
                            ("digits: scalars of batches and epochs",
                             check_digits_scalars(tb, printed)),
                            ("digits: weights", check_digits_weights(tb, epochs)),
                            ("digits: confusion matrix, mistakes, text, graph",
                             check_digits_rest(tb))):
            results.report(f"{name}: {what}", wrong)
    finally:
        tb.close()


def main():
    logdir, printed = sys.argv[1], read_printed(sys.argv[2])
    check("Python backend", logdir, ["--load_fast=false"], printed)
    try:
        import tensorboard_data_server
        assert os.path.exists(tensorboard_data_server.server_binary())
    except (ImportError, AssertionError):
        print("SKIP data server: the package tensorboard-data-server has no binary for this machine")
    else:
        check("data server", logdir, ["--load_fast=true"], printed)
    return results.failed


sys.exit(main())
