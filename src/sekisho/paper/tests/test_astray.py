import numpy as np

from sekisho.paper.astray import names_astray
from sekisho.paper.ink import Gray
from sekisho.paper.tests.written import EM, write

NAMES = ["山田　花子", "佐藤　健一", "林　さくら", "田中　一郎", "鈴木　美穂", "高橋　直子", "中村　優"]


def page(names: list[str], empty: int) -> list[Gray]:
    cells = [write(name, width=12 * EM) for name in names]
    return cells + [np.full_like(cells[0], 245) for _ in range(empty)]


def astray(cells: list[Gray]) -> list[bool]:
    return names_astray(cells, [0] * len(cells), [8.0] * len(cells))


def test_a_line_of_the_drum_in_all_cells_puts_no_name_astray() -> None:
    cells = page(NAMES, 12)
    for crop in cells:
        crop[:, -30:-28] = 60
    assert astray(cells) == [False] * len(cells)


def test_a_name_at_the_other_end_of_its_cell_is_astray() -> None:
    cells = page(NAMES, 2)
    cells[2] = np.ascontiguousarray(np.roll(cells[2], 6 * EM, axis=1))
    assert astray(cells) == [n == 2 for n in range(len(cells))]
