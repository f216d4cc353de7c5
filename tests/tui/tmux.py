"""tbtop in tmux, as people use it: the pane has the frame that --once prints. Waits for the
contents of the pane, never for a time.

    tmux.py TBTOP EVENTS FOLDER

EVENTS is tests/cli/events.py, which writes event files. Prints "ok" and "not ok" lines.
"""
import json
import os
import subprocess
import sys
import time

tbtop, events, folder = sys.argv[1:]
sys.path.insert(0, os.path.dirname(events))
from tap import end, verdict

TIMEOUT = 60
os.chdir(folder)
os.environ.pop("TMUX", None)
os.environ["TMUX_TMPDIR"] = folder
now = "--now=2000"


def tmux(*arguments):
    return subprocess.run(["tmux", "-L", terminal, "-f", "/dev/null", *arguments],
                          capture_output=True, text=True).stdout


def pane():
    return tmux("capture-pane", "-p", "-t", "test")


def frame(width, height, *options):
    return subprocess.run([tbtop, "--once", "--format=text", "--color=256", now,
                           f"--size={width}x{height}", *options, "logs"], capture_output=True,
                          text=True).stdout


def wait_for(condition):
    """Returns the contents of the pane that fulfil the condition, or the last ones."""
    limit = time.monotonic() + TIMEOUT
    text = pane()
    while not condition(text) and time.monotonic() < limit:
        text = pane()
    return text


def shows(what, *arguments):
    want = frame(*arguments)
    have = wait_for(lambda text: text == want)
    verdict(have == want, what, have, want)


for run in "a", "b":
    os.makedirs(f"logs/{run}")
    lines = [json.dumps({"step": s, "wall_time": 1000 + s, "tag": tag, "value": 1 / (1 + s)}) + "\n"
             for s in range(50) for tag in ("loss", "val/loss")]
    subprocess.run([sys.executable, events, f"logs/{run}/events.out.tfevents.1.h"],
                   input="".join(lines), text=True, check=True)
for terminal in "screen-256color", "tmux-256color":
    tmux("new-session", "-d", "-s", "test", "-x", "100", "-y", "30", "sh")
    tmux("set-option", "-g", "default-terminal", terminal)
    tmux("respawn-pane", "-k", "-t", "test", f"echo before; '{tbtop}' {now} logs; echo after; cat")
    shows(f"{terminal}: the frame", 100, 30)
    tmux("send-keys", "-t", "test", "j", "Enter", "Left")
    shows(f"{terminal}: keys", 100, 30, "--keys=j Enter Left")
    tmux("resize-window", "-t", "test", "-x", "80", "-y", "24")
    shows(f"{terminal}: another size", 80, 24, "--keys=j Enter Left")
    tmux("send-keys", "-t", "test", "q")
    text = wait_for(lambda text: "after" in text)
    verdict(text.split() == ["before", "after"], f"{terminal}: the screen is as it was", text)
    tmux("kill-server")
end()
