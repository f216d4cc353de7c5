"""SummaryWriter for Python without torch, TensorFlow or protobuf: libtfevents through ctypes.

    from tfevents import SummaryWriter
    with SummaryWriter("logs/first") as writer:
        writer.add_scalar("loss", 0.5, global_step=1)

The methods and arguments are those of torch's and tensorboardX's SummaryWriter. It needs numpy, and
the library: TFEVENTS_LIBRARY, or libtfevents.so.0 where the dynamic linker finds it.
"""
import ctypes
import os
import time
from ctypes import (POINTER, Structure, byref, c_bool, c_char, c_char_p, c_double, c_int, c_int64,
                    c_size_t, c_uint32, c_void_p)

import numpy as np

C = ctypes.CDLL(os.environ.get("TFEVENTS_LIBRARY", "libtfevents.so.0"))
DTYPES = {"float32": 1, "float64": 2, "int32": 3, "uint8": 4, "int16": 5, "int8": 6, "int64": 9,
          "uint16": 17, "float16": 19, "uint32": 22, "uint64": 23}
NUMBER, TEXT, BOOL = 1, 2, 3  # types of hyperparameters


# --- the structures of the headers ----------------------------------------------------------------

class Error(Structure):
    _fields_ = [("size", c_size_t), ("status", c_int), ("sys_errno", c_int), ("offset", c_int64),
                ("path", c_char * 1024), ("message", c_char * 256)]


class Image(Structure):
    _fields_ = [("pixels", c_void_p), ("dtype", c_int), ("width", c_uint32), ("height", c_uint32),
                ("channels", c_uint32)]


class Batch(Structure):
    _fields_ = [("pixels", c_void_p), ("dtype", c_int), ("layout", c_int), ("n", c_size_t),
                ("height", c_uint32), ("width", c_uint32), ("channels", c_uint32)]


class Box(Structure):
    _fields_ = [("left", c_double), ("top", c_double), ("right", c_double), ("bottom", c_double),
                ("label", c_char_p), ("colour", c_uint32)]


class Sound(Structure):
    _fields_ = [("samples", c_void_p), ("dtype", c_int), ("channels", c_uint32),
                ("frames", c_size_t), ("label", c_char_p)]


class PrCurveOptions(Structure):
    _fields_ = [("size", c_size_t), ("thresholds", c_uint32), ("weights", c_void_p),
                ("roc", c_bool)]


class Mesh(Structure):
    _fields_ = [("size", c_size_t), ("batch", c_size_t), ("vertices", c_void_p),
                ("n_vertices", c_size_t), ("colours", c_void_p), ("faces", c_void_p),
                ("n_faces", c_size_t), ("config", c_char_p)]


class Embedding(Structure):
    _fields_ = [("size", c_size_t), ("values", c_void_p), ("n", c_size_t),
                ("dimensions", c_size_t), ("metadata", c_void_p), ("columns", c_size_t),
                ("names", c_void_p), ("sprites", c_void_p), ("raw", c_bool)]


class Margin(Structure):
    _fields_ = [("value", c_char_p), ("lower", c_char_p), ("upper", c_char_p)]


class Chart(Structure):
    _fields_ = [("title", c_char_p), ("tags", POINTER(c_char_p)), ("n_tags", c_size_t),
                ("margins", POINTER(Margin)), ("n_margins", c_size_t)]


class Category(Structure):
    _fields_ = [("title", c_char_p), ("charts", POINTER(Chart)), ("n", c_size_t),
                ("closed", c_bool)]


class Domain(Structure):
    _fields_ = [("name", c_char_p), ("display_name", c_char_p), ("description", c_char_p),
                ("type", c_int), ("numbers", c_void_p), ("texts", c_void_p), ("n", c_size_t),
                ("has_interval", c_bool), ("min", c_double), ("max", c_double)]


class Metric(Structure):
    _fields_ = [("tag", c_char_p), ("group", c_char_p), ("display_name", c_char_p),
                ("description", c_char_p), ("dataset_type", c_int)]


class Experiment(Structure):
    _fields_ = [("size", c_size_t), ("name", c_char_p), ("user", c_char_p),
                ("description", c_char_p), ("domains", POINTER(Domain)), ("n_domains", c_size_t),
                ("metrics", POINTER(Metric)), ("n_metrics", c_size_t)]


