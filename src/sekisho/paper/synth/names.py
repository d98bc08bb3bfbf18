"""Made-up persons' names: drawn by frequency, and pairs that are hard to tell apart."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from sekisho.base.kanji import fold, variants
from sekisho.paper.synth.given_names import MEN, WOMEN
from sekisho.paper.synth.lookalikes import LOOKALIKES
from sekisho.paper.synth.surnames import SURNAMES

#: Share of women among the people of nurseries.
WOMEN_SHARE = 0.9


@dataclass(frozen=True)
class Name:
    """Surname, given name and their readings in hiragana."""

    surname: str
    given: str
    surname_kana: str
    given_kana: str

    @property
    def full(self) -> str:
        """As rosters write it: 山田　花子."""
        return f"{self.surname}\u3000{self.given}"

    @property
    def kana(self) -> str:
        """Reading as rosters write it: ヤマダ　ハナコ."""
        return katakana(f"{self.surname_kana}\u3000{self.given_kana}")


def katakana(text: str) -> str:
    """Hiragana made katakana."""
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


@cache
def _weights(count: int) -> tuple[float, ...]:
    """Running sums of weights that fall with the rank, as the frequency of names does."""
    return tuple(accumulate(1 / (rank + 30) for rank in range(count)))


def draw_surname(rng: random.Random) -> tuple[str, str]:
    """(surname, reading) by frequency."""
    return rng.choices(SURNAMES, cum_weights=_weights(len(SURNAMES)))[0]


def draw_given(rng: random.Random) -> tuple[str, str]:
    """(given name, reading), mostly women's."""
    names = WOMEN if rng.random() < WOMEN_SHARE else MEN
    return rng.choice(names)


def draw_name(rng: random.Random) -> Name:
    """A name by frequency."""
    surname, surname_kana = draw_surname(rng)
    given, given_kana = draw_given(rng)
    return Name(surname, given, surname_kana, given_kana)


def lookalike(rng: random.Random, name: Name, taken: Collection[str]) -> Name | None:
    """``name`` with one kanji replaced by one that looks alike; None when every such name is taken.

    Names are compared folded with those of ``taken`` (folded too): a mere variant is the same person.
    """
    options = []
    text = name.surname + name.given
    for place, character in enumerate(text):
        for other in LOOKALIKES.get(character, ""):
            changed = text[:place] + other + text[place + 1 :]
            if fold(changed) not in taken:
                options.append((changed[: len(name.surname)], changed[len(name.surname) :]))
    if not options:
        return None
    # A pair of names that both exist is worth more than one that nobody bears.
    known = [option for option in options if option[0] in _SURNAMES and option[1] in _GIVEN]
    surname, given = rng.choice(known if known and rng.random() < 0.7 else options)
    return Name(surname, given, _SURNAMES.get(surname, name.surname_kana), _GIVEN.get(given, name.given_kana))


def written_otherwise(rng: random.Random, name: Name) -> Name | None:
    """The same name with a variant kanji (渡邉 for 渡辺); None when none of its kanji has one."""
    text = name.surname + name.given
    options = [
        text[:place] + other + text[place + 1 :]
        for place, character in enumerate(text)
        for other in variants(character)[1:]
        if other in _USED
    ]
    if not options:
        return None
    changed = rng.choice(options)
    size = len(name.surname)
    return Name(changed[:size], changed[size:], name.surname_kana, name.given_kana)


_SURNAMES = dict(reversed(SURNAMES))
_GIVEN = dict(reversed(WOMEN + MEN))
#: Characters that the lists use: the variants that people do bear.
_USED = set("".join(_SURNAMES)) | set("".join(_GIVEN)) | set("髙﨑邉邊齋齊濱櫻澤廣嶋冨德惠眞栁桒瀧")
