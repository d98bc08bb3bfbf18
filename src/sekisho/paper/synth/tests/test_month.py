"""A month of scans in files."""

from collections import Counter

from sekisho.paper.synth.city import make_city
from sekisho.paper.synth.month import file_names, month_scans, truth_csv

CITY = make_city(2, facilities=16, people=200)


def test_files_hold_what_the_truth_says() -> None:
    files = list(month_scans(CITY, 2025, 5, "life", 1))
    assert {file.name: len([page for page in file.pages if page]) for file in files} == file_names(
        CITY, 2025, 5, "life", 1
    )
    assert Counter(file.name.rpartition(".")[2] for file in files).keys() == {"pdf", "tif", "jpg"}
    assert {page.facility for file in files for page in file.pages if page} == {
        facility.name for facility in CITY.facilities
    }
    duplex = next(file for file in files if file.name.startswith("両面"))
    assert duplex.pages[1] is None and duplex.pages[-1] is None
    lines = truth_csv(files).decode("utf-8-sig").splitlines()
    assert lines[0] == "facility,name,date,source,page,row,flags,on_roster"
    assert len(lines) - 1 == sum(len(page.rows) for file in files for page in file.pages if page)
    assert all(line.split(",")[2].startswith("2025-0") for line in lines[1:])
