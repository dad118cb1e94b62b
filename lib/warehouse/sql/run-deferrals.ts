import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { inBatches } from './shared/batches';
import { amount, text } from './shared/columns';
import { query, valuesTable } from './shared/statement';

/** Characters per row of the table, so that a page of a run reads few and each fits into a statement. */
const PART_LENGTH = 200_000;

/** An account that a run did not place, as JSON; lib/runs builds it. */
export interface NewDeferral {
  readonly accountId: string;
  /** JSON text of an object that starts with the account's id. */
  readonly json: string;
}

interface Part {
  readonly part: number;
  /** How many accounts the parts before it have. */
  readonly start: number;
  readonly deferrals: readonly NewDeferral[];
}

function toParts(deferrals: readonly NewDeferral[]): Part[] {
  const groups: NewDeferral[][] = [];
  let left = 0;
  for (const deferral of deferrals) {
    if (deferral.json.length > left) {
      groups.push([]);
      left = PART_LENGTH;
    }
    groups.at(-1)?.push(deferral);
    left -= deferral.json.length;
  }
  let start = 0;
  return groups.map((group, part) => {
    const before = start;
    start += group.length;
    return { part, start: before, deferrals: group };
  });
}

/** Inserts the accounts that a run did not place, in their order. */
export function insertRunDeferrals(
  runId: string,
  deferrals: readonly NewDeferral[],
): readonly Command[] {
  return inBatches(toParts(deferrals), (parts) => ({
    name: 'run-deferrals.insert',
    tables: ['runDeferrals'],
    sql: sql`INSERT INTO ${t.runDeferrals} (run_id, part, first_place, accounts, account_ids, deferrals)
SELECT CAST(${runId} AS VARCHAR), v.part, v.first_place, v.accounts, v.account_ids, v.deferrals
FROM ${valuesTable(parts, [
      { name: 'part', type: 'INTEGER', value: (row) => row.part },
      { name: 'first_place', type: 'INTEGER', value: (row) => row.start },
      { name: 'accounts', type: 'INTEGER', value: (row) => row.deferrals.length },
      {
        name: 'account_ids',
        type: 'VARCHAR',
        value: (row) => JSON.stringify(row.deferrals.map(({ accountId }) => accountId)),
      },
      {
        name: 'deferrals',
        type: 'VARCHAR',
        value: (row) => `[${row.deferrals.map(({ json }) => json).join(',')}]`,
      },
    ])} AS v`,
  }));
}

const partRow = z.object({ first_place: amount, deferrals: text }).transform((row) => ({
  /** How many of the run's accounts come before. */
  start: row.first_place,
  /** JSON text: a list of the inserted objects. */
  deferrals: row.deferrals,
}));

/** The parts with the accounts from one place (0 is the first) up to another, in order. */
export function runDeferrals(
  runId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Query<z.infer<typeof partRow>> {
  return query({
    name: 'run-deferrals.of-run',
    tables: ['runDeferrals'],
    row: partRow,
    sql: sql`SELECT first_place, deferrals
FROM ${t.runDeferrals}
WHERE run_id = ${runId} AND first_place < ${to} AND first_place + accounts > ${from}
ORDER BY part`,
  });
}
