"""Replays trainings that Keras logged through the library's callback, and compares the two logs;
see keras.sh.

    python3 keras.py write FIXTURES LIBRARY LOGDIR
    python3 keras.py compare FIXTURES OURS
"""
import ctypes
import gzip
import json
import sys

# Properties that the fixtures do not contain: batches per epoch, and the shapes of the weights.
TRAININGS = {
    "tf_keras": {"batches": 6, "histogram_freq": 1, "update_freq": 0},
    "tf_keras_batch": {"batches": 8, "histogram_freq": 0, "update_freq": 4},
}
WEIGHTS = [("sequential/d1/kernel", [8, 16]), ("sequential/d1/bias", [16]),
           ("sequential/dense/kernel", [16, 1]), ("sequential/dense/bias", [1])]
FLOAT32 = 1


def records(path):
    """{run: [record]} without the data that only Keras writes: the model as JSON."""
    runs = {}
    with (gzip.open if path.endswith(".gz") else open)(path, "rt") as file:
        for record in map(json.loads, file):
            training = record["run"].split("/")[0]
            if training in TRAININGS and record.get("tag", "keras") != "keras":
                runs.setdefault(record["run"], []).append(record)
    return runs


# --- writing: the structures of tfevents/train.h --------------------------------------------------

class Metric(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("value", ctypes.c_double)]


class Weight(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("values", ctypes.c_void_p), ("dtype", ctypes.c_int),
                ("dims", ctypes.c_int64 * 8), ("n_dims", ctypes.c_size_t)]


GIVE_WEIGHT = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_size_t,
                               ctypes.POINTER(Weight))


class Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("histogram_freq", ctypes.c_int64),
                ("update_freq", ctypes.c_int64),
                ("write_graph", ctypes.c_bool), ("graph", ctypes.c_void_p),
                ("write_images", ctypes.c_bool),
                ("images", ctypes.c_int), ("write_steps_per_second", ctypes.c_bool),
                ("weights", GIVE_WEIGHT),
                ("weights_context", ctypes.c_void_p), ("writer", ctypes.c_void_p)]


VALUES = (ctypes.c_float * 128)(*[i / 256 for i in range(128)])


@GIVE_WEIGHT
def give_weight(_, i, weight):
    if i >= len(WEIGHTS):
        return False
    name, shape = WEIGHTS[i]
    weight[0] = Weight(name.encode(), ctypes.addressof(VALUES), FLOAT32,
                       (ctypes.c_int64 * 8)(*shape), len(shape))
    return True


def metrics(pairs):
    return (Metric * len(pairs))(*[Metric(name.encode(), value)
                                   for name, value in pairs]), ctypes.c_size_t(len(pairs))


def at_step(runs, run, step, prefix):
    """The metrics whose tags begin with prefix, in the order of the log."""
    return [(r["tag"].removeprefix(prefix).removesuffix("_vs_iterations"), r["value"])
            for r in runs.get(run, [])
            if r["kind"] == "scalar" and r["step"] == step and r["tag"].startswith(prefix)]


def write_training(c, runs, name, logdir):
    training = TRAININGS[name]
    options = Options(size=ctypes.sizeof(Options), histogram_freq=training["histogram_freq"],
                      update_freq=training["update_freq"],
                      write_images=training["histogram_freq"] > 0,
                      weights=give_weight)
    callback = ctypes.c_void_p()

    def call(function, *args):
        status = getattr(c, "tfe_" + function)(*args)
        if status:
            sys.exit(f"tfe_{function} returned {status}")

    train, validation = name + "/train", name + "/validation"
    call("callback_open", f"{logdir}/{name}".encode(), ctypes.byref(options),
         ctypes.byref(callback), None)
    call("callback_train_begin", callback)
    epochs = 1 + max(r["step"] for r in runs[train] if r["tag"] == "epoch_loss")
    for epoch in range(epochs):
        call("callback_epoch_begin", callback, ctypes.c_int64(epoch))
        for batch in range(training["batches"]):
            step = epoch * training["batches"] + batch + 1
            logs = at_step(runs, train, step, "batch_") or [("accuracy", 0), ("loss", 0)]
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
    """The properties that must be equal: not the wall time, the form of a scalar or the values of
    weights."""
    what = {key: record[key] for key in ("run", "tag", "step", "kind", "width", "height")
            if key in record}
    if record["kind"] == "scalar":
        what["value"] = record["value"]
    if record["kind"] == "histogram":
        what["rows"] = len(record["buckets"])
    if record["kind"] == "image":
        what["images"] = len(record["blobs"])
    return what


def compare(theirs, ours):
    failed = False
    for n, run in enumerate(sorted(theirs), 2):
        want, got = ([essence(r) for r in side.get(run, [])] for side in (theirs, ours))
        wrong = [f"{g} instead of {w}" for g, w in zip(got, want) if g != w]
        if len(got) != len(want):
            wrong.append(f"{len(got)} records instead of {len(want)}")
        print(f"{'not ok' if wrong else 'ok'} {n} - {run}: the {len(want)} records of Keras")
        for line in wrong[:5]:
            print(f"#   {line}")
        failed = failed or bool(wrong)
    if set(theirs) != set(ours):
        print(f"not ok - runs {sorted(ours)} instead of {sorted(theirs)}")
        failed = True
    return failed


def main():
    runs = records(sys.argv[2])
    if sys.argv[1] == "compare":
        return compare(runs, records(sys.argv[3]))
    for name in TRAININGS:
        write_training(ctypes.CDLL(sys.argv[3]), runs, name, sys.argv[4])
    return 0


sys.exit(main())
