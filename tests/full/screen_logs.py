"""Log directories of random values for tests/full/screen_numbers.py, one for each screen, written
with TensorBoard's own modules."""
import io
import os
import wave

import numpy as np
from PIL import Image
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.plugins.histogram import metadata as histogram_metadata
from tensorboard.plugins.hparams import summary_v2 as hparams
from tensorboard.plugins.pr_curve import metadata as pr_metadata
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util import tensor_util

START = 1767225600
THRESHOLDS = 201


class Run:
    """Writes an event file of a run."""

    def __init__(self, folder):
        os.makedirs(folder)
        self.folder, self.writer = folder, EventFileWriter(folder)

    def add(self, step, summary):
        self.writer.add_event(event_pb2.Event(step=step, wall_time=START + step, summary=summary))

    def tensor(self, step, tag, array, metadata):
        value = summary_pb2.Summary.Value(tag=tag, metadata=metadata,
                                          tensor=tensor_util.make_tensor_proto(array))
        self.add(step, summary_pb2.Summary(value=[value]))

    def scalar(self, step, tag, value):
        self.add(step, summary_pb2.Summary(
            value=[summary_pb2.Summary.Value(tag=tag, simple_value=value)]))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.writer.close()


def plugin(name):
    return summary_pb2.SummaryMetadata(
        plugin_data=summary_pb2.SummaryMetadata.PluginData(plugin_name=name))


def scalars(folder, random):
    with Run(f"{folder}/run") as run:
        for step in range(300):
            run.scalar(step, "loss", np.exp(-step / 90) + random.normal(0, 0.1))


def histograms(folder, random):
    """Histograms of equal edges. Returns the counts of each step and the edges. The outermost rows
    are not empty: tbtop shows the range of the values, TensorBoard that of the rows."""
    edges, counts = np.linspace(-2, 3, 21), []
    with Run(f"{folder}/run") as run:
        for step in range(4):
            count, _ = np.histogram(np.append(random.normal(step / 4, 0.8, 2000), [-2, 3]), edges)
            rows = np.stack([edges[:-1], edges[1:], count], axis=1)
            run.tensor(step, "weights", rows,
                       histogram_metadata.create_summary_metadata("weights", ""))
            counts.append(count)
    return counts, edges


def pr_curves(folder, random):
    """Returns the labels and scores of each step. Scores are multiples of the distance between
    thresholds, so that their PR curve is exact."""
    steps = []
    with Run(f"{folder}/run") as run:
        for step in range(3):
            labels = random.integers(0, 2, 400)
            noisy = 0.35 + 0.1 * step * labels + random.normal(0.1, 0.2, 400)
            scores = np.clip(np.round(noisy * (THRESHOLDS - 1)), 1, THRESHOLDS - 2)
            above = scores[None, :] >= np.arange(THRESHOLDS)[:, None]
            tp, fp = (above & (labels == 1)).sum(1), (above & (labels == 0)).sum(1)
            fn, tn = (labels == 1).sum() - tp, (labels == 0).sum() - fp
            precision, recall = tp / np.maximum(tp + fp, 1e-7), tp / np.maximum(tp + fn, 1e-7)
            data = np.stack([tp, fp, tn, fn, precision, recall]).astype(np.float32)
            run.tensor(step, "pr", data,
                       pr_metadata.create_summary_metadata("pr", "", THRESHOLDS))
            steps.append((labels, scores / (THRESHOLDS - 1)))
    return steps


def confusion(folder, random):
    """Returns the true and the predicted class of each example."""
    true = random.integers(0, 5, 700)
    wrong = random.random(700) < 0.3
    predicted = np.where(wrong, random.choice(5, 700, p=[0.4, 0.3, 0.15, 0.1, 0.05]), true)
    counts = np.zeros((5, 5), np.int64)
    np.add.at(counts, (true, predicted), 1)
    with Run(f"{folder}/run") as run:
        run.tensor(3, "matrix", counts, plugin("tfe_confusion_matrix"))
    return true, predicted


def images(folder, random, form):
    """Returns the picture as Pillow decodes it."""
    pixels = random.integers(0, 256, (12, 20, 3), np.uint8)
    written = io.BytesIO()
    Image.fromarray(pixels).save(written, form)
    with Run(f"{folder}/run") as run:
        image = summary_pb2.Summary.Image(height=12, width=20, colorspace=3,
                                          encoded_image_string=written.getvalue())
        run.add(1, summary_pb2.Summary(
            value=[summary_pb2.Summary.Value(tag="picture", image=image)]))
    return np.asarray(Image.open(io.BytesIO(written.getvalue())).convert("RGB"))


def sound(folder, random):
    """Returns the path of a WAV file with the sound: two tones and noise."""
    rate, t = 8000, np.arange(16000) / 8000
    samples = 0.5 * np.sin(2 * np.pi * 1200 * t) + 0.1 * np.sin(2 * np.pi * 3100 * t)
    samples = samples + random.normal(0.01, 0.001, t.size)
    path = f"{folder}.wav"
    with wave.open(path, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(np.round(samples * 32767).astype("<i2").tobytes())
    with open(path, "rb") as file, Run(f"{folder}/run") as run:
        audio = summary_pb2.Summary.Audio(sample_rate=rate, num_channels=1,
                                          encoded_audio_string=file.read(),
                                          content_type="audio/wav")
        run.add(1, summary_pb2.Summary(
            value=[summary_pb2.Summary.Value(tag="sound", audio=audio)]))
    return path


def sessions(folder, random):
    """Sessions in groups of three, which TensorBoard averages."""
    for i in range(12):
        with Run(f"{folder}/s{i:02}") as run:
            lr, group = 10.0 ** -(i % 4), f"group{i % 4}"
            run.add(0, hparams.hparams_pb({"lr": lr, "units": 2 ** (i % 4)}, trial_id=group))
            for step in range(5):
                run.scalar(step, "accuracy", random.random())


def embedding(folder, random):
    """Returns the points."""
    points = (random.normal(0, 1, (80, 7)) * [5, 3, 2, 1, 1, 0.5, 0.2]).astype(np.float32)
    with Run(f"{folder}/run") as run:
        run.scalar(1, "loss", 1)
        np.savetxt(f"{run.folder}/points.tsv", points, fmt="%.9g", delimiter="\t")
        with open(f"{run.folder}/projector_config.pbtxt", "w") as file:
            file.write('embeddings { tensor_name: "points" tensor_path: "points.tsv" }\n')
    return points
