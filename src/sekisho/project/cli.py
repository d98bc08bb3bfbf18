"""The command line: ``sekisho``. Says everything in Japanese; heavy parts are imported by the commands
that need them."""

import os
import sys
from collections.abc import Sequence

import typer

from sekisho.base.errors import UserError
from sekisho.project.commands.bench import bench_commands
from sekisho.project.commands.bereavement import bereavement_commands
from sekisho.project.commands.calibrate import calibrate_command
from sekisho.project.commands.city import city_commands
from sekisho.project.commands.demo import demo_commands
from sekisho.project.commands.demo_run import run as demo_run
from sekisho.project.commands.doctor import doctor
from sekisho.project.commands.forms import form_commands
from sekisho.project.commands.ledgers import ledger_commands
from sekisho.project.commands.log import log_commands
from sekisho.project.commands.purge import purge, scrub
from sekisho.project.commands.read import read_command
from sekisho.project.commands.register import register_commands
from sekisho.project.commands.residents import residents_commands
from sekisho.project.commands.server import server_commands
from sekisho.project.commands.stool_tests import stool_tests_commands
from sekisho.project.commands.train import train_commands
from sekisho.project.japanese import speak_japanese
from sekisho.project.usage import explain

_INTERRUPTED = 130
_HELP = {"help_option_names": ["-h", "--help"]}


def _app(text: str) -> typer.Typer:
    return typer.Typer(
        help=text, no_args_is_help=True, add_completion=False, context_settings=_HELP, rich_markup_mode="rich"
    )


app = _app("関所（せきしょ）：紙の名簿を読み取り、確かめた行だけを Excel の台帳に転記します。")
form_app = _app("様式を覚えさせます。")
rule_app = _app("転記の決まりを覚えさせます。")
demo_app = _app("試すための架空のデータを作ります。")
city_app = _app("市を作ります。")
register_app = _app("個人情報取扱事務登録簿を表示し、確かめます。")
stool_tests_app = _app("検便：用紙の様式を登録し、コピー機のフォルダーから受け取ります。")
bereavement_app = _app("ご遺族の手続きの計画を作ります。")
residents_app = _app("住民記録の写しを取り込みます。")
train_app = _app("網の重みと較正を作り直します（開発者向け。依存グループ train が要ります）。")

app.add_typer(form_app, name="form")
app.command("read")(read_command)
app.command("calibrate")(calibrate_command)
app.add_typer(rule_app, name="rule")
ledger_commands(app, rule_app)
form_commands(form_app)
demo_commands(demo_app)
demo_app.command("run")(demo_run)
train_commands(train_app)
app.add_typer(train_app, name="train", hidden=True)
app.add_typer(demo_app, name="demo")
bench_commands(app)
server_commands(app)
app.command("doctor")(doctor)
app.command("purge")(purge)
app.command("scrub")(scrub)
city_commands(city_app)
app.add_typer(city_app, name="city")
register_commands(register_app)
log_commands(app)
stool_tests_commands(stool_tests_app)
app.add_typer(stool_tests_app, name="stool-tests")
bereavement_commands(bereavement_app)
app.add_typer(bereavement_app, name="bereavement")
residents_commands(residents_app)
app.add_typer(residents_app, name="residents")
app.add_typer(register_app, name="register")
speak_japanese(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``sekisho``; exits with 0, 2 for what a user can mend, 130 when interrupted."""
    try:
        # Newer typers turn Ctrl-C into the outcome 130, older ones let it through or abort.
        outcome = app(list(arguments) if arguments is not None else None, standalone_mode=False)
        if outcome == _INTERRUPTED:
            raise KeyboardInterrupt
    except UserError as error:
        _say(error.message, error.remedy)
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        _say("中断しました。", "もう一度同じコマンドを実行すると、続きから始めます。")
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone (head, less): nothing to say, and nothing more to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        said = explain(error)
        if said is None:
            raise
        _say(*said)
        sys.exit(2 if any(said) else 0)


def _say(*lines: str) -> None:
    for line in filter(None, lines):
        print(line, file=sys.stderr)


if __name__ == "__main__":
    main()
