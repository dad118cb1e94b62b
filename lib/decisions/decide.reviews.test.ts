import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { guideQueries } from '@/test/support/guide-queries';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { insertTestReviews } from '@/test/support/runs';
import { recordStatements } from '@/test/support/statement-spy';
import {
  decisionRequest,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { acceptRecommendation, overrideRecommendation, rejectRecommendation } from './decide';
import { getRecommendation } from './recommendation-details';
import { undoDecision } from './undo-decision';

// The name that the guide's own queries look for.
const account = 'YOUR_ACCOUNT_ID';
const id = '1';
const feedback = 'Ana <b>would</b> own "41"; Bo’s book is lighter. 🙂';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.clear();
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }],
    accounts: [{ id: account }],
  });
  await insertExternalRecommendations(desk.warehouse, [
    { id: 1, account, csm: 'Ana', at: hoursAgo(1) },
  ]);
});

const said = { recommendationId: id, verdict: 'reassign', feedback, suggestedCsm: 'Bo' } as const;
const listed = async () => (await readQueue(desk.ctx)).rows[0];
const recommendation = async () =>
  (await desk.queryRows(guideQueries.recommendationsForAccount))[0];
const assignment = async () => (await desk.queryRows(guideQueries.assignmentForAccount))[0];
const toBo = { csm: 'Bo', reason: 'model_suggestion' } as const;

describe('a recommendation that Claude reviewed', () => {
  it('shows the newest review in the queue and in its record', async () => {
    await insertTestReviews(desk.warehouse, [
      { ...said, verdict: 'caution', at: new Date(hoursAgo(2)) },
      { ...said, issues: ['workload', 'health_mix'], confidence: 77 },
    ]);
    const shown = {
      verdict: 'reassign',
      confidence: 77,
      issues: ['workload', 'health_mix'],
      suggestedCsm: 'Bo',
      model: 'claude-test',
      promptVersion: 1,
      at: desk.now(),
      blind: false,
      withheld: false,
    };
    expect(await listed()).toMatchObject({ feedback, review: shown });
    const record = await getRecommendation(desk.ctx, id);
    expect(record.recommendation).toMatchObject({ feedback, review: shown });
  });

  it('is overridden to the suggestion, with the feedback in the data team’s tables', async () => {
    await insertTestReviews(desk.warehouse, [said]);
    const decided = await overrideRecommendation(desk.ctx, { ...decisionRequest(id), ...toBo });
    expect(decided).toMatchObject({ csm: 'Bo', revealed: null });
    expect(await recommendation()).toMatchObject({
      llm_feedback: feedback,
      was_assigned: false,
      actual_assigned_csm: 'Bo',
    });
    expect(await assignment()).toMatchObject({ csm_name: 'Bo', llm_review_feedback: feedback });
    const { history } = await getRecommendation(desk.ctx, id);
    expect(history.decisions).toMatchObject([{ verb: 'override', reason: 'model_suggestion' }]);
  });

  it('shows nothing where there is no review, and another program’s words as they are', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 2, account: 'B', csm: 'Ana', at: hoursAgo(1), feedback: 'Its own words.' },
    ]);
    const { rows } = await readQueue(desk.ctx);
    expect(rows).toMatchObject([
      { feedback: null, review: null },
      { feedback: 'Its own words.', review: null },
    ]);
  });
});

