"""The vault on the first affair's scans: what opens it, what doesn't, and the change of epoch cut off anywhere."""

import datetime
import pickle
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from sekisho import gate
from sekisho.affairs.stool_tests.models import Scan
from sekisho.base.errors import UserError
from sekisho.gate.models import VaultKey
from sekisho.gate.vault import cipher, epochs, keystore
from sekisho.gate.vault.fields import put_file, read_file
from sekisho.gate.vault.keys import Erased
from sekisho.gate.vault.storage import storage
from tests.cast import Cast, actor
from tests.gate.kept import INTAKE, MONTH, content, scan_of
from tests.gate.sample_sheets import receive_scan

SHEETS = "stool_tests.sheets"


def change_epoch() -> None:
    with gate.enter(gate.job_actor(), "gate.purge"):
        epochs.begin()
    epochs.finish()


def test_a_file_comes_back_through_the_pass_and_lies_encrypted(cast: Cast) -> None:
    scan = scan_of(cast, b"sheet of May")
    assert content(cast, scan) == b"sheet of May"
    assert b"sheet" not in storage().read(scan.content)
    mode = next(settings.SEKISHO_KEYS.glob("*.key")).stat().st_mode & 0o777
    assert mode == 0o600


def test_only_who_reaches_the_row_gets_its_key(cast: Cast) -> None:
    mine, others = scan_of(cast, b"hill"), scan_of(cast, b"brook", office=cast.brook)
    with gate.enter(actor(cast.dora), SHEETS):
        assert read_file(Scan.objects.get(), "content") == b"hill"
        assert set(VaultKey.objects.values_list("id", flat=True)) == {mine.vault_key}
        with pytest.raises(Erased):
            read_file(others, "content")
    with pytest.raises(gate.GateClosed):
        read_file(mine, "content")
    with gate.enter(actor(cast.alice), "stool_tests.roster"), pytest.raises(Erased):
        read_file(mine, "content")
    assert not VaultKey.objects.exists()


def test_ciphertext_moved_to_another_record_does_not_open(cast: Cast) -> None:
    mine, others = scan_of(cast, b"hill"), scan_of(cast, b"brook")
    storage().write(mine.content, storage().read(others.content))
    with pytest.raises(cipher.Unreadable):
        content(cast, mine)


def test_a_file_is_written_once_and_a_pickled_record_holds_no_key(cast: Cast) -> None:
    scan = scan_of(cast, b"first")
    with gate.enter(actor(cast.alice), INTAKE), pytest.raises(ValueError):
        put_file(scan, "content", b"second")
    assert scan.__dict__["_new_secret"] not in pickle.dumps(scan)


def test_the_run_time_role_neither_erases_nor_rewraps_keys(cast: Cast) -> None:
    scan_of(cast, b"sheet")
    with gate.enter(actor(cast.alice), INTAKE):
        assert VaultKey.objects.update(epoch=99) == 0
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            VaultKey.objects.all().delete()


