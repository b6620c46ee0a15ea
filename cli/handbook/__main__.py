"""`make docs`: write the handbook anew."""

from pathlib import Path

from cli.handbook.pages import FOLDER, pages

for name, text in pages().items():
    path = Path(FOLDER, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(path)
