"""Writes again, through examples/python/tfevents.py, what torch, tensorboardX and TensorFlow wrote,
and compares both; see writers.sh.

    python writers.py BUILD WRITERS OURS

Values of torch and tensorboardX are equal in `tfevents dump --json`; all values are equal after
TensorBoard's own conversion (data_compat), in pixels and samples where files may differ. Names and
docs/formats.md list what differs."""
import ctypes
import glob
import io
import os
import sys
import wave

import numpy as np
from PIL import Image
from tensorboard import data_compat
from tensorboard.backend.event_processing import event_file_loader
from tensorboard.plugins.custom_scalar import layout_pb2
from tensorboard.util import tensor_util

import summary_writer
import tfevents

RUNS = ["torch_scalars", "torch_hist", "torch_media", "tbx_scalars", "tbx_hist", "tbx_media",
        "tf_all"]


def events(run):
    """The events of a run, as they are in its files."""
    for path in sorted(glob.glob(os.path.join(run, "*tfevents*"))):
        yield from event_file_loader.LegacyEventFileLoader(path).Load()


def part_of(tag):
    """The name of a mesh and its part. tensorboardX numbers the parts."""
    name, part = tag.rsplit("_", 1)
    return name, {"1": "VERTEX", "2": "FACE", "3": "COLOR"}.get(part, part)


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA")).tolist()


def samples(data):
    with wave.open(io.BytesIO(data)) as sound:
        frames = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
        return sound.getframerate(), frames.reshape(-1, sound.getnchannels())


# --- writing --------------------------------------------------------------------------------------

def write_layout(writer, text):
    layout = layout_pb2.Layout.FromString(text)
    writer.add_custom_scalars({
        category.title: {
            chart.title: ["Multiline", list(chart.multiline.tag)] if chart.multiline.tag else
            ["Margin", [getattr(chart.margin.series[0], n) for n in ("value", "lower", "upper")]]
            for chart in category.chart}
        for category in layout.category})


def write_image(writer, tag, data, step, walltime):
    array = np.asarray(Image.open(io.BytesIO(data)))
    writer.add_image(tag, array, step, walltime, "HWC" if array.ndim == 3 else "HW")


def write_images(writer, tag, files, step, walltime):
    """Several images of one step, which SummaryWriter does not have."""
    arrays = [np.asarray(Image.open(io.BytesIO(data))) for data in files]
    arrays = [array if array.ndim == 3 else array[..., None] for array in arrays]
    writer._add("images", tag, step,
                (tfevents.Image * len(arrays))(*map(tfevents.image_of, arrays)),
                ctypes.c_size_t(len(arrays)), walltime=walltime)


class Bytes(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]


def write_texts(writer, tag, texts, step, walltime):
    """Texts of any shape as a tensor."""
    flat = (Bytes * texts.size)(*[Bytes(text, len(text)) for text in texts.ravel()])
    shape = (ctypes.c_int64 * texts.ndim)(*texts.shape)
    array = tfevents.Array(ctypes.addressof(flat), 7, texts.ndim, ctypes.addressof(shape))
    writer._add("tensor", tag, step, ctypes.byref(array),
                ctypes.byref(tfevents.Plugin(b"text")), walltime=walltime)


def write_tensor(writer, value, step, walltime, meshes):
    """Values of plugins. The parts of a mesh are collected."""
    plugin, tag = value.metadata.plugin_data.plugin_name, value.tag
    array = tensor_util.make_ndarray(value.tensor)
    if plugin == "scalars":
        writer.add_scalar(tag, array.item(), step, walltime,
                          summary_description=value.metadata.summary_description)
    elif plugin == "text":
        if array.size == 1:
            writer.add_text(tag, array.item().decode(), step, walltime)
        else:
            write_texts(writer, tag, array, step, walltime)
    elif plugin == "histograms":
        writer.add_histogram_raw(tag, array[0, 0], array[-1, 1], array[:, 2].sum(), 0, 0,
                                 array[:, 1], array[:, 2], step, walltime)
    elif plugin == "images":
        write_images(writer, tag, array[2:], step, walltime)
    elif plugin == "audio":
        rate, sound = samples(array[0, 0])
        writer.add_audio(tag, sound, step, rate, walltime)
    elif plugin == "pr_curves":
        writer.add_pr_curve_raw(tag, *array, step, array.shape[1], walltime=walltime)
    elif plugin == "custom_scalars":
        write_layout(writer, array.item())
    elif not plugin:
        writer._tensor(tag, array, None, step, walltime)
    elif plugin == "mesh":
        name, part = part_of(tag)
        meshes.setdefault((name, step), {})[part] = array
    else:
        raise ValueError(f"{tag} of the plugin {plugin}")


