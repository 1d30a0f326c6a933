"""Numbers → sentences that stay true for either sign, for zero and for a missing number."""

from __future__ import annotations

import math
from collections.abc import Sequence

from iidsp_analysis.language import Language


def by_sign(value: float | None, *, up: str, down: str, flat: str, missing: str, digits: int = 3) -> str:
    """Choose the sentence that fits a change.

    Parameters
    ----------
    value : float or None
        The change; ``None`` and NaN are missing.
    up, down, flat, missing : str
        Complete sentences, already in the reader's language.
    digits : int
        Decimals at which the change counts as none: with percents of one decimal a fraction has three.
    """
    if value is None or not math.isfinite(value):
        return missing
    rounded = round(value, digits)
    if rounded > 0:
        return up
    return down if rounded < 0 else flat


def change(language: Language, value: float | None, digits: int = 1) -> str:
    """A relative change as words: rose by 5.7 %, fell by 3.2 %, did not change, is not known."""
    size = language.percent(None if value is None else abs(value), digits)
    return by_sign(
        None if value is None else value * 100,  # rounded as the percent are: 0.005 is 0 %, which is no rise
        up=language.say("rose by {size}", size=size),
        down=language.say("fell by {size}", size=size),
        flat=language.say("did not change"),
        missing=language.say("is not known"),
        digits=digits,
    )


def enumerate_words(language: Language, words: Sequence[str]) -> str:
    """Join words as a list in the reader's language; none is a dash."""
    if not words:
        return "–"
    if len(words) == 1:
        return words[0]
    return language.say("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])


def quoted(language: Language, words: str) -> str:
    """A name in the reader's quotation marks: names with commas of their own stay apart in a list."""
    return language.say("“{words}”", words=words)


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def compare(language: Language, value: float | None, reference: float | None) -> str:
    """How a share stands to the country's: above, below or equal, in percentage points."""
    if value is None or reference is None or not (math.isfinite(value) and math.isfinite(reference)):
        return language.say("no comparison with the country is possible")
    size = language.number(abs(value - reference) * 100)
    return by_sign(
        (value - reference) * 100,
        up=language.say("{size} points more than in the country", size=size),
        down=language.say("{size} points less than in the country", size=size),
        flat=language.say("the same as in the country"),
        missing="",
        digits=1,
    )
