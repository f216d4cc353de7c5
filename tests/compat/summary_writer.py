"""Makes the same calls with SummaryWriter of tensorboardX and of examples/python/tfevents.py, and
compares what they wrote, call by call; see summary_writer.sh.

    python3 summary_writer.py BUILD FOLDER
"""
import json
import os
import subprocess
import sys
import warnings

import numpy as np
import tensorboardX
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
    if kept["kind"] == "histogram":
        kept["buckets"] = buckets(kept)
    if kept["kind"] not in ("image", "scalar"):
        kept["plugin"] = metadata.get("plugin")
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
            if record["kind"] != "file_version"]
    return sorted(kept, key=lambda record: (record["tag"] if "tag" in record else
                                            record["mesh"]["part"]))


def pictures(programs, folder):
    """The pixels of all images; tensorboardX truncates floats and stores grey as RGB."""
    subprocess.run([programs + "/examples/read_images", folder, folder + ".png"],
                   capture_output=True, check=True)
    return [np.asarray(Image.open(f"{folder}.png/{name}").convert("RGBA")).astype(int)
            for name in sorted(os.listdir(folder + ".png"))]


def compare(theirs, ours):
    """Returns what differs."""
    wrong = [f"ours {b}\n#   theirs {a}" for a, b in zip(theirs, ours) if not equal(a, b)]
    if len(theirs) != len(ours):
        wrong.append(f"{len(ours)} records instead of {len(theirs)}")
    return wrong


def make(programs, module, path, call):
    name, arguments, *options = call
    with module.SummaryWriter(path) as writer:
        getattr(writer, name)(*arguments, **(options[0] if options else {}))
    return records(programs, path), (pictures(programs, path) if "image" in name else [])


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
    return None


def check_alone(programs, path):
    wrong = write_alone(path)
    got = sorted((r["tag"], r["kind"]) for r in records(programs, path))
    want = [("boxes", "image"), ("film", "image"), ("named", "scalar"), ("tone", "audio")]
    if got != want:
        wrong = wrong or f"{got} instead of {want}"
    if not os.path.exists(path + "/projector_config.pbtxt"):
        wrong = wrong or "no configuration of the projector"
    print(f"{'not ok' if wrong else 'ok'} {len(CALLS) + 1} - sounds, videos, boxes, embeddings")
    if wrong:
        print(f"#   {wrong}")
    return bool(wrong)


def main():
    programs, folder = sys.argv[1:]
    warnings.simplefilter("ignore")
    failed = False
    for i, call in enumerate(CALLS, 1):
        theirs, their_pictures = make(programs, tensorboardX, f"{folder}/theirs/{i}", call)
        ours, our_pictures = make(programs, tfevents, f"{folder}/ours/{i}", call)
        wrong = compare(theirs, ours)
        if len(their_pictures) != len(our_pictures):
            wrong.append(f"{len(our_pictures)} pictures instead of {len(their_pictures)}")
        for a, b in zip(their_pictures, our_pictures):
            if a.shape != b.shape or np.abs(a - b).max() > 1:
                wrong.append("other pixels")
        what = call[1][0] if isinstance(call[1][0], str) else ""
        print(f"{'not ok' if wrong else 'ok'} {i} - {call[0]} {what}: as tensorboardX")
        for line in wrong:
            print(f"#   {line}")
        failed = failed or bool(wrong)
    return check_alone(programs, f"{folder}/alone") or failed


sys.exit(main())
