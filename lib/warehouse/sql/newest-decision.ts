import sql from 'sql-template-tag';
import { z } from 'zod';
import type { Query } from '../types';
import { instant, text } from './fields';
import { query } from './statement';
import { t } from './tables';

const newestRow = z
  .object({ decided_by_name: text, decided_at: instant })
  .transform((row) => ({ byName: row.decided_by_name, at: row.decided_at }));

/** Who decided last, and when? No row where nobody has decided yet. */
export function newestDecision(): Query<z.infer<typeof newestRow>> {
  return query(
    'decisions.newest',
    sql`SELECT decided_by_name, decided_at
FROM ${t.decisions}
WHERE verb <> 'undo'
ORDER BY decided_at DESC, decision_id DESC
LIMIT 1`,
    newestRow,
  );
}
