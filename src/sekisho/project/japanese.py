"""typer's own words in Japanese: panel titles, usage line, the help option."""

from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

_USAGE, _HELP = "使い方: ", "この説明を表示します。"


class Command(TyperCommand):
    """A command whose usage line and help option are Japanese."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{**options, "options_metavar": "[オプション]"})

    def get_usage(self, ctx: Any) -> str:
        return super().get_usage(ctx).replace("Usage: ", _USAGE)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option


class Group(TyperGroup):
    """A group of commands, likewise."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        words = {"options_metavar": "[オプション]", "subcommand_metavar": "コマンド ..."}
        super().__init__(*arguments, **{**options, **words})

    def get_usage(self, ctx: Any) -> str:
        return super().get_usage(ctx).replace("Usage: ", _USAGE)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option


def speak_japanese(app: typer.Typer) -> None:
    """Make ``app`` and everything registered on it say its own words in Japanese."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "渡すもの"
    rich_utils.OPTIONS_PANEL_TITLE = "オプション"
    rich_utils.COMMANDS_PANEL_TITLE = "コマンド"
    rich_utils.ERRORS_PANEL_TITLE = "エラー"
    rich_utils.DEFAULT_STRING = "[既定: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[必須]"
    _translate(app)


def _translate(app: typer.Typer) -> None:
    app.info.cls = Group
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        group.cls = Group
        if group.typer_instance is not None:
            _translate(group.typer_instance)
