# SPDX-License-Identifier: MPL-2.0
"""Chromium driven through its debugging pipe: two descriptors, JSON messages ended by NUL."""
import json
import os
import select
import subprocess
import time


class Chromium:
    """A browser of its own profile that ends with the `with` block."""

    def __init__(self, profile, *switches, environment=None):
        to_read, self.out = os.pipe()
        self.inp, to_write = os.pipe()
        root = ["--no-sandbox"] if os.getuid() == 0 else []
        # Chromium expects the pipe at descriptors 3 and 4.
        command = ["sh", "-c", f'exec "$@" 3<&{to_read} 4>&{to_write}', "sh", "chromium", "--headless=new",
                   "--remote-debugging-pipe", "--enable-unsafe-extension-debugging", f"--user-data-dir={profile}", "--no-first-run",
                   "--disable-gpu", *root, *switches, "about:blank"]
        self.log = open(f"{profile}.log", "wb")
        self.process = subprocess.Popen(command, pass_fds=(to_read, to_write), env=environment,
                                        stdout=self.log, stderr=self.log)
        os.close(to_read)
        os.close(to_write)
        self.buffer, self.last = b"", 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()

    def call(self, method, session=None, limit=30, **parameters):
        """The result of one command; events in between are passed over."""
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + limit
        while True:
            answer = self._receive(end)
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def load_extension(self, folder):
        """Its id."""
        return self.call("Extensions.loadUnpacked", path=str(folder))["id"]

    def page(self, url, limit=30):
        """A session on a new page that has been loaded."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable", session)
        problem = self.call("Page.navigate", session, url=url).get("errorText")
        if problem:
            raise RuntimeError(f"{url}: {problem}")
        end = time.monotonic() + limit
        while self._receive(end).get("method") != "Page.loadEventFired":
            pass
        return session

    def evaluate(self, session, script):
        """What a script, perhaps a promise, gives in a page."""
        result = self.call("Runtime.evaluate", session, expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"].get("exception", {}).get("description", "script failed"))
        return result["result"].get("value")

    def _receive(self, end):
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.inp], [], [], max(0, end - time.monotonic()))
            piece = os.read(self.inp, 1 << 16) if ready else b""
            if not piece:
                raise RuntimeError("Chromium did not answer")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)
