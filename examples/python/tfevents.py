"""SummaryWriter for Python without torch, TensorFlow or protobuf: libtfevents through ctypes.

    from tfevents import SummaryWriter
    with SummaryWriter("logs/first") as writer:
        writer.add_scalar("loss", 0.5, global_step=1)

The methods and arguments are those of torch's and tensorboardX's SummaryWriter. It needs numpy, and
the library: TFEVENTS_LIBRARY, or libtfevents.so.0 where the dynamic linker finds it.
"""
import ctypes
import os
import socket
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


class PrCurve(Structure):
    _fields_ = [("true_positives", c_void_p), ("false_positives", c_void_p),
                ("true_negatives", c_void_p), ("false_negatives", c_void_p),
                ("precision", c_void_p), ("recall", c_void_p), ("n", c_size_t)]


class Buckets(Structure):
    _fields_ = [("min", c_double), ("max", c_double), ("num", c_double), ("sum", c_double),
                ("sum_squares", c_double), ("limits", c_void_p), ("counts", c_void_p),
                ("n", c_size_t)]


class Array(Structure):
    _fields_ = [("data", c_void_p), ("dtype", c_int), ("rank", c_size_t), ("shape", c_void_p),
                ("strides", c_void_p)]


class Plugin(Structure):
    _fields_ = [("name", c_char_p), ("content", c_void_p), ("content_bytes", c_size_t)]


class Scalar(Structure):
    _fields_ = [("tag", c_char_p), ("value", c_double)]


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


