"""`tfevents check --follow`: logs that grow while they are judged. Waits for lines of the program's
output or for its end, never for a time; what does not come within TIMEOUT seconds is a failure.

    check_follow.py TFEVENTS EVENTS FOLDER

EVENTS is tests/cli/events.py, which writes event files. Prints "ok" and "not ok" lines.
"""
import json
import os
import select
import signal
import subprocess
import sys

from tap import end, verdict

TIMEOUT = 60
tfevents, events, folder = sys.argv[1:]
os.chdir(folder)
os.environ["HOME"] = folder
os.environ.pop("XDG_CONFIG_HOME", None)


def fall(step):
    return 1 / (1 + step)


def write(log, steps, value=fall, tag="loss", interval=1.0, start=1000):
    """Appends a scalar at each step to the file of a start of the training."""
    append(log, [{"step": s, "wall_time": start + interval * s, "tag": tag, "value": value(s)}
                 for s in steps], start)


def append(log, values, start=1000):
    path = f"{log}/events.out.tfevents.{start}.h"
    os.makedirs(log, exist_ok=True)
    lines = [json.dumps(value) + "\n" for value in values]
    subprocess.run([sys.executable, events, path], input="".join(lines), text=True, check=True)


class Check:
    """A `check --follow` that runs."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([tfevents, "check", "--follow", *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def catches(self, number):
        with open(f"/proc/{self.process.pid}/status") as f:
            caught = next(line for line in f if line.startswith("SigCgt"))
        return int(caught.split()[1], 16) >> (number - 1) & 1

    def wait_until_it_follows(self):
        while self.process.poll() is None and not self.catches(signal.SIGTERM):
            os.sched_yield()

    def stop(self, number=signal.SIGTERM):
        self.wait_until_it_follows()
        self.process.send_signal(number)
        return self.end()

    def end(self):
        out, err = self.process.communicate(timeout=TIMEOUT)
        return self.process.returncode, out, err


write("well", range(10))
for number in signal.SIGINT, signal.SIGTERM:
    status, out, err = Check("--fail-on=never", "well").stop(number)
    verdict((status, out, err) == (0, "nothing found in 1 run\n", ""),
            f"{number.name} ends it with the summary", status, out, err)
write("sick", range(10), lambda step: "NaN" if step == 5 else fall(step))
status, out, err = Check("--fail-on=never", "--json", "sick").stop()
verdict(status == 0 and json.loads(out)["rule"] == "nonfinite",
        "--fail-on=never does not end with a finding", status, out, err)
status, out, err = Check("--rules=plateau", "sick").stop()
verdict(status == 0 and out == "nothing found in 1 run\n", "nor does a rule that is not chosen",
        status, out, err)
with open("known.jsonl", "w") as f:
    subprocess.run([tfevents, "check", "--json", "sick"], stdout=f)
status, out, err = Check("--baseline=known.jsonl", "sick").stop()
verdict(status == 0 and out == "nothing new in 1 run, 1 known finding\n", "nor a known finding",
        status, out, err)
with open("mute.ini", "w") as f:
    f.write("[mute]\nrule = nonfinite\nreason = r\nuntil = 2999-12-31\n")
status, out, err = Check("--config=mute.ini", "sick").stop()
verdict(status == 0 and out == "nothing new in 1 run, 1 muted finding\n", "nor a muted finding",
        status, out, err)
os.makedirs("empty")
status, out, err = Check("empty").stop()
verdict(status == 2 and "no event files" in err, "a log that stays empty", status, out, err)


class Notes:
    """A program for --exec, and the lines that it writes."""

    def __init__(self):
        os.mkfifo("notes")
        self.fifo = os.fdopen(os.open("notes", os.O_RDWR), "rb", buffering=0)
        self.rest = b""
        with open("note", "w") as f:
            f.write('#!/bin/sh\necho "$TFEVENTS_RULE $TFEVENTS_TAG $TFEVENTS_STEP" >notes\n')
        os.chmod("note", 0o755)

    def line(self):
        while b"\n" not in self.rest:
            if not select.select([self.fifo], [], [], TIMEOUT)[0]:
                return "nothing"
            self.rest += self.fifo.read(4096)
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode()


notes = Notes()
write("live", range(10))
live = Check("--fail-on=never", "--exec", "./note", "live")
live.wait_until_it_follows()
write("live", range(10, 12), lambda step: "NaN")
line = notes.line()
verdict(line == "nonfinite loss 10", "--exec runs when a finding fires", line)
write("live", range(12, 14), lambda step: "NaN")
write("live", range(14, 15), lambda step: "NaN", tag="val_loss")
line = notes.line()
verdict(line == "nonfinite val_loss 14", "and not again while it holds", line)
status, out, err = live.stop()
verdict(status == 0 and out.endswith("\n1 error, 1 info in 1 run\n") and err == "" and
        not notes.rest, "nor at the end", status, out, err)

# A finding below the level of --fail-on does not end it, one of that level does.
write("two", range(10))
two = Check("--fail-on=error", "--exec", "./note", "two")
two.wait_until_it_follows()
write("two", range(10, 11), lambda step: "NaN", tag="accuracy")
line = notes.line()
verdict(line.startswith("nonfinite accuracy"), "a hint is a finding", line)
write("two", range(11, 12), lambda step: "NaN")
status, out, err = two.end()
line = notes.line()
verdict(status == 1 and line == "nonfinite loss 11" and out.endswith("1 error, 1 info in 1 run\n"),
        "a finding of the level of --fail-on ends it with status 1", status, out, err, line)

# A restart supersedes the points of a finding.
write("again", range(10))
again = Check("--fail-on=never", "--exec", "./note", "again")
again.wait_until_it_follows()
write("again", range(10, 12), lambda step: "NaN")
line = notes.line()
write("again", range(5, 20), start=2000)
write("again", range(20, 21), lambda step: "NaN", tag="val_loss", start=2000)
lines = [line, notes.line()]
status, out, err = again.stop()
verdict(lines == ["nonfinite loss 10", "nonfinite val_loss 20"] and status == 0 and
        out.endswith("\n1 info in 1 run\n"), "a restart ends the finding", lines, status, out, err)

# Layers share a finding: another layer is none of its own.
write("layers", range(10))
layers = Check("--fail-on=never", "--exec", "./note", "layers")
layers.wait_until_it_follows()
zeros = [0] * 32
append("layers", [{"step": 10, "tag": f"fc{i}/kernel", "histogram": zeros} for i in (1, 2)])
line = notes.line()
verdict(line == "constant_weights fc1/kernel 10", "--exec runs once for several layers", line)
append("layers", [{"step": 11, "tag": "fc0/kernel", "histogram": zeros}])
write("layers", range(11, 12), lambda step: "NaN", tag="val_loss")
line = notes.line()
verdict(line == "nonfinite val_loss 11", "and not again when one joins them", line)
layers.stop()

# A training that becomes silent. The limits are those of a test: a fifth of a second.
with open("fast.ini", "w") as f:
    f.write("[threshold]\nstalled.silence = 0.2\nstalled.intervals = 1\n")
write("silent", range(50), interval=0.01)
silent = Check("--config=fast.ini", "--fail-on=warning", "--json", "silent")
silent.wait_until_it_follows()
write("silent", range(50, 52), interval=0.01)
status, out, err = silent.end()
found = json.loads(out)
verdict(status == 1 and (found["rule"], found["severity"], found["tag"], found["step"]) ==
        ("stalled", "warning", "loss", 51), "a training that became silent", status, out, err)
twice = Check("--config=fast.ini", "--fail-on=never", "--exec", "./note", "silent")
twice.wait_until_it_follows()
for step in 52, 53:
    write("silent", [step], interval=0.01)
    line = notes.line()
    verdict(line == f"stalled loss {step}", "another silence is another finding", line)
twice.stop()
status, out, err = Check("--config=fast.ini", "--fail-on=warning", "silent").stop()
verdict(status == 0 and out == "nothing found in 1 run\n", "one that never grew has no finding",
        status, out, err)
end()
