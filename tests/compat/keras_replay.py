"""Replays trainings that Keras logged through the library's callback, and compares the two logs;
see keras.sh.

    python3 keras_replay.py TFEVENTS LIBRARY OURS RECORDS
    python3 keras_replay.py TFEVENTS LIBRARY OURS --run NAME LOGDIR

RECORDS is a listing of `tfevents dump --json`, in which the trainings of TRAININGS are found;
LOGDIR is the log directory of one training, of which everything is known. OURS is a new log
directory."""
import ctypes
import gzip
import json
import os
import subprocess
import sys

from results import Results

# Properties that the records do not contain: batches per epoch, arguments, shapes of the weights.
DENSE = [("sequential/d1/kernel", [8, 16]), ("sequential/d1/bias", [16]),
         ("sequential/dense/kernel", [16, 1]), ("sequential/dense/bias", [1])]
TRAININGS = {
    "tf_keras": {"batches": 6, "histogram_freq": 1, "write_images": True, "weights": DENSE},
    "tf_keras_batch": {"batches": 8, "update_freq": 4, "weights": DENSE},
    # tests/full/keras_run.py: every argument.
    "keras_run": {"batches": 6, "histogram_freq": 1, "write_images": True, "update_freq": 2,
                  "write_graph": True, "write_steps_per_second": True, "profile_batch": (2, 4),
                  "embeddings_freq": 1,
                  "weights": [("model/words/embeddings", [10, 3]), ("model/hidden/kernel", [12, 5]),
                              ("model/hidden/bias", [5]), ("model/out/kernel", [5, 1]),
                              ("model/out/bias", [1])]},
}
FLOAT32 = 1
results = Results()


def dumped(tfevents, logdir):
    return subprocess.run([tfevents, "dump", "--json", logdir], capture_output=True, check=True,
                          text=True).stdout.splitlines()


def by_run(lines, prefix=""):
    """{run: [record]} of the trainings."""
    runs = {}
    for record in map(json.loads, lines):
        run = prefix + record["run"]
        if run.split("/")[0] in TRAININGS and "tag" in record and record["kind"] != "graph":
            runs.setdefault(run, []).append(record)
    return runs


# --- writing: the structures of tfevents/train.h --------------------------------------------------

class Metric(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("value", ctypes.c_double)]


class Weight(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("values", ctypes.c_void_p), ("dtype", ctypes.c_int),
                ("dims", ctypes.c_int64 * 8), ("n_dims", ctypes.c_size_t)]


class Metadata(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("path", ctypes.c_char_p)]


GIVE_WEIGHT = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_size_t,
                               ctypes.POINTER(Weight))


class Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("histogram_freq", ctypes.c_int64),
                ("update_freq", ctypes.c_int64), ("write_graph", ctypes.c_bool),
                ("graph", ctypes.c_void_p), ("write_images", ctypes.c_bool),
                ("images", ctypes.c_int), ("write_steps_per_second", ctypes.c_bool),
                ("weights", GIVE_WEIGHT), ("weights_context", ctypes.c_void_p),
                ("writer", ctypes.c_void_p), ("early_stopping", ctypes.c_void_p),
                ("checkpoints", ctypes.c_void_p), ("resume", ctypes.c_void_p),
                ("resources_interval_s", ctypes.c_double), ("embeddings_freq", ctypes.c_int64),
                ("embeddings", GIVE_WEIGHT), ("embeddings_metadata", ctypes.POINTER(Metadata)),
                ("n_embeddings_metadata", ctypes.c_size_t), ("layers", ctypes.c_void_p),
                ("n_layers", ctypes.c_size_t), ("model_name", ctypes.c_char_p),
                ("model_json", ctypes.c_char_p), ("profile_batch", ctypes.c_int64 * 2)]


VALUES = (ctypes.c_float * 128)(*[i / 256 for i in range(128)])


def giving(weights):
    """A function that gives these weights to the callback."""
    def give(_, i, weight):
        if i >= len(weights):
            return False
        name, shape = weights[i]
        weight[0] = Weight(name.encode(), ctypes.addressof(VALUES), FLOAT32,
                           (ctypes.c_int64 * 8)(*shape), len(shape))
        return True
    return GIVE_WEIGHT(give)


def metrics(pairs):
    return (Metric * len(pairs))(*[Metric(name.encode(), value)
                                   for name, value in pairs]), ctypes.c_size_t(len(pairs))


def at_step(runs, run, step, prefix):
    """The metrics whose tags begin with prefix, in the order of the log. Those that the callback
    measures are not metrics of the loop."""
    return [(r["tag"].removeprefix(prefix).removesuffix("_vs_iterations"), r["value"])
            for r in runs.get(run, [])
            if r["kind"] == "scalar" and r["step"] == step and r["tag"].startswith(prefix)
            and not r["tag"].endswith("_steps_per_second")]


class Library:
    def __init__(self, path):
        self.c = ctypes.CDLL(path)

    def call(self, function, *args):
        status = getattr(self.c, "tfe_" + function)(*args)
        if status:
            sys.exit(f"tfe_{function} returned {status}")

    def graph(self):
        graph = ctypes.c_void_p()
        self.call("graph_open", None, ctypes.byref(graph))
        self.call("graph_add_node", graph, b"dense/MatMul", b"MatMul", None, ctypes.c_size_t(0),
                  None)
        return graph


