"""Received sheets, with their bytes in the vault."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import sekisho.gate.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_guard"),
        ("stool_tests", "0043_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("vault_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("month", models.DateField(verbose_name="対象の月")),
                ("received_at", models.DateTimeField(verbose_name="受け取った日時")),
                ("posted_on", models.DateField(blank=True, null=True, verbose_name="転記した日")),
                (
                    "content",
                    sekisho.gate.vault.fields.VaultFile(blank=True, max_length=32, verbose_name="用紙の画像"),
                ),
                (
                    "remark",
                    sekisho.gate.vault.fields.VaultText(
                        blank=True, editable=True, verbose_name="用紙についての覚え書き"
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.office",
                        verbose_name="施設",
                    ),
                ),
            ],
            options={
                "ordering": ("-month", "facility", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="scan_month_is_its_first_day"
                    )
                ],
            },
        ),
    ]
