import { describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { runGuideQueryAt } from '@/test/support/guide-queries';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { hoursAgo, monday } from '@/test/support/test-context';
import { getDiagnostics } from './get-diagnostics';
import { listLowScores } from './lists';

const context = seededTestContext();

const onboard = (rows: string) =>
  context.queryRows(`INSERT INTO ${tableNames.onboardingSource} (account_id_ob, success_transition_status_ob)
    VALUES ${rows}`);

describe('getDiagnostics compared with the guide’s queries', () => {
  const guide = (name: Parameters<typeof runGuideQueryAt>[1]) =>
    runGuideQueryAt(context.warehouse, name, monday);

  async function expectSameFigures(): Promise<void> {
    const { accounts, csms } = await getDiagnostics(context.ctx);
    const lowScores = await listLowScores(context.ctx);
    expect([{ needs_csm_count: accounts.guide.rows }]).toEqual(
      await guide('accountsNeedingCsmCount'),
    );
    expect([{ eligible_csm_count: csms.guide.rows }]).toEqual(await guide('activeCsmCount'));
    const rows = await guide('notAssigned');
    expect(lowScores.rows.map(({ score }) => score)).toEqual(
      rows.map((row) => row.optimization_score),
    );
    const actual = lowScores.rows.map((row) => ({
      account_id: row.accountId,
      recommended_csm: row.csm,
      optimization_score: row.score,
      llm_feedback: row.feedback,
    }));
    const inOrder = (list: object[]) => list.map((row) => JSON.stringify(row)).sort();
    expect(inOrder(actual)).toEqual(inOrder(rows));
  }

  it('has the same figures in an empty warehouse', expectSameFigures);

  it('has the same figures with unusual rows', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: "Ana O'Brien" }, { name: 'Zoë “Z”' }] });
    await context.queryRows(
      `INSERT INTO ${tableNames.activeCsms} VALUES ('Zoë “Z”'), (NULL), ('')`,
    );
    await onboard(
      `('A', 'Needs CSM'), ('A', 'Needs CSM'), (NULL, 'Needs CSM'), ('B', 'needs csm'), ('C', NULL)`,
    );
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A', csm: "Ana O'Brien", at: hoursAgo(0), score: 40, feedback: "Isn't it?" },
      { account: 'A', csm: "Ana O'Brien", at: hoursAgo(0), score: 20, accepted: null },
      { account: 'B', csm: 'Gone', at: hoursAgo(0), score: 60, given: 'Zoë “Z”' },
      { account: 'C', csm: 'Zoë “Z”', at: hoursAgo(0), score: null },
      { account: null, csm: null, at: hoursAgo(0), score: -1 },
      { account: 'D', csm: 'Zoë “Z”', at: hoursAgo(0), score: 10, accepted: true },
      { account: 'E', csm: 'Zoë “Z”', at: hoursAgo(72), score: 10 },
      { account: 'F', csm: 'Zoë “Z”', at: null, score: 10 },
      ...Array.from({ length: 9 }, (_, n) => ({
        account: `T${n}`,
        csm: 'Gone',
        at: hoursAgo(0),
        score: 30 + n,
      })),
    ]);
    await expectSameFigures();
  });
});
