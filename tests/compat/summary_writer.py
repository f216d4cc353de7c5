"""Makes the same calls with SummaryWriter of tensorboardX, or of torch, and of
examples/python/tfevents.py, and compares what they wrote, call by call; see summary_writer.sh.

    python3 summary_writer.py BUILD FOLDER tensorboardX|torch.utils.tensorboard
"""
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
import warnings

import numpy as np
from PIL import Image

import tfevents

random = np.random.RandomState(1)
NORMAL = random.normal(0, 2, 500).astype("float32")
GREY = random.randint(0, 256, (1, 6, 9)).astype("uint8")
COLOUR = random.rand(3, 8, 5).astype("float32")
BATCH = random.randint(0, 256, (11, 3, 4, 6)).astype("uint8")
LABELS = random.randint(0, 2, 100)
GUESSES = (0.3 * LABELS + 0.7 * random.rand(100)).astype("float32")
POINTS = random.rand(1, 7, 3).astype("float32")
COLOURS = random.randint(0, 256, (1, 7, 3)).astype("uint8")
FACES = random.randint(0, 7, (1, 4, 3)).astype("int32")
LAYOUT = {"Losses": {"all": ["Multiline", ["loss/train", "loss/test"]],
                     "margin": ["Margin", ["loss/train", "loss/low", "loss/high"]]}}
# Methods of tensorboardX that need other packages or are its own.
ONLY_THEIRS = {"add_openvino_graph", "export_scalars_to_json", "use_metadata"}
# True and false positives, true and false negatives, precision, recall.
CURVE = [[3, 2, 0], [4, 1, 0], [0, 3, 4], [0, 1, 3], [3 / 7, 2 / 3, 0], [1, 2 / 3, 0]]

# A call that a module does not have, with these arguments, is not compared with it.
CALLS = [
    ("add_scalar", ("loss", 0.25, 3)),
    ("add_scalar", ("loss", np.float32(0.1), 4)),
    ("add_scalar", ("no_step", 7)),
    ("add_scalar", ("old", 1.5, 2), {"walltime": 1600000000.5}),
    ("add_scalars", ("pair", {"a": 1, "b": 2}, 5)),
    ("add_histogram", ("normal", NORMAL, 1)),
    ("add_histogram", ("integers", np.arange(-20, 50), 2)),
    ("add_image", ("grey", GREY, 1)),
    ("add_image", ("colour", COLOUR, 1)),
    ("add_image", ("hwc", COLOUR.transpose(1, 2, 0), 1), {"dataformats": "HWC"}),
    ("add_image", ("hw", GREY[0], 1), {"dataformats": "HW"}),
    ("add_images", ("batch", BATCH, 1)),
    ("add_text", ("note", "**bold** ünïcode", 1)),
    ("add_pr_curve", ("curve", LABELS, GUESSES, 1)),
    ("add_pr_curve", ("weighted", LABELS, GUESSES, 1),
     {"num_thresholds": 11, "weights": random.rand(100)}),
    ("add_mesh", ("mesh", POINTS), {"colors": COLOURS, "faces": FACES, "global_step": 1}),
    ("add_custom_scalars", (LAYOUT,)),
    ("add_custom_scalars_multilinechart", (["a", "b"], "category", "title")),
    ("add_custom_scalars_marginchart", (["a", "b", "c"], "category", "title")),
    ("add_scalar", ("precise", 1 / 3, 3), {"new_style": True, "double_precision": True}),
    ("add_scalar", ("tensor", 0.1, 3), {"new_style": True}),
    ("add_tensor", ("tensor", POINTS, 1)),
    ("add_histogram", ("automatic", NORMAL, 1), {"bins": "auto"}),
    ("add_histogram", ("merged", NORMAL, 1), {"bins": "fd", "max_bins": 8}),
    ("add_histogram_raw", ("raw", -1.0, 3.0, 7, 6.0, 20.0, [1.0, 2.0, 4.0], [5, 0, 2], 1)),
    ("add_pr_curve_raw", ("raw", *CURVE, 1), {"num_thresholds": 3}),
    ("add_embedding", (POINTS[0], list("abcdefg")), {"global_step": 1, "tag": "points"}),
    ("add_hparams", ({"lr": 0.1, "layers": 3, "bias": True, "name": "x"}, {"accuracy": 0.5}),
     {"name": "trial", "global_step": 1}),
]


