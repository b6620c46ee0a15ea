"""Write every template's example anew: read what changed before you commit it."""

from pathlib import Path

from tests.test_templates_examples import ALL, example

for of in ALL:
    rendered = example(of)
    kept = Path(__file__).with_name(str(of))
    kept.with_suffix(".txt").write_text(f"Subject: {rendered.subject}\n\n{rendered.text}")
    kept.with_suffix(".html").write_text(rendered.html)
