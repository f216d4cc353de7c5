"""Hostile files and folders, and every program on each: none takes long or much memory, dies, or
prints a control byte.

    hostile_all.py BIN FOLDER [large]

With `large` only the files that take minutes: a million tags, ten million records, a tag of 100 MB.
"""
import os
import re
import resource
import struct
import subprocess
import sys

from events import header, record, sub, varint
from hostile import CASES, WHOLE, overlapping, small_between_far

READ = [["ls"], ["ls", "--json"], ["dump"], ["dump", "--json"], ["export"],
        ["export", "--format=jsonl"], ["check"],
        ["check", "--json"], ["stats"]]
SHOW = ["scalars", "histograms", "findings"]
# `diff` loads two logs: a million tags twice are more than 1 GB.
CPU_SECONDS, MOST_BYTES = (60, 2 << 30) if sys.argv[3:] == ["large"] else (20, 1 << 30)
SANITIZED = "san" in os.environ.get("BUILD", "")
if SANITIZED:
    CPU_SECONDS *= 5  # TSan makes the programs up to 25 times slower
CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202e\u2028]")


def scalar(tag, step, value):
    content = sub(1, tag) + b"\x15" + struct.pack("<f", value)
    return record(b"\x09" + struct.pack("<d", 1.5e9) + b"\x10" + varint(step)
                  + sub(5, sub(1, content)))


def doubles(field, numbers):
    return sub(field, struct.pack("<%dd" % len(numbers), *numbers))


def histogram(tag, limits):
    moments = b"".join(varint(i << 3 | 1) + struct.pack("<d", m)
                       for i, m in enumerate((-1e308, 1e308, 3, 0, 9), 1))
    content = sub(1, tag) + sub(5, moments + doubles(6, limits) + doubles(7, [1.0] * len(limits)))
    return record(b"\x10\x01" + sub(5, sub(1, content)))


def picture(width, height):
    """A PNG whose size differs from that of the image message."""
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return record(sub(5,
                      sub(1, sub(1, b"image")
                          + sub(4, b"\x08" + varint(2**63 - 1) + b"\x10" + varint(-1)
                                + sub(4, png)))))


CONTROL = [b"\x1b]0;title\x07", b"\x1b[2J\x1b[H", b"a\nb", b"a\rb", b"\x7f", "\u009b31m".encode(),
           "\u202egnp.exe".encode(),
           b"=1+1", b"../../up", b"a\0b", b"/", b"."]
TINY = record(b"")
MORE = {
    "control bytes in tags": WHOLE
    + b"".join(scalar(tag, step, step) for step in range(3) for tag in CONTROL),
    "tags of 10,000 characters": WHOLE
    + b"".join(scalar(bytes([97 + k]) * 10_000, s, s) for s in range(3) for k in range(9)),
    "20,000 tags": WHOLE + b"".join(scalar(b"layer/%d" % k, 0, k) for k in range(20_000)),
    "steps at both ends": WHOLE
    + b"".join(scalar(b"t", s, 1) for s in (-2**63, -2**63 + 1, -1, 0, 2**63 - 2, 2**63 - 1)),
    "numbers at both ends": WHOLE
    + b"".join(scalar(b"t", s, float(v))
               for s, v in enumerate(("nan", "inf", "-inf", 3e38, -3e38, 1e-45))),
    "50,000 restarts of 50,000 tags": WHOLE
    + b"".join(scalar(b"layer/%d" % k, k % 7, k) for k in range(50_000))
        + record(b"\x10\xe8\x07" + sub(7, b"\x08\x01")) * 50_000,
    "300,000 empty records": WHOLE + TINY * 300_000,
    "20,000 damaged records": WHOLE + (TINY[:-1] + bytes([TINY[-1] ^ 1])) * 20_000,
    "pictures that claim to be huge": WHOLE + picture(2**31 - 1, 2**31 - 1) + picture(0, 0),
    "buckets out of order, endless or none": WHOLE + b"".join(
        histogram(b"w%d" % i, limits) for i, limits in enumerate(
            ([3.0, 2.0, 1.0], [float("nan")] * 3, [-float("inf"), 0.0, float("inf")],
             [-1.7e308, 0.0, 1.7e308], []))),
    "a length of 2^64 - 1 behind a point": WHOLE + scalar(b"t", 1, 1) + header(2**64 - 1)
    + scalar(b"t", 2, 2),
}

