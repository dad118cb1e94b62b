import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { contractViewProblems } from './contract-views';

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());

const redefine = (columns: string) =>
  temporary.warehouse.script(`CREATE OR REPLACE VIEW ${tableNames.csms} AS SELECT ${columns}`);

describe('contractViewProblems', () => {
  it('returns none for the views that setup creates', async () => {
    expect(await contractViewProblems(temporary.warehouse)).toEqual([]);
  });

  it('accepts redefined views with other types of the same kind, and with bare NULLs', async () => {
    await redefine(`'Ann' AS CSM_NAME, TRUE AS is_active, 7 AS tenure_months, NULL AS manager_name,
      NULL AS segment, CAST(NULL AS VARCHAR) AS account_level, 1.5 AS capacity,
      DATE '2026-01-02' AS away_until, 'more' AS extra`);
    expect(await contractViewProblems(temporary.warehouse)).toEqual([]);
  });

  it('reports missing columns and types that the program cannot read', async () => {
    await redefine(`'Ann' AS csm_name, 'yes' AS is_active, '7' AS tenure_months,
      NULL AS manager_name, NULL AS segment, 3 AS account_level, 50 AS capacity`);
    expect(await contractViewProblems(temporary.warehouse)).toEqual([
      'CSM_ROUTING_CSMS_V: is_active must be a boolean, but it is VARCHAR.',
      'CSM_ROUTING_CSMS_V: tenure_months must be a number, but it is VARCHAR.',
      'CSM_ROUTING_CSMS_V: account_level must be text, but it is INTEGER.',
      'CSM_ROUTING_CSMS_V has no column away_until.',
    ]);
  });
});
