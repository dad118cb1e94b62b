import sql, { type Sql } from 'sql-template-tag';
import { t } from './tables';

/**
 * Accounts once each, the one that needs a CSM first where a source holds it several times; the
 * rest of the order only makes the choice the same every time.
 * @param scope a condition on the columns of the accounts view
 * @param accounts what is read instead of the view, where a statement has read it already
 */
export function knownAccounts(
  scope: Sql = sql`account_id IS NOT NULL`,
  accounts: Sql = t.accounts,
): Sql {
  return sql`SELECT *
  FROM ${accounts}
  WHERE ${scope}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY account_id
    ORDER BY COALESCE(needs_csm, FALSE) DESC, account_name, current_csm, neediness_score,
      health_score, revenue
  ) = 1`;
}

/** Every CSM once, active where any of their rows is. */
export const knownCsms: Sql = sql`SELECT *
  FROM ${t.csms}
  WHERE csm_name IS NOT NULL
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY csm_name
    ORDER BY COALESCE(is_active, FALSE) DESC, tenure_months DESC NULLS LAST, segment,
      account_level, capacity, away_until
  ) = 1`;
