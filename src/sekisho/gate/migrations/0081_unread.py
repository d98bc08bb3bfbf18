"""What a search for traces couldn't read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("gate", "0080_handover"),)
    operations = (migrations.AddField("TraceCheck", "unread", models.PositiveIntegerField(default=0)),)
