"""Random events, valid and mutated, in encodings that protobuf never writes. `tfevents dump --json`
and TensorBoard's own classes read them, record by record with the same result.

    mutations.py TFEVENTS EXPECTED.PY COMPARE.PY FOLDER SEED COUNT

Where the reference itself fails (for example at a tensor whose list has another type), nothing is
expected."""
import importlib.util
import json
import os
import random
import struct
import subprocess
import sys


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The messages of an event: number -> type. v is varint, d and f are fixed, s is text, b is bytes;
# capitals are lists.
MESSAGES = {
    "Event": {1: "d", 2: "v", 3: "s", 4: "b", 5: "Summary", 6: "Log", 7: "Session", 8: "Run",
              9: "b", 10: "Source"},
    "Summary": {1: "Value"},
    "Value": {1: "s", 2: "f", 3: "b", 4: "Image", 5: "Histogram", 6: "Audio", 7: "s", 8: "Tensor",
              9: "Metadata"},
    "Image": {1: "v", 2: "v", 3: "v", 4: "b"},
    "Audio": {1: "f", 2: "v", 3: "v", 4: "b", 5: "s"},
    "Histogram": {1: "d", 2: "d", 3: "d", 4: "d", 5: "d", 6: "D", 7: "D"},
    "Tensor": {1: "t", 2: "Shape", 3: "v", 4: "c", 5: "F", 6: "D", 7: "V", 8: "b", 9: "F", 10: "V",
               11: "V", 12: "D",
               13: "V", 14: "Resource", 15: "Variant", 16: "V", 17: "V", 18: "b"},
    "Shape": {2: "Dim", 3: "v"},
    "Dim": {1: "n", 2: "s"},
    "Metadata": {1: "Plugin", 2: "s", 3: "s", 4: "v"},
    "Plugin": {1: "p", 2: "b"},
    "Resource": {1: "s", 2: "s", 3: "s", 4: "v", 5: "s", 6: "DtypeAndShape"},
    "DtypeAndShape": {1: "v", 2: "Shape"},
    "Variant": {1: "s", 2: "b", 3: "Tensor"},
    "Log": {1: "v", 2: "s"},
    "Session": {1: "v", 2: "s", 3: "s"},
    "Run": {1: "s", 2: "b"},
    "Source": {1: "s"},
}
# dtype -> the number of its list in a tensor, and the bytes of an element
DTYPES = {1: (5, 4), 2: (6, 8), 3: (7, 4), 4: (7, 1), 5: (7, 2), 6: (7, 1), 7: (8, 0), 8: (9, 8),
          9: (10, 8), 10: (11, 1),
          17: (7, 2), 18: (12, 16), 19: (13, 2), 22: (16, 4), 23: (17, 8)}
