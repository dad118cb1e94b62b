import { afterEach, beforeEach, expect, it } from 'vitest';
import { inviteMember } from '@/lib/members/invite-member';
import { recordAudit } from '@/lib/server/audit/audited-transaction';
import { auditPage } from '@/lib/warehouse/sql/audit';
import { insertMovedRows, type MovedRow, movedRows } from '@/lib/warehouse/sql/move-rows';
import { type MovedTable, movedTables } from '@/lib/warehouse/sql/moved-tables';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { allTables, type TableName, tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { admin } from '@/test/support/backups';
import { describeOnDuckDb, describeOnEveryBackend } from '@/test/support/describe-backends';
import { temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { type Backend, temporaryWarehouse } from '@/test/support/test-warehouse';
import { migrateToSnowflake } from './migrate-to-snowflake';

const now = () => new Date('2026-03-02T09:00:00Z');
const everything = { after: null, through: null, limit: 10_000 } as const;

let source: Warehouse;
let target: Warehouse;
let dispose: () => Promise<unknown>;
afterEach(() => dispose());

/** Creates a source with rows in every table, and a target as setup leaves it. */
async function createWarehouses(on: Backend): Promise<void> {
  const from = await temporaryDuckDb();
  const to = await temporaryWarehouse(now(), on);
  [source, target] = [from.warehouse, to.warehouse];
  dispose = () => Promise.all([from.dispose(), to.dispose()]);
  for (const table of movedTables) {
    if (['policies', 'audit', 'members', 'invitations'].includes(table.name)) continue;
    const rows = [1, 2, 3].map((n) => rowOf(table, n));
    await source.transaction('test', (session) => writeAll(session, insertMovedRows(table, rows)));
  }
  const ctx = { warehouse: source, person: admin, now };
  await inviteMember(ctx, { email: 'mia@example.com', name: 'Mia', role: 'manager' });
  await recordAudit(ctx, { action: 'sign-out' });
  await recordAudit({ warehouse: target, person: admin, now }, { action: 'setup.done' });
}

const migrate = () => migrateToSnowflake({ source, target, person: admin, now });

function rowOf({ columns }: MovedTable, n: number): MovedRow {
  const values = {
    text: `text ${n}`,
    flag: true,
    number: n,
    score: n + 0.4,
    date: 20_000 + n,
    id: String(n),
    time: `177244560000000${n}`,
  };
  return Object.values(columns).map((kind) => values[kind]);
}

const tableOf = (name: TableName) => movedTables.find((table) => table.name === name) as MovedTable;
const rowsIn = (warehouse: Warehouse, name: TableName) =>
  warehouse.read(movedRows(tableOf(name), everything));
const change = (sql: string) => target.script(sql);

describeOnEveryBackend('migrateToSnowflake', (on) => {
  beforeEach(() => createWarehouses(on));

  it('moves every table, with other ids for recommendations, and continues the audit trail', async () => {
    const { rows, inserted, ...rest } = await migrate();
    expect(inserted).toBe(rows);
    expect(rest).toMatchObject({
      keptAssignments: 0,
      unknownAccounts: { total: 3, examples: ['text 1', 'text 2', 'text 3'] },
      inactiveCsms: { total: 3 },
    });
    expect(await rowsIn(target, 'members')).toEqual(await rowsIn(source, 'members'));
    expect(await rowsIn(target, 'policies')).toEqual(await rowsIn(source, 'policies'));
    const ids = (await rowsIn(target, 'recommendations')).map(([id]) => id);
    expect(ids).toEqual(['1000000000001', '1000000000002', '1000000000003']);
    const decided = Object.keys(tableOf('decisions').columns).indexOf('recommendation_id');
    expect((await rowsIn(target, 'decisions')).map((row) => row[decided])).toEqual(ids);
    const filter = { action: null, person: null, text: null, from: null, until: null };
    const [newest] = await target.read(auditPage(filter, { limit: 1, offset: 0 }));
    expect(newest).toMatchObject({ action: 'migration.done', actor: admin.email, entry_number: 3 });
    expect(await rowsIn(source, 'audit')).toHaveLength(2);
  });

  it('continues after an interruption, and changes nothing when everything is there', async () => {
    const { transaction } = target;
    let left = 9;
    const failing: Warehouse = {
      ...target,
      transaction: (name, work, options) => {
        if (name === 'move.rows' && left-- === 0) throw new Error('killed');
        return transaction(name, work, options);
      },
    };
    const interrupted = migrateToSnowflake({ source, target: failing, person: admin, now });
    await expect(interrupted).rejects.toThrow('killed');
    const { rows, inserted } = await migrate();
    expect(inserted).toBeGreaterThan(0);
    expect(inserted).toBeLessThan(rows);
    expect(await migrate()).toMatchObject({ rows, inserted: 0 });
    expect(await rowsIn(target, 'audit')).toHaveLength(3);
  });
});

describeOnDuckDb('migrateToSnowflake', 'its changes of the target are in DuckDB’s SQL', () => {
  beforeEach(() => createWarehouses('duckdb'));

  it.each([
    [
      `UPDATE ${tableNames.notes} SET note = 'edited' WHERE note_id = 'text 2'`,
      '1 different (text 2)',
    ],
    [
      `UPDATE ${tableNames.runs} SET started_at = started_at + INTERVAL 1 MICROSECOND WHERE run_id = 'text 1'`,
      'CSM_ROUTING_RUNS: 1 different (text 1)',
    ],
    [
      `UPDATE ${tableNames.recommendations} SET revenue = 9 WHERE recommendation_id = 1000000000003`,
      'CSM_ROUTING_RECOMMENDATIONS_CANNE: 1 different (1000000000003)',
    ],
    [
      `INSERT INTO ${tableNames.members} (email, name, role, created_at) VALUES ('bo@example.com', 'Bo', 'viewer', now())`,
      'CSM_ROUTING_MEMBERS: 1 not from this warehouse (bo@example.com)',
    ],
    [
      `INSERT INTO ${tableNames.snoozes} SELECT * FROM ${tableNames.snoozes} WHERE snooze_id = 'text 3'`,
      'CSM_ROUTING_SNOOZES: 1 not from this warehouse (text 3)',
    ],
  ])('refuses a target after %s', async (sql, words) => {
    await migrate();
    await change(sql);
    await expect(migrate()).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(words),
    });
  });

  it('writes nothing to a target that someone has used', async () => {
    await change(
      `INSERT INTO ${tableNames.members} (email, name, role, created_at) VALUES ('bo@example.com', 'Bo', 'viewer', now())`,
    );
    await expect(migrate()).rejects.toThrow('so nothing was moved');
    expect(await rowsIn(target, 'notes')).toEqual([]);
  });

  it('keeps the rows of setup when it refuses the target for another reason', async () => {
    await change(
      `INSERT INTO ${tableNames.recommendations} (recommendation_id, account_id) VALUES (1000000000009, 'A-1')`,
    );
    await expect(migrate()).rejects.toThrow('1 not from this warehouse (1000000000009)');
    expect(await rowsIn(target, 'policies')).toHaveLength(1);
    expect(await rowsIn(target, 'audit')).toHaveLength(1);
  });

  it('reports a row that changes while it is compared', async () => {
    const { transaction } = target;
    const changing: Warehouse = {
      ...target,
      transaction: async (name, work, options) => {
        const result = await transaction(name, work, options);
        if (name === 'move.rows') await change(`UPDATE ${tableNames.notes} SET note = 'edited'`);
        return result;
      },
    };
    await expect(
      migrateToSnowflake({ source, target: changing, person: admin, now }),
    ).rejects.toThrow('CSM_ROUTING_NOTES: 3 different');
  });

  it("leaves alone other programs' recommendations, and assignments that are there", async () => {
    await change(
      `INSERT INTO ${tableNames.recommendations} (recommendation_id, account_id) VALUES (1, 'A-1')`,
    );
    await change(
      `INSERT INTO ${tableNames.assignments} (account_id, csm_name) VALUES ('text 1', 'Ana'), ('A-2', 'Bo')`,
    );
    // More than are read at once, between two of ours.
    await change(
      `INSERT INTO ${tableNames.assignments} (account_id) SELECT 'text 1-' || range FROM range(4500)`,
    );
    expect(await migrate()).toMatchObject({ keptAssignments: 1 });
    await change(`DELETE FROM ${tableNames.assignments} WHERE account_id LIKE 'text 1-%'`);
    expect(await rowsIn(target, 'recommendations')).toHaveLength(4);
    expect((await rowsIn(target, 'assignments')).map(([id, csm]) => [id, csm])).toEqual([
      ['A-2', 'Bo'],
      ['text 1', 'Ana'],
      ...[2, 3].map((n) => [`text ${n}`, `text ${n}`]),
    ]);
  });

  it('accepts scores that the data team rounds to integers', async () => {
    await migrate();
    await change(`UPDATE ${tableNames.recommendations} SET revenue = ROUND(revenue)`);
    expect(await migrate()).toMatchObject({ inserted: 0 });
  });

  it('refuses a source whose rows have the same key', async () => {
    await source.script(
      `INSERT INTO ${tableNames.csmDetails} (csm_name) VALUES ('text 1'), (NULL)`,
    );
    await expect(migrate()).rejects.toThrow('rows without csm_name, or several with the same');
  });

  it('knows every column of each table that moves, and why the others stay', async () => {
    const stay: readonly TableName[] = [
      'activeCsms',
      'accountScores',
      'onboarding',
      'onboardingSource',
      'csmSources',
      'accounts',
      'csms',
      'schemaVersions',
      'auditHead',
      'sessions',
      'signInFailures',
      'locks',
      'schedule',
      'notifications',
    ];
    const moved = movedTables.map(({ name }) => name);
    expect([...moved, ...stay].sort()).toEqual([...allTables].sort());
    const kinds = { BOOLEAN: 'flag', TIMESTAMP: 'time', DATE: 'date', VARCHAR: 'text' } as const;
    for (const { name, columns } of movedTables) {
      const { rows } = await source.script(`DESCRIBE ${tableNames[name]}`);
      expect(rows.map(([column]) => column)).toEqual(Object.keys(columns));
      for (const [column, type] of rows as [string, keyof typeof kinds][]) {
        const kind = columns[column];
        expect([column, kind]).toEqual([
          column,
          kinds[type] ?? expect.stringMatching(/^(number|score|id)$/),
        ]);
      }
    }
  });
});
