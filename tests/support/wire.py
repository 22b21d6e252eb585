# SPDX-License-Identifier: MPL-2.0
"""The host as a browser starts it: frames on its standard input and output."""
import base64
import json
import struct
import subprocess
import threading

PIECE = 786_432


class Refused(Exception):
    """The answer is an error; `code` says which."""

    def __init__(self, error):
        super().__init__(f"{error['code']}: {error['text']}")
        self.code, self.args_of = error["code"], error["args"]


class Host:
    def __init__(self, program, home, extension, **environment):
        environment = {name: value for name, value in environment.items() if value is not None}
        home.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [str(program), f"chrome-extension://{extension}/"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **environment})
        self.frames, self.came = [], threading.Condition()
        self.last = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.wait_for(lambda frame: "hello" in frame)

    def ask(self, do, message=None, limit=30, **members):
        """What the answer has in `ok`; raises Refused."""
        return self.answer(self.begin(do, message, **members), limit)

    def begin(self, do, message=None, **members):
        self.last += 1
        number = self.last
        reference = {} if message is None else {"message": {"transfer": number, "size": len(message)}}
        self._send({"id": number, "do": do, **reference, **members})
        for begin in range(0, len(message or b""), PIECE):
            data = base64.b64encode(message[begin:begin + PIECE]).decode()
            last = {"last": True} if begin + PIECE >= len(message) else {}
            self._send({"transfer": number, "seq": begin // PIECE, "data": data, **last})
        return number

    def answer(self, number, limit=30):
        frame = self.wait_for(lambda frame: frame.get("id") == number and ("ok" in frame or "error" in frame), limit)
        if "error" in frame:
            raise Refused(frame["error"])
        return frame["ok"]

    def notices(self, number, name):
        """What came of a request before its answer."""
        with self.came:
            return [frame[name] for frame in self.frames if frame.get("id") == number and name in frame]

    def wait_for(self, wanted, limit=30):
        found = []
        with self.came:
            if not self.came.wait_for(lambda: found.extend(filter(wanted, self.frames)) or found, limit):
                raise TimeoutError(f"the host did not answer within {limit} s")
        return found[0]

    def close(self):
        """The end of its input ends the host."""
        self.process.stdin.close()
        self.process.wait(20)

    def _send(self, frame):
        octets = json.dumps(frame, separators=(",", ":")).encode()
        self.process.stdin.write(struct.pack("=I", len(octets)) + octets)
        self.process.stdin.flush()

    def _read(self):
        while len(head := self.process.stdout.read(4)) == 4:
            frame = json.loads(self.process.stdout.read(struct.unpack("=I", head)[0]))
            with self.came:
                self.frames.append(frame)
                self.came.notify_all()