PLUGINS = [b"scalars", b"histograms", b"images", b"audio", b"text", b"hparams", b"pr_curves", b""]


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def varint(self, n, padding=0):
        out = bytearray()
        while True:
            b, n = n & 0x7F, n >> 7
            if not n and not padding:
                return bytes(out + bytes([b]))
            padding -= not n
            out.append(b | 0x80)

    def tag(self, number, wire):
        return self.varint(number << 3 | wire, self.r.choice([0] * 60 + [1, 2, 4]))

    def delimited(self, content):
        return self.varint(len(content), self.r.choice([0] * 60 + [1, 2, 3, 4, 5])) + content

    def number(self):
        r = self.r
        k = r.random()
        if k < 0.6:
            return self.varint(r.randrange(200), r.choice([0] * 20 + [1, 2, 5, 8]))
        if k < 0.97:
            return self.varint(r.getrandbits(r.choice([7, 31, 32, 63, 64])))
        return bytes(r.choice([0x80, 0xFF, 0x7F, 1]) for _ in range(r.randrange(1, 12)))

    def text(self):
        r = self.r
        k = r.random()
        if k < 0.7:
            return b"loss/train \0\n\x7f"[: r.randrange(15)]
        if k < 0.97:
            return "é€🙂x\x9b".encode()[: r.choice([0, 2, 5, 9, 10, 12])]
        return bytes(r.choice([0xC0, 0xE0, 0xED, 0xF0, 0xF4, 0x80, 0xBF, 0xA0, 0x90, 0x41, 0])
                     for _ in range(r.randrange(6)))

    def tensor(self):
        """A tensor that usually fills its shape."""
        r = self.r
        dtype = r.choice(list(DTYPES))
        number, size = DTYPES[dtype]
        dims = [r.randrange(4) for _ in range(r.choice([0, 0, 1, 2, 3]))]
        n = 1
        for d in dims:
            n *= d
        shape = b"".join(b"\x12" + self.delimited(b"\x08" + self.varint(d)) for d in dims)
        fields = [b"\x08" + self.varint(dtype), b"\x12" + self.delimited(shape)]
        if dtype == 7:
            fields += [self.tag(8, 2) + self.delimited(r.choice([b"28", b"7", self.text()]))
                       for _ in range(r.randrange(5))]
        elif r.random() < 0.5:
            fields.append(self.tag(4, 2) + self.delimited(r.randbytes(n * size)))
        else:
            k = (1 if r.random() < 0.3 else n) * (2 if dtype in (8, 18) else 1)
            kind = MESSAGES["Tensor"][number]
            if kind == "V":
                items = [self.varint(r.randrange(1 << r.choice([1, 7, size * 8 - 1])))
                         for _ in range(k)]
            else:
                items = [r.randbytes(4 if kind == "F" else 8) for _ in range(k)]
            wire = {"V": 0, "F": 5, "D": 1}[kind]
            cut = r.randrange(k + 1)
            fields.append(self.tag(number, 2) + self.delimited(b"".join(items[:cut])))
            fields += [self.tag(number, wire) + i for i in items[cut:]]
        if r.random() < 0.1:
            fields.append(self.field("Tensor", 5))
        return b"".join(fields)

    def message(self, name, depth=0):
        if name == "Tensor" and self.r.random() < 0.8:
            return self.tensor()
        return b"".join(self.field(name, depth) for _ in range(self.r.choice([0, 1, 1, 2, 3, 4])))

    def stranger(self, name, depth):
        r = self.r
        if r.random() < 0.5:
            number = r.choice([0] + list(range(1, 25)) + [1000, 2**29 - 1])
            wire = r.choice([0, 1, 2, 5])
            return self.tag(number, wire) + [self.number(), r.randbytes(8),
                                             self.delimited(self.text()), b"", b"",
                                             r.randbytes(4)][wire]
        number = r.choice([1, 2, 5, 15, 16])
        inside = b"".join(self.field(name, depth + 1)
                          for _ in range(r.randrange(3))) if depth < 5 else b""
        return self.tag(number, 3) + inside + self.tag(number if r.random() < 0.95 else number + 1,
                                                       4)

    def field(self, name, depth):
        r = self.r
        if r.random() < 0.06:
            return self.stranger(name, depth)
        number = r.choice(list(MESSAGES[name]))
        kind = MESSAGES[name][number]
        if kind in MESSAGES:
            if depth >= 12:
                return b""
            return self.tag(number, 2) + self.delimited(self.message(kind, depth + 1))
        if kind == "v":
            return self.tag(number, 0) + self.number()
        if kind == "n":
            return self.tag(number, 0) + self.varint(r.choice([0, 1, 2, 3, 3, 2**64 - 1, 2**62]))
        if kind == "t":
            return self.tag(number, 0) + self.varint(r.choice([1, 2, 3, 7, 9, 10, 14, 20, 101]))
        if kind == "d":
            return self.tag(number,
                            1) + r.choice([r.randbytes(8), struct.pack("<d", r.uniform(-9, 9))])
        if kind == "f":
            return self.tag(number,
                            5) + r.choice([r.randbytes(4), struct.pack("<f", r.uniform(-9, 9))])
        if kind == "p":
            return self.tag(number, 2) + self.delimited(r.choice(PLUGINS))
        if kind in "sb":
            return self.tag(number, 2) + self.delimited(self.text())
        if kind == "c":
            return self.tag(number, 2) + self.delimited(r.randbytes(r.randrange(9)))
        if kind == "V":
            if r.random() < 0.3:
                return self.tag(number, 0) + self.number()
            return self.tag(number,
                            2) + self.delimited(b"".join(self.number()
                                                         for _ in range(r.randrange(4))))
        size = 4 if kind == "F" else 8
        if r.random() < 0.3:
            return self.tag(number, 5 if size == 4 else 1) + r.randbytes(size)
        return self.tag(number,
                        2) + self.delimited(r.randbytes(size * r.randrange(4)
                                                        + (r.random() < 0.02)))

    def mutated(self, b):
        r = self.r
        b = bytearray(b)
        for _ in range(r.choice([1, 1, 1, 2, 3])):
            if not b:
                break
            i = r.randrange(len(b))
            k = r.randrange(5)
            if k == 0:
                b[i] ^= 1 << r.randrange(8)
            elif k == 1:
                b[i] = r.randrange(256)
            elif k == 2:
                del b[i : i + r.randrange(1, 4)]
            elif k == 3:
                b[i:i] = r.randbytes(r.randrange(1, 3))
            else:
                b = b[:i]
        return bytes(b)

    def event(self):
        if self.r.random() < 0.3:
            b = self.message("Event")
        else:
            values = b"".join(b"\x0a" + self.delimited(self.message("Value", 2))
                              for _ in range(self.r.randrange(3)))
            b = b"\x2a" + self.delimited(values) + self.message("Event") * (self.r.random() < 0.5)
        return self.mutated(b) if self.r.random() < 0.4 else b


