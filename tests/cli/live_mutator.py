"""Mutates a log directory at random, as fast as possible: the other half of live_mutation.py.

    live_mutator.py FOLDER SEED SECONDS JOURNAL

One random generator makes all decisions, and only this process changes FOLDER, so the same seed
gives the same steps. JOURNAL gets a line for each step: its number, the mutation, the chosen paths,
and the error. Every event has a unique wall time: FIRST_ID and up. The last step makes everything
readable, and appends one event to each of some files. Prints the number of steps."""
import errno
import gzip
import os
import random
import shutil
import signal
import socket
import stat
import struct
import sys
import time

from events import TABLE, event, header, packed, record, sub, varint

FIRST_ID = 1_000_000_000
MOST_FILE, MOST_REAL = 1 << 20, 60 << 20
MOST_APPARENT = 64 << 20  # a larger file is only truncated, never continued
BOMB, LADDER, MANY = b"bomb", b"ladder", b"many"
LONG = b"long-" + b"x" * 240

FOLDERS = [b"", b"a", b"b", b"a/x", b"a/x/y", b"c/train", b"c/validation", b"run\xff\xfe",
           b"esc\x1b]0;t\x07\r",
           "\u202eevil".encode(), LONG, LONG + b"/" + LONG, b"/".join([b"deep"] * 30),
           b"/".join([b"d"] * 63)]
NAMES = [b"events.out.tfevents.170000000%d.host" % k for k in range(4)] + [
    b"tfevents\x1b[2J\n.\xff", b"events.out.tfevents.1700000009." + b"h" * 200,
    b"events.out.tfevents.1700000005.gz"]
LINKS = [b"link", b"events.out.tfevents.1700000007.link"]
TAGS = [b"loss", b"acc", b"val/loss", b"lr", b"\x1b[2Jtag\n",
        b"=1+1"] + [b"layer/%d" % k for k in range(6)]
NUMBERS = [0.0, -0.0, 1.0, -1.0, 5e-324, -1e-320, 1e-316, 2e-308, 1e308, float("nan"), float("inf"),
           -float("inf"), 1e-45, 3e38]
VERSION = record(b"\x09" + struct.pack("<d", 0.0) + sub(3, b"brain.Event:2"))


class Blob:
    """A value too large to compute its checksum each time: the checksum of its prefix is kept."""

    def __init__(self, value):
        self.head = sub(5, sub(1, value))
        self.crc = self.go_on(0xFFFFFFFF, self.head)

    @staticmethod
    def go_on(crc, data):
        for b in data:
            crc = crc >> 8 ^ TABLE[(crc ^ b) & 255]
        return crc

    def record(self, tail):
        crc = self.go_on(self.crc, tail) ^ 0xFFFFFFFF
        masked = ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
        return header(len(self.head) + len(tail)) + self.head + tail + struct.pack("<I", masked)


def plugin(name):
    return sub(9, sub(1, sub(1, name)))


def blobs(r):
    """Histograms, images and tensors of both versions, valid and unusual."""
    def doubles(n):
        return [r.choice(NUMBERS) if r.random() < 0.2 else r.gauss(0, 1) for _ in range(n)]

    def histogram(n):
        edges = sorted([0.5, *(v for v in doubles(n) if v == v)])
        moments = b"".join(varint(i << 3 | 1) + struct.pack("<d", m)
                           for i, m in enumerate((edges[0], edges[-1], n, 0, 1), 1))
        return sub(5, moments + packed(6, edges) + packed(7, [1.0] * len(edges)))

    def tensor(shape, data):
        dims = b"".join(sub(2, b"\x08" + varint(n)) for n in shape)
        return sub(8, b"\x08\x02" + sub(2, dims) + sub(4, data))

    size = struct.pack(">IIBBBBB", 1 << 20, 1 << 20, 8, 6, 0, 0, 0)
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + r.randbytes(3000)
    for n in (1, 30, 300):
        yield sub(1, b"weights/%d" % n) + histogram(n)
        rows = struct.pack("<%dd" % (3 * n), *doubles(3 * n))
        yield sub(1, b"weights2/%d" % n) + tensor([n, 3], rows) + plugin(b"histograms")
        yield sub(1, b"tensor/%d" % n) + tensor([n], struct.pack("<%dd" % n, *doubles(n)))
    yield sub(1, b"image") + sub(4, b"\x08\x40\x10\x40\x18\x04" + sub(4, picture))
    yield sub(1, b"bad tensor") + tensor([1 << 40, 1 << 40], b"12345678")
    for number in NUMBERS:
        # A series of the smallest numbers only has a range that few others have.
        yield sub(1, b"tiny" if abs(number) < 1e-310
                  else b"double") + tensor([], struct.pack("<d", number)) + plugin(b"scalars")


