"""Compares the numbers of tbtop's frames with those of scikit-learn, scipy, Pillow and TensorBoard.

    python screen_numbers.py TBTOP FOLDER        called by screen_numbers.sh

A printed number is right if no number of its form is nearer to the expected one."""
import os
import re
import subprocess
import sys

import numpy as np
from scipy import io as scipy_io
from scipy import stats
from sklearn import metrics
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

import screen_logs as logs
from server import TensorBoard

NUMBER = r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?"
tbtop, folder = sys.argv[1:]
seed = int(os.environ.get("NUMBERS_SEED") or np.random.SeedSequence().entropy % 2 ** 32)
failed = count = 0


def report(name, wrong):
    """Prints one TAP line, followed by the reasons of a failure."""
    global failed, count
    count += 1
    print(f"{'not ok' if wrong else 'ok'} {count + 1} - {name}")
    for line in wrong[:10]:
        print(f"#   {line}")
    if wrong:
        print(f"#   NUMBERS_SEED={seed}")
    failed += bool(wrong)


def frame(logdir, view, keys="", size="160x40"):
    done = subprocess.run(
        [tbtop, "--once", "--format", "text", "--size", size, "--view", view, "--keys", keys,
         "--now", str(logs.START + 1000), logdir], capture_output=True, text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": f"{folder}/config",
             "XDG_STATE_HOME": f"{folder}/state"}, check=False)
    if done.returncode:
        raise RuntimeError(f"tbtop {view}: status {done.returncode}: {done.stderr}")
    return done.stdout


def find(pattern, text):
    """The numbers in the groups of a pattern, in which N is a number; as they are printed."""
    found = re.search(pattern.replace("N", f"({NUMBER})"), text)
    if not found:
        raise RuntimeError(f"{pattern!r} is not in the frame:\n{text}")
    return found.groups()


def compare(wrong, name, printed, expected, relative=1e-6):
    """Adds a sentence if the printed text is not the expected number, rounded to its digits. Half
    of the last digit and `relative` of the number, for float32, are allowed."""
    mantissa, _, exponent = printed.lower().partition("e")
    digits = len(mantissa.partition(".")[2])
    unit = 10.0 ** (int(exponent or 0) - digits)
    if not abs(float(printed) - expected) <= 0.5 * unit * 1.001 + relative * abs(expected):
        wrong.append(f"{name}: {printed} instead of {expected!r}")


def compare_all(wrong, names, printed, expected, relative=1e-6):
    for one in zip(names, printed, expected, strict=True):
        compare(wrong, *one, relative)


# --- scikit-learn and scipy ------------------------------------------------------------------------

def check_confusion(random):
    wrong, path = [], f"{folder}/confusion"
    true, predicted = logs.confusion(path, random)
    text = frame(path, "confusion", "Enter", "200x60")
    p, r, f1, n = metrics.precision_recall_fscore_support(true, predicted)
    rows = re.findall(rf"│\s+(\d)\s.*?({NUMBER})\s+({NUMBER})\s+({NUMBER})\s+({NUMBER})\s*$", text,
                      re.M)
    if [int(row[0]) for row in rows] != list(range(5)):
        raise RuntimeError(f"no rows of five classes:\n{text}")
    for k, *printed in rows:
        k = int(k)
        compare_all(wrong, [f"{what} of class {k}" for what in ("n", "precision", "recall", "F1")],
                    printed, (n[k], p[k], r[k], f1[k]))
    printed = find("accuracy N  kappa N  macro F1 N  precision N  recall N  n N", text)
    compare_all(wrong, ("accuracy", "kappa", "macro F1", "macro precision", "macro recall", "n"),
                printed,
                (metrics.accuracy_score(true, predicted),
                 metrics.cohen_kappa_score(true, predicted), np.mean(f1), np.mean(p), np.mean(r),
                 len(true)))
    return wrong


