import sql from 'sql-template-tag';
import { z } from 'zod';
import type { Query } from '@/lib/warehouse/types';
import { optionalAmount, optionalText, text } from './shared/columns';
import { csmsDeduped, tenureMonthsAt } from './shared/dedupe';
import { query } from './shared/statement';

const detailsRow = z
  .object({
    csm_name: text,
    tenure_months: optionalAmount,
    manager_name: optionalText,
    segment: optionalText,
    account_level: optionalText,
  })
  .transform((row) => ({
    name: row.csm_name,
    tenureMonths: row.tenure_months,
    managerName: row.manager_name,
    segment: row.segment,
    level: row.account_level,
  }));

/** The details of each active CSM at a time, by name. */
export function activeCsmDetails(now: Date): Query<z.output<typeof detailsRow>> {
  return query({
    name: 'csms.details',
    tables: ['csms', 'csmDetails'],
    row: detailsRow,
    sql: sql`SELECT c.csm_name,
  CASE WHEN ${tenureMonthsAt('c', now)} >= 0 THEN ${tenureMonthsAt('c', now)} END AS tenure_months,
  c.manager_name, c.segment, c.account_level
FROM (
  ${csmsDeduped}
) AS c
WHERE c.is_active
ORDER BY c.csm_name`,
  });
}
