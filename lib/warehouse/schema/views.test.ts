import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryWarehouse, temporaryWarehouse } from '../duckdb/temporary';
import { names } from '../names';

let temporary: TemporaryWarehouse;
beforeAll(async () => {
  temporary = await temporaryWarehouse();
});
afterAll(() => temporary.dispose());

async function ask(sql: string) {
  const { rows } = await temporary.warehouse.script(sql);
  return rows;
}

describe('the accounts view', () => {
  beforeAll(() =>
    temporary.warehouse.script(`
INSERT INTO ${names.onboardingSource} VALUES
  ('both', 'Both', 'T1', 'Needs CSM', TIMESTAMP '2026-01-01'),
  ('unscored', 'Unscored', 'T2', 'Needs CSM', NULL),
  ('undecided', 'Undecided', 'T3', NULL, NULL),
  (NULL, 'No id', 'T4', 'Needs CSM', NULL);
INSERT INTO ${names.accountScores} VALUES
  ('both', 'Old owner', 9, 40, 'red', 1000, 'Residential', 'Corporate', 'Alarms'),
  ('booked', 'Owner', 1, 99, NULL, 5, 'Commercial', 'Enterprise', NULL),
  (NULL, 'Nobody', 1, 1, NULL, 1, NULL, NULL, NULL);
INSERT INTO ${names.assignments} VALUES
  ('both', 'New owner', TIMESTAMP '2026-02-01', 'single_optimized', NULL, TIMESTAMP '2026-02-01');
INSERT INTO ${names.activeCsms} VALUES ('Ann'), ('Ann'), (NULL), ('Bob');
INSERT INTO ${names.csmDetails} VALUES
  ('Ann', 24, 'Eve', 'Residential', NULL, 50, NULL),
  ('Ann', 2, 'Eve', 'Residential', NULL, 50, NULL),
  ('Gone', 5, NULL, NULL, NULL, NULL, TIMESTAMP '2026-05-01'),
  (NULL, 5, NULL, NULL, NULL, NULL, NULL);`),
  );

  it('joins what each source knows of an account, and leaves out rows without an id', async () => {
    expect(
      await ask(`SELECT account_id, account_name, needs_csm, current_csm, neediness_score
        FROM ${names.accounts} ORDER BY account_id`),
    ).toEqual([
      ['booked', null, false, 'Owner', 1],
      ['both', 'Both', true, 'New owner', 9],
      ['undecided', 'Undecided', false, null, null],
      ['unscored', 'Unscored', true, null, null],
    ]);
  });

  it('takes the newest assignment where the table holds several', async () => {
    await temporary.warehouse.script(`
CREATE OR REPLACE TABLE ${names.assignments} AS SELECT * FROM ${names.assignments};
INSERT INTO ${names.assignments} VALUES
  ('both', 'Newest owner', TIMESTAMP '2026-03-01', 'x', NULL, TIMESTAMP '2026-03-01'),
  ('both', 'Undated owner', NULL, 'x', NULL, NULL);`);
    expect(
      await ask(`SELECT current_csm FROM ${names.accounts} WHERE account_id = 'both'`),
    ).toEqual([['Newest owner']]);
  });

  it('stands beside a CSM view with a row for each that a source has, active or not', async () => {
    expect(
      await ask(`SELECT csm_name, is_active, tenure_months, away_until
        FROM ${names.csms} ORDER BY csm_name, tenure_months`),
    ).toEqual([
      ['Ann', true, 2, null],
      ['Ann', true, 24, null],
      ['Bob', true, null, null],
      ['Gone', false, 5, new Date('2026-05-01T00:00:00Z')],
    ]);
  });
});
