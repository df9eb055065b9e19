"""The interview in a real terminal (a pseudo-terminal): typed, interrupted, resumed."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from painpath.library.yaml_reader import read_yaml

START = """\
# kept
as_of: 2026-11-20
patient: {age: 60, sex: male}
facts:
  pain.present: yes
"""
PATIENCE = 30.0  # seconds until a silent program counts as stuck


def _own_terminal() -> None:
    """Make the pseudo-terminal the one whose Ctrl-C reaches the program, also where the tests run in the background.

    A shell without job control starts what it puts there with Ctrl-C ignored, and a child inherits that.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """`painpath ask FILE` with a keyboard and a screen."""

    def __init__(self, *words: str) -> None:
        self.shown = ""
        keyboard, screen = pty.openpty()
        self._keyboard = keyboard
        env = {**os.environ, "COLUMNS": "90", "TERM": "xterm"}
        command = [sys.executable, "-m", "painpath", "ask", *words]
        self._program = subprocess.Popen(
            command,
            stdin=screen,
            stdout=screen,
            stderr=screen,
            env=env,
            close_fds=True,
            preexec_fn=_own_terminal,  # noqa: PLW1509 - no thread was started here
        )
        os.close(screen)

    def until(self, text: str) -> str:
        """What was shown since the last wait, up to and with this text."""
        ends = time.monotonic() + PATIENCE
        while text not in self.shown:
            if not self._read(0.2) and (self._program.poll() is not None or time.monotonic() > ends):
                raise AssertionError(f"{text!r} never came; shown was:\n{self.shown}")
        seen, _, self.shown = self.shown.partition(text)
        return seen + text

    def _read(self, seconds: float) -> bool:
        if not select.select([self._keyboard], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._keyboard, 65536)
        except OSError:  # the other end is closed
            return False
        self.shown += data.decode(errors="replace").replace("\r\n", "\n")
        return bool(data)

    def type(self, text: str) -> None:
        os.write(self._keyboard, text.encode())

    def answer(self, text: str) -> None:
        """Wait for the prompt and answer it."""
        self.until("   > ")
        self.type(f"{text}\n")

    def leave(self) -> tuple[int, str]:
        """The exit code, and what was shown since the last wait."""
        ends = time.monotonic() + PATIENCE
        while self._program.poll() is None and time.monotonic() < ends:
            self._read(0.2)
        while self._read(0.1):
            pass
        return self._program.wait(timeout=1), self.shown

    def close(self) -> None:
        if self._program.poll() is None:
            self._program.send_signal(signal.SIGKILL)
            self._program.wait()
        os.close(self._keyboard)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "p.yaml"
    path.write_text(START, encoding="utf-8")
    return path


@pytest.fixture
def sit_down():
    opened: list[Terminal] = []

    def start(*words: object) -> Terminal:
        opened.append(Terminal(*map(str, words)))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def facts(path: Path) -> dict[str, object]:
    return read_yaml(path.read_text(encoding="utf-8"))[0]["facts"]


def test_a_person_answers_goes_back_skips_and_does_not_know(sit_down, file):
    here = sit_down(file, "--no-color")

    here.until("1. Where does it hurt?")
    here.answer("both feat")
    here.until("Not understood here.")
    here.answer("both feet")
    here.until("Noted: left foot, right foot.")
    here.until("2. A check for danger.")
    here.answer("back")
    here.until("1. Where does it hurt?")
    here.answer("left foot")
    here.until("2. A check for danger.")
    here.answer("none")
    here.until("No: Weakness that is getting worse")
    here.until("3. ")
    here.answer("skip")
    here.answer("q")
    code, rest = here.leave()

    assert (code, "Stopped. What was answered so far is kept." in rest) == (0, True)
    assert facts(file)["pain.sites"] == {"is": ["foot_left"], "on": "2026-11-20", "by": "patient"}
    assert file.read_text(encoding="utf-8").startswith("# kept\n")


def test_an_interrupted_interview_keeps_its_answers_and_goes_on_from_there(sit_down, file):
    here = sit_down(file, "--no-color")
    here.answer("both feet")
    here.answer("none")
    here.until("3. ")
    here.until("   > ")
    here.type("\x03")  # Ctrl-C
    code, rest = here.leave()

    again = sit_down(file, "--no-color")
    first = again.until("   > ")
    again.type("\x04")  # end of input

    assert (code, "answers written to" in rest) == (130, True)
    assert facts(file)["symptom.progressive_weakness"] == {"is": "no", "on": "2026-11-20", "by": "patient"}
    assert ("Where does it hurt?" in first, "A check for danger" in first) == (False, False)
    assert again.leave()[0] == 0


def test_answers_are_on_disk_before_the_next_question(sit_down, file):
    here = sit_down(file, "--no-color")
    here.answer("both feet")
    here.until("A check for danger")

    assert "pain.sites" in facts(file)


def test_colour_is_used_only_where_it_is_wanted(sit_down, file):
    plain = sit_down(file, "--no-color").until("Where does it hurt?")
    coloured = sit_down(file).until("Where does it hurt?")

    assert ("\x1b[" in plain, "\x1b[" in coloured) == (False, True)


def test_danger_ends_the_interview_with_the_card(sit_down, file):
    here = sit_down(file, "--no-color")
    here.answer("both feet")
    here.until("1) Is weakness getting worse")
    here.answer("1")
    here.until("Stop here")
    code, rest = here.leave()

    assert (code, "Whom to call" in rest) == (0, True)
