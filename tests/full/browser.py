"""Headless Chromium, controlled through the DevTools protocol over a pipe: JSON messages that end
with a NUL, written to its file descriptor 3 and read from its 4."""
import base64
import fcntl
import json
import os
import select
import signal
import subprocess
import time

from server import die_with_parent

ANSWER_SECONDS = 120
# WebGL is drawn by the processor, so that no graphics driver is needed.
FLAGS = ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--remote-debugging-pipe",
         "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--hide-scrollbars",
         "--mute-audio", "--no-first-run", "--disable-extensions",
         "--disable-background-networking", "--disable-component-update"]


class Browser:
    def __init__(self, program, folder, width=1400, height=1000):
        to_browser, to_us = os.pipe(), os.pipe()
        self.out, self.fd = to_browser[1], to_us[0]

        def descriptors():
            die_with_parent()
            ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_browser[0], to_us[1])]
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={folder}", f"--window-size={width},{height}",
             "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            close_fds=False, preexec_fn=descriptors)
        os.close(to_browser[0])
        os.close(to_us[1])
        self.number, self.bytes, self.events, self.session = 0, b"", [], None

    def receive(self, end):
        """The next message of the browser."""
        while b"\0" not in self.bytes:
            if not select.select([self.fd], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError("no answer from the browser")
            piece = os.read(self.fd, 1 << 16)
            if not piece:
                raise RuntimeError("the browser has ended")
            self.bytes += piece
        message, _, self.bytes = self.bytes.partition(b"\0")
        return json.loads(message)

    def call(self, method, seconds=ANSWER_SECONDS, **parameters):
        """The result of a method. Events that arrive before it are added to `events`."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + seconds
        while True:
            answer = self.receive(end)
            if "method" in answer:
                self.events.append(answer)
            elif answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def open(self, url, first=""):
        """Opens a page in a new tab, whose errors are recorded from its beginning. The script
        `first` runs before those of the page."""
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target,
                                 flatten=True)["sessionId"]
        for domain in "Page", "Runtime", "Log", "Network":
            self.call(domain + ".enable")
        self.events = []
        self.call("Page.addScriptToEvaluateOnNewDocument", source=first)
        self.call("Page.navigate", url=url)
        return target

    def evaluate(self, script):
        """The value of an expression, or of the promise that it returns."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True,
                           returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def errors(self):
        """What the console of the page shows in red."""
        found = []
        for event in self.events:
            parameters = event["params"]
            if event["method"] == "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                found.append(details.get("exception", {}).get("description", details["text"]))
            elif event["method"] == "Log.entryAdded" and parameters["entry"]["level"] == "error":
                entry = parameters["entry"]
                found.append(f"{entry['text']} {entry.get('url', '')}".strip())
            elif event["method"] == "Runtime.consoleAPICalled" and parameters["type"] in (
                    "error", "assert"):
                found.append(" ".join(str(a.get("value", a.get("description")))
                                      for a in parameters["args"]))
        return found

    def screenshot(self, path):
        data = self.call("Page.captureScreenshot", format="png")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def close_page(self, target):
        self.session = None
        self.call("Target.closeTarget", targetId=target)

    def close(self):
        os.close(self.out)
        os.close(self.fd)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
