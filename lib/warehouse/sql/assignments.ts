import sql from 'sql-template-tag';
import { z } from 'zod';
import type { Command } from '../types';
import { command } from './statement';
import { t } from './tables';
import { valuesTable } from './values';

/**
 * A row of the data team's assignments as it is kept for an undo. Times are text as the warehouse
 * spells them, because a Date would lose what is finer than a millisecond.
 */
export const assignmentSchema = z.object({
  csmName: z.string().nullable(),
  assignedAt: z.string().nullable(),
  method: z.string().nullable(),
  feedback: z.string().nullable(),
  updatedAt: z.string().nullable(),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/**
 * Makes each account's row be as given, in one statement: written where an assignment is given,
 * removed where it is null.
 */
export function putAssignments(
  rows: readonly { readonly accountId: string; readonly assignment: Assignment | null }[],
): Command {
  const table = valuesTable(rows, [
    { name: 'account_id', type: 'VARCHAR', value: (row) => row.accountId },
    { name: 'csm_name', type: 'VARCHAR', value: (row) => row.assignment?.csmName ?? null },
    {
      name: 'assigned_at',
      type: 'TIMESTAMP_NTZ',
      value: (row) => row.assignment?.assignedAt ?? null,
    },
    { name: 'method', type: 'VARCHAR', value: (row) => row.assignment?.method ?? null },
    { name: 'feedback', type: 'VARCHAR', value: (row) => row.assignment?.feedback ?? null },
    {
      name: 'updated_at',
      type: 'TIMESTAMP_NTZ',
      value: (row) => row.assignment?.updatedAt ?? null,
    },
    { name: 'present', type: 'BOOLEAN', value: (row) => row.assignment !== null },
  ]);
  return command(
    'assignments.put',
    sql`MERGE INTO ${t.assignments} AS a
USING ${table} AS s
ON a.account_id = s.account_id
WHEN MATCHED AND s.present = FALSE THEN DELETE
WHEN MATCHED THEN UPDATE SET
  csm_name = s.csm_name,
  assignment_date = s.assigned_at,
  assignment_method = s.method,
  llm_review_feedback = s.feedback,
  last_updated = s.updated_at
WHEN NOT MATCHED AND s.present = TRUE THEN INSERT
  (account_id, csm_name, assignment_date, assignment_method, llm_review_feedback, last_updated)
  VALUES (s.account_id, s.csm_name, s.assigned_at, s.method, s.feedback, s.updated_at)`,
  );
}