def options_of(lib, training, records):
    models = [r["keras_model"] for r in records if r["tag"] == "keras" and "keras_model" in r]
    weights = training["weights"]
    options = Options(size=ctypes.sizeof(Options), weights=giving(weights))
    for name in ("histogram_freq", "update_freq", "write_images", "write_steps_per_second",
                 "embeddings_freq", "write_graph"):
        setattr(options, name, training.get(name, 0))
    if options.write_graph:
        options.model_json, options.graph = models[0].encode(), lib.graph()
    if options.embeddings_freq:
        options.embeddings = giving([w for w in weights if w[0].endswith("/embeddings")])
        options.embeddings_metadata = (Metadata * 1)(Metadata(None, b"words.tsv"))
        options.n_embeddings_metadata = 1
    options.profile_batch[:] = training.get("profile_batch", (0, 0))
    return options


def write_training(lib, runs, name, logdir):
    training, train, validation = TRAININGS[name], name + "/train", name + "/validation"
    options, callback = options_of(lib, training, runs[train]), ctypes.c_void_p()
    folder = os.path.join(logdir, name)
    os.makedirs(folder)
    with open(os.path.join(folder, "words.tsv"), "w") as file:
        file.writelines(f"word{i}\n" for i in range(10))
    call = lib.call
    call("callback_open", folder.encode(), ctypes.byref(options), ctypes.byref(callback), None)
    call("callback_train_begin", callback)
    epochs = 1 + max(r["step"] for r in runs[train] if r["tag"] == "epoch_loss")
    for epoch in range(epochs):
        call("callback_epoch_begin", callback, ctypes.c_int64(epoch))
        for batch in range(training["batches"]):
            step = epoch * training["batches"] + batch + 1
            logs = at_step(runs, train, step, "batch_") or [("accuracy", 0), ("loss", 0)]
            call("callback_batch_begin", callback, ctypes.c_int64(batch))
            call("callback_batch_end", callback, ctypes.c_int64(batch), *metrics(logs))
        call("callback_test_end", callback,
             *metrics(at_step(runs, validation, step, "evaluation_")))
        logs = at_step(runs, train, epoch, "epoch_")
        logs += [("val_" + metric, value)
                 for metric, value in at_step(runs, validation, epoch, "epoch_")]
        call("callback_epoch_end", callback, ctypes.c_int64(epoch), *metrics(logs))
    call("callback_train_end", callback)
    call("callback_close", callback, None)


# --- comparing ------------------------------------------------------------------------------------

def essence(record):
    """The properties that must be equal: not the wall time, the form of a scalar, the values of
    weights or measured speeds."""
    what = {key: record[key] for key in ("tag", "step", "kind", "width", "height")
            if key in record}
    if record["kind"] == "scalar" and not record["tag"].endswith("_per_second"):
        what["value"] = record["value"]
    if record["kind"] == "histogram":
        what["rows"] = len(record["buckets"])
    if record["kind"] == "image":
        what["images"] = len(record["blobs"])
    if record["kind"] == "tensor":
        what["plugin"] = record["metadata"]["plugin"]
        what["content"] = record["metadata"]["content"]
    if record["tag"] == "keras":
        what["model"] = json.loads(record["keras_model"])
    return what


def compare(theirs, ours):
    for run in sorted(theirs):
        want, got = ([essence(r) for r in side.get(run, [])] for side in (theirs, ours))
        # Keras logs the speed of a batch before its metrics, and ours after them.
        for records in want, got:
            records.sort(key=lambda r: (r["tag"], r["step"], r["kind"]))
        wrong = [f"{g} instead of {w}" for g, w in zip(got, want) if g != w]
        if len(got) != len(want):
            wrong.append(f"{len(got)} records instead of {len(want)}")
        results.report(f"{run}: the {len(want)} records of Keras", wrong)
    if set(theirs) != set(ours):
        results.report("runs", [f"{sorted(ours)} instead of {sorted(theirs)}"])


def check_embeddings(folder):
    """An entry of the projector for each epoch, with a copy of the metadata."""
    run = os.path.join(folder, "train")
    with open(os.path.join(run, "projector_config.pbtxt")) as file:
        text = file.read()
    copies = [os.path.join(d, "metadata.tsv") for d, _, names in os.walk(run)
              if "metadata.tsv" in names]
    wrong = [] if text.count("embeddings {") == len(copies) == 3 else [text, str(copies)]
    wrong += [path for path in copies if open(path).read().split()[-1] != "word9"]
    results.report("embeddings of each epoch, with their metadata", wrong)


def main():
    tfevents, library, logdir = sys.argv[1:4]
    if sys.argv[4] == "--run":
        theirs = by_run(dumped(tfevents, sys.argv[6]), sys.argv[5] + "/")
    else:
        with gzip.open(sys.argv[4], "rt") as file:
            theirs = by_run(file)
        # Those records have no text of the model, which is not passed to the callback.
        theirs = {run: [r for r in records if r["tag"] != "keras"]
                  for run, records in theirs.items()}
    lib = Library(library)
    for name in sorted({run.split("/")[0] for run in theirs}):
        write_training(lib, theirs, name, logdir)
    compare(theirs, by_run(dumped(tfevents, logdir)))
    if sys.argv[4] == "--run":
        check_embeddings(os.path.join(logdir, sys.argv[5]))
    return results.failed


sys.exit(main())
