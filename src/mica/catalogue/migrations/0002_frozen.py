"""A published version never changes: only its state may, and never back to a draft; nor does it go."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION catalogue_freeze() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' AND (NEW.state = 'draft' OR
        (NEW.content, NEW.name, NEW.number, NEW.achievement_id, NEW.published) IS DISTINCT FROM
        (OLD.content, OLD.name, OLD.number, OLD.achievement_id, OLD.published))
    THEN RAISE EXCEPTION 'a published version never changes';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION catalogue_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' THEN RAISE EXCEPTION 'a published version never goes'; END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON catalogue_version
    FOR EACH ROW EXECUTE FUNCTION catalogue_freeze();
CREATE TRIGGER kept BEFORE DELETE ON catalogue_version
    FOR EACH ROW EXECUTE FUNCTION catalogue_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [
        migrations.RunSQL(
            FREEZE,
            "DROP TRIGGER frozen ON catalogue_version; DROP TRIGGER kept ON catalogue_version; "
            "DROP FUNCTION catalogue_freeze; DROP FUNCTION catalogue_keep",
        )
    ]