class WriterOptions(Structure):
    _fields_ = [("size", c_size_t), ("suffix", c_char_p), ("flush_interval_s", c_double),
                ("close_timeout_s", c_double), ("queue_bytes", c_size_t),
                ("drop_when_full", c_bool), ("resume_step", c_int64), ("allocator", c_void_p),
                ("clock", c_void_p), ("clock_context", c_void_p), ("hostname", c_char_p),
                ("pid", c_int64)]


# --- conversions ----------------------------------------------------------------------------------

def as_array(values, dtype=None):
    """A contiguous array of a type that the library has; also from a torch tensor."""
    if hasattr(values, "detach"):
        values = values.detach().cpu().numpy()
    array = np.ascontiguousarray(values, dtype)
    if array.dtype.name == "bool":
        array = array.astype("uint8")
    if array.dtype.name not in DTYPES:
        raise TypeError(f"arrays of {array.dtype} cannot be written")
    return array


def dtype_of(array):
    return DTYPES[array.dtype.name]


def text_of(text):
    if "\0" in text:
        raise ValueError("a text has a NUL")
    return text.encode()


def strings(texts):
    return (c_char_p * len(texts))(*[text_of(str(text)) for text in texts])


def step_of(global_step):
    return c_int64(0 if global_step is None else int(global_step))


def channels_last(image, dataformats):
    """The image as [height, width, channels]."""
    array, order = as_array(image), dataformats.upper()
    if "C" not in order:
        array, order = array[..., None], order + "C"
    return np.ascontiguousarray(array.transpose([order.index(c) for c in "HWC"]))


def image_of(array):
    height, width, channels = array.shape
    return Image(array.ctypes.data, dtype_of(array), width, height, channels)


# --- the writer -----------------------------------------------------------------------------------

