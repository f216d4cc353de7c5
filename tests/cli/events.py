"""Writes an event file from JSON lines on standard input, independently of the library: for tests
of the programs.

    events.py FILE <<END
    {"step": 0, "wall_time": 1.5, "tag": "loss", "value": 0.5}   a scalar as simple_value
    {"step": 0, "tag": "loss", "double": 0.1}        a float64 tensor under plugin "scalars"
    {"step": 0, "tag": "n", "integer": 5}            an int64 tensor, or uint64 from 2^63 on
    {"step": 0, "tag": "w", "histogram": [0.1, 0.2]} a HistogramProto, one bucket per value
    {"hparams": {"lr": 0.1, "opt": "adam"}}          the start of a session; {"status": 1} its end
    {"step": 7, "start": true}                       a SessionLog START
    {"raw": "00ff"}                                  bytes that are no record
    END

The first record is the file version. Events are appended to an existing file.
"""
import json, os, struct, sys

TABLE = []
for i in range(256):
    for _ in range(8):
        i = i >> 1 ^ (0x82F63B78 if i & 1 else 0)
    TABLE.append(i)


def masked_crc(data):
    crc = 0xFFFFFFFF
    for b in data:
        crc = crc >> 8 ^ TABLE[(crc ^ b) & 255]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def header(length):
    n = struct.pack("<Q", length)
    return n + struct.pack("<I", masked_crc(n))


def record(data):
    return header(len(data)) + data + struct.pack("<I", masked_crc(data))


def varint(v):
    v &= (1 << 64) - 1
    out = b""
    while v > 127:
        out += bytes([v & 127 | 128])
        v >>= 7
    return out + bytes([v])


def sub(field, data):
    return varint(field << 3 | 2) + varint(len(data)) + data


def packed(field, numbers):
    return sub(field, struct.pack("<%dd" % len(numbers), *numbers))


def histogram(values):
    limits = sorted(set(values))
    moments = [min(values), max(values), len(values), sum(values), sum(v * v for v in values)]
    out = b"".join(varint(i << 3 | 1) + struct.pack("<d", m) for i, m in enumerate(moments, 1))
    return out + packed(6, limits) + packed(7, [float(values.count(v)) for v in limits])


def hparams(e):
    """A value of the plugin hparams, which has no content but its metadata."""
    if "status" in e:
        tag, content = "session_end_info", sub(4, b"\x08" + varint(e["status"]))
    else:
        tag, content = "session_start_info", b""
        for key, v in e["hparams"].items():
            if isinstance(v, bool):
                v = b"\x20" + varint(v)
            elif isinstance(v, str):
                v = sub(3, v.encode())
            else:
                v = b"\x11" + struct.pack("<d", v)
            content += sub(1, sub(1, key.encode()) + sub(2, v))
        content = sub(3, content)
    plugin = sub(1, b"hparams") + sub(2, content)
    return sub(1, b"_hparams_/" + tag.encode()) + sub(9, sub(1, plugin))


def event(e):
    out = b"\x09" + struct.pack("<d", e.get("wall_time", 0.0)) + b"\x10" + varint(e.get("step", 0))
    if e.get("start"):
        return out + sub(7, b"\x08\x01")
    if "hparams" in e or "status" in e:
        return out + sub(5, sub(1, hparams(e)))
    value = sub(1, os.fsencode(e["tag"]))
    if "double" in e:
        tensor = b"\x08\x02" + sub(2, b"") + sub(4, struct.pack("<d", float(e["double"])))
        value += sub(8, tensor) + sub(9, sub(1, sub(1, b"scalars")))
    elif "integer" in e:
        tensor = b"\x08\x09" if e["integer"] < 2**63 else b"\x08\x17"
        tensor += sub(2, b"") + sub(4, struct.pack("<Q", e["integer"] & (1 << 64) - 1))
        value += sub(8, tensor) + sub(9, sub(1, sub(1, b"scalars")))
    elif "histogram" in e:
        value += sub(5, histogram([float(v) for v in e["histogram"]]))
    else:
        value += b"\x15" + struct.pack("<f", float(e["value"]))
    return out + sub(5, sub(1, value))


def main(path):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    new = not os.path.exists(path)
    with open(path, "ab") as f:
        if new:
            f.write(record(b"\x09" + struct.pack("<d", 0.0) + sub(3, b"brain.Event:2")))
        for line in sys.stdin:
            e = json.loads(line)
            f.write(bytes.fromhex(e["raw"]) if "raw" in e else record(event(e)))


if __name__ == "__main__":
    main(sys.argv[1])
