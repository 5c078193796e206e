"""A real standalone Spark cluster on this machine: one master and two workers, each a process of its own.

Everything comes from the pyspark package and the machine's Java. All processes listen on 127.0.0.1 only and end with
the test process, even when that is killed.
"""

import contextlib
import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 90
WORKERS = 2
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
# What Spark asks Java to open; its own launch scripts do the same.
_OPENED = ("java.lang", "java.lang.invoke", "java.io", "java.net", "java.nio", "java.util", "java.util.concurrent",
           "sun.nio.ch", "sun.util.calendar")  # fmt: skip
_DRIVER = ("SPARK_LOCAL_IP", "SPARK_LOCAL_DIRS", "PYSPARK_PYTHON")
_SMALL = ("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.net.preferIPv4Stack=true")


def why_not() -> str | None:
    """Why there can be no Spark here, or None when there can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed"
    if shutil.which("java") is None:
        return "Java is not installed"
    return None


@dataclass
class Cluster:
    """The running cluster. ``workers`` are the processes that are still alive as far as the tests know."""

    master: str
    place: Path
    environment: dict[str, str]
    workers: list[subprocess.Popen[bytes]]

    @property
    def driver(self) -> dict[str, str]:
        """What a driver in this process needs to find in its environment."""
        return {name: value for name, value in self.environment.items() if name in _DRIVER}

    def start_worker(self) -> None:
        """One more machine, so to speak, with one core."""
        number = len(list(self.place.glob("worker-*.log")))
        words = ["--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0"]
        words += ["--work-dir", str(self.place / f"worker-{number}")]
        log = self.place / f"worker-{number}.log"
        self.workers.append(_java(self, "worker.Worker", [*words, self.master], log))
        _wait_for("Successfully registered with master", log, self.workers[-1])

    def kill_worker(self) -> None:
        """One machine goes dark: the worker and the executor below it, at once."""
        worker = self.workers.pop()
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


@contextlib.contextmanager
def running_cluster(place: Path) -> Iterator[Cluster]:
    """The cluster for the length of a `with`; nothing of it is left afterwards."""
    import pyspark

    home = Path(pyspark.__file__).parent
    scala = next((home / "jars").glob("scala-library-*.jar")).stem.removeprefix("scala-library-")
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_SCALA_VERSION": scala.rpartition(".")[0],
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(place / "spill"),
        "PYSPARK_PYTHON": sys.executable,
    }
    cluster = Cluster(f"spark://127.0.0.1:{_free_port()}", place, environment, [])
    port = cluster.master.rpartition(":")[2]
    words = ["--host", "127.0.0.1", "--port", port, "--webui-port", "0"]
    log = place / "master.log"
    master = _java(cluster, "master.Master", words, log)
    try:
        _wait_for("I have been elected leader", log, master)
        for _ in range(WORKERS):
            cluster.start_worker()
        yield cluster
    finally:
        for process in (*cluster.workers, master):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _java(cluster: Cluster, program: str, words: list[str], log: Path) -> subprocess.Popen[bytes]:
    home = Path(cluster.environment["SPARK_HOME"])
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]
    with log.open("wb") as output:
        return subprocess.Popen(
            ["java", *_SMALL, *opened, "-cp", str(home / "jars" / "*"), f"org.apache.spark.deploy.{program}", *words],
            env=cluster.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A group of its own, so that a worker can be killed together with its executor.
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _wait_for(words: str, log: Path, process: subprocess.Popen[bytes]) -> None:
    patience = time.monotonic() + START_SECONDS
    while words not in log.read_text(errors="replace"):
        if process.poll() is not None or time.monotonic() > patience:
            raise RuntimeError(f"Spark did not start:\n{log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
