"""`tbtop --lines`: lines of plain text, once or for each change. Waits for lines of the program's
output or for its end, never for a time.

    lines.py TBTOP EVENTS FOLDER

EVENTS is tests/cli/events.py, which writes event files. Prints "ok" and "not ok" lines.
"""
import json
import os
import signal
import subprocess
import sys
import threading
import time

from tap import end, verdict

TIMEOUT = 60
tbtop, events, folder = sys.argv[1:]
os.chdir(folder)


def write(log, steps, value, tag="loss", start=1000):
    """Appends a scalar at each step to the event file of a run."""
    path = f"{log}/events.out.tfevents.{start}.h"
    os.makedirs(log, exist_ok=True)
    lines = [json.dumps({"step": s, "wall_time": time.time(), "tag": tag, "value": value(s)}) + "\n"
             for s in steps]
    subprocess.run([sys.executable, events, path], input="".join(lines), text=True, check=True)


def number(value):
    """The value as the programs print it; JSON has NaN as a text."""
    return value if isinstance(value, str) else f"{value:.4g}"


class Lines:
    """A `tbtop --lines` that runs."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([tbtop, "--lines", *arguments], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.read = []

    def wait_for(self, text):
        """Reads lines until one contains the text. Returns that line, or None at the end."""
        killer = threading.Timer(TIMEOUT, self.process.kill)
        killer.start()
        found = None
        while found is None:
            line = self.process.stdout.readline()
            if not line:
                break
            self.read.append(line)
            found = line if text in line else None
        killer.cancel()
        return found

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=TIMEOUT)
        return self.process.returncode, out, err


write("logs/a", range(10), lambda s: 1 / (1 + s))
write("logs/a", range(10), lambda s: s / 10, "accuracy")
write("logs/b", range(10), lambda s: "NaN" if s == 9 else 2)
write("logs/b", [3], lambda s: 0.5, "weight")
once = subprocess.run([tbtop, "--lines", "--once", "logs"], capture_output=True, text=True)
want = ["logs: 2 runs, 3 tags, 31 points", "run a: live, 2 tags, last step 9",
        "a loss: 0.1 at step 9, best 0.1 at step 9, 10 points",
        "a accuracy: 0.9 at step 9, best 0.9 at step 9, 10 points",
        "run b: live, 2 tags, last step 9",
        "b loss: NaN at step 9, best 2 at step 0, 10 points, 1 not finite",
        "b weight: 0.5 at step 3, least 0.5 at step 3, greatest 0.5 at step 3, 1 point"]
lines = once.stdout.splitlines()
verdict(once.returncode == 0 and lines[:7] == want and once.stderr == "",
        "--once prints runs, values and their steps", once.stdout, once.stderr)
verdict(len(lines) == 8 and lines[7].startswith("error firing: b loss, step 9: 1 of 10 points"),
        "and the findings", once.stdout)
verdict(once.stdout.isascii() and "\x1b" not in once.stdout, "without any graphics", once.stdout)
picked = subprocess.run([tbtop, "--lines", "--once", "--runs=^a", "--tags=acc", "logs"],
                        capture_output=True, text=True)
verdict(picked.stdout.splitlines() == [want[0], want[1], want[3]], "--runs and --tags choose lines",
        picked.stdout)
stats = subprocess.run([os.path.dirname(tbtop) + "/tfevents", "stats", "--json", "logs"],
                       capture_output=True, text=True).stdout.splitlines()
facts = [json.loads(line) for line in stats]
begins = [f"{f['run']} {f['tag']}: {number(f['last'])} at step {f['last_step']}, " for f in facts]
same = all(any(line.startswith(begin) and f", {f['points']} point" in line for line in lines)
           for begin, f in zip(begins, facts))
verdict(len(facts) == 4 and same, "the values are those of tfevents stats", stats)
frame = subprocess.run([tbtop, "--once", "--format=text", "--smoothing=0", "--size=160x40", "logs"],
                       capture_output=True, text=True).stdout
verdict(all(number(f["last"]).lstrip("0") in frame for f in facts),
        "and those of the frame as text", frame)

os.mkdir("empty")
none = subprocess.run([tbtop, "--lines", "--once", "empty"], capture_output=True, text=True)
verdict((none.returncode, none.stdout) == (1, "empty: no event files\n"),
        "an empty directory is status 1", none.stdout)

live = Lines("--every=0", "logs")
verdict(live.wait_for("error firing: b loss") and len(live.read) == 8,
        "live, the state comes first", live.read)
write("logs/a", [10], lambda s: 0.05)
line = live.wait_for("at step 10")
verdict(line == "a loss: 0.05 at step 10, best 0.05 at step 10, 11 points\n",
        "then one line for each change", line)
verdict(len(live.read) == 9, "and none for what did not change", live.read)
write("logs/new", [1], lambda s: 7, "return")
verdict(live.wait_for("run new: live") and
        live.wait_for("new return: 7 at step 1, best 7 at step 1, 1 point"),
        "a run that starts has a line", live.read)
write("logs/a", [11], lambda s: "NaN")
verdict(live.wait_for("error firing: a loss, step 11"), "a finding that fires has one", live.read)
write("logs/a", range(12, 40), lambda s: 0.04)
verdict(live.wait_for("error cleared: a loss"), "and one when it clears", live.read)
os.rename("logs/new", "moved")
verdict(live.wait_for("run new: its files were deleted"), "a run that is removed has one",
        live.read)
status, out, err = live.end()
verdict((status, err) == (0, ""), "SIGINT ends it", status, out, err)

slow = Lines("--every=3600", "--tags=loss", "logs")
slow.wait_for("a loss")
slow.wait_for("error cleared")
write("logs/a", [40], lambda s: 0.03)
write("logs/later", [1], lambda s: 1)
line = slow.wait_for("later loss")
verdict(line and not any("at step 40" in line for line in slow.read),
        "--every limits the lines of a tag", slow.read)
status, out, err = slow.end(signal.SIGTERM)
verdict((status, err) == (0, ""), "SIGTERM ends it", status, out, err)

idle = Lines("logs")
idle.wait_for("run later")
idle.process.stdout.close()
verdict(idle.process.wait(TIMEOUT) == 0, "the end of its reader ends it, without any change")
end()