class SummaryWriter:
    def __init__(self, log_dir=None, comment="", purge_step=None, max_queue=10, flush_secs=120,
                 filename_suffix="", logdir=None):
        self.log_dir = log_dir or logdir or "runs/" + time.strftime("%b%d_%H-%M-%S") + comment
        self.children = {}
        self.raised = 0  # the status of an add that was raised; finish returns it once more
        options = WriterOptions(size=ctypes.sizeof(WriterOptions), suffix=filename_suffix.encode(),
                                flush_interval_s=min(flush_secs, 1), resume_step=purge_step or 0)
        self.handle, error = c_void_p(), Error(size=ctypes.sizeof(Error))
        if C.tfe_writer_open(os.fsencode(self.log_dir), byref(options), byref(self.handle),
                             byref(error)):
            raise OSError(error.sys_errno, error.message.decode(), error.path.decode())

    def _call(self, name, *arguments, walltime=None):
        if walltime is not None:
            C.tfe_writer_set_wall_time(self.handle, c_double(walltime))
        status = getattr(C, "tfe_writer_" + name)(self.handle, *arguments)
        if walltime is not None:
            C.tfe_writer_set_wall_time(self.handle, c_double(0))
        if status:
            self.raised = status
            error = Error(size=ctypes.sizeof(Error))
            C.tfe_writer_get_error(self.handle, byref(error))
            raise ValueError(error.message.decode(errors="replace"))

    def _add(self, name, tag, global_step, *arguments, walltime=None):
        self._call("add_" + name, text_of(tag), step_of(global_step), *arguments,
                   walltime=walltime)

    def add_scalar(self, tag, scalar_value, global_step=None, walltime=None, display_name="",
                   summary_description=""):
        if display_name or summary_description:
            self._call("describe", tag.encode(), display_name.encode() or None,
                       summary_description.encode() or None)
        self._add("scalar", tag, global_step, c_double(float(scalar_value)), walltime=walltime)

    def add_scalars(self, main_tag, tag_scalar_dict, global_step=None, walltime=None):
        """Each scalar is written at main_tag in a run of its own, log_dir/main_tag/NAME."""
        for name, value in tag_scalar_dict.items():
            path = os.path.join(self.log_dir, main_tag, name)
            if path not in self.children:
                self.children[path] = SummaryWriter(path)
            self.children[path].add_scalar(main_tag, value, global_step, walltime)

    def add_histogram(self, tag, values, global_step=None, bins="tensorflow", walltime=None,
                      max_bins=None):
        array = as_array(values)
        self._add("histogram", tag, global_step, c_void_p(array.ctypes.data), dtype_of(array),
                  c_size_t(array.size), walltime=walltime)

    def add_image(self, tag, img_tensor, global_step=None, walltime=None, dataformats="CHW"):
        array = channels_last(img_tensor, dataformats)
        self._add("images", tag, global_step, byref(image_of(array)), c_size_t(1),
                  walltime=walltime)

    def add_images(self, tag, img_tensor, global_step=None, walltime=None, dataformats="NCHW"):
        """The images are drawn beside each other in one, up to 8 in a row, as by the others."""
        array, order = as_array(img_tensor), dataformats.upper()
        array = array.transpose([order.index(c) for c in "NHWC"])
        n, height, width, channels = array.shape
        columns = min(n, 8)
        rows = -(-n // columns)
        grid = np.zeros((rows, columns, height, width, channels), array.dtype)
        grid.reshape(-1, height, width, channels)[:n] = array
        grid = grid.transpose(0, 2, 1, 3, 4).reshape(rows * height, columns * width, channels)
        self.add_image(tag, grid, global_step, walltime, "HWC")

    def add_image_with_boxes(self, tag, img_tensor, box_tensor, global_step=None, walltime=None,
                             dataformats="CHW", labels=None):
        array, boxes = channels_last(img_tensor, dataformats), as_array(box_tensor, "float64")
        labels = [None if labels is None else labels[i].encode() for i in range(len(boxes))]
        drawn = (Box * len(boxes))(*[Box(*box, label) for box, label in zip(boxes, labels)])
        self._add("image_with_boxes", tag, global_step, byref(image_of(array)), drawn,
                  c_size_t(len(boxes)), walltime=walltime)

    def add_video(self, tag, vid_tensor, global_step=None, fps=4, walltime=None):
        """[N, T, C, H, W]: the videos are drawn above each other."""
        array = as_array(vid_tensor).transpose(1, 0, 3, 4, 2)
        frames, n, height, width, channels = array.shape
        array = np.ascontiguousarray(array)
        batch = Batch(array.ctypes.data, dtype_of(array), 0, frames, n * height, width, channels)
        self._add("video", tag, global_step, byref(batch), c_double(fps), walltime=walltime)

    def add_audio(self, tag, snd_tensor, global_step=None, sample_rate=44100, walltime=None):
        array = as_array(snd_tensor).squeeze()
        if array.dtype.name != "int16":
            array = array.astype("float32")
        sound = Sound(array.ctypes.data, dtype_of(array), 1, array.size)
        self._add("audio", tag, global_step, byref(sound), c_size_t(1), c_uint32(sample_rate),
                  walltime=walltime)

    def add_text(self, tag, text_string, global_step=None, walltime=None):
        self._add("text", tag, global_step, text_of(text_string), walltime=walltime)

    def add_pr_curve(self, tag, labels, predictions, global_step=None, num_thresholds=127,
                     weights=None, walltime=None):
        labels = as_array(as_array(labels).ravel() != 0, "uint8")
        predictions = as_array(predictions).ravel()
        weights = None if weights is None else as_array(weights, "float64").ravel()
        options = PrCurveOptions(ctypes.sizeof(PrCurveOptions), num_thresholds,
                                 None if weights is None else weights.ctypes.data)
        self._add("pr_curve", tag, global_step, c_void_p(labels.ctypes.data),
                  c_void_p(predictions.ctypes.data), dtype_of(predictions),
                  c_size_t(labels.size), byref(options), walltime=walltime)

    def add_mesh(self, tag, vertices, colors=None, faces=None, config_dict=None, global_step=None,
                 walltime=None):
        import json
        vertices = as_array(vertices, "float32")
        colors = None if colors is None else as_array(colors, "uint8")
        faces = None if faces is None else as_array(faces, "int32")
        mesh = Mesh(ctypes.sizeof(Mesh), vertices.shape[0], vertices.ctypes.data,
                    vertices.shape[1], None if colors is None else colors.ctypes.data,
                    None if faces is None else faces.ctypes.data,
                    0 if faces is None else faces.shape[1],
                    json.dumps(config_dict or {}, sort_keys=True).encode())
        self._add("mesh", tag, global_step, byref(mesh), walltime=walltime)

    def add_hparams(self, hparam_dict, metric_dict, hparam_domain_discrete=None, run_name=None,
                    global_step=None, name=None):
        """A trial in a run of its own, which has its hyperparameters and metrics. tensorboardX
        calls run_name `name`."""
        run_name = run_name or name or str(time.time())
        trial, domains = c_void_p(), []
        if C.tfe_trial_open(None, byref(trial)):
            raise MemoryError("no memory for a trial")
        for key, value in hparam_dict.items():
            key = key.encode()
            if isinstance(value, (bool, np.bool_)):
                C.tfe_trial_set_bool(trial, key, c_bool(value))
                domains.append(Domain(key, type=BOOL))
            elif isinstance(value, (int, float, np.number)):
                C.tfe_trial_set_number(trial, key, c_double(value))
                domains.append(Domain(key, type=NUMBER))
            else:
                C.tfe_trial_set_text(trial, key, str(value).encode())
                domains.append(Domain(key, type=TEXT))
        metrics = [Metric(tag.encode()) for tag in metric_dict]
        experiment = Experiment(ctypes.sizeof(Experiment), None, None, None,
                                (Domain * len(domains))(*domains), len(domains),
                                (Metric * len(metrics))(*metrics), len(metrics))
        with SummaryWriter(os.path.join(self.log_dir, run_name)) as run:
            try:
                run._call("add_experiment", byref(experiment))
                run._call("begin_trial", trial, None)
            finally:
                C.tfe_trial_close(trial)
            for tag, value in metric_dict.items():
                run.add_scalar(tag, value, global_step)
            run._call("end_trial", c_int(1))

    def add_custom_scalars(self, layout):
        """{category: {chart: [kind, tags]}}, where kind is "Multiline" or "Margin"."""
        keep, categories = [], []
        for category, charts in layout.items():
            drawn = (Chart * len(charts))()
            for chart, (title, (kind, tags)) in zip(drawn, charts.items()):
                chart.title, names = title.encode(), strings(tags)
                if kind == "Margin":
                    chart.margins, chart.n_margins = (Margin * 1)(Margin(*names)), 1
                else:
                    chart.tags, chart.n_tags = names, len(tags)
                keep.append(names)
            keep.append(drawn)
            categories.append(Category(category.encode(), drawn, len(charts)))
        self._call("add_layout", (Category * len(categories))(*categories),
                   c_size_t(len(categories)))

    def add_embedding(self, mat, metadata=None, label_img=None, global_step=None, tag="default",
                      metadata_header=None):
        values, keep = as_array(mat, "float32"), []
        embedding = Embedding(ctypes.sizeof(Embedding), values.ctypes.data, *values.shape)
        if metadata is not None:
            rows = [row if isinstance(row, (list, tuple)) else [row] for row in metadata]
            texts = strings([text for row in rows for text in row])
            embedding.metadata = ctypes.cast(texts, c_void_p)
            embedding.columns = len(rows[0])
            keep.append(texts)
        if metadata_header:
            names = strings(metadata_header)
            embedding.names = ctypes.cast(names, c_void_p)
            keep.append(names)
        if label_img is not None:
            sprites = [channels_last(image, "CHW") for image in label_img]
            drawn = (Image * len(sprites))(*map(image_of, sprites))
            embedding.sprites = ctypes.cast(drawn, c_void_p)
            keep += [sprites, drawn]
        self._add("embedding", tag, global_step, byref(embedding))

    def _wait(self, name):
        status = getattr(C, "tfe_writer_" + name)(self.handle)
        if status and status != self.raised:
            error = Error(size=ctypes.sizeof(Error))
            C.tfe_writer_get_error(self.handle, byref(error))
            raise OSError(error.sys_errno, error.message.decode(errors="replace"),
                          error.path.decode(errors="replace"))
        self.raised = 0

    def flush(self):
        for writer in [self, *self.children.values()]:
            writer._wait("flush")

    def close(self):
        for child in self.children.values():
            child.close()
        self.children = {}
        if not self.handle:
            return
        try:
            self._wait("finish")
        finally:
            C.tfe_writer_close(self.handle)
            self.handle = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