def limits_of_tensorboard():
    limits, limit = [], 1e-12
    while limit < 1e20:
        limits.append(limit)
        limit *= 1.1
    return [-limit for limit in reversed(limits)] + [0] + limits


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
        self.log_dir = log_dir or logdir or os.path.join(
            "runs", f"{time.strftime('%b%d_%H-%M-%S')}_{socket.gethostname()}{comment}")
        self.children = {}
        self.raised = 0  # the status of an add that was raised; finish returns it once more
        options = WriterOptions(size=ctypes.sizeof(WriterOptions), suffix=filename_suffix.encode(),
                                flush_interval_s=min(flush_secs, 1), resume_step=purge_step or 0)
        self.handle, error = c_void_p(), Error(size=ctypes.sizeof(Error))
        if C.tfe_writer_open(os.fsencode(self.log_dir), byref(options), byref(self.handle),
                             byref(error)):
            raise OSError(error.sys_errno, error.message.decode(), error.path.decode())

    def get_logdir(self):
        return self.log_dir

    def _call(self, name, *arguments, walltime=None):
        if not self.handle:
            raise ValueError("the writer is closed")
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
                   summary_description="", new_style=False, double_precision=False):
        if double_precision:
            one = (Scalar * 1)(Scalar(text_of(tag), float(scalar_value)))
            self._call("add_scalars", step_of(global_step), one, c_size_t(1), DTYPES["float64"],
                       walltime=walltime)
            return
        if new_style:
            self._tensor(tag, np.float32(scalar_value), "scalars", global_step, walltime)
            return
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

    def _tensor(self, tag, values, plugin, global_step, walltime):
        array = as_array(values)
        shape = (c_int64 * array.ndim)(*array.shape)
        self._add("tensor", tag, global_step,
                  byref(Array(array.ctypes.data, dtype_of(array), array.ndim,
                              ctypes.cast(shape, c_void_p))),
                  byref(Plugin(plugin.encode())) if plugin else None, walltime=walltime)

    def add_tensor(self, tag, tensor, global_step=None, walltime=None):
        self._tensor(tag, tensor, "tensor", global_step, walltime)

    def add_histogram(self, tag, values, global_step=None, bins="tensorflow", walltime=None,
                      max_bins=None):
        """TensorBoard's own buckets, or those of numpy.histogram."""
        array = as_array(values)
        if bins != "tensorflow" or max_bins:
            floats = array.astype("float64").ravel()
            edges = limits_of_tensorboard() if bins == "tensorflow" else bins
            counts, limits = np.histogram(floats, edges)
            if max_bins and len(counts) > max_bins:  # adjacent buckets are merged
                every = len(counts) // max_bins
                counts = np.add.reduceat(counts, np.arange(0, len(counts), every))
                limits = np.append(limits[:-1][::every], limits[-1])
            self.add_histogram_raw(tag, floats.min(), floats.max(), floats.size, floats.sum(),
                                   floats.dot(floats), limits[1:], counts, global_step, walltime)
            return
        self._add("histogram", tag, global_step, c_void_p(array.ctypes.data), dtype_of(array),
                  c_size_t(array.size), walltime=walltime)

    def add_histogram_raw(self, tag, min, max, num, sum, sum_squares, bucket_limits, bucket_counts,
                          global_step=None, walltime=None):
        limits, counts = as_array(bucket_limits, "float64"), as_array(bucket_counts, "float64")
        if limits.shape != counts.shape:
            raise ValueError(f"{len(limits)} limits of buckets, but {len(counts)} counts")
        buckets = Buckets(min, max, num, sum, sum_squares, limits.ctypes.data, counts.ctypes.data,
                          len(limits))
        self._add("histogram_buckets", tag, global_step, byref(buckets), walltime=walltime)

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
                             dataformats="CHW", labels=None, rescale=1):
        if rescale != 1:
            raise ValueError("images are not rescaled")
        array, boxes = channels_last(img_tensor, dataformats), as_array(box_tensor, "float64")
        labels = [None if labels is None else labels[i].encode() for i in range(len(boxes))]
        drawn = (Box * len(boxes))(*[Box(*box, label) for box, label in zip(boxes, labels)])
        self._add("image_with_boxes", tag, global_step, byref(image_of(array)), drawn,
                  c_size_t(len(boxes)), walltime=walltime)

    def add_figure(self, tag, figure, global_step=None, close=True, walltime=None):
        """A figure of matplotlib, or a list of figures of equal size."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        figures, images = figure if isinstance(figure, (list, tuple)) else [figure], []
        for one in figures:
            canvas = FigureCanvasAgg(one)
            canvas.draw()
            images.append(np.asarray(canvas.buffer_rgba())[..., :3])
            if close:
                import matplotlib.pyplot
                matplotlib.pyplot.close(one)
        self.add_images(tag, np.stack(images), global_step, walltime, "NHWC")

    def add_video(self, tag, vid_tensor, global_step=None, fps=4, walltime=None,
                  dataformats="NTCHW"):
        """Several videos are drawn above each other."""
        order = dataformats.upper()
        array = as_array(vid_tensor).transpose([order.index(c) for c in "TNHWC"])
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

    def add_pr_curve_raw(self, tag, true_positive_counts, false_positive_counts,
                         true_negative_counts, false_negative_counts, precision, recall,
                         global_step=None, num_thresholds=127, weights=None, walltime=None):
        rows = [as_array(row, "float64") for row in
                (true_positive_counts, false_positive_counts, true_negative_counts,
                 false_negative_counts, precision, recall)]
        if any(row.shape != (num_thresholds, ) for row in rows):
            raise ValueError(f"a row does not have {num_thresholds} thresholds")
        curve = PrCurve(*[row.ctypes.data for row in rows], num_thresholds)
        self._add("pr_curve_counted", tag, global_step, byref(curve), walltime=walltime)

    def add_onnx_graph(self, onnx_model_file, walltime=None):
        self._call("add_onnx_graph", os.fsencode(onnx_model_file), walltime=walltime)

    def add_graph(self, model, input_to_model=None, verbose=False, use_strict_trace=True):
        """The graph of a model of torch, which traces it; needs torch."""
        import torch
        with torch.no_grad():
            graph = torch.jit.trace(model, input_to_model, strict=use_strict_trace).inlined_graph
        if verbose:
            print(graph)
        handle, inputs = c_void_p(), list(graph.inputs())[1:]  # without the module itself
        if C.tfe_graph_open(None, byref(handle)):
            raise MemoryError("no memory for a graph")
        try:
            names = {value.debugName(): f"input/{value.debugName()}" for value in inputs}
            for name in names.values():
                C.tfe_graph_add_node(handle, name.encode(), b"IO Node", None, c_size_t(0), None)
            for node in graph.nodes():
                if node.kind() == "prim::GetAttr" and node.output().type().kind() == "ClassType":
                    continue  # a module within a module
                scope = node.scopeName().split("/")[-1].removeprefix("__module.").replace(".", "/")
                first = next(iter(node.outputs())).debugName()
                name = "/".join(filter(None, [scope, first]))
                names.update((value.debugName(), name) for value in node.outputs())
                sources = strings([names[value.debugName()] for value in node.inputs()
                                   if value.debugName() in names])
                C.tfe_graph_add_node(handle, name.encode(), node.kind().encode(), sources,
                                     c_size_t(len(sources)), None)
            self._call("add_graph", handle)
        finally:
            C.tfe_graph_close(handle)

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
        trial, domains, keep = c_void_p(), [], []
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
        for domain in domains:
            values = (hparam_domain_discrete or {}).get(domain.name.decode())
            if values and domain.type == NUMBER:
                keep.append(as_array(values, "float64"))
                domain.numbers, domain.n = keep[-1].ctypes.data, len(values)
            elif values and domain.type == TEXT:
                keep.append(strings(values))
                domain.texts, domain.n = ctypes.cast(keep[-1], c_void_p), len(values)
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

    def add_custom_scalars_multilinechart(self, tags, category="default", title="untitled"):
        self.add_custom_scalars({category: {title: ["Multiline", tags]}})

    def add_custom_scalars_marginchart(self, tags, category="default", title="untitled"):
        self.add_custom_scalars({category: {title: ["Margin", tags]}})

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
        if not self.handle:
            return
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