describe('a review that is kept back', () => {
  beforeEach(() =>
    insertTestReviews(desk.warehouse, [{ ...said, hidden: true, issues: ['workload'] }]),
  );

  const kept = { verdict: null, confidence: null, issues: [], suggestedCsm: null };

  it('is answered without anything that Claude said, by every statement', async () => {
    const withheld = { feedback: null, review: { ...kept, blind: true, withheld: true } };
    expect(await listed()).toMatchObject(withheld);
    const record = await getRecommendation(desk.ctx, id);
    expect(record.recommendation).toMatchObject(withheld);
    const all = JSON.stringify([await readQueue(desk.ctx), record]);
    for (const word of ['reassign', 'Claude', 'lighter', 'workload', '77']) {
      expect(all).not.toContain(`"${word}`);
    }
    expect(all).not.toContain('lighter');
    expect(await recommendation()).toMatchObject({ llm_feedback: null });
  });

  it.each([
    ['verdicts', { verdicts: ['reassign' as const] }, 0],
    ['the lack of one', { verdicts: ['none' as const] }, 1],
    ['its words', { text: 'lighter' }, 0],
  ])('is not found by %s', async (_, filter, found) => {
    expect((await readQueue(desk.ctx, { filter })).rows).toHaveLength(found);
  });

  const reject = () =>
    rejectRecommendation(desk.ctx, { ...decisionRequest(id), reason: 'wrong_fit' });
  const accept = () => acceptRecommendation(desk.ctx, decisionRequest(id));
  const override = () => overrideRecommendation(desk.ctx, { ...decisionRequest(id), ...toBo });
  const revealed = { verdict: 'reassign', feedback, suggestedCsm: 'Bo' };

  it.each([
    ['an acceptance', accept, 'Ana'],
    ['an override', override, 'Bo'],
    ['a rejection', reject, null],
  ])('is revealed by %s, to the data team too', async (_, decide, csm) => {
    expect(await decide()).toMatchObject({ csm, revealed });
    expect(await recommendation()).toMatchObject({
      llm_feedback: feedback,
      actual_assigned_csm: csm,
    });
    if (csm) {
      expect(await assignment()).toMatchObject({ csm_name: csm, llm_review_feedback: feedback });
    } else {
      expect(await assignment()).toBeUndefined();
    }
    const record = await getRecommendation(desk.ctx, id);
    expect(record.recommendation).toMatchObject({
      feedback,
      review: { verdict: 'reassign', suggestedCsm: 'Bo', blind: true, withheld: false },
    });
  });

  it.each([
    ['an acceptance', accept],
    ['a rejection', reject],
  ])('stays revealed when %s is undone, because it was seen', async (_, decide) => {
    const { decisionId } = await decide();
    const undone = await undoDecision(desk.ctx, { ...decisionRequest(id), decisionId });
    expect(undone.revealed).toBeNull();
    expect(await listed()).toMatchObject({
      state: 'pending',
      feedback,
      review: { verdict: 'reassign', withheld: false },
    });
    expect(await assignment()).toBeUndefined();
    expect((await accept()).revealed).toBeNull();
    expect(await assignment()).toMatchObject({ llm_review_feedback: feedback });
  });

  it('is told again to whoever asks again, and never to one who is refused', async () => {
    const request = decisionRequest(id);
    await acceptRecommendation(desk.ctx, request);
    expect(await acceptRecommendation(desk.ctx, request)).toMatchObject({ revealed });
    const late = await acceptRecommendation(desk.ctx, decisionRequest(id)).catch(
      (error: unknown) => error,
    );
    expect(JSON.stringify(late)).not.toContain('lighter');
  });

  it('costs no statement more than another decision', async () => {
    const give = ['recommendations.set-outcome', 'assignments.put', 'decisions.insert', 'COMMIT'];
    const take = ['recommendations.take-undecided', 'decisions.context'];
    expect(
      await recordStatements(desk.ctx, (ctx) => acceptRecommendation(ctx, decisionRequest(id))),
    ).toEqual([...take, ...give]);
  });

  it('costs a rejection one, which has something to write into the recommendation', async () => {
    const rejecting = recordStatements(desk.ctx, (ctx) =>
      rejectRecommendation(ctx, { ...decisionRequest(id), reason: 'wrong_fit' }),
    );
    expect(await rejecting).toEqual([
      'recommendations.take-undecided',
      'decisions.context',
      'recommendations.set-outcome',
      'decisions.insert',
      'COMMIT',
    ]);
  });
});

describe('how long a record was looked at', () => {
  it.each([
    [1234, 1234],
    [undefined, null],
    [-1, null],
    [1e12, null],
    ['long', null],
  ])('of %s is kept as %s, and never keeps anybody from deciding', async (dwellMs, stored) => {
    await acceptRecommendation(desk.ctx, { ...decisionRequest(id), dwellMs: dwellMs as number });
    expect(await desk.queryRows('SELECT seen_ms FROM CSM_ROUTING_DECISIONS')).toEqual([
      { seen_ms: stored },
    ]);
  });
});

describe('the queue by verdict', () => {
  beforeEach(async () => {
    await desk.clear();
    await insertExternalRecommendations(
      desk.warehouse,
      ['A', 'B', 'C', 'D', 'E'].map((name, n) => ({
        ...{ id: n + 1, account: name, csm: 'Ana', at: hoursAgo(1) },
      })),
    );
    await insertTestReviews(desk.warehouse, [
      { recommendationId: '1', verdict: 'approve', feedback: 'b' },
      { recommendationId: '2', verdict: 'reassign', feedback: 'c' },
      { recommendationId: '3', verdict: 'caution', feedback: 'a' },
      { recommendationId: '4', verdict: 'reassign', hidden: true },
    ]);
  });

  const order = async (asked: Parameters<typeof readQueue>[1]) =>
    (await readQueue(desk.ctx, asked)).rows.map((row) => row.accountId).join('');

  it.each([
    ['verdict', true, 'BCADE'],
    ['verdict', false, 'ACBDE'],
    ['feedback', false, 'CABDE'],
    ['feedback', true, 'BACDE'],
  ] as const)(
    'is sorted by %s, descending %s, unknown ones last',
    async (column, descending, is) => {
      expect(await order({ sort: [{ column, descending }] })).toBe(is);
    },
  );

  it.each([
    [['reassign'], 'B'],
    [['reassign', 'caution'], 'BC'],
    [['none'], 'DE'],
    [['none', 'approve'], 'ADE'],
    [[], 'ABCDE'],
  ] as const)('is narrowed to %j', async (verdicts, is) => {
    expect(await order({ filter: { verdicts } })).toBe(is);
  });
});