def listing(expected, event):
    """The output of the reference for one event; None for parts at which it fails."""
    what = event.WhichOneof("what")
    base = {"step": event.step, "wall_time": expected.num(event.wall_time)}
    if what == "summary":
        out = []
        for v in event.summary.value:
            try:
                out.append({**base, **expected.value(v)})
            except Exception:
                out.append(None)
        return out
    if what == "file_version":
        return [{**base, "kind": "file_version", "version": event.file_version}]
    if what == "graph_def":
        return [{**base, "tag": "__run_graph__", "kind": "graph",
                 "blobs": [expected.blob(event.graph_def)]}]
    if what == "meta_graph_def":
        return [{**base, "tag": "__meta_graph__", "kind": "meta_graph",
                 "blobs": [expected.blob(event.meta_graph_def)]}]
    if what == "session_log":
        return [{**base, "kind": "session_log", "status": int(event.session_log.status)}]
    if what == "tagged_run_metadata":
        t = event.tagged_run_metadata
        return [{**base, "tag": t.tag, "kind": "run_metadata",
                 "blobs": [expected.blob(t.run_metadata)]}]
    return [{**base, "kind": what}] if what else []


def frame(expected, data):
    header = struct.pack("<Q", len(data))
    checksums = [struct.pack("<I", expected.masked(part)) for part in (header, data)]
    return header + checksums[0] + data + checksums[1]


def random_events(expected, maker, folder, count):
    """One file of random events in whole records."""
    with open(os.path.join(folder, "events.out.tfevents.1"), "wb") as f:
        for _ in range(count):
            f.write(frame(expected, maker.event()))


def damaged_files(expected, maker, folder, count):
    """Files of a few records that are overwritten, truncated, divided and joined."""
    r = maker.r
    for i in range(count):
        records = [frame(expected, maker.event()) for _ in range(r.randrange(1, 8))]
        if r.random() < 0.3:  # a record within another one
            records.insert(r.randrange(len(records)),
                           frame(expected, b"\x3a" + b"".join(records[:1])))
        b = bytearray(b"".join(records))
        for _ in range(r.randrange(3)):
            at, n = r.randrange(len(b) + 1), r.choice([1, 1, 2, 8, 12, 16, 40])
            k = r.randrange(6)
            if k == 0:
                b[at : at + n] = r.randbytes(n)
            elif k == 1:
                b[at : at + n] = b"\0" * n
            elif k == 2:
                del b[at : at + n]
            elif k == 3:
                b[at:at] = r.randbytes(n)
            elif k == 4:
                b = b[: max(0, len(b) - n)]
            else:
                length = struct.pack("<Q", r.choice([n, 1 << 40, 2**64 - 1, len(b)]))
                b[at:at] = length + struct.pack("<I", expected.masked(length))
        if r.random() < 0.2:
            b += r.choice([b"\0" * r.randrange(40), b"text " * r.randrange(10)])
        run = os.path.join(folder, "%06d" % i)
        os.mkdir(run)
        with open(os.path.join(run, "events.out.tfevents.1"), "wb") as f:
            f.write(b)


def compare_listings(expected, compare, tfevents, folder, what):
    run = subprocess.run([tfevents, "dump", "--json", folder], capture_output=True)
    assert run.returncode == 0, run.stderr[-500:]
    actual = iter(run.stdout.decode("utf-8").splitlines())
    values = errors = unknown = bad = 0
    files = sorted(os.path.join(d, f) for d, _, fs in os.walk(folder) for f in fs)
    for path, e in ((p, e) for p in files for e in expected.events(p)):
        place = {"run": os.path.relpath(os.path.dirname(path), folder)}
        wanted = [{"kind": "error", **e}] if isinstance(e, dict) else listing(expected, e)
        for want in wanted:
            line = next(actual, "null")
            values += 1
            errors += isinstance(e, dict)
            unknown += want is None
            if want is not None and not compare.same(json.loads(json.dumps({**want, **place})),
                                                     json.loads(line)):
                bad += 1
                if bad <= 5:
                    print("# %s\n# expected %s\n# actual   %s"
                          % (path, json.dumps(want)[:800], line[:800]))
                    print("# event %s"
                          % (e if isinstance(e, dict) else e.SerializeToString().hex()[:800]))
    more = sum(1 for _ in actual)
    verdict = "FAIL" if bad or more else "PASS"
    print(f"{verdict} {what}: {values} lines, {errors} of them damage, {unknown} not known to the reference, "
          f"{bad} differ, {more} too many")
    return bad + more > 0


def main(tfevents, expected_py, compare_py, folder, seed, count):
    expected, compare = load(expected_py, "expected"), load(compare_py, "compare")
    failed = False
    for make, n in ((random_events, int(count)), (damaged_files, int(count) // 10)):
        to = os.path.join(folder, make.__name__)
        os.mkdir(to)
        make(expected, Maker(int(seed)), to, n)
        failed |= compare_listings(expected, compare, tfevents, to, f"{make.__name__}, seed {seed}")
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
