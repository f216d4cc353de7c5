"""`tfevents dump --json --follow`: files that grow in pieces, appear, are replaced or disappear.
Waits for lines, never for a time; a line that does not appear within TIMEOUT seconds is a failure.

    follow.py TFEVENTS LOGS FOLDER [SEED]
"""
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading

TIMEOUT = 60


class Follower:
    def __init__(self, tfevents, *paths):
        self.lines, self.more = [], threading.Condition()
        self.process = subprocess.Popen([tfevents, "dump", "--json", "--follow", *paths],
                                        stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.threads = [threading.Thread(target=self.read),
                        threading.Thread(target=self.read_errors)]
        self.errors = []
        for t in self.threads:
            t.start()

    def read(self):
        for line in self.process.stdout:
            with self.more:
                self.lines.append(line)
                self.more.notify_all()

    def read_errors(self):
        for line in self.process.stderr:
            with self.more:
                self.errors.append(line)
                self.more.notify_all()

    def wait(self, condition, what):
        with self.more:
            if not self.more.wait_for(condition, TIMEOUT):
                self.process.kill()
                raise AssertionError(f"{what}: only {len(self.lines)} lines came, {self.errors}")

    def wait_lines(self, n):
        self.wait(lambda: len(self.lines) >= n, f"waiting for line {n}")

    def catches(self, number):
        with open(f"/proc/{self.process.pid}/status") as f:
            caught = next(line for line in f if line.startswith("SigCgt"))
        return int(caught.split()[1], 16) >> (number - 1) & 1

    def stop(self, number=signal.SIGTERM):
        while not self.catches(number):
            os.sched_yield()  # the program is only just starting
        self.process.send_signal(number)
        status = self.process.wait(TIMEOUT)
        for t in self.threads:
            t.join()
        assert status == 0, f"exit status {status}"
        return self.lines


def dump(tfevents, path):
    run = subprocess.run([tfevents, "dump", "--json", path], capture_output=True, text=True)
    return run.stdout.splitlines(keepends=True)


def event_files(folder):
    return sorted(os.path.join(d, f) for d, _, files in os.walk(folder) for f in files)


def fresh(folder, name):
    path = os.path.join(folder, name)
    shutil.rmtree(path, ignore_errors=True)
    os.mkdir(path)
    return path


def append(path, data):
    with open(path, "ab") as f:
        f.write(data)


def torn_pieces(tfevents, logs, folder, r):
    """Every sample file, damaged or not, appears in pieces: the final output equals its contents.
    """
    for source in event_files(logs):
        to = fresh(folder, "torn")
        with open(source, "rb") as f:
            data = f.read()
        path = os.path.join(to, os.path.basename(source))
        append(path, b"")
        follower = Follower(tfevents, to)
        at = 0
        while at < len(data):
            n = r.choice([1, 3, 12, 16, 50, 200, 1000])
            append(path, data[at : at + n])
            at += n
            # Sometimes the test waits for all whole records so far.
            if r.random() < 0.1 and "damaged" not in source:
                follower.wait_lines(len([l for l in dump(tfevents, to) if '"error"' not in l]))
        got, want = follower.stop(), dump(tfevents, to)
        assert got == want, f"{source}: {len(got)} lines, not {len(want)}"


def appearing(tfevents, logs, folder, r):
    """The log directory, runs, and files of a run that appear later."""
    to = os.path.join(folder, "later")
    shutil.rmtree(to, ignore_errors=True)
    follower = Follower(tfevents, to)
    follower.wait(lambda: any("does not exist yet" in e for e in follower.errors),
                  "the missing directory is reported")
    for name in ("a", "b/c", "a"):
        run = os.path.join(to, name)
        os.makedirs(run, exist_ok=True)
        log = os.path.join(logs, "torch_restart")
        sources = sorted(os.listdir(log))
        source = sources[1] if name == "b/c" or os.listdir(run) else sources[0]
        shutil.copy(os.path.join(log, source), run)
        follower.wait_lines(len(dump(tfevents, to)))
    assert sorted(follower.stop(signal.SIGINT)) == sorted(dump(tfevents, to))


def several(tfevents, logs, folder, r):
    """Directories and files, also later ones: the names of runs and the order equal those of dump.
    """
    to = fresh(folder, "several")
    sources = event_files(os.path.join(logs, "torch_restart"))
    paths = [os.path.join(to, name) for name in ("z", "a/x", "later", "b/events.of a run")]
    for path in (paths[0], os.path.join(paths[0], "run")):
        os.mkdir(path)
        shutil.copy(sources[0], path)
    os.mkdir(os.path.join(to, "a"))
    shutil.copy(sources[1], paths[1])
    os.symlink("a", os.path.join(to, "link"))
    follower = Follower(tfevents, *paths, os.path.join(to, "link/x"))
    paths_in_order = (*paths[:2], os.path.join(to, "link/x"))
    want = [line for path in paths_in_order for line in dump(tfevents, path)]
    follower.wait_lines(len(want))
    assert follower.lines == want, f"{follower.lines} instead of {want}"
    missing = lambda: sum("does not exist yet" in e for e in follower.errors)
    follower.wait(lambda: missing() == 2, "the missing ones are reported")
    os.mkdir(os.path.join(to, "b"))
    shutil.copy(sources[1], paths[3])
    want += dump(tfevents, paths[3])
    follower.wait_lines(len(want))
    os.mkdir(paths[2])
    shutil.copy(sources[0], paths[2])
    want += dump(tfevents, paths[2])
    follower.wait_lines(len(want))
    assert follower.stop() == want


def replaced(tfevents, logs, folder, r):
    """A longer copy that replaces a file (rsync) is continued; another file is read from its start;
    a deleted file that is created again is read."""
    to = fresh(folder, "replaced")
    sources = [open(p, "rb").read() for p in event_files(os.path.join(logs, "torch_restart"))]
    path, new = os.path.join(to, "events.out.tfevents.1"), os.path.join(to, "new")
    append(path, sources[0])
    first = dump(tfevents, to)
    follower = Follower(tfevents, to)
    follower.wait_lines(len(first))
    append(new, sources[0] + sources[1])
    os.rename(new, path)
    both = dump(tfevents, to)
    follower.wait_lines(len(both))
    append(new, sources[1])
    os.rename(new, path)
    second = dump(tfevents, to)
    follower.wait_lines(len(both) + len(second))
    os.unlink(path)
    follower.wait(lambda: any("was deleted" in e for e in follower.errors),
                  "the deleted file is reported")
    append(path, sources[0])
    follower.wait_lines(len(both) + len(second) + len(first))
    assert follower.stop() == both + second + first
    assert sum("was replaced" in e for e in follower.errors) == 2, follower.errors


def rewritten(tfevents, logs, folder, r):
    """A file that is rewritten in place is read from its beginning, for any new length."""
    to = fresh(folder, "rewritten")
    sources = [open(p, "rb").read() for p in event_files(os.path.join(logs, "torch_restart"))]
    path = os.path.join(to, "events.out.tfevents.1")
    for old, new, grow in ((0, 1, 0), (1, 0, 0), (0, 1, 3), (0, 1, -7)):
        with open(path, "wb") as f:
            f.write(sources[old])
        want = dump(tfevents, to)
        follower = Follower(tfevents, to)
        follower.wait_lines(len(want))
        follower.process.send_signal(signal.SIGSTOP)
        size = os.path.getsize(path)
        with open(path, "r+b") as f:
            f.truncate(0)
            f.write(sources[new])
            if grow:  # the same length or longer, and zeros at the end
                f.truncate(max(size, f.tell()) + max(grow, 0))
        want += [line for line in dump(tfevents, to) if '"error"' not in line]
        follower.process.send_signal(signal.SIGCONT)
        follower.wait_lines(len(want))
        replaced = lambda: any("was replaced" in e for e in follower.errors)
        follower.wait(replaced, "the replaced file")
        got = [line for line in follower.stop() if '"error"' not in line]
        assert got == want, f"{len(got)} lines, not {len(want)}"


def closed_pipe(tfevents, logs, folder, r):
    """The program ends silently if the reader of the pipe ends."""
    to = fresh(folder, "closed")
    path = os.path.join(to, "events.out.tfevents.1")
    data = open(event_files(os.path.join(logs, "torch_restart"))[0], "rb").read()
    append(path, data)
    process = subprocess.Popen([tfevents, "dump", "--json", "--follow", to], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    process.stdout.readline()
    process.stdout.close()
    append(path, data)
    assert process.wait(TIMEOUT) == 0
    assert process.stderr.read() == b""


def main(tfevents, logs, folder, seed="1"):
    failed = False
    for test in (torn_pieces, appearing, several, replaced, rewritten, closed_pipe):
        try:
            test(tfevents, logs, folder, random.Random(int(seed)))
            print("PASS", test.__name__)
        except AssertionError as e:
            print(f"FAIL {test.__name__}: {e}")
            failed = True
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
