"""Each verb of tfevents with a terminal as stderr: work that takes over a second shows its
progress, and clears it at the end.

A verb that prints is blocked by a pipe that nobody reads until the progress line is shown; one that
copies gets a file whose search takes long."""
import os, pty, re, select, signal, struct, subprocess, sys

import events

tfevents = sys.argv[1]
fail = n = 0


def verdict(good, what, shown):
    global fail, n
    n += 1
    print("ok" if good else "not ok", n, "-", what)
    if not good:
        print("# the terminal shows %r" % bytes(shown[-2000:]))
        fail = 1


def value(tag, number):
    return events.sub(1, events.sub(1, tag) + b"\x15" + struct.pack("<f", number))


def make(path, offset):
    os.makedirs(os.path.dirname(path))
    with open(path, "wb") as f:
        for step in range(3):
            values = b"".join(value(b"a/tag/of/some/length/%04d" % tag, step + offset)
                              for tag in range(3000))
            f.write(events.record(b"\x09" + struct.pack("<d", 1e9 + step) + b"\x10"
                                  + events.varint(step) +
                                  events.sub(5, values)))


class Terminal:
    """A program with a terminal as its stderr, and the text that the terminal shows."""

    def __init__(self, arguments, stdout):
        self.master, slave = pty.openpty()
        self.shown = b""
        self.program = subprocess.Popen([tfevents, *arguments], stdout=stdout, stderr=slave,
                                        env=dict(os.environ, TERM="xterm"))
        os.close(slave)

    def read(self):
        try:
            more = os.read(self.master, 65536)
        except OSError:  # no process writes to it any more
            more = b""
        self.shown += more
        return more

    def tells(self, what):
        """Reads until the progress line is shown; false if the program ends without it."""
        while not re.search(what, self.shown):
            if not select.select([self.master], [], [], 60)[0] or not self.read():
                return False
        return True

    def end(self):
        while self.read():
            pass
        os.close(self.master)
        return self.program.wait()


LINE = rb"\r\x1b\[Ktfevents %s: %s, \d+ %%"
CLEAR = b"\r\x1b[K"


def printing(doing, arguments, status=0):
    """The verb fills the pipe, waits, shows its progress, continues when it is read, and clears the
    line."""
    verb = arguments[0]
    t = Terminal(arguments, subprocess.PIPE)
    shown_line = t.tells(LINE % (verb.encode(), doing))
    printed = t.program.stdout.read()
    ended = t.end()
    verdict(shown_line and ended == status and len(printed) > 1 << 17 and t.shown.endswith(CLEAR),
            verb + " tells, and clears",
            t.shown)
    return t.shown


def copying(arguments):
    """The verb reads a file for much longer than the delay of the progress."""
    verb = arguments[0]
    t = Terminal(arguments, subprocess.DEVNULL)
    shown_line = t.tells(LINE % (verb.encode(), rb"copying") + rb" \(.* of .*\)")
    t.program.send_signal(signal.SIGKILL)
    t.end()
    verdict(shown_line, verb + " tells while it copies", t.shown)


os.chdir(os.environ["TMPDIR"])
make("left/events.out.tfevents.1", 0)
make("right/events.out.tfevents.1", 1)
printing(rb"dumping", ["dump", "left"])
shown = printing(rb"dumping", ["dump", "left", "right"])
total = sum(os.path.getsize(side + "/events.out.tfevents.1") for side in ("left", "right"))
shown_line = set(re.findall(rb" of ([\d.]+) kB\)", shown))
verdict(len(shown_line) == 1 and abs(float(shown_line.pop()) - total / 1000) < 1,
        "of all operands together", shown)
printing(rb"exporting", ["export", "left"])
printing(rb"listing", ["ls", "--json", "left"])
printing(rb"summing up", ["stats", "left"])
printing(rb"comparing", ["diff", "left", "right"], 1)

# Thousands of damaged records, each of which is reported.
with open("damaged.tfevents.1", "wb") as f:
    for i in range(4000):
        f.write(events.record(b"\x09" + struct.pack("<d", i))[:-1] + b"\xff")
printing(rb"copying", ["repair", "damaged.tfevents.1", "-o", "mended"], 1)

# A damaged length, then a header every twelve bytes, each of whose data must be checked.
os.mkdir("headers")
with open("headers/events.out.tfevents.1", "wb") as f:
    f.write(b"\xff" + events.record(bytes(1 << 20))[:12] * (20 << 20))
copying(["repair", "headers/events.out.tfevents.1", "-o", "mended.2"])
copying(["merge", "headers", "-o", "merged"])
sys.exit(fail)
