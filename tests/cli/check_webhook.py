"""`tfevents check --webhook`: a server on this machine that fails, redirects and accepts.

    check_webhook.py TFEVENTS EVENTS FOLDER

EVENTS is tests/cli/events.py, which writes event files. Prints "ok" and "not ok" lines.
"""
import http.server
import json
import os
import shutil
import ssl
import subprocess
import sys
import threading

from tap import end, verdict

TIMEOUT = 60
TOKEN = "s3cret-t0ken"
tfevents, events, folder = sys.argv[1:]
os.chdir(folder)
os.environ["HOME"] = folder
os.environ["no_proxy"] = "*"
for name in "XDG_CONFIG_HOME", "TFEVENTS_WEBHOOK":
    os.environ.pop(name, None)


class Server:
    """Answers requests with a list of answers: a status, or a status and headers, or None: closes
    the connection."""

    def __init__(self, certificate=None):
        server = self
        self.answers, self.requests = [], []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server.requests.append((self.path, dict(self.headers), body))
                answer = server.answers.pop(0) if server.answers else 200
                if answer is None:
                    return
                status, headers = answer if isinstance(answer, tuple) else (answer, {})
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *arguments):
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self.http = Quiet(("127.0.0.1", 0), Handler)
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self.http.server_address[1]}/{TOKEN}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def check(self, *arguments, answers=(), url=None, env=None):
        self.answers, self.requests = list(answers), []
        webhook = [f"--webhook={url or self.url}"] if env is None else []
        p = subprocess.run([tfevents, "check", *webhook, *arguments], capture_output=True,
                           text=True, timeout=TIMEOUT, env={**os.environ, **(env or {})})
        verdict(TOKEN not in p.stdout + p.stderr, "the URL is not printed", p.stderr)
        return p.returncode, p.stdout, p.stderr


def write(log, tag):
    """A run whose series becomes NaN."""
    os.makedirs(log, exist_ok=True)
    lines = [json.dumps({"step": s, "tag": tag, "value": "nan" if s == 5 else 1 / (1 + s)})
             for s in range(7)]
    subprocess.run([sys.executable, events, f"{log}/events.out.tfevents.1.h"],
                   input="\n".join(lines), text=True, check=True)


write("logs/one", "loss")
write("three/a", "loss")
write("three/b", "loss")
write("three/c", "<!channel> & \x1b[31m\n*x*/loss")
server = Server()
if "built without libcurl" in server.check("logs")[2]:
    print("ok - # SKIP the program was built without libcurl")
    sys.exit(failed)
plain = subprocess.run([tfevents, "check", "logs"], capture_output=True, text=True)
line = subprocess.run([tfevents, "check", "--json", "logs"], capture_output=True, text=True).stdout

status, out, err = server.check("logs", answers=[503, None, 200])
verdict((status, out, err) == (1, plain.stdout, ""),
        "a server that fails at first: neither output nor status change", status, out, err)
verdict(len(server.requests) == 3 and len({r[2] for r in server.requests}) == 1,
        "the same request is sent until it is accepted", len(server.requests))
path, headers, body = server.requests[0]
body = json.loads(body)
verdict(path == "/" + TOKEN and headers["Content-Type"] == "application/json" and
        headers["User-Agent"].startswith("tfevents/"), "the request", path, headers)
verdict(body["text"].startswith("error: nonfinite in loss of run one (step 5): 1 of 7 points not "),
        "the text for Slack", body)
verdict(list(body) == ["text", "finding"] and body["finding"] == json.loads(line),
        "and the finding as --json prints it", body)

status, out, err = server.check("three", answers=[200, 200, 200])
texts = sorted(json.loads(r[2])["text"] for r in server.requests)
verdict(len(texts) == 3 and err == "", "a request for each finding", texts, err)
verdict("nonfinite in &lt;!channel&gt; &amp; \\x1b[31m\\n*x*/loss of run c" in "".join(texts),
        "names are no markup", texts)

status, out, err = server.check("three", answers=[404])
verdict(status == 1 and len(server.requests) == 1 and err ==
        "tfevents check: webhook: nonfinite in a was not sent: the server answered with status "
        "404\ntfevents check: webhook: after that failure 2 more findings were not sent\n",
        "a final refusal is reported once", status, err, len(server.requests))
status, out, err = server.check("logs", answers=[(429, {"Retry-After": "3600"})])
verdict(status == 1 and len(server.requests) == 1 and err.endswith("with status 429\n"),
        "a server that asks to wait too long", status, err, len(server.requests))
status, out, err = server.check("logs", answers=[(429, {"Retry-After": "0"}), 408, 200])
verdict(len(server.requests) == 3 and err == "", "or for a short time", len(server.requests), err)
other = Server()
status, out, err = server.check("logs", answers=[(307, {"Location": other.url})])
verdict(status == 1 and not other.requests and err.endswith("with status 307\n"),
        "a redirection is not followed", status, err, other.requests)
status, out, err = server.check("--fail-on=never", "logs", answers=[500, 500])
verdict(status == 0 and len(server.requests) == 3 and err == "", "every status of 500 or more",
        status, err)

# The environment.
status, out, err = server.check("logs", env={"TFEVENTS_WEBHOOK": server.url})
verdict(status == 1 and len(server.requests) == 1, "the URL from the environment", status, err)
status, out, err = server.check("--webhook=", "logs", env={"TFEVENTS_WEBHOOK": server.url})
verdict(status == 1 and not server.requests, "an empty option is no webhook", status, err)
status, out, err = server.check("logs", env={"TFEVENTS_WEBHOOK": ""})
verdict(status == 1 and not server.requests and err == "", "an empty variable is none", err)
status, out, err = server.check("logs", "--exec=env", env={"TFEVENTS_WEBHOOK": server.url})
verdict(len(server.requests) == 1 and "TFEVENTS_RUN=one" in err,
        "a program for --exec does not see it", err)

# What is no URL of a webhook.
for url in ("garbage", "ftp://127.0.0.1/" + TOKEN, "file:///etc/passwd", "http://", "https://a b/",
            "http://127.0.0.1:99999/" + TOKEN, "gopher://x/\n" + TOKEN, "x" * 100000 + TOKEN,
            "http://h\x01/" + TOKEN):
    status, out, err = server.check("logs", url=url)
    verdict((status, out) == (2, "") and err == "tfevents check: the URL of the webhook is not "
            "valid: it has the form https://HOST/PATH or http://HOST/PATH\n",
            f"{url[:24]!r}: a clear message, status 2", status, out, err)
status, out, err = server.check("--webhok=" + server.url, "logs")
verdict(status == 2 and "unknown option '--webhok'" in err, "a typing error", err)

# A server whose certificate nobody signed.
if shutil.which("openssl"):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "own.pem", "-out",
                    "cert.pem", "-subj", "/CN=127.0.0.1", "-days", "2"], check=True,
                   capture_output=True)
    with open("own.pem", "a") as f:
        f.write(open("cert.pem").read())
    own = Server("own.pem")
    status, out, err = own.check("logs")
    verdict(status == 1 and not own.requests and "certificate" in err,
            "a certificate that cannot be verified", status, err, own.requests)
else:
    print("ok - # SKIP openssl is not on this machine")
end()
