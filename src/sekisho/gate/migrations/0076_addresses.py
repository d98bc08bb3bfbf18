"""Tables whose rows name an address say in which column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("gate", "0075_subjects"),)
    operations = (
        migrations.AddField("NamedSubject", "address_column", models.TextField(blank=True, default="")),
    )
