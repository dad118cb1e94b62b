import { describe, expect, it } from 'vitest';
import { eligibilityFlags, type Flag, flags } from '@/lib/engine/flags';
import { seededRandom } from '@/test/engine/builders';
import { seedCompany } from '@/test/support/company';
import { acceptRecommendation, rejectRecommendation } from '@/test/support/decisions';
import { randomCompany, seedRandomCompany } from '@/test/support/random-company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { recordStatements } from '@/test/support/statement-spy';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { decide } from './decide';
import { type PreviewedDecision, previewDecisions } from './preview-decisions';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Small', capacity: 1 }],
  accounts: ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => ({ id })),
  recommendations: [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(30) },
    { id: 2, account: 'B', csm: 'Ana', at: hoursAgo(1) },
    { id: 3, account: 'C', csm: 'Ana', at: hoursAgo(1) },
    { id: 4, account: 'D', csm: 'Bo', at: hoursAgo(1) },
    { id: 5, account: 'D', csm: 'Small', at: hoursAgo(2) },
    { id: 6, account: 'E', csm: 'Small', at: hoursAgo(1) },
  ],
});

const preview = (verb: 'accept' | 'reject', ...recommendationIds: string[]) =>
  previewDecisions(context.ctx, { verb, recommendationIds });
const flagsOf = (previewed: PreviewedDecision) =>
  previewed.status === 'needs_confirmation' ? (previewed.error.details?.flags as Flag[]) : [];
const inShort = (previews: readonly PreviewedDecision[]) =>
  previews.map((each) =>
    [
      each.recommendationId,
      each.status === 'skipped' ? each.error.code : each.status,
      ...flagsOf(each),
    ].join(' '),
  );

describe('the preview of a bulk acceptance', () => {
  it('counts each acceptance for those after it, and judges what breaks a rule last', async () => {
    expect(inShort(await preview('accept', '1', '2', '3', '4'))).toEqual([
      '2 ready',
      '4 ready',
      '1 needs_confirmation cooling stale',
      '3 needs_confirmation cooling',
    ]);
  });

  it('counts confirmed recommendations for those after them, too', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account: 'F', csm: 'Small', at: hoursAgo(30) },
    ]);
    expect(inShort(await preview('accept', '6', '7'))).toEqual([
      '6 ready',
      '7 needs_confirmation cooling at_capacity stale',
    ]);
  });

  it('skips what a newer recommendation of the account replaced', async () => {
    expect(inShort(await preview('accept', '5', '4'))).toEqual(['5 already_decided', '4 ready']);
  });

  it('skips what others decided, and says who', async () => {
    const zoe = context.as('Zoe', 'manager');
    await rejectRecommendation(zoe, { ...decisionRequest('4'), reason: 'workload' });
    const [decided, unknown, ready] = await preview('accept', '4', '404', '2');
    expect(decided).toMatchObject({
      recommendationId: '4',
      status: 'skipped',
      error: { message: expect.stringContaining('Zoe already rejected') },
    });
    expect(unknown).toMatchObject({ status: 'skipped', error: { code: 'not_found' } });
    expect(ready).toEqual({ recommendationId: '2', status: 'ready' });
  });
});

it('the preview of a bulk rejection needs no confirmations', async () => {
  await acceptRecommendation(context.ctx, decisionRequest('4'));
  expect(inShort(await preview('reject', '1', '2', '4'))).toEqual([
    '1 ready',
    '2 ready',
    '4 already_decided',
  ]);
});

it('a preview reads with one statement, and changes nothing', async () => {
  const before = await readQueue(context.ctx);
  const statements = await recordStatements(context.ctx, (ctx) =>
    previewDecisions(ctx, { verb: 'accept', recommendationIds: ['1', '2', '3', '4', '6'] }),
  );
  expect(statements).toEqual(['decisions.rows']);
  expect(await readQueue(context.ctx)).toEqual(before);
});

