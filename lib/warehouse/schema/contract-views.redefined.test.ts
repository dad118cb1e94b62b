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

describe('the contract views', () => {
  it('have no problems as created by setup', async () => {
    expect(await contractViewProblems(temporary.warehouse)).toEqual([]);
  });

  it('may be redefined with other types of the same kind, and with bare NULLs', async () => {
    await redefine(`'Ann' AS CSM_NAME, TRUE AS is_active, 7 AS tenure_months, NULL AS manager_name,
      NULL AS segment, CAST(NULL AS VARCHAR) AS account_level, 1.5 AS capacity,
      DATE '2026-01-02' AS away_until, 'more' AS extra`);
    expect(await contractViewProblems(temporary.warehouse)).toEqual([]);
  });

  it('report missing columns and types the program cannot read', async () => {
    await redefine(`'Ann' AS csm_name, 'yes' AS is_active, '7' AS tenure_months,
      NULL AS manager_name, NULL AS segment, 3 AS account_level, 50 AS capacity`);
    expect(await contractViewProblems(temporary.warehouse)).toEqual([
      'CSM_ROUTING_CSMS_V: is_active is VARCHAR, where TRUE or FALSE is needed.',
      'CSM_ROUTING_CSMS_V: tenure_months is VARCHAR, where a number is needed.',
      'CSM_ROUTING_CSMS_V: account_level is INTEGER, where text is needed.',
      'CSM_ROUTING_CSMS_V has no column away_until.',
    ]);
  });
});