def buckets(record):
    """The buckets with values; writers pad them differently with empty ones. tensorboardX ends the
    last bucket at the maximum."""
    full = [(limit, count) for limit, count in zip(record.pop("limits"), record.pop("counts"))
            if count]
    return full[:-1] + [full[-1][1]]


def essence(record):
    """The properties that must be equal: not the wall time, nor what encoders may choose. Pictures
    are compared by their pixels."""
    kept = {key: value for key, value in record.items() if key not in ("wall_time", "blobs")}
    metadata = kept.pop("metadata", {})
    kept["run"] = kept["run"].replace("/", "_")  # pair/a, and pair_a of torch
    if kept["kind"] == "graph":  # the nodes have other names
        kept["nodes"] = sorted(n["op"] for n in kept["nodes"] if n["op"].startswith("aten::"))
    if kept["kind"] == "histogram":
        kept["buckets"] = buckets(kept)
    if kept["kind"] not in ("image", "scalar"):
        kept["plugin"] = metadata.get("plugin")
    if kept["kind"] == "audio":  # theirs are v1, which has no labels
        for key in "sample_rate", "labels", "plugin":
            kept.pop(key, None)
    if kept["kind"] == "text":  # tensorboardX adds to the tag, and writes a vector of one text
        kept["tag"] = kept["tag"].removesuffix("/text_summary")
        del kept["shape"]
    if "mesh" in kept:  # tensorboardX writes floats, and a number in the tag (with protobuf 7)
        for key in "tag", "dtype":
            del kept[key]
        for key in "components", "config":
            del kept["mesh"][key]
    if "hparams" in kept:  # tensorboardX writes neither times nor the group
        kept = {"tag": kept["tag"], "hparams": kept["hparams"]}
        for key in "created", "started", "ended", "group":
            kept["hparams"].pop(key, None)
    return kept


def equal(a, b):
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, float) or isinstance(b, float):
        return abs(a - b) <= 1e-9 * max(abs(a), abs(b))
    return a == b


def records(programs, folder):
    out = subprocess.run([programs + "/bin/tfevents", "dump", "--json", folder],
                         capture_output=True, check=True)
    kept = [essence(record) for record in map(json.loads, out.stdout.decode().splitlines())
            if record["kind"] not in ("file_version", "run_metadata")]
    return sorted(kept, key=lambda record: (str(record.get("tag", record.get("mesh"))),
                                            record.get("step", 0)))


def pictures(programs, folder):
    """The pixels of all images; tensorboardX truncates floats and stores grey as RGB."""
    subprocess.run([programs + "/examples/read_images", folder, folder + ".png"],
                   capture_output=True, check=True)
    return [np.asarray(Image.open(f"{folder}.png/{name}").convert("RGBA")).astype(int)
            for name in sorted(os.listdir(folder + ".png"))]


def files(folder):
    """The other files of a log directory: what they name and contain, but not the digits."""
    found = []
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            if name.endswith(".pbtxt"):
                pattern = r'(tensor_name|metadata_path|tensor_path): "(.*)"'
                found.append(sorted(re.findall(pattern, open(path).read())))
            elif name == "tensors.tsv":
                numbers = [[float(x) for x in line.split("\t")] for line in open(path)]
                found.append((os.path.relpath(path, folder), np.round(numbers, 6).tolist()))
            elif "tfevents" not in name:
                found.append((os.path.relpath(path, folder), open(path).read().split()))
    return sorted(found, key=str)


def compare(theirs, ours):
    """Returns what differs."""
    wrong = [f"ours {b}\n#   theirs {a}" for a, b in zip(theirs, ours) if not equal(a, b)]
    if len(theirs) != len(ours):
        wrong.append(f"{len(ours)} records instead of {len(theirs)}")
    return wrong


def make(programs, module, path, call):
    name, arguments, *options = call
    with module.SummaryWriter(path) as writer:
        getattr(writer, name)(*(arguments() if callable(arguments) else arguments),
                              **(options[0] if options else {}))
    drawn = "image" in name or "figure" in name
    return (records(programs, path) + files(path), pictures(programs, path) if drawn else [])


