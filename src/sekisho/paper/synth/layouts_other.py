"""Forms of another kind that get among the sheets: they have to be reported as such, not guessed."""

from sekisho.paper.synth.layout import Col, Layout, Print, Slot

LAYOUTS = (
    Layout(
        name="other-meals",
        role="other",
        title=Print("給食人数報告書", 105, 20, 6.4, "center"),
        columns=(
            Col("number", "no", "日", 14),
            Col("text", "group", "クラス", 40),
            Col("number", "staff", "園児数", 34),
            Col("text", "note", "アレルギー対応", 60),
            Col("text", "remark", "備考", 30),
        ),
        slots=(Slot("facility", "facility", "園名", (34, 32, 80, 8)),),
        rows=31,
        left=16,
        top=48,
        row_height=7.0,
        prints=(Print("毎月 5 日までに提出してください。", 16, 280, 3.2),),
    ),
)
