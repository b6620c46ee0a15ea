"""Files: bytes that were sent or received, kept once under their hash."""

from hashlib import sha256

from tat.database import Tat, insert_new
from tat.schema import File


def keep(tat: Tat, content: bytes) -> str:
    """Keep bytes once; returns their hash."""
    digest = sha256(content).hexdigest()
    insert_new(tat, File, [{"sha256": digest, "content": content, "n_bytes": len(content)}])
    return digest
