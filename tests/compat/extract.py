"""Compares the files of `tfevents extract` with what TensorBoard's own loader reads, also for
tensors of every type that NumPy has.

    extract.py TFEVENTS DIR     DIR/logs has runs
"""
import collections
import pathlib
import subprocess
import sys

import numpy as np
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary, SummaryMetadata
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboard.util import tensor_util

program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
TYPES = "f2 f4 f8 c8 c16 i1 i2 i4 i8 u1 u2 u4 u8 ?".split()


def arrays():
    special = [0.0, -0.0, 1.5, -2.25, 65504, 6e-8, 6.1e-5, np.nan, np.inf, -np.inf]
    for name in TYPES:
        kind = np.dtype(name)
        if kind.kind == "f":
            yield name, np.array(special, kind).reshape(2, 5)
        elif kind.kind == "c":
            yield name, np.array([1 + 2j, -0.5j, complex(np.nan, np.inf)], kind)
        elif kind.kind == "b":
            yield name, np.array([[[True], [False]]])
        else:
            limits = np.iinfo(kind)
            yield name, np.array([limits.min, limits.max, 7], kind)
    yield "scalar", np.array(3, np.int64)
    yield "empty", np.zeros((0, 4), np.float32)


def write_arrays(path):
    writer = EventFileWriter(str(path))
    for tag, array in arrays():
        value = Summary.Value(tag=tag, tensor=tensor_util.make_tensor_proto(array),
                              metadata=SummaryMetadata(plugin_data=SummaryMetadata.PluginData(
                                  plugin_name="numbers")))
        writer.add_event(Event(step=2, wall_time=1.0, summary=Summary(value=[value])))
    writer.close()


def expected():
    """The contents of all files: bytes, or arrays of tensors of numbers."""
    for path in sorted(folder.glob("logs/**/*tfevents*")):
        for event in EventFileLoader(str(path)).Load():
            for value in event.summary.value:
                plugin = value.metadata.plugin_data.plugin_name
                if plugin in ("scalars", "histograms", "hparams") or not value.HasField("tensor"):
                    continue
                array = tensor_util.make_ndarray(value.tensor)
                if array.dtype != object:
                    yield array
                elif plugin == "images":
                    yield from array.ravel()[2:]
                elif plugin == "audio":
                    yield from (array[:, 0] if array.ndim == 2 else array)
                else:
                    yield from array.ravel()


def identity(content):
    if isinstance(content, np.ndarray):
        return content.dtype.str, content.shape, content.tobytes()
    return bytes(content)


write_arrays(folder / "logs" / "arrays")
subprocess.run([program, "extract", folder / "logs", "-o", folder / "files"], check=True,
               stderr=subprocess.DEVNULL)
want = collections.Counter(identity(content) for content in expected())
got = collections.Counter(identity(np.load(path) if path.suffix == ".npy" else path.read_bytes())
                          for path in (folder / "files").iterdir())
failed = 0
for name, wrong in (("each value is a file", want - got), ("each file is a value", got - want)):
    failed |= bool(wrong)
    print(f"{'not ok' if wrong else 'ok'} - {name} ({sum(got.values())} files)")
    for content in list(wrong)[:5]:
        print("# ", str(content)[:200])
sys.exit(failed)
