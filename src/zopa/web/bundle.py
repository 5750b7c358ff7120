"""The bundle that draws charts, out of the installed package.

Taking it out keeps a whole interpreter busy for seconds: another process does it, and the result is kept.
"""

import subprocess
import sys
import threading
from importlib.metadata import version
from pathlib import Path

from zopa.web.files import File
from zopa.web.made import keep, kept
from zopa.web.problems import WebError

_NAME = "vega.js"
_TAKE = "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle().encode())"

_lock = threading.Lock()
_found: list[File] = []
_under_way: "list[subprocess.Popen[bytes]]" = []


def bundle(cache: Path | None = None) -> File:
    """Vega, Vega-Lite and Vega-Embed as one script.

    Args:
        cache: Folder of what can be made again; None for none.
    """
    with _lock:
        if not _found:
            of = f"vl-convert {version('vl-convert-python')}"
            body = kept(cache, _NAME, of)
            if body is None:
                body = _taken()
                keep(cache, _NAME, of, body)
            file = File(body, "text/javascript", {"Cache-Control": "max-age=86400"})
            assert file.squeezed  # now, not when somebody waits
            _found.append(file)
        return _found[0]


def stop() -> None:
    """End the process that takes it out, where one does; who waits for it hears that."""
    for process in _under_way:
        process.kill()


def _taken() -> bytes:
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", _TAKE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    _under_way.append(process)
    try:
        body, _ = process.communicate()
    finally:
        _under_way.remove(process)
    if process.returncode != 0:
        raise WebError(503, "charts cannot be drawn now", "the program that draws them did not answer; try again")
    return body
