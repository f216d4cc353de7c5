"""A TensorBoard server: starts it on a log directory, and queries its HTTP API."""
import contextlib
import ctypes
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request

START_SECONDS = 60


def die_with_parent():
    os.setsid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class TensorBoard:
    def __init__(self, logdir, options):
        self.log = open(os.path.join(os.environ.get("TMPDIR", "/tmp"), "tensorboard.log"), "w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tensorboard.main", "--logdir", logdir, "--host", "127.0.0.1",
             "--port", "0",
             "--reload_interval", "1", *options],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent)
        self.url = self.wait_for("address", START_SECONDS, self.find_url)

    def wait_for(self, what, seconds, ask):
        """Repeats a query until there is an answer; fails if TensorBoard ends or the time is up.

        TensorBoard does not report that it has an address or has loaded the data, so between two
        queries the script waits for its end only."""
        end = time.monotonic() + seconds
        while True:
            answer = ask()
            if answer is not None:
                return answer
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.1)
            if self.process.returncode is not None or time.monotonic() > end:
                self.log.seek(0)
                raise RuntimeError(f"no {what} from TensorBoard: {self.log.read()[-2000:]}")

    def find_url(self):
        self.log.seek(0)
        found = re.search(r"http://\S+:\d+", self.log.read())
        return found and found.group()

    def get(self, path, **query):
        url = f"{self.url}/data/{path}" + ("?" + urllib.parse.urlencode(query) if query else "")
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.read()

    def json(self, path, **query):
        return json.loads(self.get(path, **query))

    def post(self, path, question):
        request = urllib.request.Request(f"{self.url}/data/{path}", json.dumps(question).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())

    def close(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.log.close()
