"""Measures, and prints each figure beside its aim. Called by `scripts/bench`."""

import hashlib
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from reporter import CRIME, FEDERAL, Reporter, upload
from window import MIB, Peak, Window, World

FILINGS = 200
MAILBOXES = 50
TOO_SOON = 3.5
CLASSIC = "demo-control-federal"


def tell(what, figure, aim=""):
    """One line of the table, with the load of the machine beside it."""
    print(f"| {what:<58} | {figure:>16} | {aim:>8} | {os.getloadavg()[0]:>4.1f} |", flush=True)


def story(number, length=2048):
    return (f"Denuncia {number}. " + "Lo que pasó en la oficina. " * 100)[:length]


def prepare(window, place, count):
    """So many last forms, old enough to be sent without a wait, and the seconds of processor time for one."""
    before = window.cpu()
    with ThreadPoolExecutor(8) as pool:
        forms = list(pool.map(lambda n: Reporter(window.address).prepare(place, story(n)), range(count)))
    spent = window.cpu() - before
    time.sleep(TOO_SOON)
    return forms, spent / count


def file_all(window, forms, at_once):
    """Files all of them; gives codes, seconds and seconds of processor time."""
    reporters = threading.local()

    def file(fields):
        if not hasattr(reporters, "one"):
            reporters.one = Reporter(window.address)
        return reporters.one.file(fields)

    cpu, start = window.cpu(), time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        codes = list(pool.map(file, forms))
    return codes, time.monotonic() - start, window.cpu() - cpu


def pages(world):
    with Window(world) as window:
        reporter = Reporter(window.address)
        home = reporter.ask("GET", "/")[1]
        assets = set(reporter.page("GET", "/").assets)
        whole = len(home) + sum(len(reporter.ask("GET", asset)[1]) for asset in assets)
        tell("home page with all that it loads, KB", f"{whole / 1000:.1f}", "<= 40")
        tell("idle, MiB", f"{window.memory():.1f}", "<= 30")


def filing(world):
    with Window(world) as window:
        forms, walk = prepare(window, CRIME, FILINGS)
        codes, seconds, cpu = file_all(window, forms, 1)
        each = cpu / FILINGS
        tell("a report of 2 KB, all its pages: CPU ms", f"{1000 * (walk + each):.1f}", "<= 50")
        tell("  of which the last form: CPU ms", f"{1000 * each:.1f}")
        tell("filings a second, 1 at a time", f"{FILINGS / seconds:.1f}", ">= 20")
        forms, _walk = prepare(window, CRIME, FILINGS)
        more, seconds, _cpu = file_all(window, forms, 16)
        tell("filings a second, 16 at a time", f"{FILINGS / seconds:.1f}", ">= 35")
        lost = sum(code is None for code in codes + more)
        kept = [code for code in codes + more if code]
        with ThreadPoolExecutor(8) as pool:
            opened = list(pool.map(lambda code: Reporter(window.address).enter(code), kept))
        lost += opened.count(False) + len(kept) - len(set(kept))
        tell(f"refused or lost, of {2 * FILINGS}", f"{lost}", "0")


def mailbox(world):
    with Window(world) as window:
        forms, _walk = prepare(window, CRIME, 1)
        code = Reporter(window.address).file(forms[0])
        waits, cpu = [], window.cpu()
        for _ in range(MAILBOXES):
            start = time.monotonic()
            if not Reporter(window.address).enter(code):
                raise RuntimeError("a code that was shown does not open")
            waits.append(time.monotonic() - start)
        each = (window.cpu() - cpu) / MAILBOXES
        tell("opening a mailbox, three pages: CPU ms", f"{1000 * each:.1f}", "<= 60")
        tell("opening a mailbox, three pages: p50, ms", f"{1000 * statistics.median(waits):.1f}", "<= 60")


def uploads(world):
    for size in (64, 256, 1024):
        path = random_file(world, "one", size)
        with Window(world) as window:
            fields = warm(window, 1)[0]
            idle = window.memory()
            cpu, start = window.cpu(), time.monotonic()
            with Peak(window) as peak:
                upload(window.address, fields, path)
            seconds, cpu = time.monotonic() - start, window.cpu() - cpu
            tell(f"{size} MiB sent: MiB per CPU second", f"{size / cpu:.0f}", ">= 400" if size == 1024 else "")
            tell(f"{size} MiB sent: MiB a second", f"{size / seconds:.0f}")
            tell(f"{size} MiB sent: growth, MiB", f"{peak.most - idle:.1f}", "<= 8")
        check(world, [path])
    cpu, seconds = age(world, path)
    tell("1024 MiB by the age program: MiB per CPU second", f"{1024 / cpu:.0f}")
    tell("1024 MiB by the age program: MiB a second", f"{1024 / seconds:.0f}")
    os.remove(path)


