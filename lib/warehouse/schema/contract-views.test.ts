import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { countScans } from '@/test/portable-sql/scans';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { contractViews, viewZoneProblem } from './contract-views';

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());

async function queryRows(sql: string) {
  const { rows } = await temporary.warehouse.script(sql);
  return rows;
}

describe('the contract views', () => {
  beforeAll(() =>
    temporary.warehouse.script(`
INSERT INTO ${tableNames.onboardingSource} VALUES
  ('both', 'Both', 'T1', 'Needs CSM', TIMESTAMP '2026-01-01'),
  ('unscored', 'Unscored', 'T2', 'Needs CSM', NULL),
  ('undecided', 'Undecided', 'T3', NULL, NULL),
  (NULL, 'No id', 'T4', 'Needs CSM', NULL);
INSERT INTO ${tableNames.accountScores} VALUES
  ('both', 'Old owner', 9, 40, 'red', 1000, 'Residential', 'Corporate', 'Alarms'),
  ('booked', 'Owner', 1, 99, NULL, 5, 'Commercial', 'Enterprise', NULL),
  (NULL, 'Unknown', 1, 1, NULL, 1, NULL, NULL, NULL);
INSERT INTO ${tableNames.assignments} VALUES
  ('both', 'New owner', TIMESTAMP '2026-02-01', 'single_optimized', NULL, TIMESTAMP '2026-02-01');
INSERT INTO ${tableNames.activeCsms} VALUES ('Ann'), ('Ann'), (NULL), ('Bob');
INSERT INTO ${tableNames.csmDetails} (
  csm_name, tenure_months, manager_name, segment, account_level, capacity, away_until
) VALUES
  ('Ann', 24, 'Eve', 'Residential', NULL, 50, NULL),
  ('Ann', 2, 'Eve', 'Residential', NULL, 50, NULL),
  ('Former', 5, NULL, NULL, NULL, NULL, TIMESTAMP '2026-05-01'),
  (NULL, 5, NULL, NULL, NULL, NULL, NULL);`),
  );

  it('join the sources of an account and omit rows without an ID', async () => {
    expect(
      await queryRows(`SELECT account_id, account_name, needs_csm, current_csm, neediness_score
        FROM ${tableNames.accounts} ORDER BY account_id`),
    ).toEqual([
      ['booked', null, false, 'Owner', 1],
      ['both', 'Both', true, 'New owner', 9],
      ['undecided', 'Undecided', false, null, null],
      ['unscored', 'Unscored', true, null, null],
    ]);
  });

  it('use the newest of an account’s assignments', async () => {
    await temporary.warehouse.script(`
CREATE OR REPLACE TABLE ${tableNames.assignments} AS SELECT * FROM ${tableNames.assignments};
INSERT INTO ${tableNames.assignments} VALUES
  ('both', 'Newest owner', TIMESTAMP '2026-03-01', 'x', NULL, TIMESTAMP '2026-03-01'),
  ('both', 'Undated owner', NULL, 'x', NULL, NULL);`);
    expect(
      await queryRows(`SELECT current_csm FROM ${tableNames.accounts} WHERE account_id = 'both'`),
    ).toEqual([['Newest owner']]);
  });

  it('include every CSM in a source once, active or not', async () => {
    expect(
      await queryRows(`SELECT csm_name, is_active, tenure_months, away_until
        FROM ${tableNames.csms} ORDER BY csm_name, tenure_months`),
    ).toEqual([
      ['Ann', true, 24, null],
      ['Bob', true, null, null],
      ['Former', false, 5, new Date('2026-05-01T00:00:00Z')],
    ]);
  });
});

describe('the contract views over every source', () => {
  it('scan three tables each, because every statement that reads one repeats its scans', () => {
    const onboarding = new Set(['ob_team_segment', 'ob_account_level_ce', 'onboarding_status_ob']);
    const accountScores = new Set(['segment', 'account_level']);
    const views = contractViews({ onboarding, accountScores, csmSources: true }, 'UTC');
    const scans = Object.entries(views).map(([view, sql]) => [view, countScans(sql, new Map())]);
    expect(Object.fromEntries(scans)).toEqual({
      CSM_ROUTING_ACCOUNTS_V: 3,
      CSM_ROUTING_CSMS_V: 3,
    });
  });
});

describe('viewZoneProblem', () => {
  const definition = (zone: string) =>
    contractViews(
      { onboarding: new Set(['needs_csm_since']), accountScores: new Set(), csmSources: false },
      zone,
    ).CSM_ROUTING_ACCOUNTS_V;

  it.each([
    ['UTC', 'America/New_York'],
    ['America/New_York', 'UTC'],
    ['America/New_York', 'America/Chicago'],
  ])('names the accounts view if it was created for %s and the setting is %s', (created, zone) => {
    expect(viewZoneProblem(definition(created), zone)).toContain(
      `as ${created}, but SNOWFLAKE_DATA_TIMEZONE is ${zone}`,
    );
    expect(viewZoneProblem(definition(created), created)).toBeNull();
  });

  it('finds nothing in a view of the data team', () => {
    const view = 'CREATE VIEW v AS SELECT since AS needs_csm_since FROM accounts';
    expect(viewZoneProblem(view, 'America/New_York')).toBeNull();
  });
});
