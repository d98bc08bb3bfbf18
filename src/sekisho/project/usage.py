"""Wrong usage of the command line, said in Japanese.

typer's parser is click, a package of its own in older versions and a private part of typer in newer
ones, so its exceptions are told apart by their names.
"""

import re

_KINDS = {"argument": "渡すもの", "option": "オプション"}
_HELP = "--help を付けると使い方を表示します。"


def explain(error: Exception) -> tuple[str, str] | None:
    """Message and remedy for a usage error of typer; None for anything else, which is a bug of ours.

    Both are empty when no argument was given and typer has shown the help.
    """
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "UsageError" not in kinds:
        return None
    if "NoArgsIsHelpError" in kinds:
        return "", ""
    if "MissingParameter" in kinds:
        parameter = getattr(error, "param", None)
        kind = _KINDS.get(getattr(parameter, "param_type_name", ""), "")
        return f"{kind}「{_name(parameter)}」がありません。", _HELP
    if "NoSuchOption" in kinds:
        option = getattr(error, "option_name", "")
        near = "、".join(getattr(error, "possibilities", None) or ())
        return f"オプション「{option}」はありません。", f"もしかして：{near}" if near else _HELP
    if "BadParameter" in kinds:
        parameter = getattr(error, "param", None)
        return f"「{_name(parameter)}」の値を使えません（{getattr(error, 'message', '')}）。", _HELP
    message = str(getattr(error, "message", error))
    if message.startswith("No such command"):
        # click: No such command 'raed'. Did you mean 'read'?
        name, *near = re.findall(r"'([^']*)'", message) or [""]
        return f"「{name}」というコマンドはありません。", f"もしかして：{'、'.join(near)}" if near else _HELP
    if "BadOptionUsage" in kinds:
        return f"オプション「{getattr(error, 'option_name', '')}」の使い方が違います。", _HELP
    return f"使い方が違います（{message}）。", _HELP


def _name(parameter: object) -> str:
    if getattr(parameter, "param_type_name", "") == "option":
        return " ".join(getattr(parameter, "opts", []))
    return str(getattr(parameter, "metavar", "") or getattr(parameter, "name", "") or "")
