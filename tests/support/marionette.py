# SPDX-License-Identifier: MPL-2.0
"""Thunderbird's own remote control (Marionette), in its chrome context."""
import base64
import json
import pathlib
import socket
import time


class Marionette:
    """One session. Every call has a limit, since an open dialog would block it for ever."""

    def __init__(self, port, limit=120):
        end = time.monotonic() + limit
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), timeout=2)
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        self.socket.settimeout(limit)
        self.buffer, self.last = b"", 0
        self._receive()  # the greeting
        self.call("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"timeouts": {"script": limit * 1000}}}})
        self.call("Marionette:SetContext", {"value": "chrome"})

    def call(self, command, parameters=None):
        self.last += 1
        message = json.dumps([0, self.last, command, parameters or {}]).encode()
        self.socket.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self._receive()
        if error:
            raise RuntimeError(f"{command}: {error.get('message')}")
        return result.get("value") if isinstance(result, dict) and set(result) == {"value"} else result

    def run(self, script, *arguments):
        """What an async function body gives; `arguments` are its `args`."""
        body = f"""const [args, done] = arguments;
            (async () => {{ {script} }})().then(value => done({{value}}), error => done({{error: String(error)}}));"""
        result = self.call("WebDriver:ExecuteAsyncScript", {"script": body, "args": [list(arguments)]})
        if "error" in result:
            raise RuntimeError(result["error"])
        return result.get("value")

    def until(self, script, *arguments, limit=20, what="the condition"):
        """The first true value of `script`, looked at until `limit` seconds have passed."""
        end = time.monotonic() + limit
        while not (value := self.run(script, *arguments)):
            if time.monotonic() > end:
                raise RuntimeError(f"{what} did not come within {limit} s")
            time.sleep(0.1)
        return value

    def install(self, archive):
        """Installs an extension as "load temporarily" does; gives its id."""
        return self.call("Addon:Install", {"path": str(archive), "temporary": True})

    def picture(self, path):
        """The current window, without its popups."""
        pathlib.Path(path).write_bytes(base64.b64decode(self.call("WebDriver:TakeScreenshot", {"full": True})))

    def quit(self):
        self.call("Marionette:Quit", {"flags": ["eForceQuit"]})

    def _receive(self):
        while b":" not in self.buffer:
            self._more()
        length, self.buffer = self.buffer.split(b":", 1)
        while len(self.buffer) < int(length):
            self._more()
        message, self.buffer = self.buffer[:int(length)], self.buffer[int(length):]
        return json.loads(message)

    def _more(self):
        piece = self.socket.recv(1 << 16)
        if not piece:
            raise RuntimeError("Thunderbird closed the connection")
        self.buffer += piece
