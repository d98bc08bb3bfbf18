"""``sekisho bereavement``: the plan of a family from a file, for checks from outside; needs no database."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.base.errors import UserError

if TYPE_CHECKING:
    from sekisho.affairs.bereavement.procedures import Catalogue


def bereavement_commands(app: typer.Typer) -> None:
    """Add ``plan``."""
    app.callback()(_group)
    app.command("plan")(plan)


def _group() -> None:
    """Keeps «plan» a command of its own while it is the only one."""


def plan(
    case: Annotated[
        Path, typer.Argument(metavar="CASE.json", help="項目名と値の JSON（一件か、その並び）。")
    ],
    listed: Annotated[
        Path | None,
        typer.Option(
            "--catalogue",
            metavar="LIST.yaml",
            help="手続きの一覧（書き出した YAML）。省くと、はじめから入っている一覧。",
        ),
    ] = None,
) -> None:
    """ご遺族の手続きの計画と、聞くことを JSON で出します。分からない項目は省くか "unknown" と書きます。"""
    from sekisho.affairs.bereavement.as_json import plan_as_json
    from sekisho.base.files import read_text

    try:
        said = json.loads(read_text(case))
    except json.JSONDecodeError as error:
        raise UserError(
            f"「{case.name}」を JSON として読めません（{error.lineno} 行目）。", "書き方を確かめてください。"
        ) from error
    cases = said if isinstance(said, list) else [said]
    if not all(isinstance(one, dict) for one in cases):
        raise UserError(
            f"「{case.name}」は項目名と値の組ではありません。", '{"d.ins": "nhi"} のように書いてください。'
        )
    known = _catalogue(listed)
    plans = []
    for number, one in enumerate(cases, 1):
        try:
            plans.append(plan_as_json(one, known))
        except UserError as error:
            where = f"{number} 件目：" if isinstance(said, list) else ""
            raise UserError(where + error.message, error.remedy) from error
    print(json.dumps(plans if isinstance(said, list) else plans[0], ensure_ascii=False, indent=1))


def _catalogue(listed: Path | None) -> "Catalogue":
    from sekisho.affairs.bereavement.procedures import build, catalogue
    from sekisho.base.files import read_text

    if listed is None:
        return catalogue()
    from sekisho.affairs.bereavement.editor import document, exchange

    return build(exchange.from_yaml(read_text(listed), document.first()))
