"""A Dask cluster: the same bytes as one process, whatever dies; nothing on the terminal but zopa's own words."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

import pyarrow.parquet as pq
import pytest

from zopa.build.registry import VARIABLE, add_plugin
from zopa.experiments.cluster import Cluster
from zopa.experiments.executors import Serial
from zopa.experiments.folder import Folder
from zopa.experiments.job import Job
from zopa.experiments.options import Options
from zopa.experiments.parts import Part
from zopa.experiments.planning import make_plan
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study
from zopa.experiments.tiles import Tile
from zopa.experiments.worker import Fatal, Refused, Session, play, play_alone

needs_dask = pytest.mark.skipif(find_spec("distributed") is None, reason="Dask is not installed: zopa[cluster]")

TILES = 40

# A strategy that tells who plays it, waits while a file says so, and kills its process in world 3 if another says so.
WATCHED = '''
"""A strategy for tests."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Share, Traits, traits
from zopa.strategies.parts.search import Search

PLACE = Path(__file__).parent


def wait() -> bool:
    """Whether as many parts are there as may be for now."""
    try:
        return len(list(PLACE.glob("out/parts/*.parquet"))) >= int((PLACE / "hold").read_text())
    except FileNotFoundError:
        return False


@dataclass(frozen=True)
class Watched:
    """Asks for everything, and from the middle of the talks on for less."""

    half: Share = 0.5

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "payoffs")

    def begin(self, view: View) -> Search:
        """Tell, wait, or die."""
        (PLACE / f"playing-{os.getpid()}").touch()
        while wait():
            (PLACE / f"waiting-{os.getpid()}").touch()
            time.sleep(0.01)
        if (PLACE / "deadly").exists() and self.half > 0.65 and 3 in view.luck.numbers:
            os._exit(9)
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """All, or less."""
        return memory.offer(view, belief, view.payoff(np.where(view.gone > 0.5, self.half, 1.0)))
