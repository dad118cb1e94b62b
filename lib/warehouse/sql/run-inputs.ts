import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { inBatches } from './shared/batches';
import { text } from './shared/columns';
import { query, valuesTable } from './shared/statement';

/** Characters per row, so that each row fits into one statement on Snowflake. */
const PART_LENGTH = 700_000;

/** Inserts what a run was solved from, as ASCII text of any length. */
export function insertRunInput(runId: string, input: string): readonly Command[] {
  const parts = Array.from({ length: Math.ceil(input.length / PART_LENGTH) }, (_, part) => ({
    part,
    input: input.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH),
  }));
  return inBatches(parts, (rows) => ({
    name: 'run-inputs.insert',
    tables: ['runInputs'],
    sql: sql`INSERT INTO ${t.runInputs} (run_id, part, input)
SELECT CAST(${runId} AS VARCHAR), v.part, v.input
FROM ${valuesTable(rows, [
      { name: 'part', type: 'INTEGER', value: (row) => row.part },
      { name: 'input', type: 'VARCHAR', value: (row) => row.input },
    ])} AS v`,
  }));
}

/** The parts of what a run was solved from, in order; none if it was not stored. */
export function runInput(runId: string): Query<{ readonly input: string }> {
  return query({
    name: 'run-inputs.of-run',
    tables: ['runInputs'],
    row: z.object({ input: text }),
    sql: sql`SELECT input FROM ${t.runInputs} WHERE run_id = ${runId} ORDER BY part`,
  });
}