def check_pr(random):
    wrong, path = [], f"{folder}/pr"
    steps = logs.pr_curves(path, random)
    tb = TensorBoard(path, ["--load_fast=false"])
    try:
        curves = tb.wait_for("PR curves", 60, lambda: loaded(tb, "pr_curves", 3, tag="pr"))
    finally:
        tb.close()
    for back, (labels, scores) in enumerate(reversed(steps)):
        for moves in (2, 30, 60):
            text = frame(path, "pr", " ".join(["Enter"] + ["["] * back + ["h"] * moves), "160x40")
            printed = find(r" run\s+\d+\s+N\s+N\s+N\s+N\s+N\s+N\s+N\s+N\s+N", text)
            threshold = float(printed[0])
            said = scores >= threshold - 1e-9
            p, r, f1, _ = metrics.precision_recall_fscore_support(
                labels, said, average="binary", zero_division=0)
            counts = metrics.confusion_matrix(labels, said).ravel()[[3, 1, 0, 2]]
            ap = metrics.average_precision_score(labels, scores)
            names = [f"{what} at {threshold} of step {2 - back}" for what in
                     ("precision", "recall", "F1", "TP", "FP", "TN", "FN", "average precision")]
            compare_all(wrong, names, printed[1:], (p, r, f1, *counts, ap))
            theirs = curves[2 - back]
            at = round(threshold * (logs.THRESHOLDS - 1))
            # TensorBoard omits the thresholds above the highest score.
            if at < len(theirs["precision"]):
                compare_all(wrong, [f"TensorBoard's {name}" for name in names[:2] + names[3:7]],
                            printed[1:3] + printed[4:8],
                            [theirs[key][at] for key in
                             ("precision", "recall", "true_positives", "false_positives",
                              "true_negatives", "false_negatives")])
    return wrong


def check_histograms(random):
    wrong, path = [], f"{folder}/histograms"
    counts, edges = logs.histograms(path, random)
    middle = (edges[:-1] + edges[1:]) / 2
    text = frame(path, "histograms", "Enter t { m G", "160x40")
    samples = [np.repeat(middle, count) for count in counts]
    printed = find(r"against step N  KS N  shift N  step N", text)
    against, last = int(printed[0]), int(printed[3])
    distance = stats.ks_2samp(samples[last], samples[against]).statistic
    compare_all(wrong, ("KS distance", "shift"), printed[1:3],
                (distance, samples[last].mean() - samples[against].mean()))
    compare(wrong, "n", find(r"│ n\s+N", text)[0], counts[last].sum())
    return wrong


def check_embedding(random):
    wrong, path = [], f"{folder}/embedding"
    points = logs.embedding(path, random)
    text = frame(path, "embeddings", "G", "160x50")
    pca = PCA(5, svd_solver="full").fit(points.astype(np.float64))
    places = pca.transform(points.astype(np.float64))
    shares = re.findall(rf"PC\d\s+({NUMBER}) %\s", text.split("components")[1])
    compare_all(wrong, [f"share of PC{k + 1}" for k in range(5)], shares,
                100 * pca.explained_variance_ratio_)
    row, x, y = find(r"point N.*x N  y N", text)
    compare(wrong, "number of the last point", row, 79)
    compare_all(wrong, ("|x|", "|y|"), (x.lstrip("-"), y.lstrip("-")), abs(places[79, :2]), 1e-5)
    for keys, metric in (("G", "cosine"), ("G W", "euclidean")):
        text = frame(path, "embeddings", keys, "160x50").split("nearest")[1]
        rows = re.findall(rf"│?\s+(\d+)\s+({NUMBER})\s*$", text, re.M)[:10]
        near = NearestNeighbors(n_neighbors=11, metric=metric, algorithm="brute").fit(
            points.astype(np.float64))
        distances, found = near.kneighbors(points[79:].astype(np.float64))
        if [int(row[0]) for row in rows] != list(found[0][1:]):
            wrong.append(f"{metric}: neighbours {[row[0] for row in rows]}, not {found[0][1:]}")
        measures = 1 - distances[0][1:] if metric == "cosine" else distances[0][1:]
        compare_all(wrong, [f"{metric} of {row[0]}" for row in rows], [row[1] for row in rows],
                    measures)
    return wrong


