"""The files that came in, as they came: each once, in a folder, under the hash of its bytes."""

import os
from hashlib import sha256
from pathlib import Path
from threading import get_ident

from tat.refusals import Refused


class FileStore:
    """A folder of files. No name that anybody gave a file is ever part of a path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep bytes once, on the disk when this returns; gives their hash. Raises: Refused."""
        digest = sha256(content).hexdigest()
        path = self._path(digest)
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                _write_whole(path, content)
        except OSError as error:
            raise Refused(
                f"The file was not taken, and nothing was recorded: it cannot be kept here just "
                f"now ({error.strerror}). Send it again later."
            ) from error
        return digest

    def read(self, digest: str) -> bytes | None:
        """The bytes with a hash; None where they are not there, or are not what they were."""
        try:
            content = self._path(digest).read_bytes()
        except OSError:
            return None
        return content if sha256(content).hexdigest() == digest else None

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError(f"{digest!r} is no hash of a file")
        return self._folder / digest[:2] / digest


def _write_whole(path: Path, content: bytes) -> None:
    """Write all of a file or none of it: two writers at once write the same."""
    half = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}.half")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
