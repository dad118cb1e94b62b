import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { amount, instant, optionalText, text, timestampBind } from './shared/columns';
import { command, oneRow, query } from './shared/statement';

const policyRow = z.object({
  version: amount,
  /** The policy as JSON text; lib/policy parses it. */
  policy: text,
  note: optionalText,
  created_by: text,
  created_at: instant,
});
export type PolicyRow = z.infer<typeof policyRow>;

/** The newest policy version; at most one row. */
export function newestPolicy(): Query<PolicyRow> {
  return query({
    name: 'policy.newest',
    tables: ['policies'],
    row: policyRow,
    sql: sql`SELECT version, policy, note, created_by, created_at
FROM ${t.policies}
ORDER BY version DESC
LIMIT 1`,
  });
}

export interface NewPolicy {
  readonly version: number;
  readonly policyJson: string;
  readonly note: string | null;
  readonly createdBy: string;
  readonly now: Date;
}

/** Inserts a policy version. Affects no row if this or a newer version exists. */
export function insertPolicy(policy: NewPolicy): Command {
  const { version, policyJson, note, createdBy, now } = policy;
  return command({
    name: 'policy.insert',
    tables: ['policies'],
    sql: sql`INSERT INTO ${t.policies} (version, policy, note, created_by, created_at)
SELECT CAST(${version} AS INTEGER), CAST(${policyJson} AS VARCHAR), CAST(${note} AS VARCHAR),
  CAST(${createdBy} AS VARCHAR), ${timestampBind(now)}
FROM ${oneRow}
WHERE NOT EXISTS (SELECT 1 FROM ${t.policies} WHERE version >= CAST(${version} AS INTEGER))`,
  });
}
