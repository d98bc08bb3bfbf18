"""Sheets that no generator of ours made: typed in LibreOffice, printed to PDF, scanned badly, read by the command line.

Three designs: a workbook by Calc, two lists side by side and a list under a boxed head by Writer. Each form is
learned from the blank's PDF; the filled sheets are spoilt and photographed by the few lines of OpenCV below, not
by `paper.synth`.
"""

import csv
import datetime
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image

from sekisho.base.rows import Row, read_rows
from tests.office_documents import Written, boxed_head, calc_sheet, two_lists

FONTS = Path(__file__).parent.parent / "src" / "sekisho" / "paper" / "fonts"
Gray = NDArray[np.uint8]

#: Everybody on the roster by facility; 干夏 and 花予 on the sheets below are not among them.
ROSTER = {
    "みどり保育園": "山田　花子,佐藤　健太,鈴木　千夏,髙橋　美咲,伊藤　さくら,渡邉　恵,山本　拓也,中村　葵,小林　大輔,"
    "加藤　優奈,吉田　陽菜,山口　直樹,松本　莉子,井上　翔,木村　真央,林　あゆみ,清水　理恵,山崎　愛,池田　蓮,橋本　結衣,"
    "阿部　彩香,石川　隆,前田　美穂,藤田　由紀子,小川　誠,後藤　七海,岡田　明日香,長谷川　凛,村上　和也,近藤　久美子",
    "第二ひばりこども園": "石井　恵美,斉藤　裕子,坂本　真理,遠藤　早苗,青木　瞳,藤井　千尋,西村　彩,福田　美和,太田　麻衣,三浦　綾子,"
    "藤原　直美,岡本　舞,松田　典子,中川　優子,中野　友美,原田　香織,小野　智子,田村　梨沙,竹内　奈々,金子　洋子,和田　順子,"
    "中山　久美,石田　美加,上田　千春,森田　紗季,柴田　京子,酒井　恭子,工藤　和美,横山　幸子,宮崎　礼子,宮本　悦子,内田　昌子,"
    "高木　葉月,安藤　詩織,谷口　光,大野　静香,丸山　桃子,今井　志保",
    "若葉保育所": "河野　愛子,藤本　裕美,武田　みゆき,村田　佳代,上野　晴美,杉山　貴子,増田　真弓,菅原　由美,平野　朋子,大塚　景子,"
    "千葉　里奈,久保　春香,松井　絵里,岩崎　彩乃,桜井　美幸,野口　沙織,松尾　千佳,木下　葵,野村　弘美,菊地　桂子,佐野　雅子,大西　史恵",
}


def written(facility: str, count: int, stranger: str = "", place: int = 0) -> list[Written]:
    """The first ``count`` people of the facility; at ``place`` stands ``stranger`` instead."""
    people = ROSTER[facility].split(",")[:count]
    rows = []
    for number, person in enumerate(people):
        day = datetime.date(2025, 5, 12 + number % 4)
        name = stranger if stranger and number == place else person
        rows.append(Written(name, person if name == person else "", day))
    return rows


@dataclass(frozen=True)
class Design:
    """``make`` writes the document of a design for a facility, a date of the sheet and rows (none: the blank)."""

    name: str
    facility: str
    rows: list[Written]
    make: Callable[[Path, str, str, list[Written]], None]
    spoil: Callable[[Gray, Path], None]
    suffix: str
    dpi: int


# --- What a scanner does to them


def leaning(page: Gray, degrees: float) -> Gray:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=255), np.uint8)


def worn_copy(page: Gray, path: Path) -> None:
    """Leaning, out of focus, noisy, paper not white, a strong JPEG."""
    soft = cv2.GaussianBlur(leaning(page, 1.3), (0, 0), 0.9).astype(np.float32)
    noise = np.random.default_rng(1).normal(0, 7, page.shape)
    cv2.imwrite(
        str(path), np.clip(soft * 0.8 + 25 + noise, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 60]
    )


def fax(page: Gray, path: Path) -> None:
    """Leaning the other way, black and white only, with specks."""
    soft = cv2.GaussianBlur(leaning(page, -0.8), (0, 0), 1.1)
    black = np.where(soft < 150, 0, 255).astype(np.uint8)
    rng = np.random.default_rng(2)
    black[rng.random(page.shape) < 0.0004] = 0
    Image.fromarray(black).convert("1").save(path, compression="group4", dpi=(300, 300))


def lying_photocopy(page: Gray, path: Path) -> None:
    """Fed sideways, a shadow along one edge, toner too dark; as PDF."""
    height, width = page.shape
    shade = np.linspace(0.72, 1.0, width)[None, :] * np.ones((height, 1))
    dark = cv2.erode(leaning(page, 1.9), np.ones((2, 2), np.uint8)).astype(np.float32) * shade
    turned = np.rot90(cv2.GaussianBlur(dark, (0, 0), 0.7))
    Image.fromarray(np.clip(turned, 0, 255).astype(np.uint8)).save(path, resolution=200, quality=70)


def photograph(page: Gray, path: Path) -> None:
    """Held askew over a dark desk, one side in the shade."""
    height, width = page.shape
    desk = (round(width * 1.15), round(height * 1.15))
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32) * (width, height)
    seen = np.array([(0.10, 0.08), (1.04, 0.05), (1.10, 1.10), (0.04, 1.05)], np.float32) * (width, height)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    view = cv2.GaussianBlur(cv2.warpPerspective(page, matrix, desk, borderValue=90), (0, 0), 1.0)
    shade = np.linspace(0.65, 1.0, desk[0])[None, :]
    cv2.imwrite(str(path), np.clip(view * shade, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 75])


