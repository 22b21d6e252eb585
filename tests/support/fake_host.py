#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""A native host that misbehaves in one way, to see what the extension makes of it.

fake_host.py old|new                  greets with another protocol number
fake_host.py crash                    goes away when it is asked
fake_host.py stumble FLAG PROGRAM …   goes away in the middle of the first message, once; from then
                                      on it is PROGRAM
fake_host.py other                    answers about other bytes than it was sent
fake_host.py echo                     gives back each frame as it came
fake_host.py count FILE PROGRAM …      is PROGRAM, and notes each verb in FILE
fake_host.py swap                     waits for two messages and gives each the other's answer
fake_host.py hold FLAG PROGRAM …      is PROGRAM, but waits for a person before it protects; FLAG is
                                      made once it was told to cancel that
fake_host.py copy FOLDER PROGRAM …    is PROGRAM, and puts each body that it gives out into FOLDER
fake_host.py leave FLAG PROGRAM …     is PROGRAM until it is asked to protect: then it goes away, once
"""
import base64
import hashlib
import json
import os
import pathlib
import struct
import subprocess
import sys
import threading

PROTOCOLS = {"old": (0, "0.0.9"), "new": (99, "9.0.0")}


def main():
    behaviour = sys.argv[1]
    if behaviour in ("copy", "hold", "leave"):
        return stand_before(behaviour, pathlib.Path(sys.argv[2]), sys.argv[3:])
    if behaviour == "stumble" and pathlib.Path(sys.argv[2]).exists():
        os.execv(sys.argv[3], sys.argv[3:])
    if behaviour == "count":
        return count(pathlib.Path(sys.argv[2]), sys.argv[3:])
    protocol, version = PROTOCOLS.get(behaviour, (1, "0.1.0"))
    send({"hello": {"version": version, "protocol": protocol, "openssl": "3.0.22", "outdated": False, "stores": []}})
    {"crash": crash, "stumble": stumble, "other": other, "swap": swap, "echo": echo}.get(behaviour, wait)()


def count(notes, command):
    with subprocess.Popen(command, stdin=subprocess.PIPE) as program, notes.open("a") as out:
        while length := sys.stdin.buffer.read(4):
            octets = sys.stdin.buffer.read(*struct.unpack("=I", length))
            verb = json.loads(octets).get("do")
            if verb:
                print(verb, file=out, flush=True)
            program.stdin.write(length + octets)
            program.stdin.flush()
        program.stdin.close()


def crash():
    receive()


def stumble():
    """Two pieces into a message that has more than that."""
    while (frame := receive()).get("seq") != 1 or frame.get("last"):
        pass
    pathlib.Path(sys.argv[2]).touch()


def other():
    for request, _ in messages():
        stretch = {"offset": 0, "size": request["message"]["size"]}
        send({"id": request["id"], "ok": {**verified(hashlib.sha256(b"another message").hexdigest()), "payload": stretch}})


def echo():
    while length := sys.stdin.buffer.read(4):
        sys.stdout.buffer.write(length + sys.stdin.buffer.read(*struct.unpack("=I", length)))
        sys.stdout.buffer.flush()


def swap():
    waiting = messages()
    while True:
        first, second = next(waiting), next(waiting)
        for (request, _), (_, body) in ((first, second), (second, first)):
            send({"id": request["id"], "ok": verified(hashlib.sha256(body).hexdigest())})


def stand_before(behaviour, flag, program):
    """Passes on what goes to and fro, but for what is to be protected."""
    real = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    threading.Thread(target=pass_on, args=(real.stdout, behaviour == "copy" and flag), daemon=True).start()
    held = set()
    while True:
        frame = receive()
        if frame.get("do") == "protect" and not flag.exists() and behaviour != "copy":
            held |= {frame["id"], frame["message"]["transfer"]}
            if behaviour == "leave":
                flag.touch()
                os._exit(1)
            send({"id": frame["id"], "waiting": "person"})
        elif frame.get("do") == "cancel" and frame["of"] in held:
            flag.touch()
        elif frame.get("transfer") not in held:
            octets = json.dumps(frame, separators=(",", ":")).encode()
            real.stdin.write(struct.pack("=I", len(octets)) + octets)
            real.stdin.flush()


def pass_on(answers, folder):
    while octets := answers.read(4):
        frame = answers.read(*struct.unpack("=I", octets))
        piece = json.loads(frame)
        if folder and "data" in piece:
            folder.mkdir(exist_ok=True)
            with (folder / str(piece["transfer"])).open("ab") as body:
                body.write(base64.b64decode(piece["data"]))
        sys.stdout.buffer.write(octets + frame)
        sys.stdout.buffer.flush()


def wait():
    while True:
        receive()


def messages():
    """(request, body) of each message to be read, as their last pieces arrive."""
    requests, bodies = {}, {}
    while True:
        frame = receive()
        if frame.get("do") in ("verify", "decrypt"):
            requests[frame["message"]["transfer"]] = frame
        elif "data" in frame:
            transfer = frame["transfer"]
            bodies[transfer] = bodies.get(transfer, b"") + base64.b64decode(frame["data"])
            if frame.get("last"):
                yield requests.pop(transfer), bodies.pop(transfer)


def verified(sha256):
    """The best answer there is, about the bytes with that digest."""
    return {"schema": 1, "sha256": sha256, "summary": "verified",
            "signature": {"state": "S-1", "address": "ceo@example.test", "issuer": "Fake CA", "signers": []},
            "encryption": {"state": "ENC-0", "cipher": "", "recipients": []}, "headers": {"state": "H-0"},
            "flags": [], "restricted": False, "findings": [], "checks": {},
            "fields": {"from": [{"name": "", "address": "ceo@example.test"}], "subject": ""}}


def send(frame):
    octets = json.dumps(frame).encode()
    sys.stdout.buffer.write(struct.pack("=I", len(octets)) + octets)
    sys.stdout.buffer.flush()


def receive():
    """The next frame; the end of the input ends the program."""
    length = sys.stdin.buffer.read(4)
    if len(length) < 4:
        sys.exit(0)
    return json.loads(sys.stdin.buffer.read(*struct.unpack("=I", length)))


main()
