"""What a person is told who may not pass: which post could, and whom to ask. Never whether a record exists."""

from typing import TYPE_CHECKING

from sekisho.gate.answers import Gap, Refused
from sekisho.gate.register.load import find
from sekisho.gate.words import POSTS, TERMINALS, ZONES

if TYPE_CHECKING:
    from sekisho.gate.passes import Held


def refusal(purpose: str, why: str, held: "Held | None") -> Refused:
    """The refusal in Japanese; raises Gap when no register knows the purpose."""
    found = find(purpose)
    if found is None or why == "unknown":
        raise Gap(
            f"no register speaks of the purpose «{purpose}» (or it isn't in the database yet: sekisho migrate)"
        )
    registered, entry = found
    posts = "・".join(dict.fromkeys(POSTS[who.post] for who in entry.who)) or "（職員には認められていません）"
    office = registered.entry.affair.office
    aim = f"「{registered.entry.affair.name}」の「{entry.name}」"
    ask = f"必要なときは、{office}の{posts}にお尋ねください。"
    if why == "zone":
        zones = "・".join(ZONES[zone] for zone in entry.zones)
        return Refused(purpose, why, f"{aim}は、この系では使えません。", f"{zones}の端末から使ってください。")
    if why == "terminal":
        kinds = "・".join(TERMINALS[kind] for kind in entry.terminals)
        return Refused(purpose, why, f"{aim}は、この端末では使えません。", f"{kinds}から使ってください。")
    if why == "approval":
        return Refused(
            purpose,
            why,
            f"{aim}は、登録簿のいまの内容がまだ承認されていません。",
            f"{office}にお尋ねください。",
        )
    if why == "case":
        return Refused(
            purpose, why, f"{aim}は、担当する案件を開いてから使います。", "案件の画面から入り直してください。"
        )
    if why == "assignment":
        return Refused(
            purpose,
            why,
            f"{aim}に要る職位は、今日の時点であなたに割り当てられていません。",
            "所属長にお尋ねください。",
        )
    whose = f"あなたの職位（{POSTS[held.post]}）では" if held and held.post in POSTS else "あなたの職位では"
    if why == "export":
        return Refused(
            purpose,
            "post",
            f"{aim}で見たものを、ファイルや印刷で持ち出すことは認められていません。",
            "画面で確かめてください。",
        )
    if why == "column":
        return Refused(purpose, "post", f"{aim}では、この項目を見ることは認められていません。", ask)
    return Refused(purpose, "post", f"{whose}、{aim}は認められていません。", ask)
