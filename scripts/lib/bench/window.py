"""One `ventanilla window` with the folder of a demonstration, and what the kernel says about it."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time

TICK = os.sysconf("SC_CLK_TCK")
MIB = 1 << 20
DESKS = 3


class World:
    """A folder of its own in which a demonstration has been made and stopped: keys, directory, configuration."""

    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.folder = tempfile.mkdtemp(prefix="ventanilla-bench.")
        self.data = os.path.join(self.folder, "demo")
        self.port = free_port()
        self.log = open(os.path.join(self.folder, "log"), "wb")
        described = os.path.join(self.data, "demo.json")
        command = ["demo", "--data", self.data, "--window", f"127.0.0.1:{self.port}"]
        demo = self.run(*command, "--desk", f"127.0.0.1:{free_port(DESKS)}")
        try:
            wait_for(lambda: os.path.exists(described), "the demonstration")
        finally:
            demo.terminate()
            demo.wait(timeout=60)
        with open(described, encoding="utf-8") as file:
            self.institutions = {one["id"]: one for one in json.load(file)["institutions"]}

    def run(self, *arguments):
        return subprocess.Popen([self.program, *arguments], stdout=self.log, stderr=self.log)

    def objects(self):
        """The files of sealed objects."""
        folder = os.path.join(self.data, "window", "objects")
        return [entry.path for entry in os.scandir(folder) if entry.name != "lock"]

    def close(self):
        self.log.close()
        shutil.rmtree(self.folder)


class Window:
    """A running window, just started."""

    def __init__(self, world):
        self.address = ("127.0.0.1", world.port)
        config = os.path.join(world.data, "window", "window.toml")
        self.process = world.run("window", "--config", config)
        wait_for(self.answers, "the window")

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait(timeout=60)

    def answers(self):
        if self.process.poll() is not None:
            raise RuntimeError("the window ended by itself")
        with socket.socket() as probe:
            return probe.connect_ex(self.address) == 0

    def cpu(self):
        """Seconds of processor time so far, its own and the kernel's for it."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self, name="VmRSS"):
        """MiB in memory now, or at most so far (`VmHWM`)."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            line = next(line for line in file if line.startswith(name + ":"))
        return int(line.split()[1]) / 1024


class Peak:
    """The most memory that a window has while something is done."""

    def __init__(self, window):
        self.window = window
        self.before = window.memory("VmHWM")
        self.most = 0.0
        self.done = threading.Event()
        self.watch = threading.Thread(target=self.look)

    def look(self):
        while not self.done.wait(0.005):
            self.most = max(self.most, self.window.memory())

    def __enter__(self):
        self.watch.start()
        return self

    def __exit__(self, *_error):
        self.done.set()
        self.watch.join()
        # The kernel's own mark is exact, where it has moved at all.
        peak = self.window.memory("VmHWM")
        if peak > self.before:
            self.most = peak


def free_port(in_a_row=1):
    """A port that was free a moment ago, with so many behind it."""
    for _ in range(100):
        with contextlib.ExitStack() as probes:
            first = 0
            try:
                for place in range(in_a_row):
                    probe = probes.enter_context(socket.socket())
                    probe.bind(("127.0.0.1", first and first + place))
                    first = first or probe.getsockname()[1]
                return first
            except (OSError, OverflowError):
                continue
    raise RuntimeError("no free ports")


def wait_for(condition, what):
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise RuntimeError(f"{what} did not come within half a minute")
