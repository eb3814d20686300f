from django.db import migrations
from django.utils import timezone

# In ten thousandths of a hundredth, which is what a share keeps: whole numbers, rounded down.
# Full ownership first: usufruct and bare ownership stand on what nobody owns in full.
STATED = """
    CREATE TEMPORARY TABLE stated_share AS
    SELECT o.id, CASE
        WHEN o."right" = 'full' THEN (1000000 - full_stated - dismembered) / full_blank
        WHEN o."right" = 'usufruct' THEN (1000000 - full_held - usufruct_stated) / usufruct_blank
        ELSE (1000000 - full_held - bare_stated) / bare_blank
    END AS units
    FROM accounts_ownership o JOIN (
        SELECT s.*,
            CASE WHEN full_blank > 0 THEN 1000000 - dismembered ELSE full_stated END AS full_held
        FROM (
            SELECT t.*, CASE WHEN usufruct_stated > bare_stated
                THEN usufruct_stated ELSE bare_stated END AS dismembered
            FROM (
                SELECT account_id,
                    {full}, {usufruct}, {bare}
                FROM accounts_ownership GROUP BY account_id
                HAVING COUNT(*) > 1 AND COUNT(*) > COUNT(share)
            ) t
        ) s
    ) a ON a.account_id = o.account_id
    WHERE o.share IS NULL
"""
OF_RIGHT = """
    CAST(SUM(CASE WHEN "right" = '{right}' THEN ROUND(COALESCE(share, 0) * 10000) ELSE 0 END)
        AS bigint) AS {right}_stated,
    CAST(SUM(CASE WHEN "right" = '{right}' AND share IS NULL THEN 1 ELSE 0 END)
        AS bigint) AS {right}_blank
"""
# Where the others leave nothing the least share stands, as its owner had nothing before.
WRITE = """
    UPDATE accounts_ownership SET share = (
        SELECT CASE WHEN s.units < 1 THEN 1 ELSE s.units END / 10000.0
        FROM stated_share s WHERE s.id = accounts_ownership.id
    ) WHERE id IN (SELECT id FROM stated_share)
"""
TELL = """
    INSERT INTO accounts_historicalownership
        (id, account_id, contact_id, "right", share, history_date, history_type)
    SELECT o.id, o.account_id, o.contact_id, o."right", o.share, %s, '~'
    FROM accounts_ownership o JOIN stated_share s ON s.id = o.id ORDER BY o.id
"""


def state_blank_shares(apps, schema_editor):
    """Write the number that each blank share beside others makes, and tell it in the history.

    What an owner has depends on their own share alone from now on; a blank one is the whole.
    """
    rights = {right: OF_RIGHT.format(right=right) for right in ("full", "usufruct", "bare")}
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(STATED.format(**rights))
        cursor.execute(WRITE)
        cursor.execute(TELL, [timezone.now()])
        cursor.execute("DROP TABLE stated_share")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_keep_the_currency_of_the_last_value")]

    operations = [migrations.RunPython(state_blank_shares, migrations.RunPython.noop)]