it('only managers can preview, and at most 200 recommendations', async () => {
  const recommendationIds = Array.from({ length: 201 }, (_, n) => String(n));
  const viewer = context.as('Vi', 'viewer');
  const input = { verb: 'accept' as const, recommendationIds };
  expect(await expectAppError(previewDecisions(viewer, input))).toMatchObject({
    code: 'forbidden',
  });
  expect(await expectAppError(previewDecisions(context.ctx, input))).toMatchObject({
    message: 'recommendationIds: can have at most 200 recommendations.',
  });
});

describe('if nothing changes, a bulk acceptance of a random company', () => {
  const extraAccounts = Array.from({ length: 24 }, (_, n) => `extra-${n}`);

  /** Seeds a company with many recommendations for each CSM, and previews all of them. */
  async function previewRandomCompany(seed: number) {
    const random = seededRandom(seed);
    const { csms } = randomCompany;
    await context.clear();
    await seedRandomCompany(context, seed);
    await seedCompany(context.warehouse, { accounts: extraAccounts.map((id) => ({ id })) });
    await insertExternalRecommendations(
      context.warehouse,
      extraAccounts.map((account) => ({
        account,
        csm: csms[Math.floor(random() * csms.length)] ?? null,
        at: hoursAgo(random() < 0.2 ? 30 : 1),
      })),
    );
    const { rows } = await readQueue(context.ctx);
    const [first] = rows;
    if (first) {
      const rejection = { ...decisionRequest(first.id), reason: 'workload' as const };
      await rejectRecommendation(context.as('Zoe', 'manager'), rejection);
    }
    const shuffled = rows.map(({ id }) => ({ id, at: random() })).sort((a, b) => a.at - b.at);
    return preview('accept', ...shuffled.map(({ id }) => id));
  }

  const acceptAll = (previews: readonly PreviewedDecision[]) =>
    decide(context.ctx, {
      requests: previews.map((each) => ({
        ...decisionRequest(each.recommendationId),
        verb: 'accept',
        acknowledged: flagsOf(each),
      })),
    });

  it('has the previewed outcomes, and breaks exactly the previewed rules', async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 6; seed++) {
      const previews = await previewRandomCompany(seed);
      const outcomes = await acceptAll(previews);
      expect(
        outcomes.map((each) => (each.status === 'decided' ? 'decided' : each.error.code)),
      ).toEqual(previews.map((each) => (each.status === 'skipped' ? each.error.code : 'decided')));
      const stored = await context.queryRows(
        "SELECT recommendation_id, set_aside FROM CSM_ROUTING_DECISIONS WHERE verb = 'accept'",
      );
      const brokenRules = new Map(
        stored.map((row) => [String(row.recommendation_id), row.set_aside ?? '']),
      );
      for (const each of previews) {
        seen.add(each.status);
        for (const flag of flagsOf(each)) seen.add(flag);
        if (each.status === 'skipped') continue;
        expect(brokenRules.get(each.recommendationId)).toBe(flagsOf(each).join(' '));
      }
    }
    // A status or a rule that never occurred would prove nothing.
    const possible = ['ready', 'needs_confirmation', 'skipped', 'stale', ...eligibilityFlags];
    expect([...seen].sort()).toEqual(possible.sort());
  });

  it('is not refused if only some of the rules are confirmed', async () => {
    let decided = 0;
    for (let seed = 7; seed <= 12; seed++) {
      const previews = await previewRandomCompany(seed);
      const confirmed = flags.filter((_, index) => (seed + index) % 3 > 0);
      const sent = previews.filter(
        (each) =>
          each.status === 'ready' ||
          (each.status === 'needs_confirmation' &&
            flagsOf(each).every((flag) => confirmed.includes(flag))),
      );
      const outcomes = sent.length > 0 ? await acceptAll(sent) : [];
      expect(outcomes.map(({ status }) => status)).toEqual(sent.map(() => 'decided'));
      decided += outcomes.length;
    }
    expect(decided).toBeGreaterThan(0);
  });
});
