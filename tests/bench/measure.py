# SPDX-License-Identifier: MPL-2.0
"""Times and memory of other processes, in ways that a busy machine disturbs little."""
import os
import pathlib
import re
import subprocess
import threading
import time


def alternate(ours, theirs, rounds=7):
    """Best time of each, in seconds: both run in turn, so that both see the same machine."""
    best = [float("inf"), float("inf")]
    for _ in range(rounds):
        for number, work in enumerate((ours, theirs)):
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
    at every millisecond. Mapped files are not private; anonymous spool (memfd) counts as RssShmem."""
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