def check_image(random, form):
    wrong, path = [], f"{folder}/{form}"
    pixels = logs.images(path, random, form)
    printed = find(r"20×12×(\d).*min N  max N  mean N",
                   frame(path, "images", "Enter", "160x40"))[1:]
    compare_all(wrong, ("min", "max", "mean"), printed,
                (pixels.min(), pixels.max(), pixels.mean()))
    for keys in ("l", "l l l j", "l j j j l l l l l"):
        x, y, *printed = find(r"\(N, N\) = N N N", frame(path, "images", "Enter " + keys, "160x40"))
        compare_all(wrong, [f"{c} at ({x}, {y})" for c in "RGB"], printed, pixels[int(y), int(x)])
    return wrong


def check_sound(random):
    wrong, path = [], f"{folder}/sound"
    rate, samples = scipy_io.wavfile.read(logs.sound(path, random))
    samples = samples / 32768
    text = frame(path, "audio", "Enter", "120x40")
    compare(wrong, "rate", find(r"N Hz", text)[0], rate)
    compare(wrong, "seconds", find(r"bit  N s", text)[0], samples.size / rate)
    compare_all(wrong, ("peak", "RMS", "DC"), find(r"peak N dB  RMS N dB.*DC N", text),
                (20 * np.log10(np.abs(samples).max()),
                 20 * np.log10(np.sqrt(np.mean(samples ** 2))), samples.mean()))
    return wrong + check_spectrogram(text, rate, samples)


def check_spectrogram(text, rate, samples):
    """The shade of a cell is the greatest level of its two halves: windows of 1024 samples, the
    level of a row the greatest of its bins, 80 dB from blank to full."""
    shades = " ░▒▓█"
    lines = text.split("spectrogram")[1].split("\n")[1:]
    rows = [line.split("┤" if "┤" in line else "│")[-1] for line in lines]
    rows = rows[:next(i for i, line in enumerate(lines) if "└" in line or " s " in line[20:45])]
    width, halves = max(len(row) for row in rows), 2 * len(rows)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(1024) / 1024)
    padded = np.pad(samples, 1024)
    per_column = samples.size / width
    levels = np.empty((halves, width))
    for column in range(width):
        n = int(min(max(np.ceil(per_column / 1024), 1), 8))
        middles = [int(per_column * (column + (i + 0.5) / n)) for i in range(n)]
        spectra = [np.fft.rfft(padded[m + 512:m + 1536] * window)[:512] for m in middles]
        power = np.max(np.abs(spectra) ** 2, axis=0)
        for half in range(halves):
            a, b = 512 * (halves - 1 - half) // halves, 512 * (halves - half) // halves
            levels[half, column] = 10 * np.log10(max(power[a:max(b, a + 1)].max(), 1e-20))
    levels = np.clip(1 - (levels.max() - levels) / 80, 0, 1)
    wrong = []
    for y, row in enumerate(rows):
        for x, shade in enumerate(row.ljust(width)):
            level = 4 * levels[2 * y:2 * y + 2, x].max()
            if abs(shades.index(shade) - level) > 0.5 + 1e-3:
                wrong.append(f"spectrogram at ({x}, {y}): {shade!r} for the level {level / 4}")
    return wrong


# --- TensorBoard's HTTP API ------------------------------------------------------------------------

def loaded(tb, name, n, **query):
    """The answer of a plugin for the run, or None until it has n steps."""
    try:
        answer = tb.json({"pr_curves": "plugin/pr_curves/pr_curves",
                          "distributions": "plugin/distributions/distributions",
                          "scalars": "plugin/scalars/scalars"}[name], run="run", **query)
    except OSError:
        return None
    answer = answer["run"] if isinstance(answer, dict) else answer
    return answer if len(answer) == n else None


