import { beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { fillStatement } from '@/test/portable-sql/rendered-statements';
import { unresolvedStatements } from './unresolved-statements';

const { decisions, csms, runs } = tableNames;

/** What is wrong, a statement, and the problem. */
const wrong: readonly (readonly [what: string, sql: string, problem: RegExp])[] = [
  ['a syntax error', `SELECT run_id, FROM ${runs} WHERE`, /Line 1/],
  ['an unknown statement', 'EXPLODE ALL', /cannot/],
  ['an unknown table', 'SELECT 1 AS one FROM CSM_ROUTING_RUN', /unknown table \S+CSM_ROUTING_RUN/],
  ['an unknown column', `SELECT stages FROM ${runs}`, /'STAGES' could not be resolved/],
  ['an unknown column of an alias', `SELECT r.stages FROM ${runs} AS r`, /Unknown column: STAGES/],
  [
    'an ambiguous column',
    `SELECT run_id FROM ${runs} AS r JOIN ${runs} AS s ON r.run_id = s.run_id`,
    /'RUN_ID' could not be resolved/,
  ],
  [
    'an unknown column in WHERE of an UPDATE',
    `UPDATE ${runs} SET stage = ? WHERE stages = ?`,
    /STAGES/,
  ],
  [
    'an unknown column that an UPDATE sets',
    `UPDATE ${runs} SET stages = ?`,
    /unknown columns stages/,
  ],
  ['an unknown column of a DELETE', `DELETE FROM ${runs} WHERE stages = ?`, /STAGES/],
  [
    'an unknown column of an INSERT',
    `INSERT INTO ${runs} (stages) VALUES (?)`,
    /unknown columns stages/,
  ],
  [
    'a missing value',
    `INSERT INTO ${runs} (run_id, stage) SELECT ? AS a`,
    /1 values for 2 columns/,
  ],
  [
    "a target's column in an insert of a MERGE",
    `MERGE INTO ${runs} AS r USING (SELECT ? AS id) AS s ON r.run_id = s.id
        WHEN NOT MATCHED THEN INSERT (run_id) VALUES (r.run_id)`,
    /'RUN_ID' could not be resolved/,
  ],
  [
    'a comparison of types',
    `SELECT 1 AS one FROM ${runs} WHERE run_id = placed`,
    /number and text in/,
  ],
  [
    'a UNION of types',
    `SELECT run_id AS id FROM ${runs} UNION ALL SELECT started_at FROM ${runs}`,
    /text and time in column ID of a union/,
  ],
  ['a sum of booleans', `SELECT SUM(dry_run) AS n FROM ${runs}`, /boolean in SUM/],
  [
    'a value of another type',
    `UPDATE ${runs} SET placed = stage`,
    /text for the number column placed/,
  ],
];

describe('unresolvedStatements', () => {
  it('accepts queries and changes of our tables and views', () => {
    const statements = [
      `WITH d AS (SELECT decision_id, decided_at FROM ${decisions} WHERE verb = ?)
          SELECT d.decision_id, c.is_active FROM d LEFT JOIN ${csms} AS c ON c.csm_name = ?
          QUALIFY ROW_NUMBER() OVER (ORDER BY decided_at) = 1`,
      `INSERT INTO ${runs} (run_id, placed) SELECT csm_name, capacity FROM ${csms}`,
      `UPDATE ${runs} SET placed = placed + ? WHERE run_id IN (SELECT run_id FROM ${runs})`,
      `DELETE FROM ${runs} WHERE run_id = ?`,
      `MERGE INTO ${runs} AS r USING (SELECT csm_name FROM ${csms}) AS s ON r.run_id = s.csm_name
          WHEN MATCHED AND r.placed = 1 THEN DELETE
          WHEN MATCHED THEN UPDATE SET stage = s.csm_name
          WHEN NOT MATCHED THEN INSERT (run_id) VALUES (s.csm_name)`,
    ].map((sql) => ({ name: 'q', sql, binds: [] }));
    expect(unresolvedStatements([...statements, fillStatement])).toEqual([]);
  });

  describe('reports', () => {
    let problems: readonly string[];
    beforeAll(() => {
      // Together, because the check takes seconds to start.
      problems = unresolvedStatements(wrong.map(([name, sql]) => ({ name, sql, binds: [] })));
    });

    it.each(wrong)('%s', (what, _, problem) => {
      expect(problems.filter((each) => each.startsWith(`${what}: `))).toEqual([
        expect.stringMatching(problem),
      ]);
    });
  });
});
