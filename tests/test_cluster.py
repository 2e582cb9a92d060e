"""A class graded on a real cluster of dask.distributed ends as it does here, whatever is lost on the way."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from test_extras import OWN
from test_gradebook import grade, without_times

from checks.cases import case_set
from checks.checking import versions
from checks.grading.cluster import KILLED, ClusterError, introduce, packed, unpacked, weakest
from checks.grading.grade import Grader
from checks.grading.records import ClassRun, Grading
from checks.registry import select
from checks.verdicts import Seal, Status
from checks.worker.loading import Sources

pytest.importorskip("distributed", reason="dask.distributed is not installed: pip install 'crosscheck[cluster]'")

DASK = [sys.executable, "-m", "dask"]
BODIES = ["0.5", "p[0]", "0.0", "-sum(x for x in p)"]


def write_class(folder: Path, *bodies: str, before: str = "time.sleep(0.005)") -> Path:
    """A submission of one function for each body, which takes its time."""
    for number, body in enumerate(bodies):
        (folder / f"s{number}").mkdir(parents=True)
        text = f"import time\ndef entropy(p):\n    {before}\n    return {body}\n"
        (folder / f"s{number}" / "loss.py").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def locally(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Grading]]:
    """A class, one of whose submissions cannot be read, and what this machine finds in it."""
    folder = write_class(tmp_path_factory.mktemp("local") / "class", *BODIES)
    (folder / "bad.zip").write_bytes(b"no zip")
    grade(folder, folder.parent / "out").communicate()
    return folder, without_times(folder.parent / "out")


class RealCluster:
    """A scheduler and workers on this machine, as the README starts them."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self._port}"
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self._all: dict[int, psutil.Process] = {}

    def start_scheduler(self, **settings: str) -> subprocess.Popen[bytes]:
        return self._started(["scheduler", "--port", str(self._port), "--no-dashboard"], settings)

    def start_workers(self, *options: str) -> subprocess.Popen[bytes]:
        line = ["worker", self.address, "--no-dashboard", "--local-directory", str(self._folder), *options]
        return self._started(line, {})

    def _started(self, words: list[str], settings: dict[str, str]) -> subprocess.Popen[bytes]:
        line, environment = [*DASK, words[0], "--host", "127.0.0.1", *words[1:]], {**os.environ, **settings}
        quiet = subprocess.DEVNULL
        self._processes.append(subprocess.Popen(line, env=environment, stdout=quiet, stderr=quiet))
        return self._processes[-1]

    def judges(self) -> list[psutil.Process]:
        """The processes that judge: those of dask that have a warm parent of workers."""
        family = [child for one in self._processes for child in _family(one.pid)]
        self._all |= {process.pid: process for process in family}
        return [process for process in family if not is_child(process) and any(map(is_child, _children(process)))]

    def end(self) -> set[str]:
        """Ends all of it; what is left behind."""
        self.judges()
        for process in self._processes[::-1]:
            process.terminate()
        for process in self._processes[::-1]:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:  # dask is about to start a worker again: what is ours ends all the same
                process.kill()
                process.wait()
        psutil.wait_procs(self._all.values(), 10)
        left = {process for process in self._all.values() if process.is_running()}
        for process in left:
            process.kill()
        return {f"{process}" for process in left}


def _family(pid: int) -> list[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).children(recursive=True)
    return []