def check_scalars(random):
    """The smoothing is that of the page: vz_line_chart2/line-chart.ts."""
    wrong, path = [], f"{folder}/scalars"
    logs.scalars(path, random)
    tb = TensorBoard(path, ["--load_fast=false"])
    try:
        points = tb.wait_for("scalars", 60, lambda: loaded(tb, "scalars", 300, tag="loss"))
    finally:
        tb.close()
    last, smoothed = 0, {}
    for i, (_, step, value) in enumerate(points):
        last = 0.6 * last + 0.4 * value
        smoothed[step] = last / (1 - 0.6 ** (i + 1))
    values = {step: value for _, step, value in points}
    for keys in ("Enter", "Enter h", "Enter h h h h h h h h h h h h h h h h h"):
        text = frame(path, "scalars", keys, "160x40")
        value, smooth, step = find(r"\brun\s+N\s+N\s+N\s+", text.split("value")[-1])
        compare_all(wrong, (f"value at {step}", f"smoothed value at {step}"), (value, smooth),
                    (values[int(step)], smoothed[int(step)]))
    return wrong


def check_distributions():
    """Uses the log of check_histograms."""
    wrong, path = [], f"{folder}/histograms"
    tb = TensorBoard(path, ["--load_fast=false"])
    try:
        steps = tb.wait_for("distributions", 60,
                            lambda: loaded(tb, "distributions", 4, tag="weights"))
    finally:
        tb.close()
    for back in range(4):
        text = frame(path, "distributions", " ".join(["Enter", "h"] + ["h"] * back), "200x50")
        head = re.search(r"^.*│\s+run\s+step\s+(min .*max)\s*$", text, re.M).group(1).split()
        step, *printed = find(r"\brun\s+N" + r"\s+N" * len(head) + r"\s*\n", text)
        of_step = {at: row for _, at, row in steps}[int(step)]
        theirs = dict(zip(("min", "7%", "16%", "31%", "50%", "69%", "84%", "93%", "max"),
                          [value for _, value in of_step]))
        compare_all(wrong, [f"{name} at step {step}" for name in head], printed,
                    [theirs[name] for name in head])
    return wrong


def check_sessions(random):
    wrong, path = [], f"{folder}/sessions"
    logs.sessions(path, random)
    question = {"experimentName": "",
                "allowedStatuses": ["STATUS_UNKNOWN", "STATUS_SUCCESS", "STATUS_FAILURE",
                                    "STATUS_RUNNING"],
                "colParams": [{"metric": {"tag": "accuracy", "group": ""}}],
                "aggregationType": "AGGREGATION_AVG", "startIndex": 0, "sliceSize": 100}
    tb = TensorBoard(path, ["--load_fast=false"])

    def ask():
        try:
            groups = tb.post("plugin/hparams/session_groups", question)["sessionGroups"]
        except OSError:
            return None
        full = [g for g in groups if len(g["sessions"]) == 3 and all(
            s["metricValues"] and s["metricValues"][0]["trainingStep"] == 4
            for s in g["sessions"])]
        return groups if len(full) == 4 else None
    try:
        groups = tb.wait_for("groups of sessions", 60, ask)
    finally:
        tb.close()
    text = frame(path, "hparams", "", "160x40")
    head = re.search(r"session\s+(\w+)\s+(\w+)\s+accuracy", text).groups()
    rows = re.findall(rf"×3\s+({NUMBER})\s+({NUMBER})\s+│\s+({NUMBER})\s*$", text, re.M)
    accuracy = {(dict(zip(head, map(float, row)))["units"]): row[2] for row in rows}
    if len(accuracy) != 4:
        raise RuntimeError(f"no rows of four groups:\n{text}")
    for group in groups:
        units, want = group["hparams"]["units"], group["metricValues"][0]["value"]
        compare(wrong, f"accuracy with {units:g} units", accuracy[units], want)
    return wrong


def main():
    random = np.random.default_rng(seed)
    report("confusion matrices: scikit-learn", check_confusion(random))
    report("PR curves: scikit-learn and TensorBoard", check_pr(random))
    report("distance of histograms: scipy", check_histograms(random))
    report("distributions: TensorBoard", check_distributions())
    report("embeddings: scikit-learn", check_embedding(random))
    for form in ("PNG", "JPEG", "GIF"):
        report(f"pixels of {form}: Pillow", check_image(random, form))
    report("sounds: scipy", check_sound(random))
    report("scalars and smoothing: TensorBoard", check_scalars(random))
    report("groups of sessions: TensorBoard", check_sessions(random))
    return failed > 0


sys.exit(main())
