"""Every program beside a process that mutates a log directory at random (live_mutator.py). None
dies, hangs, exceeds its memory, or prints a control byte, and none misses an event that exists at
the end.

    live_mutation.py BIN_DIR [--seconds N] [--seed N] [--folder DIR] [--keep DIR]

Each round creates a directory in DIR and mutates it with its own seed. Meanwhile two commands at a
time run over it, one after the other, and `dump --follow` and two `tbtop` run all the time. Then
the mutations stop and the results are compared. Prints FAIL lines, each with the seed of the round
and the step of the mutator, and one line per round. The list of the files of a failed round, and
the journal of the mutator, are stored in the folder --keep. Programs built with a sanitizer get ten
times the time, and all memory."""
import argparse
import codecs
import fcntl
import os
import pty
import random
import re
import resource
import selectors
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

from live_mutator import FIRST_ID, MOST_FILE

HERE = os.path.dirname(os.path.abspath(__file__))
# Bytes that no text for people may contain, and bytes that no JSON may contain.
CONTROLS = re.compile(rb"[\0-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xae]")
JSON_CONTROLS = re.compile(rb"[\0-\x09\x0b-\x1f]")
EVENT = re.compile(rb'"wall_time": (1\d{9})[.,]')
ONE_SHOT_SECONDS, REACTION_SECONDS, FOLLOW_SECONDS = 60, 5, 20
MEMORY = {"1M": 1 << 20, "16M": 16 << 20, "64M": 64 << 20, None: None}
SANITIZER_EXIT = 86
VERBS = [["ls"], ["ls", "--json"], ["check"], ["check", "--json"], ["export"],
         ["export", "--format=jsonl"], ["stats"],
         ["stats", "--json"], ["dump"], ["dump", "--json"]]
# Keys of tbtop. A key that asks for a text is followed by one and by its end.
KEYS = [c.encode() for c in "hjklgGnpsSyxowHLcCbtrRaAu123 *+-=[]{}?"] + [
    b"\t", b"\r", b"\x0c", b"\x04", b"\x15", b"\x1b\x0c", b"\x1b[A", b"\x1b[B", b"\x1b[C",
    b"\x1b[D", b"\x1b[5~", b"\x1b[6~", b"\x1b[H",
    b"\x1b[F", b"\x1b[Z", b"\x1bOP", b"/loss\r", b"/\r", b"/!a(\r", b"f[ab]\r", b"f\r", b"f(\x7f\r"]


def is_sanitized(program):
    with open(program, "rb") as f:
        return re.search(rb"__(asan|tsan|ubsan)_", f.read()) is not None


class Settings:
    def __init__(self, programs):
        self.tfevents, self.tbtop = os.path.join(programs,
                                                 "tfevents"), os.path.join(programs, "tbtop")
        self.sanitized = is_sanitized(self.tfevents)
        self.slower = 10 if self.sanitized else 1
        self.environment = dict(os.environ, LC_ALL="C.UTF-8", TERM="xterm-256color")
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            self.environment[name] = f"{os.environ.get(name, '')}:exitcode={SANITIZER_EXIT}"

    def limit(self):
        # A program that would exhaust the machine's memory dies of the limit, and is a failure.
        if not self.sanitized:
            resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))

    def most_bytes(self, memory):
        """The memory that a program with this --memory may occupy; None: no limit."""
        return None if self.sanitized or not memory else memory * 3 // 2 + (64 << 20)


class Text:
    """Reads a pipe to its end in a thread. The output must be UTF-8 without control bytes; its last
    part and its events are kept."""

    def __init__(self, pipe, controls=CONTROLS):
        self.pipe, self.controls, self.wrong = pipe, controls, None
        self.end, self.events = b"", set()
        self.more = threading.Condition()
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def look_at(self, data):
        control = self.controls and self.controls.search(data)
        if control:
            self.wrong = self.wrong or f"control byte in {data[max(0, control.start() - 80):control.end() + 20]}"
        if self.controls and not self.wrong:
            try:
                self.decoder.decode(data)
            except UnicodeDecodeError as e:
                self.wrong = f"not UTF-8: {data[max(0, e.start - 80):e.end + 20]}"
        with self.more:
            self.events.update(int(wall_time) for wall_time in EVENT.findall(data))
            self.more.notify_all()

    def read(self):
        rest = b""
        while data := self.pipe.read1(1 << 16):
            self.end = (self.end + data)[-2000:]
            data = rest + data
            whole = data.rfind(b"\n") + 1
            rest = data[whole:]
            self.look_at(data[:whole])
        self.look_at(rest)
        self.pipe.close()

    def wait_for(self, events, seconds):
        with self.more:
            return self.more.wait_for(lambda: events <= self.events, seconds)


