"""Writes the same values with tf.summary and with examples/python/tfevents.py, and compares both
after TensorBoard's own conversion; see tensorflow.sh.

    python tensorflow_summaries.py FOLDER"""
import ctypes
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from tensorboard.plugins.pr_curve import summary as pr_curve

import summary_writer
import tfevents
import writers

STEPS = 3
random = np.random.RandomState(1)
HISTOGRAMS = {"normal": random.normal(0, 2, 1000).astype("float32"),
              "float64": random.rand(100) * 1e-3,
              "integers": random.randint(-9, 9, (20, 5)).astype("int32"),
              "one value": np.full(7, 0.25, "float32"), "empty": np.zeros(0, "float32")}
IMAGES = random.randint(0, 256, (3, 5, 7, 3)).astype("uint8")
GREY = random.randint(0, 256, (1, 6, 4, 1)).astype("uint8")
SOUNDS = (random.randint(-32767, 32768, (2, 300, 2)) / 32767).astype("float32")
LABELS, GUESSES = random.rand(50) < 0.5, random.rand(50).astype("float32")


def write_theirs(path):
    writer = tf.summary.create_file_writer(path)
    with writer.as_default():
        for step in range(STEPS):
            tf.summary.scalar("loss", 1 / (1 + step), step, description="the *loss*")
            for tag, values in HISTOGRAMS.items():
                tf.summary.histogram(tag, values * (1 + step), step)
            tf.summary.histogram("five buckets", HISTOGRAMS["normal"], step, buckets=5)
            tf.summary.image("rgb", IMAGES, step)
            tf.summary.image("grey", GREY, step)
            tf.summary.audio("stereo", SOUNDS, 8000, step)
            tf.summary.text("note", "# title\n\n**bold** ünïcode", step)
            curve = pr_curve.pb("curve", LABELS, GUESSES, num_thresholds=21)
            tf.summary.experimental.write_raw_pb(curve.SerializeToString(), step)
    writer.close()


def write_ours(path):
    with tfevents.SummaryWriter(path) as writer:
        for step in range(STEPS):
            writer.add_scalar("loss", 1 / (1 + step), step, summary_description="the *loss*")
            for tag, values in [*HISTOGRAMS.items(), ("five buckets", HISTOGRAMS["normal"])]:
                array = values if tag == "five buckets" else values * (1 + step)
                array = tfevents.as_array(array)
                writer._add("histogram_v2", tag, step, ctypes.c_void_p(array.ctypes.data),
                            tfevents.dtype_of(array), ctypes.c_size_t(array.size),
                            ctypes.c_size_t(5 if tag == "five buckets" else 0))
            for tag, images in ("rgb", IMAGES), ("grey", GREY):
                writer._add("images", tag, step,
                            (tfevents.Image * len(images))(*map(tfevents.image_of, images)),
                            ctypes.c_size_t(len(images)))
            sounds = (tfevents.Sound * len(SOUNDS))(
                *[tfevents.Sound(s.ctypes.data, tfevents.DTYPES["float32"], 2, len(s))
                  for s in SOUNDS])
            writer._add("audio", "stereo", step, sounds, ctypes.c_size_t(len(SOUNDS)),
                        ctypes.c_uint32(8000))
            writer.add_text("note", "# title\n\n**bold** ünïcode", step)
            writer.add_pr_curve("curve/pr_curves", LABELS, GUESSES, step, 21)


def main():
    folder, = sys.argv[1:]
    theirs, ours = os.path.join(folder, "theirs"), os.path.join(folder, "ours")
    write_theirs(theirs)
    write_ours(ours)
    failed, number = False, 1
    both = [[(*e[:2], None, *e[3:]) for e in writers.converted(run)] for run in (theirs, ours)]
    for tag in sorted({entry[0] for values in both for entry in values}):
        number += 1
        wrong = writers.differing(*[[e for e in values if e[0] == tag] for values in both])
        failed |= summary_writer.report(number, f"{tag}: as tf.summary", wrong[:3])
    return failed


sys.exit(main())