DESIGNS = (
    Design(
        "calc",
        "みどり保育園",
        written("みどり保育園", 28, "鈴木　干夏", 2),
        calc_sheet,
        worn_copy,
        "jpg",
        200,
    ),
    Design(
        "lists",
        "第二ひばりこども園",
        written("第二ひばりこども園", 35, "五十嵐　陽子", 30),
        two_lists,
        fax,
        "tif",
        300,
    ),
    Design(
        "boxed",
        "若葉保育所",
        written("若葉保育所", 20, "杉山　真由美", 5),
        boxed_head,
        lying_photocopy,
        "pdf",
        200,
    ),
)
#: Each filled sheet is scanned in its own way, and photographed.
SCANS = [(design, f"{design.name}.{design.suffix}") for design in DESIGNS]
SCANS += [(design, f"{design.name}-photo.jpg") for design in DESIGNS]
SHEET_DATES = {"calc": "令和7年5月16日", "lists": "令和7年5月16日", "boxed": "令和7年5月16日"}


# --- Through the command line


def to_pdf(folder: Path, documents: Sequence[Path]) -> None:
    """Print all documents to PDF by one LibreOffice that sees no fonts but the repository's."""
    program = shutil.which("soffice")
    if not program:
        pytest.fail(
            "LibreOffice がありません。apt-get install libreoffice-calc libreoffice-writer で入れてください。"
        )
    fonts = folder / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{FONTS.resolve()}</dir><cachedir>{folder / 'fontcache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
            *map(str, documents),
        ],
        check=True,
        capture_output=True,
        timeout=300,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), "FONTCONFIG_FILE": str(fonts)},
    )


def sekisho(*arguments: str | Path) -> str:
    """Run the real command; its output."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("sekisho")), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pixels(pdf: Path, dpi: int) -> Gray:
    document = pypdfium2.PdfDocument(str(pdf))
    assert len(document) == 1, pdf
    image = document[0].render(scale=dpi / 72, grayscale=True).to_numpy()
    document.close()
    return np.ascontiguousarray(image.reshape(image.shape[:2]))


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Blanks learned, filled sheets scanned, all read in one run: `rows.csv` in the folder."""
    folder = tmp_path_factory.mktemp("outside")
    documents = []
    for design in DESIGNS:
        suffix = "xlsx" if design.make is calc_sheet else "fodt"
        for kind in ("blank", "filled"):
            path = folder / f"{design.name}-{kind}.{suffix}"
            rows = design.rows if kind == "filled" else []
            facility, head = (design.facility, SHEET_DATES[design.name]) if rows else ("", "")
            design.make(path, facility, head, rows)
            documents.append(path)
    to_pdf(folder, documents)
    scans = folder / "scans"
    scans.mkdir()
    for design in DESIGNS:
        page = pixels(folder / f"{design.name}-filled.pdf", design.dpi)
        design.spoil(page, scans / f"{design.name}.{design.suffix}")
        photograph(page, scans / f"{design.name}-photo.jpg")
        sekisho("form", "learn", folder / f"{design.name}-blank.pdf", "-o", folder / f"{design.name}.toml")
    with (folder / "roster.csv").open("w", newline="", encoding="cp932") as stream:
        roster = csv.writer(stream)
        roster.writerow(["facility", "name"])
        roster.writerows([facility, name] for facility, names in ROSTER.items() for name in names.split(","))
    forms = [part for design in DESIGNS for part in ("--form", folder / f"{design.name}.toml")]
    sekisho("read", scans, *forms, "--roster", folder / "roster.csv", "-o", folder / "rows.csv")
    return folder


def rows_of(work: Path, source: str) -> list[Row]:
    return [row for row in read_rows(work / "rows.csv") if row.source == source]


every_scan = pytest.mark.parametrize(("design", "source"), SCANS, ids=[source for _, source in SCANS])


@every_scan
def test_every_row_is_there_once_and_none_besides(work: Path, design: Design, source: str) -> None:
    assert [row.row for row in rows_of(work, source)] == list(range(1, len(design.rows) + 1))


@every_scan
def test_no_accepted_row_is_wrong_and_most_are_accepted(work: Path, design: Design, source: str) -> None:
    accepted = [row for row in rows_of(work, source) if row.state == "accepted"]
    for row in accepted:
        truth = design.rows[row.row - 1]
        assert (row.facility, row.name, row.date) == (design.facility, truth.person, truth.day)
    # The last design is filled in with a font like a hand.
    least = 0.5 if design.make is boxed_head else 0.75
    assert len(accepted) >= least * len(design.rows)


@every_scan
def test_doubtful_rows_say_why(work: Path, design: Design, source: str) -> None:
    doubtful = [row for row in rows_of(work, source) if row.state == "doubtful"]
    strangers = {number for number, row in enumerate(design.rows, start=1) if not row.person}
    assert strangers and strangers <= {row.row for row in doubtful}
    assert all(row.reason for row in doubtful)


@every_scan
def test_the_results_are_read_too(work: Path, design: Design, source: str) -> None:
    """All are negative: nothing is called positive, and only few are left open."""
    column = "判定" if design.make is two_lists else "結果"
    shown = [row.extra[column] for row in rows_of(work, source)]
    assert sum(text in ("−", "陰性") for text in shown) >= 0.75 * len(shown)
    assert not {"＋", "陽性"} & set(shown)
