# SPDX-License-Identifier: MPL-2.0
"""Times and memory of other processes, in ways that a busy machine disturbs little."""
import base64
import json
import os
import pathlib
import re
import statistics
import struct
import subprocess
import threading
import time

TOP = pathlib.Path(__file__).resolve().parent.parent.parent


def alternate(ours, theirs, rounds=7, before=lambda: None):
    """Best time of each, in seconds: both run in turn, so that both see the same machine. What
    `before` does ahead of each run is not counted."""
    best = [float("inf"), float("inf")]
    for _ in range(rounds):
        for number, work in enumerate((ours, theirs)):
            before()
            begin = time.perf_counter()
            work()
            best[number] = min(best[number], time.perf_counter() - begin)
    return best


def run(*arguments, environment=None, codes=(0,)):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, env=environment)
    if done.returncode not in codes:
        raise RuntimeError(f"{arguments[0]}: exit {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
    return done.stdout


def anonymous_peak(*arguments, environment=None, codes=(0,)):
    """Most private memory a command held, in octets: RssAnon + RssShmem of /proc/PID/status, looked
    at every millisecond. Mapped files are not private."""
    process = subprocess.Popen([str(a) for a in arguments], env=environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    peak, status = 0, pathlib.Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        try:
            peak = max(peak, sum(int(kb) for kb in re.findall(r"^Rss(?:Anon|Shmem):\s+(\d+) kB", status.read_text(), re.M)))
        except OSError:
            break
        time.sleep(0.001)
    if process.wait() not in codes:
        raise RuntimeError(f"{arguments[0]}: exit {process.returncode}")
    return peak * 1024


def through_pipe(arguments, stream, answer, environment=None):
    """Writes `stream` to a program's standard input and waits until its standard output holds
    `answer`."""
    process = subprocess.Popen([str(a) for a in arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, env=environment)
    writer = threading.Thread(target=write_all, args=(process.stdin.fileno(), stream))
    writer.start()
    seen = b""
    while answer not in seen:
        piece = os.read(process.stdout.fileno(), 1 << 20)
        if not piece:
            raise RuntimeError(f"{arguments[0]} ended without {answer!r}; it said {seen[-300:]!r}")
        seen += piece
    writer.join()
    process.stdin.close()
    process.stdout.read()
    process.wait()


def write_all(descriptor, octets):
    view = memoryview(octets)
    while view:
        view = view[os.write(descriptor, view):]


def answer_time(program, manifest, home, mail, rounds=20):
    """Median seconds from a request to verify `mail` to its answer, from a host that runs already."""
    extension = json.loads((TOP / "manifests/ids.json").read_text())["gecko"]
    process = subprocess.Popen([program, manifest, extension], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               env={**os.environ, "HOME": str(home)})
    read_frame(process.stdout)  # its hello
    times = []
    for number in range(1, rounds + 1):
        begin = time.perf_counter()
        request = {"id": number, "do": "verify", "message": {"transfer": number, "size": len(mail)}}
        data = base64.b64encode(mail).decode()
        process.stdin.write(frame(json.dumps(request)) + frame(f'{{"transfer":{number},"seq":0,"data":"{data}","last":true}}'))
        process.stdin.flush()
        read_frame(process.stdout)
        times.append(time.perf_counter() - begin)
    process.stdin.close()
    process.wait()
    return statistics.median(times)


def frame(text):
    return struct.pack("=I", len(text.encode())) + text.encode()


def read_frame(stream):
    return stream.read(struct.unpack("=I", stream.read(4))[0])
