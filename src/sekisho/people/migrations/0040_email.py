"""Where notices to staff go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_guard"),
    ]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="通知を受けるメール"),
        ),
    ]
