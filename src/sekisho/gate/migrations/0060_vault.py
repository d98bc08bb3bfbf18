"""The vault and the purge: tables, then what the database itself decides (sql/0060_vault.sql). Tables by Django 5.2."""

import uuid
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

_SQL = (Path(__file__).parent / "sql" / "0060_vault.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("gate", "0053_policies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Epoch",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField()),
            ],
            options={
                "db_table": "gate_epoch",
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.TextField(verbose_name="対象")),
                ("why", models.TextField(verbose_name="理由")),
                ("until", models.DateField(verbose_name="いつまで")),
                ("made_by", models.BigIntegerField(null=True, verbose_name="決めた職員")),
                ("made_at", models.DateTimeField(verbose_name="決めた日時")),
            ],
            options={
                "db_table": "gate_hold",
                "ordering": ("until", "id"),
            },
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("table_name", models.TextField(primary_key=True, serialize=False)),
                ("subject", models.TextField()),
                ("subject_kind", models.TextField()),
                ("anchor", models.TextField()),
                ("anchor_is_time", models.BooleanField()),
                ("number", models.IntegerField()),
                ("unit", models.TextField()),
                ("fallback", models.TextField()),
                ("fallback_is_time", models.BooleanField()),
                ("fallback_number", models.IntegerField()),
                ("fallback_unit", models.TextField()),
            ],
            options={
                "db_table": "gate_retention",
            },
        ),
        migrations.CreateModel(
            name="PurgeRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("salt", models.BinaryField()),
                ("epoch", models.BigIntegerField(null=True)),
                ("certified_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "gate_purge_run",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("certified_at"),
                        condition=models.Q(("certified_at__isnull", True)),
                        name="one_purge_at_a_time",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PurgeLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", models.TextField()),
                ("digest", models.BinaryField()),
                ("run", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="gate.purgerun")),
            ],
            options={
                "db_table": "gate_purge_line",
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField(unique=True)),
                ("issued_at", models.DateTimeField()),
                ("lines", models.JSONField()),
                ("leaves", models.BinaryField()),
                ("head", models.TextField()),
                ("pdf", models.BinaryField()),
                ("pdf_hash", models.TextField()),
                (
                    "run",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="gate.purgerun"),
                ),
            ],
            options={
                "db_table": "gate_certificate",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="VaultFile",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("key", models.UUIDField()),
            ],
            options={
                "db_table": "gate_vault_file",
                "indexes": [models.Index(fields=["key"], name="vault_file_key")],
            },
        ),
        migrations.CreateModel(
            name="VaultKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("table_name", models.TextField()),
                ("epoch", models.BigIntegerField()),
                ("wrapped", models.BinaryField()),
            ],
            options={
                "db_table": "gate_vault_key",
                "indexes": [models.Index(fields=["epoch"], name="vault_key_epoch")],
            },
        ),
        migrations.RunSQL(_SQL, migrations.RunSQL.noop),
    ]
