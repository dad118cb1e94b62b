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

const policyVersionRow = policyRow.omit({ policy: true }).extend({
  /** The member's name; null if the author is not a member. */
  author: optionalText,
});
export type PolicyVersionRow = z.infer<typeof policyVersionRow>;

/** All policy versions without their settings, newest first. */
export function policyVersions(): Query<PolicyVersionRow> {
  return query({
    name: 'policy.versions',
    tables: ['policies', 'members'],
    row: policyVersionRow,
    sql: sql`SELECT p.version, p.note, p.created_by, m.name AS author, p.created_at
FROM ${t.policies} AS p
LEFT JOIN (
  SELECT LOWER(email) AS email, MIN(name) AS name FROM ${t.members} GROUP BY LOWER(email)
) AS m ON m.email = LOWER(p.created_by)
ORDER BY p.version DESC`,
  });
}

/** One policy version; at most one row. */
export function policyByVersion(version: number): Query<PolicyRow> {
  return query({
    name: 'policy.by-version',
    tables: ['policies'],
    row: policyRow,
    sql: sql`SELECT version, policy, note, created_by, created_at
FROM ${t.policies}
WHERE version = CAST(${version} AS INTEGER)`,
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