def write_alone(path):
    """What tensorboardX cannot write without further packages, and wrong arguments."""
    with tfevents.SummaryWriter(path) as writer:
        writer.add_audio("tone", np.sin(np.arange(2000) / 9) / 2, 1, sample_rate=8000)
        writer.add_video("film", random.rand(1, 3, 3, 8, 8), 1, fps=8)
        writer.add_image_with_boxes("boxes", COLOUR, [[1, 1, 3, 5]], 1, labels=["cat"])
        writer.add_embedding(NORMAL.reshape(50, 10), [f"p{i}" for i in range(50)], tag="points")
        writer.add_scalar("named", 1, 1, display_name="A name", summary_description="*it*")
        for wrong in (lambda: writer.add_scalar("", 1), lambda: writer.add_text("x", "a\0b", 1),
                      lambda: writer.add_histogram("x", ["a", "b"]),
                      lambda: writer.add_image("x", np.zeros((5, 4, 4)))):
            try:
                wrong()
            except (ValueError, TypeError):
                continue
            return "a wrong argument was accepted"
    writer.flush()  # a closed writer has nothing to flush
    try:
        writer.add_scalar("late", 1)
    except ValueError:
        return None
    return "a closed writer was used"


def check_alone(programs, path):
    wrong = write_alone(path)
    got = sorted((r["tag"], r["kind"]) for r in records(programs, path))
    want = [("boxes", "image"), ("film", "image"), ("named", "scalar"), ("tone", "audio")]
    if got != want:
        wrong = wrong or f"{got} instead of {want}"
    if not os.path.exists(path + "/projector_config.pbtxt"):
        wrong = wrong or "no configuration of the projector"
    return [wrong] if wrong else []


def calls_of_torch():
    """Calls that need torch or matplotlib."""
    import matplotlib.figure
    import torch

    def figure():
        drawn = matplotlib.figure.Figure(figsize=(2, 1))
        drawn.subplots().plot([1, 3, 2])
        return "figure", drawn, 1, False
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2))
    return [("add_figure", figure), ("add_graph", (model, torch.rand(5, 3))),
            ("add_histogram", ("tensor", torch.arange(10.0), 1))]


def has(module, call):
    """Whether the module has the method and its arguments."""
    method = getattr(module.SummaryWriter, call[0], None)
    return method and set(call[2] if len(call) > 2 else ()) <= set(parameters(method))


def parameters(method):
    return [name for name in inspect.signature(method).parameters if name != "kwargs"]


def check_methods(module):
    """Every method of theirs and each of its parameters is ours."""
    wrong = []
    for name, method in inspect.getmembers(module.SummaryWriter, inspect.isfunction):
        ours = getattr(tfevents.SummaryWriter, name, None)
        if name.startswith("_") or name in ONLY_THEIRS:
            continue
        if not ours:
            wrong.append(f"no {name}")
        else:
            missing = set(parameters(method)) - set(parameters(ours)) - {"prototxt", "datatypes"}
            wrong += [f"{name} has no {parameter}" for parameter in missing]
    return wrong


def report(number, name, wrong):
    print(f"{'not ok' if wrong else 'ok'} {number} - {name}")
    for line in wrong:
        print(f"#   {line}")
    return bool(wrong)


def main():
    programs, folder, name = sys.argv[1:]
    module = importlib.import_module(name)
    warnings.simplefilter("ignore")
    if name.startswith("torch"):  # torch 1.13 passes a type that numpy 1.24 refuses
        greater = np.greater
        np.greater = lambda a, b, dtype=None: greater(a, b)
    failed = report(1, f"the methods and parameters of {name}", check_methods(module))
    calls = [call for call in CALLS if has(module, call)]
    if name.startswith("torch"):
        calls += calls_of_torch()
    for i, call in enumerate(calls, 2):
        theirs, their_pictures = make(programs, module, f"{folder}/theirs/{i}", call)
        ours, our_pictures = make(programs, tfevents, f"{folder}/ours/{i}", call)
        wrong = compare(theirs, ours)
        if len(their_pictures) != len(our_pictures):
            wrong.append(f"{len(our_pictures)} pictures instead of {len(their_pictures)}")
        for a, b in zip(their_pictures, our_pictures):
            if a.shape != b.shape or np.abs(a - b).max() > 1:
                wrong.append("other pixels")
        arguments = () if callable(call[1]) else call[1]
        what = next((a for a in arguments if isinstance(a, str)), "")
        failed |= report(i, f"{call[0]} {what}: as {name}", wrong)
    wrong = check_alone(programs, f"{folder}/alone")
    return report(len(calls) + 2, "sounds, videos, boxes, embeddings", wrong) or failed


if __name__ == "__main__":
    sys.exit(main())
