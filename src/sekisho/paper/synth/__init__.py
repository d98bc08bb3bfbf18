"""The generator: made-up cities, their rosters and the scans of their sheets, with the truth beside them.

    from sekisho.paper.synth.city import make_city
    from sekisho.paper.synth.sheets import month_sheets
    from sekisho.paper.synth.layouts import layouts
    from sekisho.paper.synth.fontbook import DEMO, listed   # listed(fonts.toml, .fonts, role, style)
    from sekisho.paper.synth.page import render
    from sekisho.paper.synth.damage import damage, recipe, NAMES

    city = make_city(seed=1, facilities=38, people=1300)
    layout = layouts("train")[0]                 # roles train, calibrate, bench, heldout
    sheets = month_sheets(city, 2025, 5, mix="life", capacity=layout.capacity)
    page = render(layout, sheets[0], DEMO, seed=7, dpi=200)       # the first face with all characters
    page = damage(page, ["photocopy", "skew"], seed=7, role="train")
    page.image                                   # gray, height × width
    page.truth.rows[0].name, page.truth.rows[0].cell("name").box        # mm of the blank sheet
    page.corners(page.truth.rows[0].cell("name").box)                   # px of the (damaged) image
    layout.form()                                # the form that `form learn` ought to find

Pages by the hundred, each with the city (roster) it belongs to:

    from sekisho.paper.synth.corpus import corpus

    faces = listed(Path("fonts.toml"), Path(".fonts"), "bench")
    for case in corpus("bench", faces, "hand", "harsh", seed=1, cells=10_000):
        case.page, case.layout.form(), case.city

`truth.MUST_DOUBT` names the flags of rows that may never be accepted.

Everything hangs on the given seeds alone: the same call, the same bytes.
"""
