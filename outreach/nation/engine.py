"""Where the measures are worked out: in this process, or in pieces by the workers of a dask cluster."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outreach.measures import pairs
from outreach.measures.pieces import Asked, Over, Piece, Work, here, summed
from outreach.nation import partitions

if TYPE_CHECKING:
    from dask.typing import Key
    from distributed import Client, Future

PATIENCE_S, WORKERS_S = 10, 10
POINTS_A_PIECE = 20_000
"""About how many settlement points a piece has of its own: some hundred megabytes of work with a halo as in a dense city."""


class EngineError(Exception):
    """An engine that cannot be had. `rule` names the sentence (`nation.<rule>`), `details` fills it."""

    def __init__(self, rule: str, **details: object):
        super().__init__(f"{rule}: {details}")
        self.rule, self.details = rule, details


@contextmanager
def of(engine: str, scheduler: str | None = None, directory: Path | None = None) -> Iterator[Over]:
    """What works on the pieces of `measures.pieces`, for as long as it is held.

    `local`: here, in one piece. `dask`: the workers of the cluster at the scheduler's address, or of one started on this
    machine where none is given. With a directory, one that all workers see by the same path, the pieces go there as
    Parquet; without, through the scheduler.

    Raises EngineError: local_with_workers, no_dask, unreachable, no_workers, cannot_run, lost, unwritable.
    """
    if engine == "local":
        if scheduler or directory:
            raise EngineError("local_with_workers")
        yield here
        return
    try:
        import distributed
        from distributed.comm.addressing import parse_address, parse_host_port
    except ImportError:
        raise EngineError("no_dask") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it is said in one sentence
    with ExitStack() as stack:
        if scheduler is None:
            cluster = distributed.LocalCluster(
                pairs.cores(), threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
            )
            scheduler = stack.enter_context(cluster).scheduler_address
        try:
            parse_host_port(parse_address(scheduler)[1])
            client = stack.enter_context(distributed.Client(scheduler, timeout=PATIENCE_S, set_as_default=False))
        except (OSError, ValueError) as error:
            raise EngineError("unreachable", address=scheduler, reason=_reason(error)) from None
        try:
            client.wait_for_workers(1, timeout=WORKERS_S)
        except TimeoutError:
            raise EngineError("no_workers", address=scheduler, seconds=WORKERS_S) from None
        yield Workers(client, directory)


@dataclass(frozen=True)
class Workers:
    """The workers of a dask client, a few pieces ahead of them at a time.

    cut says which of so many pieces each point belongs to. pieces: how many, by default one for every 20,000 points and at least
    two for each thread of the workers. Refusals as in `of`.
    """

    client: "Client"
    directory: Path | None = None
    cut: Callable[[pd.DataFrame, int], NDArray[np.intp]] = partitions.cut
    pieces: int | None = None

    def __call__(self, work: Work, points: pd.DataFrame, bases: pd.DataFrame, asked: Asked) -> Iterator[pd.DataFrame]:
        from distributed import as_completed
        from distributed.client import FutureCancelledError
        from distributed.comm.core import CommClosedError
        from distributed.scheduler import KilledWorker

        threads = max(sum(self.client.nthreads().values()), 1)
        _try(self.client)
        number = self.pieces or max(2 * threads, -(-len(points) // POINTS_A_PIECE))
        files: dict[Key, tuple[Path, ...]] = {}
        ahead = self._sent(work, partitions.cut_into(points, bases, self.cut(points, number), asked), files)
        try:
            running = as_completed(list(islice(ahead, 2 * threads)), loop=self.client.loop)
            for done in running:
                yield done.result()
                _remove(files.pop(done.key, ()))
                for future in islice(ahead, 1):
                    running.add(future)
        except (CommClosedError, KilledWorker, FutureCancelledError) as error:
            raise EngineError("lost", reason=_reason(error)) from None
        finally:
            _remove(path for paths in files.values() for path in paths)

    def _sent(
        self, work: Work, parts: Iterable[Piece], files: "dict[Key, tuple[Path, ...]]"
    ) -> Iterator["Future[pd.DataFrame]"]:
        """The work on each piece, handed to the workers when the next is asked for; files are those it was put in."""
        for own, piece in enumerate(parts):
            if self.directory is None:
                yield self.client.submit(_worked, work, piece, pure=False)
                continue
            paths = _written(self.directory, own, piece)
            future = self.client.submit(_worked_from, work, *map(str, paths), pure=False)
            files[future.key] = paths
            yield future


def _try(client: "Client") -> None:
    """Let every worker load what it will need. Raises EngineError (cannot_run) where one has not this program, or another Python."""
    try:
        client.run(_ready)
    except Exception as error:  # noqa: BLE001 - whatever a stranger's machine may answer
        raise EngineError("cannot_run", reason=_reason(error)) from None


def _ready() -> bool:
    return bool(summed)


def _worked(work: Work, piece: Piece) -> pd.DataFrame:
    with pairs.alone():
        return work(piece)


def _written(directory: Path, number: int, piece: Piece) -> tuple[Path, ...]:
    """Put a piece where the workers find it. Raises EngineError (unwritable)."""
    paths = tuple(directory.resolve() / f"{number:06d}-{name}.parquet" for name in Piece._fields)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for path, table in zip(paths, piece):
            table.to_parquet(path)
    except OSError as error:
        raise EngineError("unwritable", path=directory, reason=_reason(error)) from None
    return paths


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _worked_from(work: Work, points: str, bases: str) -> pd.DataFrame:
    return _worked(work, Piece(pd.read_parquet(points), pd.read_parquet(bases)))


def _reason(error: BaseException) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__).split("\n")[0]
