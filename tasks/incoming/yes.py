"""Whether somebody's own words say yes and nothing else. A guess: a person decides on it."""

import re

LONGEST = 1_000
"""A yes is short: who writes more has more to say."""

_YES = re.compile(
    r"\b(confirm|confirmed|confirms|approve|approved|approves|agree|agreed|agrees|accept|accepted)\b"
    r"|\blooks? (good|great|fine|right)\b|^\W*(yes|ok|okay)\b",
    re.IGNORECASE | re.MULTILINE,
)
_NOTHING_MORE = re.compile(
    r"\b(no|without|with no)( \w+)? (changes?|modifications?|edits?|corrections?|comments?"
    r"|concerns?|questions?)\b|\bnothing to (add|change)\b",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(not|no|nor|never|none|cannot|but|except|however|although|though|unless|until|if|once"
    r"|should|would|could|will|might|may|must|need|needs|instead|change|changes|add|remove|replace"
    r"|correct|correction|wrong|missing|only|disagree|wait|later|still)\b|n['\u2019]t\b|\?",
    re.IGNORECASE,
)


def reads_as_yes(own_words: str) -> bool:
    """Whether a reply says yes, with no condition, wish or question beside it."""
    if len(own_words) > LONGEST or not _YES.search(own_words):
        return False
    return not _BUT.search(_NOTHING_MORE.sub(" ", own_words))
