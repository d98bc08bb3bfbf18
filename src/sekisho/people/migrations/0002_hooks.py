"""Tells the gate who holds which post today, and which offices a register names."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION gate.holds(p_actor bigint, p_post text, p_office bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (
        SELECT 1 FROM people_assignment a JOIN people_staff s ON s.id = a.staff_id AND s.is_active
        WHERE a.staff_id = p_actor AND a.post = p_post AND a.office_id = p_office
          AND daterange(a.since, a.until, '[]') @> (now() AT TIME ZONE 'Asia/Tokyo')::date
    )
$$;
CREATE OR REPLACE FUNCTION gate.located(p_office bigint, p_at text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (
        SELECT 1 FROM people_office o
        WHERE o.id = p_office AND (o.code = ANY (p_at) OR o.kind = ANY (p_at) OR 'any' = ANY (p_at))
    )
$$;
CREATE OR REPLACE FUNCTION gate.office_ids(p_codes text[]) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(id), '{}') FROM people_office WHERE code = ANY (p_codes)
$$;
"""


class Migration(migrations.Migration):
    dependencies = (("people", "0001_initial"), ("gate", "0002_passes"))
    operations = (migrations.RunSQL(SQL, migrations.RunSQL.noop),)
