import { beforeEach, describe, expect, it } from 'vitest';
import { countRoutableAccounts, searchRoutableAccounts } from '@/lib/accounts/search';
import { getAccountHistory } from '@/lib/analytics/account/get-account-history';
import { getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { publishPolicy } from '@/lib/policy/publish-policy';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { acceptRecommendation, undoDecision } from '@/test/support/decisions';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { readScopeChoices } from './scope-choices';

const corporate = { segment: 'Residential', level: 'Corporate' };
const enterprise = { segment: 'Commercial', level: 'Enterprise' };

const context = seededTestContext();
beforeEach(async () => {
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }],
    accounts: [
      { id: 'C1', ...corporate },
      { id: 'C2', ...corporate },
      { id: 'E1', ...enterprise, since: hoursAgo(200) },
      { id: 'E2', ...enterprise, since: hoursAgo(300) },
    ],
  });
  await insertExternalRecommendations(context.warehouse, [
    { id: 901, account: 'C1', csm: 'Ana', at: hoursAgo(1) },
    { id: 902, account: 'E1', csm: 'Bo', at: hoursAgo(1) },
  ]);
});

const admin = () => context.as('Ann', 'admin');
const publish = (basedOn: number, scope: Record<string, unknown>) => {
  const changes = Object.entries(scope).map(([key, value]) => [`scope.${key}`, value]);
  return publishPolicy(admin(), {
    basedOn,
    note: 'Change the scope',
    changes: Object.fromEntries(changes),
  });
};
const queue = async () => (await readQueue(context.ctx)).rows.map(({ id }) => id);

describe('accounts outside the policy’s scope', () => {
  it('are neither pending nor waiting, on any page, until the scope contains them again', async () => {
    expect(await queue()).toEqual(['901', '902']);
    await publish(1, { classes: [corporate] });
    expect(await queue()).toEqual(['901']);
    expect(await countRoutableAccounts(context.ctx)).toEqual({ needing: 2, routable: 1 });
    expect(await searchRoutableAccounts(context.ctx, { text: '' })).toMatchObject([{ id: 'C2' }]);
    const { accounts, pending } = await getDiagnostics(context.ctx);
    expect(accounts).toMatchObject({ needing: 2, routable: 1, pending: 1 });
    expect(pending).toMatchObject({ rows: 1 });
    expect(await getAccountHistory(context.ctx, { accountId: 'E1' })).toMatchObject({
      details: { needsCsm: false, inScope: false },
      pending: null,
    });
    await publish(2, { classes: null });
    expect(await queue()).toEqual(['901', '902']);
    expect(await countRoutableAccounts(context.ctx)).toEqual({ needing: 4, routable: 2 });
  });

  it('are not routed, and their pending recommendations reserve no CSM', async () => {
    await publish(1, { classes: [corporate] });
    const run = await runToCompletion(context.ctx, wholeBatch);
    expect(run).toMatchObject({ status: 'succeeded', placed: 1, deferred: 0 });
    expect((await readQueue(context.ctx)).rows).toMatchObject([
      { accountId: 'C2', recommendedCsm: 'Bo' },
      { accountId: 'C1', recommendedCsm: 'Ana' },
    ]);
    const single = await runToCompletion(context.ctx, {
      mode: 'single',
      accountId: 'E2',
      dryRun: false,
    });
    expect(single).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining('is outside the scope of the policy'),
    });
  });

  it('can still be decided from a link, and an undo does not bring them back to the queue', async () => {
    await publish(1, { classes: [corporate] });
    const accepted = await acceptRecommendation(context.ctx, {
      ...decisionRequest('902'),
      acknowledged: ['no_longer_needed'],
    });
    await undoDecision(context.ctx, accepted);
    expect(await queue()).toEqual(['901']);
    context.ctx.readModel.invalidate();
    expect(await queue()).toEqual(['901']);
  });
});

describe('onboarding statuses in the scope', () => {
  it('are unavailable if the accounts view was redefined without them', async () => {
    const { sql } = (
      await context.queryRows(
        `SELECT sql FROM duckdb_views() WHERE view_name = 'CSM_ROUTING_ACCOUNTS_V'`,
      )
    )[0] as { sql: string };
    const redefine = (columns: string) =>
      context.warehouse.script(`CREATE OR REPLACE VIEW ${tableNames.accounts} AS
        SELECT ${columns} FROM (${sql.slice(sql.indexOf('WITH')).replace(/;\s*$/, '')}) AS v`);
    await redefine(
      `* REPLACE (CASE WHEN account_id LIKE '%1' THEN 'In progress' END AS onboarding_status)`,
    );
    expect(await readScopeChoices(admin())).toEqual({
      classes: [enterprise, corporate],
      statuses: ['In progress'],
    });
    await publish(1, { statuses: ['in progress'] });
    expect(await countRoutableAccounts(context.ctx)).toEqual({ needing: 2, routable: 0 });
    await publish(2, { statuses: null });
    await redefine('* EXCLUDE (onboarding_status)');
    expect((await readScopeChoices(admin())).statuses).toBeNull();
    const refusal = await expectAppError(publish(3, { statuses: ['In progress'] }));
    expect(refusal.message).toContain('has no column onboarding_status');
  });
});
