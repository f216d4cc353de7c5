#!/usr/bin/env python3
"""Measures interactive programs through a pseudo-terminal of 200x60: peers.py LOGS PROGRAM...

LOGS has the folders scalars and trials; a PROGRAM is tbtop, terminalboard or clicurve as
NAME=PATH. Each is started with the same logs and gets keys for the same work. For each work it
prints the seconds of CPU of all threads and of wall time until the answer is complete, and the
ratio to the first program."""

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time

WIDTH, HEIGHT = 200, 60
QUIET_S = 0.5  # a program is ready when it computed almost nothing for so long
IDLE_SHARE = 0.03  # of a processor: almost nothing
PAUSE_S = 0.03  # ends the bytes that answer a key
PATIENCE_S = 120

# The works: the log, and the keys: the last four are measured, those before lead there. None: the
# program has no such screen.
TBTOP, TERMINALBOARD, CLICURVE = "tbtop", "terminalboard", "clicurve"
ARGUMENTS = {TERMINALBOARD: {"scalars": ["--tags", "metrics"]}}  # without its page of histograms
WORKS = [
    ("start, 20 runs of 50 tags", "scalars", {TBTOP: [], TERMINALBOARD: [], CLICURVE: []}),
    ("one chart: logarithmic y and back", "scalars",
     {TBTOP: ["\r", "y", "y", "y", "y"], TERMINALBOARD: ["\r", "l", "l", "l", "l"],
      CLICURVE: ["a", "\t", " ", "l", "l", "l", "l"]}),
    ("one chart: stronger smoothing", "scalars",
     {TBTOP: ["\r", "s", "s", "s", "s"], TERMINALBOARD: ["\r", "+", "+", "+", "+"],
      CLICURVE: ["a", "\t", " ", "S", "S", "S", "S"]}),
    ("pages of charts", "scalars",
     {TBTOP: ["\x1b[6~"] * 4, TERMINALBOARD: ["n"] * 4, CLICURVE: None}),
    ("one chart: crosshair", "scalars",
     {TBTOP: ["\r", "h", "h", "h", "h"], TERMINALBOARD: ["\r"] + ["\x1b[D"] * 4, CLICURVE: None}),
    ("start, 500 sessions", "trials", {TBTOP: [], TERMINALBOARD: [], CLICURVE: None}),
    ("table of sessions", "trials",
     {TBTOP: ["9", "j", "j", "j", "j"], TERMINALBOARD: ["P"] + ["\x1b[B"] * 4, CLICURVE: None}),
]


class Program:
    """A program in a pseudo-terminal."""

    def __init__(self, name, path, log, home):
        self.begin = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(HOME=home, TERM="xterm-256color", LC_ALL="C.UTF-8",
                              COLUMNS=str(WIDTH), LINES=str(HEIGHT), XDG_STATE_HOME=home,
                              XDG_CONFIG_HOME=home)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
            more = ARGUMENTS.get(name, {}).get(os.path.basename(log), [])
            os.execv(path, [path, log, *more])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))

    def threads(self):
        """Returns the CPU seconds of all threads, with the resolution of the scheduler, and whether
        one of them runs or waits for a processor or a disk."""
        ns, busy = 0, False
        for task in os.listdir(f"/proc/{self.pid}/task"):
            try:
                with open(f"/proc/{self.pid}/task/{task}/schedstat", encoding="ascii") as f:
                    ns += int(f.read().split()[0])
                with open(f"/proc/{self.pid}/task/{task}/stat", encoding="ascii") as f:
                    busy |= f.read().rpartition(")")[2].split()[0] in "RD"
            except OSError:  # the thread has ended
                pass
        return ns / 1e9, busy

    def cpu_s(self):
        return self.threads()[0]

    def peak_mb(self):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as f:
            return next(int(line.split()[1]) for line in f if line.startswith("VmHWM")) / 1024

    def read(self, seconds):
        """Reads what is written within the time. Returns the number of bytes."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return 0
        try:
            return len(os.read(self.fd, 1 << 16))
        except OSError as e:
            raise EOFError from e

    def settle(self):
        """Reads until the program computes almost nothing for a while: some draw the screen again
        and again. Returns the time when that began."""
        end = time.monotonic() + PATIENCE_S
        since, cpu = time.monotonic(), self.cpu_s()
        while time.monotonic() - since < QUIET_S and time.monotonic() < end:
            self.read(0.02)
            now, busy = self.threads()
            if busy or now - cpu > IDLE_SHARE * (time.monotonic() - since) + 0.001:
                since, cpu = time.monotonic(), now
        return since

    def answer_s(self):
        """Returns the time until the first bytes and those that follow without a pause."""
        begin = last = time.monotonic()
        first = True
        while time.monotonic() - last < (PATIENCE_S if first else PAUSE_S):
            if self.read(PAUSE_S / 3):
                last, first = time.monotonic(), False
        return last - begin

    def press(self, key):
        os.write(self.fd, key.encode())

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def measure(name, path, log, keys):
    """Returns the CPU and wall seconds of the start, or the medians for the last four keys, and the
    peak memory."""
    home = tempfile.mkdtemp()
    program = Program(name, path, log, home)
    try:
        ready = program.settle()
        start = program.cpu_s(), ready - program.begin
        cpu, wall = [], []
        for key in keys:
            before = program.cpu_s()
            program.press(key)
            wall.append(program.answer_s())
            program.settle()
            cpu.append(program.cpu_s() - before)
        memory = program.peak_mb()
    finally:
        program.close()
        shutil.rmtree(home)
    middle = lambda values: sorted(values)[len(values) // 2]
    return (middle(cpu[-4:]), middle(wall[-4:]), memory) if keys else (*start, memory)


def idle(name, path, log):
    """Returns the CPU milliseconds and the bytes written in five seconds without events."""
    home = tempfile.mkdtemp()
    program = Program(name, path, log, home)
    try:
        program.settle()
        cpu, end, written = program.cpu_s(), time.monotonic() + 5, 0
        while time.monotonic() < end:
            written += program.read(0.1)
        return 1000 * (program.cpu_s() - cpu), written
    finally:
        program.close()
        shutil.rmtree(home)


def main():
    logs, programs = sys.argv[1], dict(a.split("=", 1) for a in sys.argv[2:])
    first = next(iter(programs))
    print(f"    {'':34} {'program':14} {'CPU':>10} {'ratio':>8} {'wall':>10} {'memory':>9}")
    for name, log, keys in WORKS:
        base = None
        for program, path in programs.items():
            if keys[program] is None:
                print(f"    {name:34} {program:14} {'has no such screen':>20}")
                continue
            try:
                cpu, wall, memory = measure(program, path, os.path.join(logs, log), keys[program])
            except EOFError:
                print(f"    {name:34} {program:14} {'it ended by itself':>20}")
                continue
            base = cpu if program == first else base
            print(f"    {name:34} {program:14} {1000 * cpu:7.1f} ms {cpu / base:8.1f} "
                  f"{1000 * wall:7.1f} ms {memory:6.0f} MB")
    for program, path in programs.items():
        cpu, written = idle(program, path, os.path.join(logs, "scalars"))
        print(f"    {'5 s without events':34} {program:14} {cpu:7.1f} ms {'':8} {written:8} bytes")


if __name__ == "__main__":
    main()
