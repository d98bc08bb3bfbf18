"""Messages to staff, and notices that are made messages of: see models/messages.py."""

import uuid

from django.db import migrations, models

import sekisho.gate.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("gate", "0072_sent"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("vault_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("staff", models.BigIntegerField(verbose_name="宛先の職員")),
                ("kind", models.TextField(verbose_name="種類")),
                ("channel", models.TextField(verbose_name="送り方")),
                ("address", sekisho.gate.vault.fields.VaultText(editable=True, verbose_name="宛先")),
                ("title", sekisho.gate.vault.fields.VaultText(editable=True, verbose_name="件名")),
                ("body", sekisho.gate.vault.fields.VaultText(editable=True, verbose_name="本文")),
                ("notice", models.BigIntegerField(null=True, verbose_name="もとの知らせ")),
                ("planned_at", models.DateTimeField(verbose_name="作った日時")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "送信待ち"),
                            ("sent", "送信済み"),
                            ("kept", "控えのみ（送っていません）"),
                            ("failed", "送れませんでした"),
                        ],
                        default="waiting",
                        verbose_name="状態",
                    ),
                ),
                ("tries", models.PositiveIntegerField(default=0, verbose_name="試した回数")),
                ("due_at", models.DateTimeField(verbose_name="次に試す日時")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="済んだ日時")),
                ("receipt", models.TextField(blank=True, verbose_name="相手の応答")),
            ],
            options={
                "db_table": "gate_message",
                "ordering": ("-id",),
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="handled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("handled_at__isnull", True)), fields=["id"], name="notice_unhandled"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["due_at"], name="message_waiting"
            ),
        ),
        # Rooms note that somebody must be told (gate.messages.drafts.note); what was noted is neither changed nor taken back.
        migrations.RunSQL(
            "GRANT INSERT, UPDATE (handled_at) ON gate_notice TO sekisho_app;"
            " GRANT USAGE ON SEQUENCE gate_notice_id_seq TO sekisho_app;"
            " REVOKE DELETE, TRUNCATE ON gate_message FROM sekisho_app;",
            migrations.RunSQL.noop,
        ),
    ]