# Each is generated just before its test.
LARGE = {
    "1,000,000 tags": lambda: WHOLE
    + b"".join(scalar(b"layer/%d" % k, 0, k) for k in range(1_000_000)),
    "10,000,000 empty records": lambda: WHOLE + TINY * 10_000_000,
    "a tag of 100 MB": lambda: WHOLE + scalar(b"t" * 100_000_000, 0, 1),
}


def odd_folder(folder):
    """Entries with the name of an event file that are none, and links that form cycles."""
    run = os.path.join(folder, "run")
    os.makedirs(run)
    with open(os.path.join(run, "events.out.tfevents.1"), "wb") as f:
        f.write(WHOLE + scalar(b"t", 1, 1))
    os.mkfifo(os.path.join(folder, "events.out.tfevents.fifo"))
    os.mkdir(os.path.join(folder, "events.out.tfevents.folder"))
    for name, to in (("round", "."), ("run/up", ".."), ("itself", "itself"),
                     ("nowhere", "missing")):
        os.symlink(to, os.path.join(folder, name))


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    # Sanitizers need their own address space.
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def wrong(command, is_for_eyes):
    """Returns the reason why a command failed; None if it succeeded."""
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, preexec_fn=limit)
    if run.returncode not in (0, 1):
        return f"exit status {run.returncode}: {run.stderr[-300:]}"
    text = (run.stdout + run.stderr if is_for_eyes
            else run.stderr).decode("utf-8")  # raises if the output is not UTF-8
    control = set(CONTROLS.findall(text))
    return f"control bytes {control}" if control else None


def commands(programs, path, out):
    """Every program, and whether its output is for people."""
    tfevents, tbtop = os.path.join(programs, "tfevents"), os.path.join(programs, "tbtop")
    for words in READ:
        yield [tfevents, *words, path], words[0] != "export" and "--json" not in words
    yield [tfevents, "diff", path, path], True
    if os.path.isfile(path):
        yield [tfevents, "repair", path, "-o", out], True
    for view in SHOW:
        yield [tbtop, "--once", "--size", "80x24", "--view", view, path], True


def check(name, programs, path, out):
    found = []
    for command, is_for_eyes in commands(programs, path, out):
        why = wrong(command, is_for_eyes)
        if why:
            found.append(f"{' '.join(command[1:-1])}: {why}")
        if os.path.exists(out):
            os.remove(out)
    print(f"FAIL {name}: {'; '.join(found)}" if found else f"PASS {name}", flush=True)
    return bool(found)


def write(path, content):
    with open(path, "wb") as f:
        f.write(content)


def main(programs, folder, size="usual"):
    failed = False
    out, path = os.path.join(folder, "repaired"), os.path.join(folder, "events.out.tfevents.1")
    if size == "large":
        for name, make in LARGE.items():
            write(path, make())
            failed |= check(name, programs, path, out)
        return failed
    contents = {name: case[0] for name, case in CASES.items()}
    # The time is proportional to their size.
    contents["overlapping headers"] = overlapping(1 << 18) + WHOLE
    contents["small records between headers that reach far"] = small_between_far(1 << 18) + WHOLE
    for name, content in {**contents, **MORE}.items():
        write(path, content)
        failed |= check(name, programs, path, out)
    odd = os.path.join(folder, "odd")
    odd_folder(odd)
    return failed | check("what only looks like an event file, and links that lead round", programs,
                          odd, out)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
