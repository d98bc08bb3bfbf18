"""Three sheets that nobody looks at while building: they are for the last bench alone.

When their figures are known they become bench layouts, and new ones take their place.
"""

from sekisho.paper.synth.layout import Col, Layout, Print, Rule, Slot

LAYOUTS = (
    Layout(
        name="heldout-g",
        role="heldout",
        title=Print("給食従事者検便成績表", 105, 17, 5.6, "center"),
        columns=(
            Col("number", "no", "項番", 13),
            Col("text", "group", "所属", 27),
            Col("name", "name", "従事者氏名", 49),
            Col("mark", "salmonella", "サルモネラ属菌", 29),
            Col("mark", "o157", "大腸菌O157", 27),
            Col("date", "date", "採取月日", 31),
        ),
        slots=(
            Slot("facility", "facility", "学校・園名", (43, 27, 80, 8.5)),
            Slot("date", "sheet_date", "報告年月日", (156, 27, 38, 8.5)),
        ),
        rows=32,
        left=17,
        top=44,
        row_height=6.9,
        header_height=9.0,
        # No frame at the sides, as word processors draw «罫線なし（左右）».
        rules="open",
        shaded=True,
        pen=0.25,
        marks=("－", "＋"),
        prints=(
            Print("合計　　　　　　　名", 17.5, 277.5, 3.3),
            Print("（財）ひばり台予防協会　検査室", 193, 287, 3.0, "right"),
        ),
        extra_rules=(
            Rule(69, 12.0, 141, 12.0, 0.4),
            Rule(69, 22.0, 141, 22.0, 0.4),
            Rule(69, 12.0, 69, 22.0, 0.4),
            Rule(141, 12.0, 141, 22.0, 0.4),
            Rule(30, 44, 30, 273.8, 0.25),
            Rule(57, 44, 57, 273.8, 0.25),
            Rule(106, 44, 106, 273.8, 0.25),
            Rule(135, 44, 135, 273.8, 0.25),
            Rule(162, 44, 162, 273.8, 0.25),
            Rule(17, 281, 193, 281, 0.4),
        ),
    ),
    Layout(
        name="heldout-h",
        role="heldout",
        title=Print("定期検便　受検者名簿兼結果表", 22, 14, 6.4),
        size=(297.0, 210.0),
        columns=(
            Col("number", "staff", "職員コード", 26),
            Col("name", "name", "受検者", 63, 0.3),
            Col("date", "date", "提出月日", 37),
            Col("mark", "dysentery", "赤痢", 27),
            Col("mark", "salmonella", "サルモネラ", 31),
            Col("mark", "o157", "Ｏ１５７", 27),
            Col("text", "note", "備　　考", 42),
        ),
        slots=(Slot("facility", "facility", "送付先名", (44, 20.5, 94, 8), "殿"),),
        rows=15,
        left=22,
        top=43,
        row_height=9.6,
        header_height=8.0,
        numbered=False,
        pen=0.15,
        marks=("陰性", "陽性"),
        prints=(
            Print("検　査　結　果", 190.5, 39.6, 3.2, "center"),
            Print("みさき臨床検査株式会社", 275, 25, 3.4, "right"),
            Print("陽性のときは別にご連絡します。", 22, 202, 2.9),
        ),
        # A band above the marks' headers, shared by all three.
        extra_rules=(
            Rule(148, 36.2, 233, 36.2, 0.24),
            Rule(148, 36.2, 148, 43, 0.24),
            Rule(233, 36.2, 233, 43, 0.24),
        ),
    ),
    Layout(
        name="heldout-i",
        role="heldout",
        title=Print("細菌検査（検便）成績一覧", 182, 18, 7.2, "center"),
        size=(364.0, 257.0),
        columns=(
            Col("number", "no", "No.", 11),
            Col("name", "name", "お名前", 47),
            Col("date", "date", "採便日", 29),
            Col("mark", "result", "検査結果", 21),
        ),
        slots=(
            Slot("facility", "facility", "", (20, 30, 110, 10), "御中"),
            Slot("date", "sheet_date", "作成日", (292, 31, 52, 9), "", False),
        ),
        rows=22,
        blocks=3,
        left=14,
        gap=5,
        top=50,
        row_height=8.6,
        header_height=8.6,
        rules="fives",
        marks=("○", "×"),
        prints=(
            Print("○：検出せず　×：検出（再検査）", 14, 248, 3.2),
            Print("はるか保健科学センター", 350, 25, 4.0, "right"),
        ),
    ),
)
