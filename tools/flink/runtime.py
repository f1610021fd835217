"""A real Apache Flink in one Java process, fed scripts over its standard input.

Flink comes from the Python package index (by pip, once, 330 MB) into the user's cache folder; the runner beside this
file is compiled against it. `Flink` is a context manager: the process it starts ends with it.
"""
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

VERSION = "2.3.0"
SOURCES = [Path(__file__).with_name("FlinkRunner.java"), Path(__file__).with_name("CountChar.java")]
EXPORTS = ["java.base/sun.net.util", "java.rmi/sun.rmi.registry", "java.security.jgss/sun.security.krb5"]
OPENS = ["java.lang", "java.lang.reflect", "java.net", "java.io", "java.nio", "java.text", "java.time", "java.util",
         "java.util.concurrent", "java.util.concurrent.atomic", "java.util.concurrent.locks", "sun.nio.ch"]
SCRIPT_SECONDS_MAX = 600     # a busy machine is slow, a script that hangs is rare


class Unavailable(Exception):
    """Flink cannot be run here; the message says what to install."""


@dataclass
class Answer:
    """What Flink made of one script."""

    status: str          # "ok", "plan" (refused before it ran), "runtime" (the job failed) or "timeout"
    output: str          # what print sinks and queries wrote
    types: list[str]     # column types of the last query
    errors: list[str]    # messages of the error, outermost first


def home() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "waterwheel" / f"flink-{VERSION}"


def need(program: str, advice: str) -> str:
    found = shutil.which(program)
    if not found:
        raise Unavailable(f"{program} is not on the PATH: {advice}")
    return found


def jars() -> list[Path]:
    """Flink's jars, fetched on the first call. A half-finished download leaves nothing behind."""
    lib = home() / "lib"
    if not lib.exists():
        home().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home()) as tmp:
            unpack(download(Path(tmp)), Path(tmp) / "lib")
            (Path(tmp) / "lib").rename(lib)
    return sorted(lib.glob("*.jar"))


def download(folder: Path) -> Path:
    print(f"fetching Flink {VERSION} once, about 330 MB ...", file=sys.stderr)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder),
               f"apache-flink-libraries=={VERSION}"]
    if subprocess.run(command).returncode != 0:
        raise Unavailable(f"pip could not download apache-flink-libraries {VERSION}: is pip installed, and a package index reachable?")
    return next(folder.glob("*.whl"))


def unpack(wheel: Path, lib: Path) -> None:
    lib.mkdir()
    with zipfile.ZipFile(wheel) as z:
        for name in z.namelist():
            if name.startswith("pyflink/lib/") and name.endswith(".jar"):
                (lib / Path(name).name).write_bytes(z.read(name))


def compiled(class_path: str) -> Path:
    """The folder of the runner's and the cases' own classes, compiled anew when a source is newer."""
    classes = home() / "classes"
    stamp = classes / "FlinkRunner.class"
    if not stamp.exists() or any(stamp.stat().st_mtime < source.stat().st_mtime for source in SOURCES):
        javac = need("javac", "install a JDK, version 17")
        subprocess.run([javac, "-nowarn", "-d", str(classes), "-cp", class_path, *map(str, SOURCES)], check=True)
    return classes


class Flink:
    """One Flink, started on the first script and again after a script that took too long."""

    def __init__(self, jvm: list[str] | None = None) -> None:
        """`jvm` replaces the flags that make short scripts quick; benches want the full compiler and more memory."""
        self.jvm = jvm or ["-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Flink":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def ask(self, script: str, form: str = "print") -> Answer:
        """Runs a script; `form` is "print" (changes as printed) or "fields" (final rows, see FlinkRunner.java)."""
        if self.process is None:
            self.start()
        expired = threading.Timer(SCRIPT_SECONDS_MAX, self.process.kill)
        expired.start()
        try:
            self.send(form)
            self.send(script)
            self.process.stdin.flush()
            status, output, types, errors = (self.receive() for _ in range(4))
        except (EOFError, BrokenPipeError):
            self.stop()
            return Answer("timeout", "", [], [f"no answer after {SCRIPT_SECONDS_MAX} s, or Flink's process died"])
        finally:
            expired.cancel()
        return Answer(status, output, types.split("\x1f") if types else [], errors.split("\x1e") if errors else [])

    def start(self) -> None:
        java = need("java", "install a Java runtime, version 17")
        class_path = os.pathsep.join(map(str, jars()))
        classes = compiled(class_path)
        quiet = home() / "log4j2.properties"
        quiet.write_text("rootLogger.level = OFF\n")
        flags = [f"--add-exports={e}=ALL-UNNAMED" for e in EXPORTS] + [f"--add-opens=java.base/{o}=ALL-UNNAMED" for o in OPENS]
        command = [java, *self.jvm, "-Duser.timezone=UTC", "-Dfile.encoding=UTF-8",
                   f"-Dlog4j.configurationFile={quiet}", *flags, "-cp", class_path + os.pathsep + str(classes), "FlinkRunner"]
        log = open(home() / "runner.log", "ab")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)

    def stop(self) -> None:
        """Ends the process: it leaves by itself at the end of its input, else it is killed (by its handle)."""
        if self.process is None:
            return
        try:
            self.process.stdin.close()
            self.process.wait(10)
        except (subprocess.TimeoutExpired, BrokenPipeError):
            self.process.kill()
            self.process.wait()
        self.process = None

    def cpu_seconds(self) -> float:
        """CPU time of the process so far, all threads, as the system counts it."""
        if self.process is None:
            self.start()
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def send(self, text: str) -> None:
        data = text.encode()
        self.process.stdin.write(struct.pack(">i", len(data)) + data)

    def receive(self) -> str:
        return self.read_exactly(struct.unpack(">i", self.read_exactly(4))[0]).decode()

    def read_exactly(self, size: int) -> bytes:
        data = self.process.stdout.read(size)
        if len(data) < size:
            raise EOFError
        return data
