"""Made-up families and what they write on the form. Nobody here exists."""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.base.wareki import format_date
from sekisho.paper.synth.admission.layout import pages
from sekisho.paper.synth.given_names import MEN, WOMEN
from sekisho.paper.synth.names import Name, draw_surname, katakana

#: Towns of the made-up city with their made-up postcodes (no real code begins with 000).
TOWNS = (
    ("000-0011", "さくら町"), ("000-0012", "本町"), ("000-0013", "城下町"), ("000-0021", "あさひ町"), ("000-0022", "梅の里"),
    ("000-0023", "東ヶ丘"), ("000-0031", "みどり台"), ("000-0032", "西の原"), ("000-0041", "なぎさ町"), ("000-0042", "浜手"),
    ("000-0051", "山の手"), ("000-0052", "水沢"),
)  # fmt: skip
CITY = "みほん市"
_WORK = (
    "みほん商店",
    "東部製作所",
    "港運送",
    "さくら薬局",
    "市民病院",
    "北野建設",
    "なぎさ食品",
    "みどり農園",
)
_SCHOOLS = ("第一小学校", "第二小学校", "東小学校", "みなみ保育園", "中央幼稚園")
_ALLERGIES = ("卵", "牛乳と小麦", "えび", "くるみ", "猫の毛")
_OTHERS = {"1/児童との続柄": "おば", "2/世帯の区分": "里親", "父": "休職中", "母": "育休中"}


@dataclass(frozen=True)
class Family:
    """``number``: the office's; ``values``: what is written, by the slot's key (missing: nothing is)."""

    number: str
    child: str
    values: dict[str, str]


def make_family(seed: int | str, april: int = 2026, facilities: Sequence[str] = ()) -> Family:
    """A family that applies for April of ``april``; always the same for one seed. ``facilities``: those to wish for."""
    rng = random.Random(f"family {seed}")
    surname = draw_surname(rng)
    start = datetime.date(april, 4, 1)
    boy = rng.random() < 0.5
    child = _name(rng, surname, boy)
    age = rng.randrange(6)
    # Whoever is ``age`` on the day before (1 April counts as the old year's: 年齢計算ニ関スル法律, born on the 2nd at the earliest).
    born = datetime.date(april - age - 1, 4, 2) + datetime.timedelta(days=rng.randrange(364 if age else 300))
    father, mother = _name(rng, surname, True), _name(rng, surname, False)
    postcode, town = rng.choice(TOWNS)
    address = f"{CITY}{town}{rng.randint(1, 5)}丁目{rng.randint(1, 30)}番{rng.randint(1, 20)}号"
    number = str(rng.randint(10_000, 99_999))
    signed = start - datetime.timedelta(days=rng.randint(90, 150))
    applicant = mother if rng.random() < 0.6 else father
    values = {
        "1/申込年月日": format_date(signed),
        "1/入所希望年月日": format_date(start),
        "1/児童フリガナ": child.kana,
        "1/児童生年月日": format_date(born),
        "1/性別": "男" if boy else "女",
        "1/クラス年齢": f"{age}歳",
        "1/保護者フリガナ": applicant.kana,
        "1/保護者氏名": applicant.full,
        "1/児童との続柄": "母" if applicant is mother else "父",
        "1/郵便番号": postcode,
        "1/住所": address,
        "1/電話番号": _phone(rng),
        "1/緊急連絡先": _phone(rng),
        "2/世帯の区分": rng.choice(("該当なし", "該当なし", "生活保護", "その他(里親)")),
        "4/きょうだいの同時申込": rng.choice(("する", "しない")),
        "4/同じ施設の希望": rng.choice(("必ず", "できれば", "別でもよい")),
        "5/保育の時間": rng.choice(("標準時間", "短時間")),
        "5/希望の理由": rng.choice(("自宅から近いため", "職場に近いため", "園庭が広いため")),
        "6/服薬の有無": "無",
        "6/療育手帳の有無": "無",
        "6/かかりつけ医": rng.choice(("さくら小児科", "浜手こどもクリニック", "本町医院")),
        "6/調査への同意": "同意する",
        "6/署名年月日": format_date(signed),
        "6/保護者署名": applicant.full,
    }
    people = [(father, "父", True), (mother, "母", False)]
    older = [
        (_name(rng, surname, rng.random() < 0.5), rng.randint(age + 1, 11)) for _ in range(rng.randrange(3))
    ]
    row = 0
    for person, relation, _ in people:
        row += 1
        day = datetime.date(april - rng.randint(24, 42), rng.randint(1, 12), rng.randint(1, 28))
        values |= _member(row, person, relation, day, rng.choice(_WORK))
    for place, (person, years) in enumerate(sorted(older, key=lambda one: -one[1]), start=1):
        row += 1
        day = datetime.date(april - years - 1, rng.randint(4, 12), rng.randint(2, 28))
        school = rng.choice(_SCHOOLS)
        values |= _member(row, person, "子", day, school)
        values |= {
            f"4/氏名/{place}": person.full, f"4/生年月日/{place}": format_date(day), f"4/在園・在学先/{place}": school,
            f"4/同居/{place}": "同居",
        }  # fmt: skip
    for parent in ("父", "母"):
        kind = rng.choice(("常勤", "常勤", "パート", "自営", f"その他({_OTHERS[parent]})"))
        values |= {
            f"3/{parent}の勤務先": rng.choice(_WORK), f"3/{parent}の電話番号": _phone(rng),
            f"3/{parent}の就労形態": kind, f"3/{parent}の就労日数": str(rng.randint(12, 23)),
            f"3/{parent}の就労時間": str(rng.randint(4, 9)),
        }  # fmt: skip
    for place, name in enumerate(facilities[:5], start=1):
        values |= {f"5/第{place}希望": name, f"5/第{place}希望の見学": rng.choice(("済", "未"))}
    ill = rng.random() < 0.4
    values["6/アレルギーの有無"] = "有" if ill else "無"
    values["6/持病の有無"] = "無"
    if ill:
        values["6/アレルギーの内容"] = rng.choice(_ALLERGIES)
    for page in pages():
        values |= {f"{page.number}/整理番号": number, f"{page.number}/児童氏名": child.full}
    return Family(number, child.full, values)


def _name(rng: random.Random, surname: tuple[str, str], man: bool) -> Name:
    given, kana = rng.choice(MEN if man else WOMEN)
    return Name(surname[0], given, surname[1], kana)


def _phone(rng: random.Random) -> str:
    return f"090-{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}"


def _member(row: int, person: Name, relation: str, born: datetime.date, where: str) -> dict[str, str]:
    return {
        f"2/氏名/{row}": person.full, f"2/フリガナ/{row}": katakana(person.kana), f"2/続柄/{row}": relation,
        f"2/生年月日/{row}": format_date(born), f"2/勤務先・学校等/{row}": where,
    }  # fmt: skip
