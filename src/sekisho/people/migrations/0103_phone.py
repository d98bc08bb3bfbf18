"""Where urgent notices to staff go as short messages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("people", "0102_near"),)
    operations = (
        migrations.AddField(
            "Staff",
            "phone",
            models.CharField(blank=True, max_length=20, verbose_name="急ぎの知らせを受ける携帯電話"),
        ),
    )
