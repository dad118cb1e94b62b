import { join } from 'node:path';
import { tableNames } from '@/lib/warehouse/tables';

/** How a stored column changes when the history is moved to another time. */
export type Moved = 'moment' | 'runId' | 'until';

/** A table of the demo's history, stored as one Parquet file. */
export interface StoredTable {
  readonly key: keyof typeof tableNames;
  readonly name: string;
  readonly order: string;
  readonly moved: Readonly<Record<string, Moved>>;
}

const stored = (
  key: StoredTable['key'],
  order: string,
  moved: StoredTable['moved'] = {},
): StoredTable => ({ key, name: tableNames[key], order, moved });

/** Every table that the history fills. */
export const storedTables: readonly StoredTable[] = [
  stored('activeCsms', 'active_csm'),
  stored('csmDetails', 'csm_name', { away_until: 'moment' }),
  stored('onboardingSource', 'account_id_ob', { needs_csm_since: 'moment' }),
  stored('accountScores', 'account_id_ob'),
  stored('assignments', 'account_id', { assignment_date: 'moment', last_updated: 'moment' }),
  stored('runs', 'run_id', {
    run_id: 'runId',
    started_at: 'moment',
    finished_at: 'moment',
    result: 'until',
  }),
  stored('recommendations', 'recommendation_id', {
    recommendation_timestamp: 'moment',
    run_id: 'runId',
  }),
  stored('explanations', 'recommendation_id', { run_id: 'runId', explanation: 'until' }),
  stored('decisions', 'decided_at, decision_id', { decided_at: 'moment' }),
  stored('reviews', 'recommendation_id', { run_id: 'runId', reviewed_at: 'moment' }),
  stored('reviewCalls', 'started_at', {
    run_id: 'runId',
    started_at: 'moment',
    expires_at: 'moment',
    ended_at: 'moment',
  }),
];

/** The Parquet file of a table. */
export function tablePath(folder: string, { key }: StoredTable): string {
  return join(folder, `${key}.parquet`);
}
