"""`tfevents check --follow`: logs that grow while they are judged. Waits for lines of the program's
output or for its end, never for a time; what does not come within TIMEOUT seconds is a failure.

    check_follow.py TFEVENTS EVENTS FOLDER

EVENTS is tests/cli/events.py, which writes event files. Prints "ok" and "not ok" lines.
"""
import json
import os
import signal
import subprocess
import sys

TIMEOUT = 60
tfevents, events, folder = sys.argv[1:]
os.chdir(folder)
os.environ["HOME"] = folder
os.environ.pop("XDG_CONFIG_HOME", None)
failed = False
count = 0


def verdict(passed, what, *evidence):
    global failed, count
    count += 1
    print(f"{'ok' if passed else 'not ok'} {count} - {what}")
    if not passed:
        failed = True
        for e in evidence:
            print("# " + repr(e))


def write(log, steps, value=lambda step: 1 / (1 + step), tag="loss", wall=1000.0):
    """Appends a scalar at each step, a second apart."""
    path = f"{log}/events.out.tfevents.1000.h"
    os.makedirs(log, exist_ok=True)
    lines = [json.dumps({"step": s, "wall_time": wall + s, "tag": tag, "value": value(s)}) + "\n"
             for s in steps]
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

    def stop(self, number=signal.SIGTERM):
        while not self.catches(number):  # it is only just starting
            if self.process.poll() is not None:
                break
            os.sched_yield()
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
write("sick", range(10), lambda step: "NaN" if step == 5 else 1 / (1 + step))
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
verdict(status == 1 and "no event files" in err, "a log that stays empty", status, out, err)
sys.exit(failed)
