"""The blocks that members of staff live in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("people", "0090_robots"),)
    operations = (
        migrations.CreateModel(
            name="HomeBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("block", models.CharField(max_length=120, verbose_name="町名と番")),
                ("kept_on", models.DateField(verbose_name="書いた日")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.office",
                        verbose_name="課・園",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.staff",
                        verbose_name="職員",
                    ),
                ),
            ],
            options={
                "constraints": (
                    models.UniqueConstraint(fields=("staff", "office"), name="one_home_an_office"),
                )
            },
        ),
    )