class Round:
    """One directory, its mutator, and the programs beside it."""

    def __init__(self, settings, folder, seed, seconds):
        self.settings, self.seed, self.seconds = settings, seed, seconds
        self.root, self.journal = os.path.join(folder, "logs"), os.path.join(folder, "journal")
        self.failures, self.lock, self.counts = [], threading.Lock(), {}
        self.over = threading.Event()
        os.mkdir(self.root)

    def step(self):
        """Returns the current step of the mutator."""
        try:
            with open(self.journal, "rb") as f:
                f.seek(max(0, os.fstat(f.fileno()).st_size - 8000))
                lines = f.read().splitlines()
                return int(lines[-1].split()[0]) if lines else 0
        except (OSError, ValueError):
            return 0

    def fail(self, what):
        with self.lock:
            if len(self.failures) < 30:
                self.failures.append(f"FAIL seed {self.seed} step {self.step()}: {what}")
                print(self.failures[-1], flush=True)

    def count(self, what):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1

    def start(self, command, **more):
        return subprocess.Popen(command, env=self.settings.environment,
                                preexec_fn=self.settings.limit, **more)

    def expect_status(self, name, status, allowed, end):
        if status not in allowed:
            how = f"exit status {status}"
            if status < 0:
                how = f"killed by {signal.Signals(-status).name}"
            self.fail(f"{name}: {how}: {end[-1500:].decode('utf-8', 'replace')}")

    def expect_memory(self, name, used, memory):
        most = self.settings.most_bytes(MEMORY[memory])
        if most is not None and used > most:
            self.fail(f"{name}: took {used >> 20} MB, {most >> 20} MB at most")

    # Commands that end by themselves.

    def one_shot(self, words, memory, allowed=(0, 1, 2)):
        """Runs a command to its end; returns its output."""
        command = [self.settings.tfevents, *words, *([f"--memory={memory}"] if memory else []),
                   self.root]
        name = " ".join(command[1:-1])
        process = self.start(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
        # CSV contains names of directories unchanged.
        controls = None if words[0] == "export" else CONTROLS
        if "json" in words[-1]:
            controls = JSON_CONTROLS
        out, err = Text(process.stdout, controls), Text(process.stderr)
        timer = threading.Timer(ONE_SHOT_SECONDS * self.settings.slower, process.kill)
        timer.start()
        out.thread.join()
        err.thread.join()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status = os.waitstatus_to_exitcode(status)
        timer.cancel()
        if timer.finished.is_set() and status == -signal.SIGKILL:
            self.fail(f"{name}: not in {ONE_SHOT_SECONDS * self.settings.slower} s")
        else:
            self.expect_status(name, status, allowed, err.end)
        self.expect_memory(name, usage.ru_maxrss << 10, memory)
        for text in (out, err):
            if text.wrong:
                self.fail(f"{name}: {text.wrong}")
        self.count(words[0])
        return out, status

    def one_shots(self, number):
        r = random.Random(f"{self.seed}/{number}")
        while not self.over.is_set():
            words = r.choice(VERBS)
            self.one_shot(words, None if words[0] == "dump" else r.choice(list(MEMORY)))

    # Commands that run all the time.

    def used_bytes(self, process):
        with open(f"/proc/{process.pid}/status") as f:
            return next((int(line.split()[1]) << 10 for line in f if line.startswith("VmHWM")), 0)

    def ends(self, name, process):
        """Returns whether the program ends in time after a request."""
        try:
            process.wait(REACTION_SECONDS * self.settings.slower)
            return True
        except subprocess.TimeoutExpired:
            self.fail(f"{name}: not ended in {REACTION_SECONDS * self.settings.slower} s")
            process.kill()
            process.wait()
            return False

    def start_follower(self):
        self.follower = self.start([self.settings.tfevents, "dump", "--json", "--follow",
                                    self.root],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        self.followed, self.follow_errors = Text(self.follower.stdout,
                                                 JSON_CONTROLS), Text(self.follower.stderr)

    def expect_followed(self, events, clean):
        """Whole records are printed at once; incomplete ones when the program ends."""
        if self.follower.poll() is None:
            self.followed.wait_for(clean, FOLLOW_SECONDS * self.settings.slower)
            missing = clean - self.followed.events
            if missing:
                self.fail(f"dump --follow: {len(missing)} of {len(clean)} last events of whole files did not come: "
                          f"{self.where(missing)}")
            self.follower.send_signal(random.Random(self.seed).choice([signal.SIGINT, signal.SIGTERM]))
        ended = self.ends("dump --follow", self.follower)
        self.followed.thread.join()
        self.follow_errors.thread.join()
        if ended:
            self.expect_status("dump --follow", self.follower.returncode, (0, 1, 2),
                               self.follow_errors.end)
        for text in (self.followed, self.follow_errors):
            if text.wrong:
                self.fail(f"dump --follow: {text.wrong}")
        missing = events - self.followed.events
        if missing:
            self.fail(f"dump --follow: {len(missing)} of {len(events)} events that are there were never printed: "
                      f"{self.where(missing)}")

    # The final contents.

    def event_files(self):
        for folder, folders, files in os.walk(os.fsencode(self.root)):
            folders.sort()
            for name in sorted(files):
                path = os.path.join(folder, name)
                st = os.lstat(path)
                if b"tfevents" in name and stat.S_ISREG(st.st_mode) and st.st_size < MOST_FILE:
                    yield path, st.st_size

    def last_events(self):
        """The last events of some whole files, according to their framing."""
        events, read = set(), 0
        for path, size in self.event_files():
            read += size
            event = last_event(path) if read < 2 * MOST_FILE else None
            if event:
                events.add(event)
        return events

    def where(self, missing):
        """Some files that contain an event."""
        found = {}
        for path, size in self.event_files():
            with open(path, "rb") as f:
                data = f.read()
            n = sum(struct.pack("<d", event) in data for event in missing)
            if n and len(found) < 5:
                found[os.path.relpath(path, os.fsencode(self.root))] = n
        return f"{sorted(missing)[-3:]}; how many in which file: {found}"

    def compare(self):
        clean = self.last_events()
        dumped, status = self.one_shot(["dump", "--json"], None)
        missing = clean - dumped.events
        if missing:
            self.fail(f"dump: {len(missing)} of {len(clean)} last events of whole files are missing: {self.where(missing)}")
        self.expect_followed(dumped.events, clean)
        first, second = (self.listing() for _ in range(2))
        if first != second:
            self.fail(f"ls --json: differs from itself: {first_difference(first, second)}")
        return len(dumped.events)

    def listing(self):
        run = subprocess.run([self.settings.tfevents, "ls", "--json", self.root],
                             stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             env=self.settings.environment,
                             preexec_fn=self.settings.limit)
        return run.stdout.splitlines()

    def run(self):
        mutator = subprocess.Popen([sys.executable, os.path.join(HERE, "live_mutator.py"),
                                    self.root, str(self.seed),
                                    str(self.seconds), self.journal], stdout=subprocess.PIPE)
        self.start_follower()
        r = random.Random(self.seed)
        dashboards = [Dashboard(self, r.choice(list(MEMORY)), f"{self.seed}/{k}") for k in range(2)]
        shots = [threading.Thread(target=self.one_shots, args=(k,)) for k in range(2)]
        for thread in dashboards + shots:
            thread.start()
        steps = int(mutator.communicate()[0] or 0)
        self.over.set()
        for thread in dashboards + shots:
            thread.join()
        if mutator.returncode:
            self.fail("the mutator failed")
        events = self.compare()
        done = ", ".join(f"{n} {what}" for what, n in sorted(self.counts.items()))
        print(f"# seed {self.seed}: {steps} steps, {events} events in the end; {done}", flush=True)
        return not self.failures


class Dashboard(threading.Thread):
    """A tbtop in a pseudo-terminal, and a user who presses keys and changes the size at random."""

    def __init__(self, round, memory, seed):
        super().__init__()
        self.round, self.memory, self.r = round, memory, random.Random(seed)
        self.name = "tbtop" + (f" --memory={memory}" if memory else "")
        self.terminal, self.inside = pty.openpty()
        self.resize(120, 40)
        command = [round.settings.tbtop, *([f"--memory={memory}"] if memory else []), round.root]
        self.process = round.start(command, stdin=self.inside, stdout=self.inside,
                                   stderr=subprocess.PIPE,
                                   start_new_session=True)
        self.errors = Text(self.process.stderr)

    def resize(self, columns, lines):
        fcntl.ioctl(self.inside, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def drain(self, seconds):
        with selectors.DefaultSelector() as s:
            s.register(self.terminal, selectors.EVENT_READ)
            if s.select(seconds):
                os.read(self.terminal, 1 << 16)

    def unread(self):
        return struct.unpack("i", fcntl.ioctl(self.inside, termios.FIONREAD, b"\0" * 4))[0]

    def until(self, condition):
        """Processes the output of tbtop until the condition is met; returns whether it was in time.
        """
        end = time.monotonic() + REACTION_SECONDS * self.round.settings.slower
        while not condition():
            if time.monotonic() > end:
                return False
            self.drain(0.01)
        return True

    def dead(self):
        return self.process.poll() is not None

    def press(self, key):
        """Returns whether tbtop reads the key."""
        os.write(self.terminal, key)
        return self.until(lambda: self.dead() or self.unread() == 0)

    def is_in_charge(self):
        """Returns whether tbtop has set the terminal up: keys are no longer echoed, and signals are
        caught."""
        return not termios.tcgetattr(self.inside)[3] & termios.ECHO

    def use(self):
        """Runs until the mutations stop; returns whether tbtop still reacts."""
        if not self.until(lambda: self.dead() or self.is_in_charge()):
            self.round.fail(f"{self.name}: no screen")
            return False
        while not self.round.over.is_set() and not self.dead():
            key = self.r.choice(KEYS)
            if self.r.random() < 0.05:
                self.resize(self.r.randrange(1, 250), self.r.randrange(1, 80))
                self.process.send_signal(signal.SIGWINCH)
            if not self.press(key):
                self.round.fail(f"{self.name}: did not take the key {key} in {REACTION_SECONDS * self.round.settings.slower} s")
                return False
            self.round.count("keys")
            self.drain(0.02)
        return True

    def finish(self):
        how = self.r.choice(["q", signal.SIGINT, signal.SIGTERM])
        if how == "q":
            os.write(self.terminal, b"qq")  # the first one leaves an overlay
        else:
            self.process.send_signal(how)
        if not self.until(self.dead):
            self.round.fail(f"{self.name}: not ended by {how} in {REACTION_SECONDS * self.round.settings.slower} s")
            return False
        return True

    def run(self):
        reacts = self.use()
        if not self.dead():
            self.round.expect_memory(self.name, self.round.used_bytes(self.process), self.memory)
        ended = (reacts or self.dead()) and self.finish() if not self.dead() else True
        early = not self.round.over.is_set() and self.dead()
        if not ended or not self.dead():
            self.process.kill()
        self.process.wait()
        os.close(self.inside)
        os.close(self.terminal)
        self.errors.thread.join()
        if ended and (early or self.process.returncode):
            allowed = () if early else (0, 128 + signal.SIGINT, 128 + signal.SIGTERM)
            self.round.expect_status(self.name, self.process.returncode, allowed, self.errors.end)


def last_event(path):
    """The identity of the last event of a file whose framing is intact up to its end, else None."""
    with open(path, "rb") as f:
        data = f.read()
    at, found = 0, None
    while at + 16 <= len(data):
        length = struct.unpack_from("<Q", data, at)[0]
        if at + 16 + length > len(data) or masked_crc_differs(data[at : at + 12]):
            return None
        found = data[at + 12 : at + 12 + length]
        at += 16 + length
    if at != len(data) or not found:
        return None
    # The wall time is the first field, or follows a large value with its step.
    for place in (re.match(rb"\x09(.{8})", found, re.S),
                  re.search(rb"\x09(.{8})\x10[\x80-\xff]*[\0-\x7f]$", found, re.S)):
        wall_time = struct.unpack("<d", place[1])[0] if place else 0
        if wall_time > FIRST_ID and wall_time == int(wall_time) and wall_time < 2 * FIRST_ID:
            return int(wall_time)
    return None


def masked_crc_differs(header):
    from events import masked_crc
    return struct.pack("<I", masked_crc(header[:8])) != header[8:]


def first_difference(first, second):
    for a, b in zip(first, second):
        if a != b:
            return f"{a[:300]} and {b[:300]}"
    return f"{len(first)} and {len(second)} lines"


def file_list(root):
    run = subprocess.run(["ls", "-laRbs", "--full-time", root], capture_output=True)
    return run.stdout + run.stderr


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("programs")
    arguments.add_argument("--seconds", type=float, default=12)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--folder", default=tempfile.gettempdir())
    arguments.add_argument("--keep", default=tempfile.gettempdir())
    given = arguments.parse_args()
    settings, failed, seed = Settings(given.programs), False, given.seed
    end = time.monotonic() + given.seconds
    while seed == given.seed or time.monotonic() < end:
        folder = tempfile.mkdtemp(prefix="live-", dir=given.folder)
        # A comparison takes about half the time of a short round.
        left = end - time.monotonic()
        round = Round(settings, folder, seed, max(1, min(10, left * 0.6, given.seconds / 5)))
        if not round.run():
            failed = True
            kept = os.path.join(given.keep, f"live-{seed}")
            with open(kept + ".files", "wb") as f:
                f.write(file_list(round.root))
            if os.path.exists(round.journal):
                shutil.copy(round.journal, kept + ".journal")
            print(f"# seed {seed}: {kept}.files and .journal tell what there was and what was done")
        shutil.rmtree(folder)
        seed += 1
    print("FAIL" if failed else "PASS", "programs beside a log directory that is mutated at random")
    return failed


if __name__ == "__main__":
    sys.exit(main())