'''


def until(true: Callable[[], object], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that in time"
        time.sleep(0.02)


@dataclass
class Scheduler:
    address: str
    process: subprocess.Popen[bytes]
    place: Path

    @contextmanager
    def workers(self, name: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        more = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(self.place / name))
        with dask(self.place / name, "worker", self.address, *more, *words) as process:
            yield process


@contextmanager
def dask(log: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    # a worker that dies of a job is given up after two, not four
    environment = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    environment.pop(VARIABLE, None)
    with log.with_suffix(".log").open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *words],
            stdout=told, stderr=told, env=environment, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)  # with the workers that it looks after
            process.wait(60)


@contextmanager
def scheduler(place: Path) -> Iterator[Scheduler]:
    place.mkdir()
    file = place / "scheduler.json"
    words = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")
    with dask(place / "scheduler", "scheduler", *words, "--scheduler-file", str(file)) as process:
        until(file.exists)
        until(lambda: file.read_text().rstrip().endswith("}"))
        yield Scheduler(json.loads(file.read_text())["address"], process, place)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    """Two workers, each of which is started again when it dies."""
    with (
        scheduler(tmp_path_factory.mktemp("dask") / "s") as started,
        started.workers("two", "--nworkers", "2"),
    ):
        yield started


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a strategy from elsewhere; runs go to its folder `out`."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "watched.py").write_text(WATCHED, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, "")
        add_plugin(folder / "watched.py")
        yield folder


@pytest.fixture(autouse=True)
def _clean(request: pytest.FixtureRequest) -> None:
    if "place" in request.fixturenames:
        folder = request.getfixturevalue("place")
        for stray in [*folder.glob("playing-*"), *folder.glob("waiting-*"), folder / "hold", folder / "deadly"]:
            stray.unlink(missing_ok=True)
        shutil.rmtree(folder / "out", ignore_errors=True)  # the same name again: workers must not remember


def experiment(place: Path, points: int, rounds: int, worlds: int = 4) -> Path:
    path = place / "study.yaml"
    halves = [round(0.3 + 0.4 * at / (points - 1), 4) for at in range(points)]
    path.write_text(
        f"""schema_version: 1
id: shared
scenario: shrinking_pie
constants: {{parties.first.strategy: {{kind: watched}}, time.rounds: {rounds}}}
levers: {{half: {{path: parties.first.strategy.half, levels: {halves}}}}}
worlds: {worlds}
""",
        encoding="utf-8",
    )
    return path


def serially(place: Path, file: Path) -> Path:
    folder = Path(mkdtemp(dir=place))
    run_plan(make_plan(read_study(str(file))), Folder(folder), Options(Serial()))
    return folder / "outcomes.parquet"


@contextmanager
def running(place: Path, address: str, file: Path) -> Iterator[subprocess.Popen[str]]:
    words = ["run", str(file), "-o", str(place / "out"), "--cluster", address]
    process = subprocess.Popen(
        [sys.executable, "-m", "zopa", "--plugin", str(place / "watched.py"), *words],
        cwd=place, env=os.environ | {VARIABLE: ""}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str], code: int) -> str:
    """What a command wrote on standard error, where nobody else may."""
    _, said = process.communicate(timeout=240)
    assert process.returncode == code, said
    for word in ("distributed", "tornado", "asyncio", "Traceback", "Warning", "Exception", "Task "):
        assert word not in said, said
    return said


def parts(place: Path) -> int:
    return len(list(place.glob("out/parts/s*.parquet")))


def hold(place: Path, more_than: int) -> None:
    (place / "new").write_text(str(more_than))
    (place / "new").replace(place / "hold")


def clean(place: Path) -> bool:
    """Whether nothing but the run is left in its folder."""
    return not [path for path in (place / "out").rglob(".*") if path.name != ".lock"]


@needs_dask
def test_two_workers_write_the_bytes_of_one_process(cluster: Scheduler, place: Path) -> None:
    file = experiment(place, TILES, rounds=10)
    hold(place, 0)
    with running(place, cluster.address, file) as process:
        until(lambda: len(list(place.glob("waiting-*"))) == 2)  # both take part, with a strategy they never heard of
        (place / "hold").unlink()
        ended(process, 0)
    assert parts(place) == TILES
    assert (place / "out" / "outcomes.parquet").read_bytes() == serially(place, file).read_bytes()
    assert clean(place)


@needs_dask
def test_a_worker_killed_in_the_middle_changes_no_byte(cluster: Scheduler, place: Path) -> None:
    file = experiment(place, TILES, rounds=6)
    hold(place, 5)
    with running(place, cluster.address, file) as process:
        until(lambda: parts(place) >= 5 and list(place.glob("waiting-*")))
        one = next(place.glob("waiting-*"))
        os.kill(int(one.name.partition("-")[2]), signal.SIGKILL)
        assert 5 <= parts(place) < TILES
        (place / "hold").unlink()
        ended(process, 0)
    assert (place / "out" / "outcomes.parquet").read_bytes() == serially(place, file).read_bytes()
    assert clean(place)


@needs_dask
def test_a_world_that_kills_its_worker_is_a_failed_row(cluster: Scheduler, place: Path) -> None:
    file = experiment(place, 2, rounds=10)
    (place / "deadly").touch()
    with running(place, cluster.address, file) as process:
        said = ended(process, 1)
    (place / "deadly").unlink()
    assert "world 3 of point 1: the worker that played it died" in said
    found, wanted = pq.read_table(place / "out" / "outcomes.parquet"), pq.read_table(serially(place, file))
    assert found.column("status").to_pylist() == ["ok"] * 7 + ["failed"]
    assert found.slice(0, 7).equals(wanted.slice(0, 7))
    assert clean(place)


@needs_dask
def test_interrupted_it_ends_at_once_and_goes_on_later(cluster: Scheduler, place: Path) -> None:
    file = experiment(place, TILES, rounds=8)
    hold(place, 5)
    with running(place, cluster.address, file) as process:
        until(lambda: parts(place) >= 5)
        process.send_signal(signal.SIGINT)
        said = ended(process, 130)  # though workers still wait
    assert "type the same command to go on" in said
    assert parts(place) < TILES
    (place / "hold").unlink()
    with running(place, cluster.address, file) as process:
        assert "were there; played" in ended(process, 0)
    assert (place / "out" / "outcomes.parquet").read_bytes() == serially(place, file).read_bytes()


@needs_dask
def test_a_scheduler_that_dies_is_said(place: Path, tmp_path: Path) -> None:
    hold(place, 5)
    with scheduler(tmp_path / "s") as own, own.workers("one", "--no-nanny"):
        with running(place, own.address, experiment(place, TILES, rounds=9)) as process:
            until(lambda: parts(place) >= 5)
            own.process.kill()
            said = ended(process, 2)
        (place / "hold").unlink()
    assert f"the Dask scheduler at {own.address} is gone. What is there is kept: type the same" in said
    assert json.loads((place / "out" / "manifest.json").read_text())["status"] == "stopped"


@needs_dask
def test_who_is_not_there_is_said() -> None:
    script = """
import socket
from distributed import LocalCluster
from zopa.experiments import cluster

def tried(address):
    try:
        cluster.Cluster(address, print, patience=0.1)
    except ValueError as error:
        print(error)

if __name__ == "__main__":
    cluster.REACH = 0.5
    tried("somewhere")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        tried("tcp://127.0.0.1:%d" % held.getsockname()[1])
    with LocalCluster(n_workers=0, dashboard_address=None, processes=False, protocol="tcp") as lone:
        tried(lone.scheduler_address)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=240)
    assert not done.stderr
    first, second, third = done.stdout.splitlines()
    assert first.endswith("as tcp://host:8786, not somewhere")
    assert second.startswith("no Dask scheduler answers at tcp://127.0.0.1:")
    assert "has no workers. Start some with: dask worker tcp://" in third


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ValueError, match=r"pip install 'zopa\[cluster\]'"):
        Cluster("tcp://127.0.0.1:8786")


@pytest.fixture
def job(place: Path) -> Job:
    """A job of a run whose scenario stands under another name, as a session has it."""
    out = place / "out"
    (out / "parts").mkdir(parents=True)
    text = serially(place, experiment(place, 2, rounds=10)).with_name("scenario.lock.yaml").read_text()
    (out / "copy.tmp").write_text(text)
    return Job(
        run="a", folder=str(out), scenario=str(out / "gone.yaml"), overrides=(), pins=(), salts=("",), seed=0,
        tile=Tile(0, 0, 2, 1), points=(0,),
    )  # fmt: skip


def test_a_worker_plays_what_fits(place: Path, job: Job) -> None:
    fits = Session.of(str(place / "out" / "copy.tmp"))
    assert isinstance(play(job, fits), Part)
    assert parts(place) == 1
    fails = play(replace(job, overrides=("time.rounds=none",)), fits)
    assert isinstance(fails, str)
    assert "copy.tmp" not in fails


def test_a_worker_refuses_what_does_not_fit(place: Path, job: Job, tmp_path: Path) -> None:
    fits = Session.of(str(place / "out" / "copy.tmp"))

    def why(session: Session, **change: str) -> str:
        answer = play(replace(job, **change), session)
        assert isinstance(answer, Refused)
        return answer.why

    assert "has another zopa" in why(replace(fits, behaviour=fits.behaviour + 1))
    assert "has another zopa (" in why(replace(fits, zopa="0.0.1"))
    assert "must be on a file system that they share" in why(replace(fits, scenario=str(tmp_path / "elsewhere.tmp")))
    assert "must be on a file system that they share" in why(fits, folder=str(tmp_path / "elsewhere"))
    (file, _), = fits.plugins  # fmt: skip
    assert "does not see" in why(replace(fits, plugins=((file, "another"),)))
    assert "does not see" in why(replace(fits, plugins=((str(tmp_path / "elsewhere.py"), "some"),)))
    os.environ[VARIABLE] = file


def test_a_job_tried_often_enough_is_fatal(place: Path, job: Job) -> None:
    fits, mark = Session.of(str(place / "out" / "copy.tmp")), str(place / "out" / ".alone")
    assert isinstance(play_alone(job, fits, mark, 2), Part)
    assert isinstance(play_alone(job, fits, mark, 2), Part)
    assert isinstance(play_alone(job, fits, mark, 2), Fatal)
