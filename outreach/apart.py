"""Work that takes seconds, done in processes of their own and of low priority: so many at once, the others wait in their order.

Python lets one thread of a process work at a time, so a file that is made beside the pages would slow all of them down.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from time import monotonic
from types import ModuleType
from typing import Any

import psutil

AT_ONCE = max(1, min(4, (os.cpu_count() or 2) - 1))  # OUTREACH_AT_ONCE says otherwise
WAITING = 50  # more are told to come back: at two seconds each the last would wait for minutes
LOOK_S = 0.25  # how often who waits is told their place, and may leave
LONGEST_S = 600.0
IDLE_S = 900.0  # a process that has had nothing to do for so long gives its memory back
NICE = 10
Told = Callable[[float], None]
Job = Callable[[Told], Any]
"""What is to be done; it is handed a function that takes how much of it is done, from 0 to 1."""


class Full(Exception):
    """So many wait already that nobody else is let in."""


class Lost(Exception):
    """The process that worked on it has ended, or took too long."""


class Line:
    """So many at once; whoever else comes waits, and is let in in the order of coming."""

    def __init__(self, at_once: int, waiting: int):
        self._at_once, self._most = at_once, waiting
        self._changed = threading.Condition()
        self._waiting: list[object] = []
        self._inside = 0

    @contextmanager
    def turn(self, wait: Callable[[int], None]) -> Iterator[None]:
        """Have one's turn, after those who came before.

        `wait` hears one's place in the line (1 is next) every so often, and may leave the line by raising. Raises Full.
        """
        me = object()
        with self._changed:
            if self._inside >= self._at_once and len(self._waiting) >= self._most:
                raise Full
            self._waiting.append(me)
        try:
            self._wait(me, wait)
        except BaseException:
            with self._changed:
                self._waiting = [one for one in self._waiting if one is not me]
                self._changed.notify_all()
            raise
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    def _wait(self, me: object, wait: Callable[[int], None]) -> None:
        while True:
            with self._changed:
                if self._waiting[0] is not me or self._inside >= self._at_once:
                    self._changed.wait(LOOK_S)
                place = self._waiting.index(me) + 1
                if place == 1 and self._inside < self._at_once:
                    self._waiting.pop(0)
                    self._inside += 1
                    return
            wait(place)


class Apart:
    """The processes that work for one server. Before `begin` and after `end` work is done where it is asked for, at once."""

    def __init__(self, at_once: int | None = None, waiting: int = WAITING):
        said = os.environ.get("OUTREACH_AT_ONCE", "")
        self._line = Line(at_once or (int(said) if said.isdigit() and int(said) else AT_ONCE), waiting)
        self._lock = threading.Lock()
        self._idle: list[_Process] = []
        self._open = False
        self._here = threading.local()

    @property
    def opened(self) -> bool:
        """Whether work is done in processes."""
        return self._open

    def begin(self) -> None:
        """Have work done in processes from now on."""
        self._open = True

    def end(self) -> None:
        """End the processes."""
        with self._lock:
            self._open, idle, self._idle = False, self._idle, []
        for one in idle:
            one.kill()

    def ready(self) -> None:
        """Have a process at hand, so that the first who needs one does not wait for its start."""
        if self._open:
            self.do(_nothing)

    @contextmanager
    def seen(self, wait: Callable[[int], None]) -> Iterator[None]:
        """Whatever this thread has done meanwhile tells its place in line to `wait` (0 while it is being done)."""
        before, self._here.wait = getattr(self._here, "wait", _unseen), wait
        try:
            yield
        finally:
            self._here.wait = before

    def do(self, job: Job, tell: Told | None = None) -> Any:
        """What the job gives, or raises, when its turn has come. Job and result have to be such as can be pickled.

        Raises Full and Lost; where the thread's `wait` raises, the work is given up and nobody waits for it.
        """
        tell = tell or _untold
        if not self._open:
            return job(tell)
        wait: Callable[[int], None] = getattr(self._here, "wait", _unseen)
        with self._line.turn(wait):
            done, result = self._done(job, tell, lambda: wait(0))
        if not done:
            raise result
        return result

    def _done(self, job: Job, tell: Told, wait: Callable[[], None]) -> tuple[bool, Any]:
        process = self._process()
        try:
            found = process.do(job, tell, wait)
        except BaseException:
            process.kill()
            raise
        with self._lock:
            if self._open:
                self._idle.append(process)
                return found
        process.kill()
        return found

    def _process(self) -> "_Process":
        with self._lock:
            while self._idle:
                one = self._idle.pop()
                if one.lives:
                    return one
        return _Process()


class _Process:
    """One process and the way to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")  # a copy of a process with threads may hang
        self._end, far = context.Pipe()
        self._process = context.Process(target=_work, args=(far,), daemon=True)
        with _without_main():
            self._process.start()
        far.close()

    @property
    def lives(self) -> bool:
        return self._process.is_alive() and self._end.writable and not self._end.poll()

    def do(self, job: Job, tell: Told, wait: Callable[[], None]) -> tuple[bool, Any]:
        until = monotonic() + LONGEST_S
        try:
            self._end.send(job)
            while monotonic() < until:
                if not self._end.poll(LOOK_S):
                    wait()
                    continue
                kind, what = self._end.recv()
                if kind != "told":
                    return kind == "done", what
                tell(what)
        except (EOFError, OSError) as error:
            raise Lost(f"the process ended with {self._process.exitcode}") from error
        raise Lost(f"it took more than {LONGEST_S:.0f} seconds")

    def kill(self) -> None:
        self._process.kill()
        self._process.join(5)
        self._end.close()


_STARTING = threading.Lock()


@contextmanager
def _without_main() -> Iterator[None]:
    """While a process starts: it would run what `__main__` is anew, and under Streamlit that is the page drawn last."""
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def _work(way: Connection) -> None:
    """Do one job after the other, until there is none for long or nobody to give one."""
    _step_back()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the server's to answer
    logging.disable(logging.WARNING)  # Streamlit warns of every page that is played without a visitor
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    while True:
        try:
            if not way.poll(IDLE_S):
                return
            job: Job = way.recv()
            way.send(_result(job, lambda share: way.send(("told", share))))
        except (EOFError, OSError):
            return


def _result(job: Job, tell: Told) -> tuple[str, Any]:
    try:
        return "done", job(tell)
    except Exception as error:  # noqa: BLE001 - whoever asked is told, there
        return "raised", error


def _step_back() -> None:
    """Let visitors' pages go first."""
    me = psutil.Process()
    me.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else max(NICE, me.nice()))


def _nothing(_tell: Told) -> None:
    """What takes no time."""


def _unseen(_place: int) -> None:
    """Nobody sees the place in line."""


def _untold(_share: float) -> None:
    """Nobody wants to hear how much is done."""


OURS = Apart()
"""The processes of this server."""
