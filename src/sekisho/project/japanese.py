"""typer's own words in Japanese: panel titles, usage line, the help option."""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_OPTIONS = "[オプション]"


class _Japanese:
    """What commands and groups of commands have in common."""

    def get_usage(self, ctx: Any) -> str:
        return str(super().get_usage(ctx)).replace("Usage: ", "使い方: ")  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "この説明を表示します。"
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        # Takes a quarter of a second to import, and only help needs it.
        from typer import rich_utils

        rich_utils.ARGUMENTS_PANEL_TITLE = "渡すもの"
        rich_utils.OPTIONS_PANEL_TITLE = "オプション"
        rich_utils.COMMANDS_PANEL_TITLE = "コマンド"
        rich_utils.DEFAULT_STRING = "[既定: {}]"
        rich_utils.REQUIRED_LONG_STRING = "[必須]"
        words = rich_utils.OptionHighlighter()
        rich_utils.highlighter = lambda text: _folded(words(text))  # type: ignore[assignment]
        super().format_help(ctx, formatter)  # type: ignore[misc]


def _folded(text: Any) -> Any:
    """Japanese has no spaces to break lines at: fold the text instead of cutting it off with «…»."""
    text.overflow = "fold"
    return text


class Command(_Japanese, TyperCommand):
    """A command that speaks Japanese."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{**options, "options_metavar": _OPTIONS})


class Group(_Japanese, TyperGroup):
    """A group of commands that speaks Japanese."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        words = {"options_metavar": _OPTIONS, "subcommand_metavar": "コマンド ..."}
        super().__init__(*arguments, **{**options, **words})


def speak_japanese(app: typer.Typer) -> None:
    """Make ``app`` and everything registered on it say its own words in Japanese."""
    app.info.cls = Group
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        group.cls = Group
        if group.typer_instance is not None:
            speak_japanese(group.typer_instance)
