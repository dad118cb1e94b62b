import { expect, it } from 'vitest';
import { auditedBy } from '@/test/support/audit';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { mayChangeData, recordSql } from './record-sql';

const context = seededTestContext();
const audited = (sql: string) => auditedBy(context, () => recordSql(context.warehouse, sql));

it.each([
  'SELECT 1',
  '-- all\nselect * from t; (SELECT 2)',
  'WITH a AS (SELECT 1) SELECT * FROM a',
  'SHOW TABLES; DESCRIBE TABLE t; EXPLAIN SELECT 1',
  'SELECT created_at, REPLACE(name, 1, 2), is_deleted FROM t',
])('%j reads', (sql) => expect(mayChangeData(sql)).toBe(false));

it.each([
  'INSERT INTO t VALUES (1)',
  'select 1;\n/* then */ delete from t',
  'WITH a AS (SELECT 1) UPDATE t SET b = 1',
  'EXPLAIN ANALYZE DELETE FROM t',
  'BEGIN; SELECT 1; COMMIT',
  'CALL SYSTEM$WAIT(1)',
  "SELECT '\\'; DROP TABLE t; --'",
  "COPY t TO 'file.csv'",
])('%j may change data', (sql) => expect(mayChangeData(sql)).toBe(true));

it('records SQL that changes data with the operator and its text, without secrets, and no reads', async () => {
  expect(await audited('SELECT 1')).toEqual([]);
  const sql = " UPDATE t SET name = 'O''Neil', password_hash = 'se''cret' WHERE api_token = 'x' ";
  expect(await audited(sql)).toMatchObject([
    {
      action: 'sql.written',
      subject: null,
      actor: expect.stringMatching(/@command-line$/),
      details: {
        statement:
          "UPDATE t SET name = 'O''Neil', password_hash = '[secret]' WHERE api_token = '[secret]'",
      },
    },
  ]);
  const [long] = await audited(`DELETE FROM t -- ${'x'.repeat(5_000)}`);
  expect(String(Object(long?.details).statement)).toHaveLength(2_001);
});

it('says why it is not recorded in a warehouse with a damaged audit trail', async () => {
  const head = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_AUDIT_HEAD';
  await context.warehouse.script(`ALTER TABLE ${head} RENAME TO HIDDEN`);
  expect(await recordSql(context.warehouse, 'DELETE FROM t')).toContain('not recorded');
  await context.warehouse.script(
    'ALTER TABLE DSV_WAREHOUSE.DATA_SCIENCE.HIDDEN RENAME TO CSM_ROUTING_AUDIT_HEAD',
  );
});
