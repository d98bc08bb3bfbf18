"""Tables whose rows name the person they are about; written by the owner alone, as the compiled registers are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("gate", "0074_policies"),)
    operations = (
        migrations.CreateModel(
            name="NamedSubject",
            fields=[
                ("table_name", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("key_column", models.TextField()),
                ("name_column", models.TextField()),
            ],
            options={"db_table": "gate_subject"},
        ),
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON gate_subject FROM sekisho_app;",
            migrations.RunSQL.noop,
        ),
    )
