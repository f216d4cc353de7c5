#!/usr/bin/env python3
"""A log directory with known values: written through the C library (by ctypes), described here in
Python.

    python3 known.py LIBRARY LOGDIR        writes it (needs only the standard library)

tensorboard_http.py imports the values and compares them with TensorBoard, independently of the
library's reader."""
import ctypes
import math
import sys

SCALARS = {
    "curve/inverse": [(step, 1 / (1 + step)) for step in range(0, 2000, 7)],
    "curve/large": [(step * 10**9, 3e38 * (-1) ** step) for step in range(5)],
    "curve/nonfinite": [(0, 1.5), (1, math.nan), (2, math.inf), (3, -math.inf), (4, 0.0)],
    "tag with spaces, ünïcode & <b>": [(-3, 0.25), (2**62, 0.5)],
}
DESCRIBED = ("curve/described", "A display name", "in *Markdown*", [(1, 0.1), (2, 0.2)])
# Two values below 0, one at 0, four above: the counts of histograms of every kind are known without
# the library.
HISTOGRAM_VALUES = [-2.0, -0.5, 0.0, 0.25, 0.25, 1.0, 4.0]
HISTOGRAM_STEPS = [0, 5, 10]
# 3 pixels wide, 2 high.
GREY = bytes([0, 50, 100, 150, 200, 255])
RGBA = bytes(range(0, 240, 10))
FLOAT_GREY = [0.0, 0.5, 1.0, -1.0, 2.0, 0.2]
CONFUSION = [[5, 1, 0], [2, 7, 1], [0, 0, 9]]
CLASS_NAMES = ["cat", "dog", "bird"]
TEXT = "# A heading\n\nand **bold** text, ünïcode"
# name, op, inputs, device
NODES = [
    ("input", "Placeholder", [], "/device:CPU:0"),
    ("dense/kernel", "VarHandleOp", [], "/device:CPU:0"),
    ("dense/MatMul", "MatMul", ["input", "dense/kernel"], "/device:GPU:0"),
    ("dense/Relu", "Relu", ["dense/MatMul:0", "^input"], None),
]
OUTPUT_SHAPE = [-1, 16]

FLOAT32, FLOAT64, UINT8 = 1, 2, 4


class Image(ctypes.Structure):
    _fields_ = [("pixels", ctypes.c_void_p), ("dtype", ctypes.c_int), ("width", ctypes.c_uint32),
                ("height", ctypes.c_uint32), ("channels", ctypes.c_uint32)]


class Library:
    """libtfevents with the argument types that matter; every call must return 0."""

    STEP = ctypes.c_int64

    def __init__(self, path):
        self.c = ctypes.CDLL(path)

    def call(self, name, *args):
        status = getattr(self.c, "tfe_" + name)(*args)
        if status != 0:
            sys.exit(f"tfe_{name} returned {status}")

    def open(self, name, *args):
        handle = ctypes.c_void_p()
        self.call(name, *args, ctypes.byref(handle), *([None] if name == "writer_open" else []))
        return handle


def strings(texts):
    return (ctypes.c_char_p * len(texts))(*[t.encode() for t in texts])


def write_scalars(lib, w):
    tag, name, description, points = DESCRIBED
    lib.call("writer_describe", w, tag.encode(), name.encode(), description.encode())
    for tag, points in list(SCALARS.items()) + [(tag, points)]:
        for step, value in points:
            lib.call("writer_add_scalar", w, tag.encode(), lib.STEP(step), ctypes.c_double(value))


def write_histograms(lib, w):
    n = len(HISTOGRAM_VALUES)
    for step in HISTOGRAM_STEPS:
        doubles = (ctypes.c_double * n)(*[v * (1 + step) for v in HISTOGRAM_VALUES])
        floats = (ctypes.c_float * n)(*doubles)
        lib.call("writer_add_histogram", w, b"histogram/v1", lib.STEP(step), doubles, FLOAT64,
                 ctypes.c_size_t(n))
        lib.call("writer_add_histogram_v2", w, b"histogram/v2", lib.STEP(step), floats, FLOAT32,
                 ctypes.c_size_t(n),
                 ctypes.c_size_t(8))


def write_images(lib, w):
    floats = (ctypes.c_float * len(FLOAT_GREY))(*FLOAT_GREY)
    buffers = {"image/grey": (ctypes.create_string_buffer(GREY, len(GREY)), UINT8, 1),
               "image/rgba": (ctypes.create_string_buffer(RGBA, len(RGBA)), UINT8, 4),
               "image/float": (floats, FLOAT32, 1)}
    for tag, (pixels, dtype, channels) in buffers.items():
        image = Image(ctypes.cast(pixels, ctypes.c_void_p), dtype, 3, 2, channels)
        lib.call("writer_add_images", w, tag.encode(), lib.STEP(1), (Image * 2)(image, image),
                 ctypes.c_size_t(2))


def write_confusion(lib, w):
    n = len(CLASS_NAMES)
    counts = (ctypes.c_int64 * (n * n))(*[count for row in CONFUSION for count in row])
    lib.call("writer_add_confusion_matrix", w, b"confusion", lib.STEP(2), counts,
             ctypes.c_size_t(n),
             strings(CLASS_NAMES))


def write_graph(lib, w):
    graph = lib.open("graph_open", None)
    for name, op, inputs, device in NODES:
        lib.call("graph_add_node", graph, name.encode(), op.encode(), strings(inputs),
                 ctypes.c_size_t(len(inputs)),
                 device.encode() if device else None)
        lib.call("graph_set_dtype", graph, b"T", FLOAT32)
        lib.call("graph_set_output_shape", graph, (ctypes.c_int64 * 2)(*OUTPUT_SHAPE),
                 ctypes.c_size_t(2))
    lib.call("graph_set_string", graph, b"note", b"a string")
    lib.call("graph_set_int", graph, b"units", ctypes.c_int64(16))
    lib.call("graph_set_float", graph, b"alpha", ctypes.c_float(0.25))
    lib.call("graph_set_bool", graph, b"use_bias", 1)
    lib.call("writer_add_graph", w, graph)
    lib.c.tfe_graph_close(graph)


def write(library, logdir):
    lib = Library(library)
    w = lib.open("writer_open", logdir.encode(), None)
    write_scalars(lib, w)
    write_histograms(lib, w)
    write_images(lib, w)
    write_confusion(lib, w)
    lib.call("writer_add_text", w, b"text", lib.STEP(3), TEXT.encode())
    write_graph(lib, w)
    lib.call("writer_close", w)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    write(*sys.argv[1:])
