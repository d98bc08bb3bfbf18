"""Forms that were taken: see models/sent.py."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gate", "0070_reach"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sent",
            fields=[
                ("digest", models.BinaryField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("location", models.TextField(blank=True)),
            ],
            options={
                "db_table": "gate_sent",
            },
        ),
    ]
