"""What the README shows runs, as it stands there."""

import re
import shlex
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LONG = ("zopa bench", "zopa play", "zopa check", "zopa serve")


def _commands() -> list[str]:
    rows = re.findall(r"^\| .* \| (`zopa .*`) \|$", README, re.MULTILINE)
    return [command for row in rows for command in re.findall(r"`(zopa [^`]+)`", row)]


def test_the_python_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own text
    said = capsys.readouterr().out
    assert "of the worlds end in a deal" in said
    assert "utilities" in said


RUNS = {"runs/talks": (), "runs/calm": ("time.threats=[]",)}
"""Folders that the README speaks of, and what is overridden in each."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    import zopa

    place = tmp_path_factory.mktemp("runs")
    for name, overrides in RUNS.items():
        zopa.run(ROOT / "configs" / "us_japan_2025", worlds=400, overrides=overrides, out=place / name)
    return {name: str(place / name) for name in RUNS}


@pytest.mark.parametrize("command", [c for c in _commands() if not c.startswith(LONG)])
def test_the_commands_of_the_readme_run(command: str, tmp_path: Path, runs: dict[str, str]) -> None:
    words = [runs.get(word, word) if "run " not in command else word for word in shlex.split(command)[1:]]
    if words[0] == "run":
        words += ["--worlds", "50", *([] if "-o" in words else ["-o", "out"])]
    if words[0] == "tournament":
        words += ["-o", "out"]
    for option in ("-o", "--chart"):
        if option in words:
            words[words.index(option) + 1] = str(tmp_path / words[words.index(option) + 1])
    done = subprocess.run(
        [sys.executable, "-m", "zopa", *words], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_page_is_served_at_the_address_that_is_printed(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "zopa", "serve", "--port", "0", "--store", str(tmp_path / "games.sqlite")]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as served:
        assert served.stdout is not None
        address = served.stdout.readline().strip()
        with urllib.request.urlopen(address, timeout=60) as page:  # noqa: S310 - our own server
            assert b"<title>zopa</title>" in page.read()
        served.terminate()
        assert served.wait(60) == 0


def test_the_experiment_of_the_questions_is_as_recorded(tmp_path: Path) -> None:
    text = (ROOT / "experiments" / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "belief.yaml").write_text(code, encoding="utf-8")
    words = [sys.executable, "-m", "zopa", "check", str(tmp_path / "belief.yaml")]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