@pytest.mark.parametrize("at", range(6))
def test_a_change_of_epoch_cut_off_anywhere_goes_on(
    cast: Cast, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Steps told: begun, wrap, wrap, wrap (slices of two, the last one empty), destroy, …"""
    monkeypatch.setattr(epochs, "SLICE", 2)
    scans = [scan_of(cast, b"sheet %d" % number) for number in range(3)]
    old = keystore.epochs()
    steps = iter(range(99))

    def stop(_: str) -> None:
        if next(steps) == at:
            raise KeyboardInterrupt

    with gate.enter(gate.job_actor(), "gate.purge"):
        new = epochs.begin()
    try:
        epochs.finish(stop)
    except KeyboardInterrupt:
        assert [content(cast, scan) for scan in scans] == [b"sheet 0", b"sheet 1", b"sheet 2"]
        epochs.finish()
    assert keystore.epochs() == [new] and new not in old
    assert [content(cast, scan) for scan in scans] == [b"sheet 0", b"sheet 1", b"sheet 2"]
    assert superuser.execute("SELECT DISTINCT epoch FROM gate_vault_key").fetchall() == [(new,)]


def test_a_key_created_before_a_crash_harms_nobody(cast: Cast) -> None:
    scan = scan_of(cast, b"sheet")
    keystore.create(max(keystore.epochs()) + 1)
    assert content(cast, scan) == b"sheet"
    change_epoch()
    assert content(cast, scan) == b"sheet" and len(keystore.epochs()) == 1


def test_a_missing_key_says_where_to_look(cast: Cast) -> None:
    scan = scan_of(cast, b"sheet")
    for epoch in keystore.epochs():
        keystore.destroy(epoch)
    with pytest.raises(UserError, match="鍵の置き場"):
        content(cast, scan)


def test_files_of_failed_transactions_are_swept(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), gate.enter(actor(cast.alice), INTAKE):
        receive_scan(cast.hill, MONTH, b"never saved")
        raise ZeroDivisionError
    scan_of(cast, b"saved")
    left = [name for name, _ in storage().names()]
    assert epochs.sweep_files() == 0, "a young file may belong to a transaction that still runs"
    from sekisho.base import clock

    with clock.at(clock.now() + datetime.timedelta(days=2)):
        assert epochs.sweep_files() == len(left) - 1


def test_sealed_text_reads_as_text_inside_the_pass_only(cast: Cast, superuser: psycopg.Connection) -> None:
    scan = scan_of(cast, b"sheet")
    assert scan.remark == ""
    with gate.enter(actor(cast.alice), INTAKE):
        scan.remark = "3行目は大空 花子さん"
        scan.save()
    (sealed,) = superuser.execute("SELECT remark FROM stool_tests_scan").fetchone() or (b"",)
    assert len(sealed) > 12 and "大空".encode() not in sealed
    with gate.enter(actor(cast.dora), SHEETS):
        loaded = Scan.objects.get()
        assert loaded.remark == "3行目は大空 花子さん"
    with pytest.raises(gate.GateClosed):
        _ = loaded.remark
    with gate.enter(actor(cast.alice), INTAKE):
        again = Scan.objects.get()
        again.size = 5
        again.save()
    assert superuser.execute("SELECT remark FROM stool_tests_scan").fetchone() == (sealed,)
    change_epoch()
    with gate.enter(actor(cast.alice), INTAKE):
        assert Scan.objects.defer("remark").get().remark == "3行目は大空 花子さん"
        fresh = Scan(facility=cast.hill, month=MONTH, received_at=scan.received_at, remark="束ねて")
        Scan.objects.bulk_create([fresh])
        assert Scan.objects.get(pk=fresh.pk).remark == "束ねて"


def test_sealed_text_moved_to_another_record_does_not_open(cast: Cast, superuser: psycopg.Connection) -> None:
    scans = [scan_of(cast, b"one"), scan_of(cast, b"two")]
    with gate.enter(actor(cast.alice), INTAKE):
        for scan in scans:
            scan.remark = f"第{scan.pk}"
            scan.save()
    superuser.execute(
        "UPDATE stool_tests_scan SET remark = (SELECT remark FROM stool_tests_scan WHERE id = %s)",
        [scans[0].pk],
    )
    with gate.enter(actor(cast.alice), INTAKE), pytest.raises(cipher.Unreadable):
        _ = Scan.objects.get(pk=scans[1].pk).remark


def test_a_key_that_is_there_is_never_replaced_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    with override_settings(SEKISHO_KEYS=tmp_path):
        keystore.create(7)
        first = keystore.key(7)
        keystore.create(7)
        assert keystore.key(7) == first
        assert [path.name for path in tmp_path.iterdir()] == ["00000007.key"]
        assert (tmp_path / "00000007.key").stat().st_mode & 0o777 == 0o600
