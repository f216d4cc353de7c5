"""Asks TensorBoard's plugins for every value that examples/every_kind writes.

    python every_kind.py LOGDIR LIST        called by every_kind.sh

LIST is the output of `every_kind --list`: one JSON object per value. Each kind has a function that
returns a list of sentences about what differs."""
import base64
import collections
import glob
import gzip
import hashlib
import html.parser
import io
import itertools
import json
import os
import struct
import sys
import urllib.error
import urllib.parse
import wave

import google.protobuf.json_format
import google.protobuf.text_format
import numpy
import PIL.Image
import PIL.ImageSequence
from tensorboard.backend.event_processing import event_file_loader
from tensorboard.compat.proto import config_pb2, graph_pb2
from tensorboard.util import tensor_util

from results import Results
from server import TensorBoard

LOAD_SECONDS = 120
SAMPLES = "scalars=1000,images=100,audio=100,histograms=100,text=100,pr_curves=100,mesh=100"
results = Results(1)  # venv.sh has reported one


def f32(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def by_tag(values):
    """{tag: its values} in the order of the list."""
    tags = {}
    for value in values:
        tags.setdefault(value["tag"], []).append(value)
    return tags


def same(what, got, want):
    return [] if got == want else [f"{what}: {got} instead of {want}"]


def check_scalar(tb, values, fast):
    wrong = []
    known = tb.json("plugin/scalars/tags").get(".", {})
    for tag, points in by_tag(values).items():
        if fast and "float64" in points[0]:
            continue  # the data server skips them
        if tag not in known:
            wrong.append(f"no scalar {tag}")
            continue
        got = [tuple(point) for point in tb.json("plugin/scalars/scalars", run=".", tag=tag)]
        kept = (lambda v: v) if "float64" in points[0] else f32
        if "wall_time" not in points[0]:
            got = [(None, *point[1:]) for point in got]
        want = [(p.get("wall_time"), p["step"], kept(p["value"])) for p in points]
        wrong += same(tag, got, want)
        if "display_name" in points[0]:
            wrong += same(tag, known[tag]["displayName"], points[0]["display_name"])
    return wrong


def check_hparams(tb, values, fast):
    wrong = []
    experiment = tb.post("plugin/hparams/experiment", {"experimentName": ""})
    wrong += same("experiment", experiment.get("name"), "sweep")
    infos = {info["name"]: info for info in experiment["hparamInfos"]}
    wrong += same("rate", infos["rate"].get("domainInterval"), {"minValue": 0.0, "maxValue": 0.1})
    wrong += same("batch", infos["batch"].get("domainDiscrete"), [16.0, 32.0, 64.0])
    metrics = [(m["name"]["tag"], m.get("displayName")) for m in experiment["metricInfos"]]
    wrong += same("metrics", metrics, [("loss", "Loss")])
    statuses = ["STATUS_UNKNOWN", "STATUS_SUCCESS", "STATUS_FAILURE", "STATUS_RUNNING"]
    answer = tb.post("plugin/hparams/session_groups",
                     {"experimentName": "", "allowedStatuses": statuses, "sliceSize": 100,
                      "colParams": []})
    groups = {session["name"]: (group, session)
              for group in answer["sessionGroups"] for session in group["sessions"]}
    wrong += same("trials", sorted(groups), sorted(v["run"] for v in values))
    for value in values:
        group, session = groups.get(value["run"], ({}, {}))
        wrong += same(value["run"], group.get("hparams"), value["hparams"])
        # Computed here as TensorBoard's hparams API does.
        text = json.dumps(value["hparams"], sort_keys=True, separators=(",", ":"))
        wrong += same(f"group of {value['run']}", (group.get("name"), value["group"]),
                      (hashlib.sha256(text.encode()).hexdigest(), ) * 2)
        wrong += same(f"status of {value['run']}", session.get("status", "STATUS_UNKNOWN"),
                      value["status"])
        losses = [m["value"] for m in session.get("metricValues", [])]
        wrong += same(f"loss of {value['run']}", losses, [f32(value["loss"])])
    return wrong


def check_pr_curve(tb, values, fast):
    wrong = []
    for tag, curves in by_tag(values).items():
        entries = tb.json("plugin/pr_curves/pr_curves", run=".", tag=tag)["."]
        wrong += same(f"steps of {tag}", [e["step"] for e in entries], [c["step"] for c in curves])
        for entry, curve in zip(entries, curves):
            where = f"{tag} at {curve['step']}"
            tp, fp = curve["true_positives"], curve["false_positives"]
            # TensorBoard omits trailing thresholds at which nothing is predicted as positive.
            n = len(entry["true_positives"])
            if any(a + b > 0 for a, b in zip(tp[n:], fp[n:])):
                wrong.append(f"{where}: only {n} thresholds")
            wrong += same(where + " TP", entry["true_positives"], tp[:n])
            wrong += same(where + " FP", entry["false_positives"], fp[:n])
            wrong += same(where + " FN", entry["false_negatives"], [tp[0] - x for x in tp[:n]])
            wrong += same(where + " TN", entry["true_negatives"], [fp[0] - x for x in fp[:n]])
            recall = [f32(x / max(tp[0], 1e-7)) for x in tp[:n]]
            precision = [f32(a / max(a + b, 1e-7)) for a, b in zip(tp[:n], fp[:n])]
            wrong += same(where + " recall", entry["recall"], recall)
            wrong += same(where + " precision", entry["precision"], precision)
            thresholds = [i / (len(tp) - 1) for i in range(n)]
            if any(abs(a - b) > 1e-6 for a, b in zip(entry["thresholds"], thresholds)):
                wrong.append(f"{where}: thresholds {entry['thresholds']}")
    return wrong


class Text(html.parser.HTMLParser):
    """The texts in elements of some names, in their order."""

    def __init__(self, names, source):
        super().__init__()
        self.names, self.texts, self.depth = names, [], 0
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        if tag in self.names:
            self.texts.append("")
            self.depth += 1
        elif tag == "br" and self.depth:
            self.texts[-1] += "\n"

    def handle_endtag(self, tag):
        self.depth -= tag in self.names

    def handle_data(self, data):
        if self.depth:
            self.texts[-1] += data


def check_text(tb, values, fast):
    wrong = []
    elements = {"strong": ["strong"], "table": ["td", "th"], "code": ["code"], "pairs": ["li"]}
    for tag, texts in by_tag(values).items():
        entries = tb.json("plugin/text/text", run=".", tag=tag)
        wrong += same(f"steps of {tag}", [e["step"] for e in entries], [t["step"] for t in texts])
        for entry, text in zip(entries, texts):
            want = text["texts"]
            if text["form"] == "pairs":
                want = [f"{key}: {value}" for key, value in zip(want[::2], want[1::2])]
            got = Text(elements[text["form"]], entry["text"]).texts
            wrong += same(f"{tag} at {text['step']}", got, want)
    return wrong


def individual(tb, route, entry):
    return tb.get(route, **dict(urllib.parse.parse_qsl(entry["query"])))


def check_audio(tb, values, fast):
    wrong = []
    for value in values:
        where = f"{value['tag']} at {value['step']}, sample {value['sample']}"
        entries = tb.json("plugin/audio/audio", run=".", tag=value["tag"], sample=value["sample"])
        entry = next((e for e in entries if e["step"] == value["step"]), None)
        if entry is None:
            wrong.append(f"no {where}")
            continue
        wrong += same(where, entry["contentType"], "audio/wav")
        with wave.open(io.BytesIO(individual(tb, "plugin/audio/individualAudio", entry))) as sound:
            wrong += same(f"{where}: format",
                          (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()),
                          (value["rate"], value["channels"], 2))
            samples = sound.readframes(sound.getnframes())
        got = list(struct.unpack(f"<{len(samples) // 2}h", samples))
        wrong += same(f"{where}: samples", got, value["samples"])
    return wrong


def flat(image):
    """The samples of a picture, or of all frames of a video, which are grey."""
    frames = PIL.ImageSequence.Iterator(image)
    arrays = [numpy.asarray(f.convert("L") if image.format == "GIF" else f) for f in frames]
    return [sample for array in arrays for sample in array.flatten().tolist()]


def check_image(tb, values, fast):
    wrong = []
    for value in values:
        where = f"{value['tag']} at {value['step']}, sample {value['sample']}"
        entries = tb.json("plugin/images/images", run=".", tag=value["tag"],
                          sample=value["sample"])
        entry = next((e for e in entries if e["step"] == value["step"]), None)
        if entry is None:
            wrong.append(f"no {where}")
            continue
        data = individual(tb, "plugin/images/individualImage", entry)
        if "bytes" in value:
            wrong += same(where, list(data), value["bytes"])
            continue
        image = PIL.Image.open(io.BytesIO(data))
        mode = "L" if image.format == "GIF" else image.mode
        wrong += same(f"{where}: form", [mode, list(image.size)], [value["mode"], value["size"]])
        wrong += same(f"{where}: pixels", flat(image), value["pixels"])
    return wrong


def check_mesh(tb, values, fast):
    wrong = []
    types = {"VERTEX": "f", "FACE": "i", "COLOR": "B"}
    for tag, meshes in by_tag(values).items():
        wrong += same("tags", list(tb.json("plugin/mesh/tags")["."]), [tag])
        entries = tb.json("plugin/mesh/meshes", run=".", tag=tag)
        steps = sorted({m["step"] for m in meshes})
        got = sorted((e["step"], e["content_type"], e["components"]) for e in entries)
        wrong += same("parts", got, [(step, part, 14) for step in steps for part in (1, 2, 3)])
        for mesh in meshes:
            for part, form in types.items():
                data = tb.get("plugin/mesh/data", run=".", tag=tag, step=mesh["step"],
                              sample=mesh["sample"], content_type=part)
                numbers = list(struct.unpack(f"<{len(data) // struct.calcsize(form)}{form}", data))
                wrong += same(f"{part} at {mesh['step']}, sample {mesh['sample']}", numbers,
                              mesh[part])
    return wrong


def check_layout(tb, values, fast):
    layout = tb.json("plugin/custom_scalars/layout")
    wrong = same("layout", layout.get("category"), values[0]["layout"])
    answer = tb.json("plugin/custom_scalars/scalars", run=".", tag=values[0]["match"])
    wrong += same("regular expression", answer["regex_valid"], True)
    return wrong + same("charted tags", list(answer["tag_to_events"]), values[0]["tags"])


def check_embedding(tb, values, fast):
    wrong = same("runs", "." in tb.json("plugin/projector/runs"), True)
    config = tb.json("plugin/projector/info", run=".")
    entries = {entry["tensorName"]: entry for entry in config["embeddings"]}
    for value in values:
        name = f"{value['tag']}:{value['step']:05}"
        entry = entries.get(name, {})
        wrong += same(f"shape of {name}", entry.get("tensorShape"), value["shape"])
        data = tb.get("plugin/projector/tensor", run=".", name=name)
        wrong += same(name, list(struct.unpack(f"<{len(data) // 4}f", data)),
                      [f32(v) for v in value["values"]])
        lines = tb.get("plugin/projector/metadata", run=".", name=name).decode().splitlines()
        wrong += same(f"metadata of {name}", "\t".join(lines).split("\t"),
                      ["name", "class"] + value["metadata"])
        image = PIL.Image.open(io.BytesIO(tb.get("plugin/projector/sprite_image", run=".",
                                                 name=name)))
        wrong += same(f"sprite of {name}", (image.size, entry["sprite"]["singleImageDim"]),
                      ((6, 6), [2, 2]))
        wrong += same(f"first pixels of {name}", [image.getpixel((x, 0))[0] for x in (0, 2, 4)],
                      [0, 50, 100])
    return wrong + same("number", len(entries), len(values))


def check_histogram(tb, values, fast):
    wrong = []
    for tag, histograms in by_tag(values).items():
        answers = tb.json("plugin/histograms/histograms", run=".", tag=tag)
        spreads = tb.json("plugin/distributions/distributions", run=".", tag=tag)
        steps = [h["step"] for h in histograms]
        wrong += same(f"steps of {tag}", [a[1] for a in answers], steps)
        wrong += same(f"distributions of {tag}", [a[1] for a in spreads], steps)
        for (_, step, rows), (_, _, spread), histogram in zip(answers, spreads, histograms):
            if "buckets" in histogram:
                # The data server keeps the limits of the file, except the first and the last.
                wrong += same(f"{tag} at {step}", rows, histogram["buckets"])
                continue
            pairs = list(zip(histogram["values"], histogram["weights"]))
            for i, (left, right, count) in enumerate(rows):
                last = i == len(rows) - 1
                inside = sum(w for v, w in pairs if left <= v < right or (last and v == right))
                if abs(count - inside) > 1e-9:
                    wrong.append(f"{tag} at {step}: [{left}, {right}) holds {count}, not {inside}")
            total = sum(w for _, w in pairs)
            wrong += same(f"total of {tag} at {step}", round(sum(r[2] for r in rows), 9), total)
            counted = [v for v, w in pairs if w > 0]
            ends = (spread[0][1], spread[-1][1])
            if max(abs(ends[0] - min(counted)), abs(ends[1] - max(counted))) > 1e-5:
                wrong.append(f"{tag} at {step}: the distribution is from {ends[0]} to {ends[1]}")
            wrong += [f"{tag} at {step}: {line}" for line in check_distribution(rows, spread)]
    return wrong


def check_distribution(rows, spread):
    """Each percentile lies in the bucket that has that share of the values below its right edge, or
    up to the next bucket with values if it is exactly that share."""
    wrong, total = [], sum(count for _, _, count in rows)
    sums = list(itertools.accumulate(count for _, _, count in rows))
    for basis_points, value in spread[1:-1]:
        share = total * basis_points / 1e4
        low = next(row[0] for row, below in zip(rows, sums) if below >= share - 1e-9)
        high = next(row[1] for row, below in zip(rows, sums) if below > share + 1e-9)
        if not low - 1e-6 <= value <= high + 1e-6:
            wrong.append(f"{basis_points / 100} % is {value}, not in [{low}, {high}]")
    return wrong


def check_tensor(tb, values, fast):
    """No plugin of TensorBoard shows these, so its own classes read the file."""
    found, tags = {}, {value["tag"] for value in values}
    for path in glob.glob(os.path.join(sys.argv[1], "*tfevents*")):
        for event in event_file_loader.EventFileLoader(path).Load():
            for value in event.summary.value:
                if value.tag in tags:
                    array = tensor_util.make_ndarray(value.tensor)
                    found[value.tag, event.step] = (list(array.shape), array.flatten().tolist())
                if value.tag.startswith("tensor/"):
                    data = value.metadata.plugin_data
                    assert (data.plugin_name, data.content) == ("my_plugin", b"its content")
    want = {(v["tag"], v["step"]): (v["shape"], v["values"]) for v in values}
    wrong = []
    for key, (shape, numbers) in want.items():
        got = found.get(key, ([], []))
        wrong += same(f"shape of {key}", got[0], shape)
        if len(got[1]) != len(numbers) or any(abs(a - b) > 1e-6 for a, b in zip(got[1], numbers)):
            wrong.append(f"{key}: {got[1]} instead of {numbers}")
    return wrong


def parse(message, text):
    return google.protobuf.text_format.Parse(text.decode(), message)


def as_dict(message):
    return google.protobuf.json_format.MessageToDict(message)


def check_graph(tb, values, fast):
    wrong = []
    for tag in ({}, {"tag": "trace"}):
        graph = as_dict(parse(graph_pb2.GraphDef(),
                              tb.get("plugin/graphs/graph", run=".", conceptual="false", **tag)))
        # TensorBoard omits large attributes from its answer, and no other; these are small.
        wrong += same(f"nodes {tag}", graph["node"], values[0]["nodes"])
        wrong += same(f"functions {tag}", graph["library"]["function"], values[0]["functions"])
    return wrong


def check_keras(tb, values, fast):
    graph = parse(graph_pb2.GraphDef(),
                  tb.get("plugin/graphs/graph", run=".", tag="keras", conceptual="true"))
    nodes = {node["name"]: [base64.b64decode(node["attr"]["keras_class"]["s"]).decode(),
                            node["attr"]["dtype"]["type"], node.get("input", [])]
             for node in as_dict(graph)["node"]}
    return same("layers", nodes, values[0]["nodes"])


def check_costs(tb, values, fast):
    wrong = []
    for tag, costs in by_tag(values).items():
        metadata = parse(config_pb2.RunMetadata(),
                         tb.get("plugin/graphs/run_metadata", run=".", tag=tag))
        got = [{"kind": "costs", "tag": tag, "step": costs[0]["step"], "node": node.node_name,
                "device": device.device, "start_us": node.all_start_micros,
                "compute_us": node.all_end_rel_micros,
                "memory_bytes": sum(memory.total_bytes for memory in node.memory)}
               for device in metadata.step_stats.dev_stats for node in device.node_stats]
        wrong += same(tag, got, costs)
    return wrong


def check_profile(tb, values, fast):
    """Checks the trace by the rules of its format; profile.sh asks the plugin, which is large."""
    wrong = []
    for value in values:
        paths = glob.glob(os.path.join(sys.argv[1], "plugins", "profile", value["name"], "*.gz"))
        with gzip.open(paths[0]) as file:
            events = json.load(file)["traceEvents"]
        for event in events:
            want = {"M": {"args"}, "X": {"ts", "dur"}, "C": {"ts", "args"}}[event["ph"]]
            wrong += same("keys", set(event), want | {"ph", "pid", "tid", "name"})
            wrong += same("negative times", [k for k in ("ts", "dur") if event.get(k, 0) < 0], [])
        for key, phase in ("spans", "X"), ("counters", "C"):
            names = [event["name"] for event in events if event["ph"] == phase]
            wrong += same(key, dict(collections.Counter(names)), value[key])
        spans = {name: [(e["ts"], e["ts"] + e["dur"]) for e in events if e["name"] == name]
                 for name in value["spans"]}
        for outer, inner in zip(spans["step"], spans["forward"]):
            if not outer[0] <= inner[0] <= inner[1] <= outer[1] + 1e-6:
                wrong.append(f"{inner} is not within {outer}")
    return wrong


CHECKS = {"scalar": check_scalar, "hparams": check_hparams, "pr_curve": check_pr_curve,
          "text": check_text, "audio": check_audio, "image": check_image, "mesh": check_mesh,
          "layout": check_layout, "embedding": check_embedding,
          "histogram": check_histogram, "tensor": check_tensor, "graph": check_graph,
          "keras": check_keras, "costs": check_costs, "profile": check_profile}


def loaded(tb, values):
    """Waits for the last text, which is written last, because TensorBoard reads in the
    background."""
    last = [v for v in values if v["kind"] == "scalar"][-1]

    def ask():
        try:
            points = tb.json("plugin/scalars/scalars", run=".", tag="scalar/plain")
        except (urllib.error.URLError, ConnectionError):
            return None
        return points and points[-1][1] == last["step"] or None
    tb.wait_for("loaded runs", LOAD_SECONDS, ask)


def check(name, logdir, fast, values):
    tb = TensorBoard(logdir, ["--samples_per_plugin", SAMPLES, f"--load_fast={str(fast).lower()}"])
    try:
        loaded(tb, values)
        for kind, function in CHECKS.items():
            found = [v for v in values if v["kind"] == kind]
            wrong = function(tb, found, fast) if found else ["nothing listed"]
            results.report(f"{name}: {kind}", wrong)
    finally:
        tb.close()


def main():
    logdir, values = sys.argv[1], [json.loads(line) for line in open(sys.argv[2])]
    unknown = sorted({v["kind"] for v in values} - set(CHECKS))
    results.report("every kind of the list is compared", [f"not compared: {k}" for k in unknown])
    check("Python backend", logdir, False, values)
    try:
        import tensorboard_data_server
        assert os.path.exists(tensorboard_data_server.server_binary())
    except (ImportError, AssertionError):
        print("SKIP data server: the package tensorboard-data-server has no binary for this machine")
    else:
        check("data server", logdir, True, values)
    return results.failed


sys.exit(main())
