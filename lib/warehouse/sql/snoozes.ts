import sql, { type Sql } from 'sql-template-tag';
import { t } from '@/lib/warehouse/tables';
import type { Command } from '@/lib/warehouse/types';
import { inBatches } from './shared/batches';
import { type CommandParts, valuesTable } from './shared/statement';

/** A snooze of one recommendation. Append-only; the newest counts. */
export interface NewSnooze {
  readonly id: string;
  readonly recommendationId: string;
  readonly accountId: string;
}

/** Who snoozed recommendations, and until when. */
export interface SnoozeTerms {
  /** Null: until the recommendation is ready. A time that has passed ends the snooze. */
  readonly until: Date | null;
  readonly by: { readonly email: string; readonly name: string };
  readonly at: Date;
}

/** Inserts snoozes. */
export function insertSnoozes(
  terms: SnoozeTerms,
  snoozes: readonly NewSnooze[],
): readonly Command[] {
  return inBatches(snoozes, (rows) => insertBatch(terms, rows));
}

function insertBatch({ until, by, at }: SnoozeTerms, snoozes: readonly NewSnooze[]): CommandParts {
  const rows = valuesTable(snoozes, [
    { name: 'snooze_id', type: 'VARCHAR', value: (row) => row.id },
    { name: 'recommendation_id', type: 'BIGINT', value: (row) => row.recommendationId },
    { name: 'account_id', type: 'VARCHAR', value: (row) => row.accountId },
    {
      name: 'snoozed_until',
      type: 'TIMESTAMP_NTZ',
      value: () => until?.toISOString() ?? null,
    },
    { name: 'snoozed_by', type: 'VARCHAR', value: () => by.email },
    { name: 'snoozed_by_name', type: 'VARCHAR', value: () => by.name },
    { name: 'snoozed_at', type: 'TIMESTAMP_NTZ', value: () => at.toISOString() },
  ]);
  return {
    name: 'snoozes.insert',
    tables: ['snoozes'],
    sql: sql`INSERT INTO ${t.snoozes} (
  snooze_id, recommendation_id, account_id, snoozed_until, snoozed_by, snoozed_by_name, snoozed_at
)
SELECT * FROM ${rows} AS v`,
  };
}

/**
 * SELECT of the newest snooze of each recommendation.
 * @param scope condition on a snooze `z`
 */
export function newestSnoozes(scope: Sql): Sql {
  return sql`SELECT z.recommendation_id, z.snoozed_at, z.snoozed_until, z.snoozed_by_name
  FROM ${t.snoozes} AS z
  WHERE ${scope}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY z.recommendation_id ORDER BY z.snoozed_at DESC, z.snooze_id DESC
  ) = 1`;
}
