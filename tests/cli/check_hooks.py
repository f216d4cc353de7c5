"""`tfevents check --exec`: what the program gets, how its failures are reported, and that it runs
once for each finding.

    check_hooks.py TFEVENTS EVENTS FOLDER

EVENTS is tests/cli/events.py, which writes event files. Prints "ok" and "not ok" lines.
"""
import json
import os
import subprocess
import sys

from tap import end, verdict

TIMEOUT = 60
tfevents, events, folder = sys.argv[1:]
os.chdir(folder)
os.environ["HOME"] = folder
os.environ.pop("XDG_CONFIG_HOME", None)


def write(log, tag, nan_at):
    """A run whose series becomes NaN."""
    os.makedirs(log, exist_ok=True)
    lines = [json.dumps({"step": s, "tag": tag, "value": "nan" if s >= nan_at else 1 / (1 + s)})
             for s in range(nan_at + 2)]
    subprocess.run([sys.executable, events, f"{log}/events.out.tfevents.1.h"],
                   input="\n".join(lines), text=True, check=True)


def check(*arguments, env=None):
    p = subprocess.run([tfevents, "check", *arguments], capture_output=True, timeout=TIMEOUT,
                       env={**os.environ, **(env or {})})
    return p.returncode, p.stdout.decode(), p.stderr.decode()


def script(name, text):
    with open(name, "w") as f:
        f.write("#!/bin/sh\n" + text)
    os.chmod(name, 0o755)
    return os.path.join(folder, name)


hostile = 'a $(touch owned) `touch owned`; touch owned "loss'
write("logs/one", "train/loss", 5)
write("logs/two", hostile, 7)
note = script("note", 'printf "%s|" "$@" "$TFEVENTS_RUN" "$TFEVENTS_TAG" "$TFEVENTS_RULE" '
              '"$TFEVENTS_SEVERITY" "$TFEVENTS_STEP" "$TFEVENTS_MESSAGE" >>notes\n'
              'echo >>notes\ncat >>stdin\necho printed\n')
_, plain, _ = check("--json", "logs")
status, out, err = check("--json", "--exec", note, "--exec-arg", "--to=me", "--exec-arg=$HOME *",
                         "logs")
lines = sorted(open("notes").read().splitlines())
verdict(status == 1 and out == plain and err == "printed\n" * 2,
        "the program changes neither output nor status; it prints on standard error",
        status, out, err)
verdict(len(lines) == 2 and
        lines[0].startswith("--to=me|$HOME *|one|train/loss|nonfinite|error|5|2 of 7 points not "),
        "it gets its arguments as they are, and the finding in its environment", lines)
verdict(lines[1].split("|")[3] == hostile and not os.path.exists("owned"),
        "a hostile tag is data", lines)
verdict(sorted(open("stdin").read().splitlines()) == sorted(plain.splitlines()),
        "standard input has the line of --json")
secret = script("secret", 'env | grep -c "^TFEVENTS_" >secret.n\nenv >secret.env\n')
check("--exec", secret, "logs/one", env={"TFEVENTS_OTHER": "s3cret"})
verdict("s3cret" not in open("secret.env").read() and open("secret.n").read() == "7\n",
        "other variables of ours are not passed on")

status, out, err = check("--exec=false", "logs")
verdict(status == 1 and sorted(err.splitlines()) == [
    f"tfevents check: --exec: false failed with status 1: nonfinite in {r}" for r in ("one", "two")],
        "a program that fails is reported", status, err)
status, out, err = check("--fail-on=never", "--exec", script("killed", "kill -9 $$\n"), "logs/one")
verdict(status == 0 and err.endswith("was ended by signal 9: nonfinite in .\n"),
        "and one that is killed", status, err)
for name, why in (("./nowhere", "No such file or directory"), (folder, "Permission denied"),
                  ("nowhere", "No such file or directory"), ("", "No such file or directory")):
    status, out, err = check("--exec", name, "logs")
    verdict((status, err) == (1, f"tfevents check: --exec: {name} cannot be run: {why}\n"),
            f"what cannot be run is reported once: {name}", status, err)
status, out, err = check("--exec=true", "logs")
verdict((status, err) == (1, ""), "a program that does not read its standard input", status, err)
status, out, err = check("--exec-arg=a", "logs")
verdict(status == 2 and out == "" and err == "tfevents check: --exec-arg needs --exec\n",
        "arguments without a program", status, err)
status, out, err = check("--exec=true", *["--exec-arg=a"] * 64, "logs")
verdict((status, err) == (1, ""), "64 arguments", status, err)
status, out, err = check("--exec=true", *["--exec-arg=a"] * 65, "logs")
verdict(status == 2 and "--exec-arg is given more than 64 times" in err, "not 65", status, err)

# Findings that are not reported, and tags that are too long for the environment.
os.remove("notes")
check("--rules=overfit", "--exec", note, "logs")
verdict(not os.path.exists("notes"), "nothing runs for findings that are not wanted")
write("long", "é" * 100000 + "/loss", 5)
long = script("long.sh", 'printf %s "$TFEVENTS_TAG" >long.tag\ncat >long.json\n')
status, out, err = check("--exec", long, "long")
verdict((status, err) == (1, "") and open("long.tag").read() == "é" * 2048 and
        json.load(open("long.json"))["tag"] == "é" * 100000 + "/loss",
        "a long value is cut in the environment only", status, err)
with open("damaged", "wb") as f:
    f.write(b"x" * 100)
os.makedirs("broken")
os.rename("damaged", "broken/events.out.tfevents.1.h")
file = script("file", 'echo "$TFEVENTS_RULE $TFEVENTS_FILE" >file.txt\n')
check("--exec", file, "broken")
verdict(open("file.txt").read() == "damaged_file broken/events.out.tfevents.1.h\n",
        "a damaged file is a finding, too")
end()
