"""``sekisho train``: makes the networks and the calibration again. For developers; needs the group «train»."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

FONTS = Annotated[
    Path, typer.Option("--fonts", help="書体の一覧（fonts.toml）。書体は隣の .fonts/ に置きます。")
]
MODELS = Annotated[Path, typer.Option("--models", help="重みの書き出し先。")]
_FONTS = Path("fonts.toml")
_MODELS = Path("src/sekisho/paper/models")
#: What the shipped calibration of names was fitted on.
_NAME_SETS = ("11:6000", "21:9100")
_DATE_SEEDS = (11, 12)


def train_commands(train_app: typer.Typer) -> None:
    """Add ``recogniser``, ``verifier``, ``signs``, ``figures``, ``alterations``, ``names``, ``dates`` and ``all``."""
    train_app.command("recogniser")(recogniser)
    train_app.command("verifier")(verifier)
    train_app.command("signs")(signs)
    train_app.command("figures")(figures)
    train_app.command("alterations")(alterations)
    train_app.command("names")(names)
    train_app.command("dates")(dates)
    train_app.command("all")(everything)


def recogniser(fonts: FONTS = _FONTS, models: MODELS = _MODELS) -> None:
    """既製の認識器（rapidocr に入っている PP-OCRv6 small）を日本語の文字だけに切り詰め、整数の重みにします。"""
    from sekisho.paper.train.run import cut_recogniser

    Console().print(f"{cut_recogniser(fonts, models / 'recogniser.onnx')} 文字を残しました。")


def verifier(
    fonts: FONTS = _FONTS,
    models: MODELS = _MODELS,
    steps: Annotated[int, typer.Option(help="学習の回数（1 回に 256 字）。")] = 6000,
    seed: Annotated[int, typer.Option(help="乱数の種。")] = 7,
) -> None:
    """1 文字ずつ確かめる網を、書体から作った文字で学習します（2 コアで 1 時間以上）。"""
    from sekisho.paper.train.run import train_verifier

    train_verifier(fonts, models / "verifier.onnx", steps, seed, Console().print)


def names(
    fonts: FONTS = _FONTS,
    models: MODELS = _MODELS,
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", help="較正に読む用紙の組。種:氏名欄の数（活字・手書きそれぞれ）で、何組でも。"),
    ] = None,
) -> None:
    """氏名の確率と、行を人に回す境目を、学習に使っていない書体・様式・傷みの用紙で較正します（dates のあとに）。"""
    from sekisho.paper.train.run import calibrate_names

    pairs = [tuple(map(int, one.split(":"))) for one in sets or _NAME_SETS]
    calibrate_names(fonts, models / "names.json", [(seed, cells) for seed, cells in pairs], Console().print)


def signs(
    fonts: FONTS = _FONTS,
    models: MODELS = _MODELS,
    sheets: Annotated[int, typer.Option(help="学習に作る用紙の数（1 枚に約 420 個）。")] = 380,
    epochs: Annotated[int, typer.Option(help="繰り返す回数。")] = 16,
    seed: Annotated[int, typer.Option(help="乱数の種。")] = 31,
) -> None:
    """結果や「〃」の印を読む小さな網を学習します（1 コアで 20 分ほど）。"""
    from sekisho.paper.train.signs import train_signs

    train_signs(fonts, models / "signs.onnx", sheets, epochs, seed, Console().print)


def figures(
    fonts: FONTS = _FONTS,
    models: MODELS = _MODELS,
    sheets: Annotated[int, typer.Option(help="学習に作る用紙の数（1 枚に約 180 行）。")] = 1800,
    epochs: Annotated[int, typer.Option(help="繰り返す回数。")] = 3,
    seed: Annotated[int, typer.Option(help="乱数の種。")] = 41,
) -> None:
    """日付と印をもう一度読む小さな網を学習します（1 コアで 1 時間ほど）。"""
    from sekisho.paper.train.figures import train_figures

    train_figures(fonts, models / "figures.onnx", sheets, epochs, seed, Console().print)


def alterations(
    fonts: FONTS = _FONTS,
    models: MODELS = _MODELS,
    slices: Annotated[int, typer.Option(help="学習に作る用紙の組の数（1 組に 2,800 行）。")] = 36,
    epochs: Annotated[int, typer.Option(help="繰り返す回数。")] = 14,
    seed: Annotated[int, typer.Option(help="乱数の種。")] = 51,
) -> None:
    """抹消や訂正を見つける小さな網を学習します（2 コアで 40 分ほど）。"""
    from sekisho.paper.train.alterations import train_alterations

    train_alterations(fonts, models / "alterations.onnx", slices, epochs, seed, Console().print)


def dates(
    fonts: FONTS = _FONTS,
    models: MODELS = _MODELS,
    pages: Annotated[int, typer.Option(help="較正に作る用紙の数（種ごと、1 枚に 180 個）。")] = 200,
    seeds: Annotated[
        list[int] | None, typer.Option("--seed", help="乱数の種。いくつでも。 [既定: 11、12]")
    ] = None,
) -> None:
    """日付の確率を、学習に使っていない書体と傷みの用紙で較正します。"""
    from sekisho.paper.train.date_chance import calibrate_dates

    calibrate_dates(fonts, models / "dates.json", pages, seeds or _DATE_SEEDS, Console().print)


def everything(fonts: FONTS = _FONTS, models: MODELS = _MODELS) -> None:
    """認識器、四つの網、較正を順にすべて作り直します。"""
    recogniser(fonts, models)
    verifier(fonts, models)
    signs(fonts, models)
    figures(fonts, models)
    alterations(fonts, models)
    dates(fonts, models)
    names(fonts, models)