class Mutator:
    def __init__(self, root, seed):
        self.root, self.r, self.id = os.fsencode(root), random.Random(seed), FIRST_ID
        self.blobs = [Blob(value) for value in blobs(self.r)]
        # (device, inode) of a file full of zeros: the number of bytes that are filled in, and its
        # size
        self.filling = {}
        self.once = {Mutator.many_runs, Mutator.ladder}
        self.chosen = []  # the paths of this step

    # The written data.

    def new_record(self):
        self.id += 1
        r = self.r
        step = (self.id - FIRST_ID) // 4 if r.random() < 0.9 else r.randrange(1000)
        if r.random() < 0.3:
            blob = r.choice(self.blobs)
            return blob.record(b"\x09" + struct.pack("<d", self.id) + b"\x10" + varint(step))
        value = float("nan") if r.random() < 0.02 else r.gauss(0, 1)
        start = r.random() < 0.02
        return record(event({"wall_time": self.id, "step": step, "tag": r.choice(TAGS).decode(),
                             "value": value, "start": start}))

    def records(self, most):
        return b"".join(self.new_record() for _ in range(self.r.randint(1, most)))

    def garbage(self):
        r, kind = self.r, self.r.randrange(5)
        if kind == 0:
            return r.randbytes(r.choice([1, 7, 11, 12, 13, 100, 3000]))
        if kind == 1:
            return bytes(r.randrange(33, 127) for _ in range(r.randrange(1, 300)))
        if kind == 2:
            return header(r.choice([0, 1, 100, 5000, 1 << 20, (1 << 31) - 1, 1 << 31, 1 << 40,
                                    (1 << 64) - 1])) + r.randbytes(r.randrange(20))
        if kind == 3:
            return b"\0" * r.choice([1, 12, 16, 4096, 20000])
        whole = self.new_record()
        return whole[: r.randrange(len(whole))]

    # The destination.

    def folder(self):
        path = os.path.join(self.root, self.r.choice(FOLDERS))
        if self.r.random() < 0.8:
            os.makedirs(path, exist_ok=True)
        self.chosen.append(path)
        return path

    def file(self):
        path = os.path.join(self.folder(), self.r.choice(NAMES))
        self.chosen[-1] = path
        return path

    def put(self, path, data, flags=os.O_APPEND):
        # A FIFO is never written to, and a file never grows beyond the limit.
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NONBLOCK | flags, 0o644)
        try:
            st = os.fstat(fd)
            if not stat.S_ISREG(st.st_mode):
                return
            if st.st_size > MOST_APPARENT or st.st_blocks * 512 > MOST_FILE:
                os.ftruncate(fd, self.r.randrange(100_000))
            cuts = sorted(self.r.randrange(len(data) + 1)
                          for _ in range(self.r.choice([0, 0, 1, 3])))
            for start, end in zip([0, *cuts], [*cuts, len(data)]):
                os.write(fd, data[start:end])
        finally:
            os.close(fd)

    def first_records(self, most):
        return (VERSION if self.r.random() < 0.8 else b"") + self.records(most)

    # The mutations.

    def append(self):
        path = self.file()
        self.put(path, self.records(8) if os.path.exists(path) else self.first_records(8))

    def append_garbage(self):
        self.put(self.file(), self.garbage())

    def cut(self):
        path = self.file()
        size = os.stat(path).st_size
        os.truncate(path, self.r.randrange(min(size, MOST_FILE) + 1))

    def cut_a_little(self):
        path = self.file()
        os.truncate(path, max(0, os.stat(path).st_size - self.r.randrange(1, 40)))

    def empty(self):
        os.truncate(self.file(), 0)

    def garbage_and_empty(self):
        path = self.file()
        self.put(path, self.garbage())
        os.truncate(path, 0)

    def rewrite(self):
        """Rewrites a file in place: shorter, with the same length, or longer."""
        path, how = self.file(), self.r.randrange(3)
        size = min(os.stat(path).st_size, 100_000)
        data = self.first_records(8)
        while how and len(data) < size:
            data += self.records(8)
        data = data[:size] if how == 1 else data + self.records(3) if how == 2 else data
        self.put(path, data, os.O_TRUNC)

    def rename_file(self):
        os.rename(self.file(), self.file())

    def rename_folder(self):
        os.rename(self.folder(), self.folder())

    def replace(self):
        new = os.path.join(self.folder(), b"new")
        self.put(new, self.first_records(20), os.O_TRUNC)
        os.rename(new, self.file())

    def read(self, path):
        """The contents of a regular file of moderate size."""
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with open(fd, "rb") as f:
            st = os.fstat(fd)
            if not stat.S_ISREG(st.st_mode) or st.st_size > 4 * MOST_FILE:
                raise OSError(errno.EINVAL, "not a small regular file")
            return f.read()

    def copied(self, source, to):
        self.put(to, self.read(source), os.O_TRUNC)

    def replace_by_longer(self):
        """Like rsync: a longer copy replaces the file."""
        path, new = self.file(), os.path.join(self.folder(), b"new")
        self.copied(path, new)
        self.put(new, self.records(5))
        os.rename(new, path)

    def copy_over(self):
        self.copied(self.file(), self.file())

    def hard_link(self):
        path = self.file()
        os.path.lexists(path) and os.unlink(path)
        os.link(self.file(), path)

    def symbolic_link(self):
        path = os.path.join(self.folder(), self.r.choice(LINKS))
        os.path.lexists(path) and os.unlink(path)
        to = self.r.choice([self.file, self.file, self.folder, lambda: b"missing",
                            lambda: os.path.basename(path),
                            lambda: b".", lambda: b"..", lambda: self.root])()
        os.symlink(to, path)

    def special_file(self):
        path = self.file()
        if self.r.random() < 0.5:
            os.path.exists(path) and os.unlink(path)
            os.mkfifo(path)
            return
        near = b"socket"
        with socket.socket(socket.AF_UNIX) as s:
            os.chdir(self.root)  # the name of a socket has at most 107 bytes
            s.bind(near)
        os.rename(near, path)

    def folder_named_like_a_file(self):
        path = self.file()
        os.path.exists(path) and os.unlink(path)
        os.mkdir(path)

    def delete(self):
        path = self.file()
        os.rmdir(path) if os.path.isdir(path) else os.unlink(path)

    def delete_folder(self):
        path = self.folder()
        if path != self.root + b"/":
            os.unlink(path) if os.path.islink(path) else shutil.rmtree(path)

    def delete_link(self):
        os.unlink(os.path.join(self.folder(), self.r.choice(LINKS)))

    def sparse(self):
        path = self.file()
        os.truncate(path, os.stat(path).st_size
                    + self.r.choice([1, 4096, 1 << 20, 1 << 30, 1 << 33, 1 << 36]))

    def forbid(self):
        path = self.r.choice([self.file, self.folder])()
        if path != self.root + b"/":
            os.chmod(path, 0)

    def allow(self):
        path = self.r.choice([self.file, self.folder])()
        os.chmod(path, 0o755 if os.path.isdir(path) else 0o644)

    def compress(self):
        path = self.file()
        data = gzip.compress(self.read(path), 1, mtime=0)
        self.put(path, data, self.r.choice([os.O_TRUNC, os.O_APPEND]))

    def preallocate(self):
        path, data = self.file(), self.first_records(3)
        size = len(data) + self.r.choice([64, 4096, 65536])
        self.put(path, data + b"\0" * (size - len(data)), os.O_TRUNC)
        st = os.stat(path)
        self.filling[st.st_dev, st.st_ino] = [len(data), size]

    def fill_in(self):
        """Writes records over the zeros, if the file did not change otherwise since."""
        with open(os.open(self.file(), os.O_RDWR | os.O_NONBLOCK), "r+b") as f:
            st = os.fstat(f.fileno())
            at, size = self.filling.get((st.st_dev, st.st_ino), (0, 0))
            data = self.records(4)
            f.seek(at)
            if st.st_size != size or size - at < len(data) or f.read().strip(b"\0"):
                self.filling.pop((st.st_dev, st.st_ino), None)
                return
            f.seek(at)
            f.write(data)
            self.filling[st.st_dev, st.st_ino][0] += len(data)

    def bomb(self):
        """A header that claims 2 GiB - 1 after good points, in a file that is long enough for it.
        """
        folder = os.path.join(self.root, BOMB)
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, NAMES[self.r.randrange(2)])
        n = (1 << 31) - 1 - self.r.randrange(1000)
        self.put(path, self.first_records(8) + header(n), os.O_TRUNC)
        os.truncate(path, (1 << 31) + 100_000)

    def defuse(self):
        shutil.rmtree(os.path.join(self.root, BOMB))

    def many_runs(self):
        data = VERSION + self.records(20)
        for k in range(self.r.choice([300, 2000])):
            folder = os.path.join(self.root, MANY, b"%04d" % k)
            os.makedirs(folder)
            with open(os.path.join(folder, NAMES[0]), "wb") as f:
                f.write(data)

    def remove_many_runs(self):
        shutil.rmtree(os.path.join(self.root, MANY))
        self.once.add(Mutator.many_runs)

    def ladder(self):
        """Folders whose links, two in each, multiply to thousands of paths."""
        for k in range(14):
            folder = os.path.join(self.root, LADDER, b"%02d" % k)
            os.makedirs(folder)
            for name in (b"%0180d" % 1, b"%0180d" % 2):
                os.symlink(b"../%02d" % (k + 1), os.path.join(folder, name))
        os.makedirs(os.path.join(self.root, LADDER, b"14"))
        self.put(os.path.join(self.root, LADDER, b"14", NAMES[0]), self.first_records(3))

    def remove_ladder(self):
        shutil.rmtree(os.path.join(self.root, LADDER))
        self.once.add(Mutator.ladder)

    WEIGHTS = {append: 60, append_garbage: 6, cut: 3, cut_a_little: 4, empty: 2,
               garbage_and_empty: 1, rewrite: 8,
               rename_file: 3, rename_folder: 1, replace: 3, replace_by_longer: 4, copy_over: 3,
               hard_link: 2,
               symbolic_link: 2, special_file: 0.5, folder_named_like_a_file: 0.3, delete: 4,
               delete_folder: 1,
               delete_link: 2, sparse: 2, forbid: 1, allow: 2, compress: 1, preallocate: 2,
               fill_in: 8, bomb: 0.05,
               defuse: 0.05, many_runs: 0.02, remove_many_runs: 0.02, ladder: 0.02,
               remove_ladder: 0.02}

    # The sequence of a run.

    def step(self):
        """Makes a mutation; returns its name and its result."""
        self.chosen = []
        mutation = self.r.choices(list(self.WEIGHTS), self.WEIGHTS.values())[0]
        error = ""
        try:
            if mutation not in (Mutator.many_runs, Mutator.ladder) or mutation in self.once:
                self.once.discard(mutation)
                mutation(self)
        except (OSError, shutil.Error) as e:
            error = type(e).__name__  # the expected entry does not exist, or has another type
        return f"{mutation.__name__} {[os.path.relpath(path, self.root) for path in self.chosen]} {error}"

    def regular_files(self):
        """The real paths of regular files, and the space that they occupy."""
        for folder, folders, files in os.walk(self.root):
            folders.sort()
            for name in sorted(files):
                path = os.path.join(folder, name)
                st = os.lstat(path)
                if stat.S_ISREG(st.st_mode):
                    yield st.st_blocks * 512, path

    def bound_disk(self):
        files = list(self.regular_files())
        real = sum(size for size, _ in files)
        for size, path in sorted(files, reverse=True):
            if real > MOST_REAL:
                os.unlink(path)
                real -= size

    def settle(self):
        """Makes everything readable, and appends one event to each of some files."""
        for folder, folders, files in os.walk(self.root):
            for name in folders + files:
                path = os.path.join(folder, name)
                if not os.path.islink(path):
                    os.chmod(path, 0o755 if name in folders else 0o644)
        # The tree is walked top down: directories that just became readable are entered.
        paths = [path for size, path in self.regular_files() if size < MOST_FILE
                 and b"tfevents" in os.path.basename(path)
                 and os.stat(path).st_size < MOST_FILE]
        paths = self.r.sample(paths, min(40, len(paths)))
        for path in paths:
            self.put(path, self.new_record())
        return f"settle {[os.path.relpath(path, self.root) for path in paths]}"


def main(root, seed, seconds, journal):
    mutator, steps, end = Mutator(root, seed), 0, time.monotonic() + float(seconds)
    with open(journal, "w", buffering=1) as f:
        while time.monotonic() < end:
            steps += 1
            print(steps, mutator.step(), file=f)
            if steps % 500 == 0:
                mutator.bound_disk()
        print(steps + 1, mutator.settle(), file=f)
    print(steps)


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    main(*sys.argv[1:])
