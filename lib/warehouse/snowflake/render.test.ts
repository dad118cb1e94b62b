import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { sampleStatements } from '@/lib/warehouse/schema/sample-statements';
import { unknownSampleValues } from '@/lib/warehouse/schema/samples/values';
import { changeTokens } from '@/lib/warehouse/sql/change-tokens';
import { sourceColumns } from '@/lib/warehouse/sql/schema';
import { countScans } from '@/test/portable-sql/scans';
import { createNameMapping } from './name-mapping';
import { renderStatement } from './render';

const recommendations = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE';
const assignments = 'DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE';
const inNewYork = (sql: string) => renderStatement(sql, { dataTimeZone: 'America/New_York' });
const toUtc = (column: string) =>
  `CONVERT_TIMEZONE('America/New_York', 'UTC', ${column}) AS ${column}`;
const samples = sampleStatements(
  unknownSampleValues(new Date('2026-03-02T12:00:00Z'), defaultPolicy),
);

describe('rendering for another time zone', () => {
  it('converts the times of a table that is read to UTC', () => {
    expect(
      inNewYork(`SELECT * FROM ${recommendations} AS r\nJOIN ${assignments} AS a ON TRUE`),
    ).toBe(
      `SELECT * FROM (SELECT * REPLACE (${toUtc('recommendation_timestamp')}) FROM ${recommendations}) AS r
JOIN (SELECT * REPLACE (${toUtc('assignment_date')}, ${toUtc('last_updated')}) FROM ${assignments}) AS a ON TRUE`,
    );
  });

  it('converts a time that is written to the time zone', () => {
    expect(inNewYork('SELECT TO_DATA_TIME_ZONE(CAST(? AS TIMESTAMP_NTZ)), v.csm')).toBe(
      "SELECT CONVERT_TIMEZONE('UTC', 'America/New_York', CAST(? AS TIMESTAMP_NTZ)), v.csm",
    );
  });

  it.each([
    `UPDATE ${recommendations} SET was_assigned = TRUE`,
    `DELETE FROM ${assignments} WHERE account_id = ?`,
    `INSERT INTO ${assignments} (account_id) SELECT ?`,
    `MERGE INTO ${assignments} AS a USING (SELECT ? AS b) AS s ON a.account_id = s.b`,
    `CREATE VIEW v AS SELECT account_id FROM ${assignments}`,
    `SELECT 'FROM ${assignments}' -- FROM ${assignments}`,
    `SELECT a FROM ${assignments}_ARCHIVE`,
  ])('leaves %s unchanged', (sql) => {
    expect(inNewYork(sql)).toBe(sql);
  });

  it('leaves times unchanged where a statement asks for them as stored', () => {
    for (const { sql } of [sourceColumns('recommendations'), changeTokens('commit-time')])
      expect(inNewYork(sql)).toBe(sql);
  });

  it('uses the installation’s names', () => {
    const nameMapping = createNameMapping({ database: 'DB', schema: 'S' });
    const sql = renderStatement(`SELECT a FROM ${assignments} AS a`, {
      nameMapping,
      dataTimeZone: 'Europe/Berlin',
    });
    expect(sql).toContain('FROM DB.S.ACCOUNT_CSM_ASSIGNMENTS_CANNE) AS a');
    expect(sql).toContain("CONVERT_TIMEZONE('Europe/Berlin', 'UTC', last_updated)");
  });

  it('converts every read in every statement, and none twice', () => {
    const converted = /\(SELECT \* REPLACE \(.*?\) FROM [\w.]+\)/g;
    const target = /(?:INTO|UPDATE|DELETE FROM|as stored \*\/) [\w.]+/g;
    for (const { name, sql } of samples) {
      const rest = inNewYork(sql).replaceAll(converted, '').replaceAll(target, '');
      expect({ name, rest }).toEqual({ name, rest: expect.not.stringMatching(/_CANNE\b/) });
    }
  });

  it('reads no table more often', () => {
    for (const { sql } of samples)
      expect(countScans(inNewYork(sql), new Map())).toBe(countScans(sql, new Map()));
  });
});

it('renders every statement unchanged in UTC, except for the conversion of written times', () => {
  for (const { name, sql } of samples) {
    const expected = sql.replaceAll(
      /TO_DATA_TIME_ZONE\((CAST\(\? AS TIMESTAMP_NTZ\)|[\w.]+)\)/g,
      '$1',
    );
    expect({ name, sql: renderStatement(sql, {}) }).toEqual({ name, sql: expected });
  }
});
