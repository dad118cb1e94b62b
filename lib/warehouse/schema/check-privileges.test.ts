import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import type { SnowflakeServer } from '@/test/snowflake/server';
import {
  defaultLocation,
  type EmptyAccounts,
  startEmptyAccounts,
} from '@/test/snowflake/test-accounts';
import { checkSession, missingGrants } from './check-privileges';
import { setUp } from './setup';

const first = { now: new Date('2026-01-02T03:04:05Z'), policyJson: '{"first":true}' };

let server: SnowflakeServer;
let open: EmptyAccounts['open'];
let close: EmptyAccounts['close'];
beforeAll(async () => {
  ({ server, open, close } = await startEmptyAccounts());
});
afterAll(() => close());

describe('the privileges', () => {
  const grantee = { role: 'CSM_ROUTING', warehouse: 'SMALL', resolveName: (name: string) => name };

  it('are tested without changing anything, and none is missing', async () => {
    const { account, warehouse } = await open();
    await setUp(warehouse, { ...first, dataTeam: 'create' });
    server.clearRequests();
    expect(await missingGrants(warehouse, grantee)).toEqual([]);
    const sent = server.statements(account).map(({ sql = '' }) => sql);
    const changes = sent.filter((sql) => !/^\s*(SELECT|ROLLBACK)\b/i.test(sql));
    expect(changes.length).toBeGreaterThan(10);
    expect(changes.every((sql) => sql.endsWith('WHERE FALSE'))).toBe(true);
    expect(sent.filter((sql) => /^COMMIT/i.test(sql))).toEqual([]);
  });

  it('that are missing are reported as GRANT statements', async () => {
    const { account, warehouse } = await open();
    await setUp(warehouse, { ...first, dataTeam: 'create' });
    const mine = (by: string | undefined) => by === account.toUpperCase();
    const refuse = (statement: RegExp, code: string, sqlState: string) =>
      server.faults.plan({
        when: ({ sql = '', account: by }) => mine(by) && statement.test(sql),
        do: { error: { code, sqlState, message: 'Insufficient privileges' } },
        times: 9,
      });
    const planned = [
      refuse(/^DELETE FROM \S+ASSIGNMENTS_CANNE/, '003001', '42501'),
      refuse(/^UPDATE \S+RECOMMENDATIONS_CANNE/, '003001', '42501'),
      refuse(/CSM_ROUTING_DECISIONS\b/, '002003', '42S02'),
    ];
    expect(await missingGrants(warehouse, grantee)).toEqual([
      `GRANT UPDATE ON TABLE ${tableNames.recommendations} TO ROLE CSM_ROUTING;`,
      `GRANT DELETE ON TABLE ${tableNames.assignments} TO ROLE CSM_ROUTING;`,
      `GRANT SELECT, INSERT ON TABLE ${tableNames.decisions} TO ROLE CSM_ROUTING;`,
    ]);
    for (const each of planned) each.cancel();
  });

  it('to use the virtual warehouse and the schema are checked before anything is created', async () => {
    const { warehouse } = await open();
    const asked = { ...grantee, ...defaultLocation };
    expect(await checkSession(warehouse, asked)).toEqual(grantee);
    server.faults.plan({
      when: ({ sql = '' }) => sql.includes('CURRENT_WAREHOUSE()'),
      do: {
        answer: {
          columns: ['ROLE_NAME', 'WAREHOUSE_NAME', 'DATABASE_NAME', 'SCHEMA_NAME'],
          rows: [['my role', null, 'DSV_WAREHOUSE', null]],
        },
      },
    });
    const error = await checkSession(warehouse, { ...asked, role: undefined }).catch((e) => e);
    expect(error).toMatchObject({ code: 'warehouse_unavailable' });
    expect(error.message.split('\n').slice(1)).toEqual([
      '  GRANT USAGE ON WAREHOUSE SMALL TO ROLE "my role";',
      '  GRANT USAGE ON SCHEMA DSV_WAREHOUSE.DATA_SCIENCE TO ROLE "my role";',
    ]);
  });
});