def write_value(writer, value, step, walltime, meshes):
    form, tag = value.WhichOneof("value"), value.tag
    if form == "simple_value":
        writer.add_scalar(tag, value.simple_value, step, walltime)
    elif form == "histo":
        h = value.histo
        writer.add_histogram_raw(tag, h.min, h.max, h.num, h.sum, h.sum_squares, h.bucket_limit,
                                 h.bucket, step, walltime)
    elif form == "image":
        write_image(writer, tag, value.image.encoded_image_string, step, walltime)
    elif form == "audio":
        rate, sound = samples(value.audio.encoded_audio_string)
        writer.add_audio(tag, sound, step, rate, walltime)
    else:
        write_tensor(writer, value, step, walltime, meshes)


def write(run, path):
    meshes = {}
    with tfevents.SummaryWriter(path) as writer:
        for event in events(run):
            for value in event.summary.value:
                write_value(writer, value, event.step, event.wall_time, meshes)
        for (name, step), parts in meshes.items():
            writer.add_mesh(name, parts["VERTEX"], parts["COLOR"], parts["FACE"], None, step)


# --- comparing ------------------------------------------------------------------------------------

def converted(run):
    """What TensorBoard makes of the values: [(tag, step, wall time, plugin, content)]."""
    found = []
    for event in events(run):
        for value in event.summary.value:
            v = data_compat.migrate_value(value)
            plugin, tag, when = v.metadata.plugin_data.plugin_name, v.tag, event.wall_time
            content = tensor_util.make_ndarray(v.tensor)
            if plugin == "images":
                content = [content[:2].tolist(), [pixels(data) for data in content[2:]]]
            elif plugin == "audio":
                content = [(rate, sound.tolist()) for rate, sound in map(samples, content[:, 0])]
            elif plugin == "text":
                tag, content = tag.removesuffix("/text_summary"), content.ravel().tolist()
            elif plugin == "mesh":
                tag, when = part_of(tag), None
            elif plugin == "histograms":  # ours are v1, whose empty ends the conversion drops
                full = np.flatnonzero(content[:, 2])
                content = content[full[0]:full[-1] + 1] if full.size else content[:0]
            elif plugin == "custom_scalars":
                content, when = [layout_pb2.Layout.FromString(content.item())], None
            found.append((tag, event.step, when, plugin, content))
    return sorted(found, key=lambda entry: (str(entry[0]), entry[1], entry[2] or 0))


def differing(theirs, ours):
    wrong = []
    for a, b in zip(theirs, ours):
        same = a[:4] == b[:4]
        if isinstance(a[4], np.ndarray) and isinstance(b[4], np.ndarray):
            same = same and a[4].shape == b[4].shape and np.allclose(
                np.asarray(a[4], float), np.asarray(b[4], float), 1e-6, 1e-12, True)
        else:
            same = same and a[4] == b[4]
        if not same:
            wrong.append(f"ours {str(b)[:300]}\n#   theirs {str(a)[:300]}")
    if len(theirs) != len(ours):
        wrong.append(f"{len(ours)} values instead of {len(theirs)}")
    return wrong


def main():
    build, writers, folder = sys.argv[1:]
    failed, number = False, 1
    for name in RUNS:
        theirs, ours = os.path.join(writers, name), os.path.join(folder, name)
        write(theirs, ours)
        checks = [("after TensorBoard's conversion", differing(converted(theirs), converted(ours)))]
        if not name.startswith("tf_"):
            alone = os.path.join(folder, name + ".theirs")  # without the runs below it
            os.makedirs(alone)
            for path in glob.glob(os.path.join(theirs, "*tfevents*")):
                os.symlink(path, os.path.join(alone, os.path.basename(path)))
            checks.append(("in dump --json", summary_writer.compare(
                *(summary_writer.records(build, path) for path in (alone, ours)))))
        for what, wrong in checks:
            number += 1
            failed |= summary_writer.report(number, f"{name}: equal {what}", wrong[:5])
    return failed


if __name__ == "__main__":
    sys.exit(main())