def together(world):
    paths = [random_file(world, f"{name}", 256) for name in ("first", "second", "third", "fourth")]
    with Window(world) as window, ThreadPoolExecutor(4) as pool:
        forms = warm(window, 4)
        idle, cpu, start = window.memory(), window.cpu(), time.monotonic()
        with Peak(window) as peak:
            sent = [pool.submit(upload, window.address, *one) for one in zip(forms, paths)]
            waits = []
            while not all(one.done() for one in sent):
                visit = time.monotonic()
                Reporter(window.address).page("GET", "/")
                waits.append(time.monotonic() - visit)
                time.sleep(0.02)
            codes = {one.result() for one in sent}
        seconds, cpu = time.monotonic() - start, window.cpu() - cpu
        tell("4 x 256 MiB at once: MiB per CPU second", f"{1024 / cpu:.0f}")
        tell("4 x 256 MiB at once: MiB a second", f"{1024 / seconds:.0f}")
        tell("4 x 256 MiB at once: growth for each, MiB", f"{(peak.most - idle) / 4:.1f}", "<= 8")
        whole = f"{1000 * statistics.median(waits):.1f} / {1000 * max(waits):.1f}"
        tell("home page meanwhile: p50 / slowest, ms", whole, "< 100")
    if len(codes) != 4:
        raise RuntimeError("four uploads and not four codes")
    check(world, paths)
    for path in paths:
        os.remove(path)


def warm(window, count):
    """Last forms of a window that has filed already: keys were derived once, and their memory is kept."""
    forms, _walk = prepare(window, FEDERAL, count + 4)
    if None in file_all(window, forms[count:], 4)[0]:
        raise RuntimeError("a report was refused")
    return forms[:count]


def random_file(world, name, mebibytes):
    path = os.path.join(world.folder, name)
    with open(path, "wb") as file:
        for _ in range(mebibytes):
            file.write(os.urandom(MIB))
    return path


def check(world, paths):
    """Opens what was kept with `age`, and holds the digests against those of what was sent; then deletes it."""
    identity = world.institutions[CLASSIC]["identity_file"]
    kept = world.objects()
    arrived = set()
    for path in kept:
        opened = f"age --decrypt --identity '{identity}' '{path}' | bsdtar -xOf - 'adjuntos/*' | sha256sum"
        told = subprocess.run(["bash", "-o", "pipefail", "-c", opened], check=True, capture_output=True)
        arrived.add(told.stdout.split()[0].decode())
        os.remove(path)
    sent = set()
    for path in paths:
        with open(path, "rb") as file:
            sent.add(hashlib.file_digest(file, "sha256").hexdigest())
    if arrived != sent:
        raise RuntimeError("what arrived is not what was sent")
    tell(f"envelopes opened with age, content as sent, of {len(paths)}", f"{len(kept)}", f"{len(paths)}")


def age(world, path):
    recipient = world.institutions[CLASSIC]["recipients"][0]
    sealed = os.path.join(world.folder, "sealed")
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(["age", "--recipient", recipient, "--output", sealed, path], check=True)
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    os.remove(sealed)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, seconds


def competence(_world):
    library("competence")


def desk_list(_world):
    library("desk_list")


def desk_search(_world):
    library("desk_search")


def directory(_world):
    library("directory")


def hints(_world):
    library("hints")


def library(name):
    """What a program of its own measures, line by line."""
    measure = ["cargo", "bench", "--quiet", "--locked", "--bench", name]
    lines = subprocess.run(measure, check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in lines.splitlines():
        tell(*line.split("\t"))


STEPS = {
    "pages": pages,
    "filing": filing,
    "mailbox": mailbox,
    "upload": uploads,
    "together": together,
    "competence": competence,
    "desk-list": desk_list,
    "desk-search": desk_search,
    "directory": directory,
    "hints": hints,
}


def main(program, names):
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        sys.exit(f"no such figures: {' '.join(unknown)}; there are {' '.join(STEPS)}")
    print(f"{os.cpu_count()} cores")
    print(f"| {'':<58} | {'figure':>16} | {'aim':>8} | load |\n|{'-' * 60}|{'-' * 17}:|{'-' * 9}:|{'-' * 5}:|")
    world = World(program)
    try:
        for name in names or STEPS:
            STEPS[name](world)
    finally:
        world.close()


main(sys.argv[1], sys.argv[2:])
