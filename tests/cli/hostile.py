"""Hostile files: `tfevents dump --json` reads each within bounded time and memory, and reports the
damage.

    hostile.py TFEVENTS FOLDER
"""
import json
import os
import resource
import shutil
import subprocess
import sys

from events import header, record, varint

def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def value(content):
    return field(5, field(1, content))


def overlapping(size):
    """A header every 12 bytes, each with a length that reaches far."""
    return b"\xff" + b"".join(header(size - at - 40 - at % 997)
                              for at in range(1, size - 1100, 12)) + b"\xff" * 1100


def small_between_far(size):
    """Repeatedly a byte that is no header, a header whose record would reach to the end, and a
    small whole record."""
    small = record(b"\x10\x01")
    step = 13 + len(small)
    return b"".join(b"\xff" + header(size // step * step - at - 17) + small
                    for at in range(0, size - step + 1, step))


def claims():
    dims = field(2, field(2, b"\x08" + varint(100_000_000)))
    return record(value(field(8, b"\x08\x01" + dims + b"\x2d\0\0\x80\x3f")))


def nested(content, times):
    # Built from the inside, with lengths of three bytes, so that a megabyte is generated fast.
    tags, body = [], content
    n = len(content)
    for i in range(times):
        tags.append(bytes([15 << 3 | 2 if i % 2 else 3 << 3 | 2, n & 127 | 128, n >> 7 & 127 | 128,
                           n >> 14]))
        n += 4
    return b"".join(reversed(tags)) + body


EMPTY_NODE = {"name": "", "op": "", "device": "", "inputs": [], "attributes": {}}
WHOLE = record(b"\x1a\x0dbrain.Event:2")
# name -> content, expected lines, and the message of the first line (or a later one)
CASES = {
    "lengths near 2^64": (header(2**64 - 1) + WHOLE, 1, {"error": "truncated"}),
    "a length of 1 TB": (header(1 << 40) + WHOLE, 1, {"error": "truncated"}),
    "overlapping headers": (overlapping(1 << 20) + WHOLE, 2, {"error": "corrupt"}),
    "small records between headers that reach far": (small_between_far(2 << 20) + WHOLE,
                                                     (2 << 20) // 31 + 1, {"error": "corrupt"}),
    "groups in groups": (record(b"\x7b" * (1 << 20)) + WHOLE, 2, {"error": "corrupt"}),
    "messages in messages": (record(value(field(8, nested(b"", 200_000)))) + WHOLE, 2,
                             {"error": "corrupt"}),
    "a tensor of 44 bytes that claims 1e8 elements": (claims() + WHOLE, 2,
                                                      {"error": "bad tensor",
                                                       "shape": [100_000_000]}),
    "a tag of 4 MB": (record(value(field(1, b"t" * (4 << 20)) + b"\x15\0\0\x80\x3f")) + WHOLE, 2,
                      {"value": 1}),
    "200,000 values in an event": (record(field(5, b"\x0a\x00" * 200_000)), 200_000,
                                   {"kind": "empty"}),
    "a summary in 100,000 pieces": (record(b"\x2a\x02\x0a\x00" * 100_000), 100_000,
                                    {"kind": "empty"}),
    "a shape in 100,000 pieces": (record(value(field(8, b"\x08\x01"
                                                     + b"\x12\x02\x12\x00" * 100_000))), 1,
                                                     {"dtype": "DT_FLOAT", "values": []}),
    "50,000 records of 2 bytes": (record(b"\x10\x01") * 50_000 + WHOLE, 1, {"step": 0}),
    "a graph of 100,002 nodes": (record(field(4, field(1, b"") * 100_002)), 1,
                                 {"nodes": [EMPTY_NODE] * 100_000, "nodes_skipped": 2}),
    "a graph that is no message": (record(field(4, b"\x0a\x03\x0a\x01a\x07")), 1,
                                   {"nodes_error": "bad content",
                                    "nodes": [{**EMPTY_NODE, "name": "a"}]}),
    "steps at the ends of int64": (record(b"\x10" + varint(2**63)
                                          + value(field(1, b"t") + b"\x15\0\0\x80\x3f")), 1,
                                          {"step": -(2**63)}),
    "a wall time that is no number": (record(b"\x09\0\0\0\0\0\0\xf8\x7f" + value(field(1, b"t"))),
                                      1, {"wall_time": "NaN"}),
    "zeros": (WHOLE + b"\0" * (4 << 20), 2, {"error": "truncated", "offset": len(WHOLE)}),
}


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    # Sanitizers need their own address space.
    if "san" not in os.environ.get("BUILD", ""):
        resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))


def check(tfevents, path, lines, says):
    run = subprocess.run([tfevents, "dump", "--json", path], capture_output=True, preexec_fn=limit)
    out = run.stdout.decode("utf-8").splitlines()
    if run.returncode != 0:
        return f"exit status {run.returncode}: {run.stderr[-300:]}"
    if len(out) != lines:
        return f"{len(out)} lines, not {lines}"
    if not any(says.items() <= json.loads(line).items() for line in (out[0], out[-1])):
        return f"{says} is not said: {out[0][:200]}"
    return None


def main(tfevents, folder):
    failed = False
    for number, (name, (content, lines, says)) in enumerate(CASES.items()):
        path = os.path.join(folder, f"events.out.tfevents.{number}")
        with open(path, "wb") as f:
            f.write(content)
        why = check(tfevents, path, lines, says)
        print(f"FAIL {name}: {why}" if why else f"PASS {name}")
        failed |= why is not None
    # A record of 3 GB, which protobuf cannot hold, in a file with a hole: it is skipped unread.
    path = os.path.join(folder, "events.out.tfevents.hole")
    with open(path, "wb") as f:
        f.write(header(3 << 30))
        f.seek((3 << 30) + 16)
        f.write(WHOLE)
    why = check(tfevents, path, 2, {"error": "corrupt", "offset": 0})
    print(f"FAIL a record of 3 GB: {why}" if why else "PASS a record of 3 GB")
    shutil.rmtree(folder)
    return failed or why is not None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
