"""The audit log refuses changes; rates are counted in a table that all processes share."""

from typing import ClassVar

from django.db import migrations

REFUSE = """
CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON core_audithead
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON core_audittile
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""
# As Django's createcachetable makes it; unlogged, because it may be lost.
CACHE = """
CREATE UNLOGGED TABLE core_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""
# Unlogged too: after a crash everybody may try again.
RATES = """
CREATE UNLOGGED TABLE core_rate (
    key bytea PRIMARY KEY,
    count integer NOT NULL,
    until timestamptz NOT NULL
);
"""


class Migration(migrations.Migration):
    """See above."""

    dependencies: ClassVar = [("core", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(
            REFUSE,
            "DROP TRIGGER append_only ON core_auditentry; "
            "DROP TRIGGER append_only ON core_audithead; DROP TRIGGER append_only ON core_audittile; "
            "DROP FUNCTION core_refuse_change",
        ),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache"),
        migrations.RunSQL(RATES, "DROP TABLE core_rate"),
    ]
