# SPDX-License-Identifier: MPL-2.0
"""Asks the host what a mail holds, as the extension does."""
import base64
import json
import struct
import subprocess

PIECE = 786_432


def leaves_of(host, mail):
    """(reading, [(leaf, octets)…]) of a mail; `host` is a Sealwright, started as Thunderbird would."""
    manifest = next((host.home / ".mozilla/native-messaging-hosts").iterdir())
    identifier = json.loads(manifest.read_text())["allowed_extensions"][0]
    with subprocess.Popen([host.program, str(manifest), identifier], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          env=host.environment()) as program:
        receive(program.stdout)  # the greeting
        send(program.stdin, {"id": 1, "do": "decrypt", "leaves": True, "message": {"transfer": 1, "size": len(mail)}})
        for number, start in enumerate(range(0, max(1, len(mail)), PIECE)):
            piece = {"transfer": 1, "seq": number, "data": base64.b64encode(mail[start:start + PIECE]).decode()}
            send(program.stdin, {**piece, "last": True} if start + PIECE >= len(mail) else piece)
        reading = answer(program.stdout)
        bodies = {leaf["transfer"]: b"" for leaf in reading["leaves"]}
        waiting = set(bodies)
        while waiting:
            piece = receive(program.stdout)
            bodies[piece["transfer"]] += base64.b64decode(piece["data"])
            if piece.get("last"):
                waiting.discard(piece["transfer"])
        program.stdin.close()
    return reading, [(leaf, bodies[leaf["transfer"]]) for leaf in reading["leaves"]]


def answer(stream):
    while "id" not in (frame := receive(stream)) or "waiting" in frame:
        pass
    if "ok" not in frame:
        raise RuntimeError(f"the host answers {frame}")
    return frame["ok"]


def send(stream, frame):
    octets = json.dumps(frame, separators=(",", ":")).encode()
    stream.write(struct.pack("=I", len(octets)) + octets)
    stream.flush()


def receive(stream):
    length = stream.read(4)
    if len(length) < 4:
        raise RuntimeError("the host went away")
    return json.loads(stream.read(*struct.unpack("=I", length)))