def _children(process: psutil.Process) -> list[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.children()
    return []


def is_child(process: psutil.Process) -> bool:
    """Whether it is a warm parent, a worker for a submission, or what is around them."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return any("child.py" in word for word in process.cmdline())
    return False


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[RealCluster]:
    """Nothing is running yet; when all has ended, no process is left, neither dask's nor ours."""
    made = RealCluster(tmp_path / "dask")
    yield made
    assert made.end() == set()


def grade_there(folder: Path, out: Path, address: str, prelude: str = "", *options: str) -> subprocess.Popen[str]:
    """`crosscheck grade --scheduler`, started."""
    program = f"import sys; import checks.cli as x; sys.argv[0] = 'crosscheck'; {prelude or 'pass'}; x.main()"
    line = [sys.executable, "-c", program, "grade", str(folder), "--out", str(out), "--seed", "0"]
    return subprocess.Popen(
        [*line, "--profile", "quick", "--scheduler", address, *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for(process: subprocess.Popen[str], words: str) -> None:
    """Reads what it says up to these words."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if words in line:
            return
    raise AssertionError("".join(said))


def test_a_killed_and_a_slow_worker_change_nothing(
    cluster: RealCluster, locally: tuple[Path, list[Grading]], tmp_path: Path
) -> None:
    """Of two workers one is killed in the middle, and the other stands still for a while."""
    folder, expected = locally
    cluster.start_scheduler()
    cluster.start_workers("--nworkers", "2", "--nthreads", "1")
    grading = grade_there(folder, tmp_path / "out", cluster.address)
    wait_for(grading, "is graded")
    killed, slow, *_ = [*cluster.judges(), *cluster.judges()]
    killed.kill()
    if slow != killed:
        slow.suspend()
        time.sleep(2)
        slow.resume()
    said = grading.communicate()[1]
    assert grading.returncode == 1, said
    assert without_times(tmp_path / "out") == expected


def test_a_scheduler_that_is_started_again_is_given_what_is_left(
    cluster: RealCluster, locally: tuple[Path, list[Grading]], tmp_path: Path
) -> None:
    """The same command goes on with the new one, and grades nothing twice."""
    folder, expected = locally
    scheduler = cluster.start_scheduler()
    workers = cluster.start_workers("--nthreads", "1")
    grading = grade_there(folder, tmp_path / "out", cluster.address)
    wait_for(grading, "is graded")
    cluster.judges()
    scheduler.send_signal(signal.SIGKILL)
    workers.terminate()
    scheduler.wait()
    cluster.start_scheduler()
    cluster.start_workers("--nthreads", "1")
    said = grading.communicate()[1]
    assert (grading.returncode, said.count("is graded")) == (1, len(BODIES) - 1), said
    assert without_times(tmp_path / "out") == expected


def test_an_instructors_own_travel_to_the_workers(cluster: RealCluster, reference: Sources, tmp_path: Path) -> None:
    """Their files lie where the class is graded alone; a worker judges by them, and names their mistakes."""
    (tmp_path / "mine.py").write_text(OWN, encoding="utf-8")
    (homework := tmp_path / "class" / "a").mkdir(parents=True)
    wrong = "return -sum(i * x * math.log(x) for i, x in enumerate(p) if x)"
    texts = {module: reference.files[module][1].decode() for module in ("autograd", "loss")}
    texts["loss"] = texts["loss"].replace("return cross_entropy(p, p)", wrong)
    for module, text in texts.items():
        (homework / f"{module}.py").write_text(text, encoding="utf-8")
    cluster.start_scheduler()
    cluster.start_workers("--nthreads", "1")
    grading = grade_there(
        tmp_path / "class", tmp_path / "out", cluster.address, "", "--properties", str(tmp_path / "mine.py")
    )
    said = grading.communicate()[1]
    assert grading.returncode == 0, said
    (found,) = without_times(tmp_path / "out")
    assert found.run is not None
    assert {verdict.id: verdict.status for verdict in found.run.verdicts}["mine.is_symmetric"] is Status.FAILED
    assert {diagnosis.mistake for diagnosis in found.run.diagnoses} == {"own.weighs_by_place"}


def test_what_kills_its_judge_is_told_of(cluster: RealCluster, tmp_path: Path) -> None:
    """The row of the submission has the reason, and the run is whole."""
    folder = write_class(tmp_path / "class", "0.5", "time.sleep(60)")
    cluster.start_scheduler(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    cluster.start_workers("--nthreads", "1")
    grading = grade_there(folder, tmp_path / "out", cluster.address)
    wait_for(grading, "s0 is graded")
    while not (judges := cluster.judges()):
        time.sleep(0.05)
    (judge,) = judges
    judge.kill()
    said = grading.communicate()[1]
    assert grading.returncode == 1, said
    found = {one.key: (one.run is not None, one.reason) for one in without_times(tmp_path / "out")}
    assert found == {"s0": (True, ""), "s1": (False, KILLED)}


def test_a_worker_that_cannot_judge_is_refused(cluster: RealCluster, tmp_path: Path) -> None:
    """In one sentence with the remedy, before anything is judged."""
    cluster.start_scheduler()
    cluster.start_workers("--nthreads", "2")
    grading = grade_there(write_class(tmp_path / "class", "0.5"), tmp_path / "out", cluster.address)
    said = grading.communicate()[1]
    assert grading.returncode == 3
    assert (
        "has 2 threads, and a judge needs a process of its own; start it with `dask worker ADDRESS --nworkers" in said
    )
    assert "Traceback" not in said


def test_another_version_is_refused() -> None:
    """It is named, with what it is here."""
    worker: Any = SimpleNamespace(address="tcp://w", state=SimpleNamespace(nthreads=1))
    with pytest.raises(ClusterError, match=r"worker tcp://w has hypothesis .* instead of 1\.0; install the same there"):
        introduce({**versions(), "hypothesis": "1.0"}, worker)


def test_what_travels_is_what_arrives(reference: Sources) -> None:
    """A grader made anew has the same cases, hand-picked ones included, and the same reference."""
    run = ClassRun(seed=0, profile="quick", versions=versions(), seal=None, started="")
    properties = select("entropies")
    given = Grader(run, properties, case_set(properties, 0, "quick"), reference)
    arrived = unpacked(packed(given))
    assert (arrived.run, arrived.properties, arrived.reference) == (run, properties, reference)
    assert {identifier: list(map(list, found)) for identifier, found in arrived.cases.items()} == {
        identifier: list(map(list, found)) for identifier, found in given.cases.items()
    }


def wait_until_it_listens(address: str) -> None:
    """Until somebody answers at tcp://HOST:PORT."""
    host, _, port = address.removeprefix("tcp://").partition(":")
    give_up = time.monotonic() + 60
    while True:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < give_up
            time.sleep(0.1)


@pytest.mark.parametrize(
    ("has_scheduler", "sentence"),
    [(False, "no scheduler answers at tcp://127"), (True, "the scheduler had no worker for 2 s; start some")],
)
def test_nobody_there_is_told_in_time(has_scheduler: bool, sentence: str, cluster: RealCluster, tmp_path: Path) -> None:
    """In one sentence, after the time that is stated."""
    if has_scheduler:
        cluster.start_scheduler()
        wait_until_it_listens(cluster.address)
    prelude = "import checks.grading.cluster as c; c.PATIENCE_S = 2.0"
    grading = grade_there(write_class(tmp_path / "class", "0.5"), tmp_path / "out", cluster.address, prelude)
    said = grading.communicate()[1]
    assert grading.returncode == 3
    assert sentence in said
    assert "Traceback" not in said


def test_a_cluster_is_as_well_sealed_as_its_weakest_worker() -> None:
    """Layers and deeds that hold on every worker."""
    strong = Seal(layers=["limits", "landlock"], stopped=["read files", "fork"], open=[])
    weak = Seal(layers=["limits"], stopped=["fork"], open=["read files"])
    assert weakest([strong, weak]) == weak
    assert weakest([strong]) == strong


def test_this_machine_keeps_dask_out_of_the_way(root: Path) -> None:
    """Without --scheduler it is not imported."""
    program = (
        "import sys, checks.commands.grade; print([name for name in sys.modules if name in ('dask', 'distributed')])"
    )
    told = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
