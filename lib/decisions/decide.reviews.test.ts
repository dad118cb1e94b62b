import { beforeEach, describe, expect, it } from 'vitest';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { guideQueries } from '@/test/support/guide-queries';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { insertTestReviews } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { recordStatements } from '@/test/support/statement-spy';
import { decisionRequest, hoursAgo, readQueue } from '@/test/support/test-context';
import { getRecommendation } from './recommendation-details';

// The name that the guide's own queries look for.
const account = 'YOUR_ACCOUNT_ID';
const id = '1';
const feedback = 'Ana <b>would</b> own "41"; Bo’s book is lighter. 🙂';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [{ id: account }],
  recommendations: [{ id: 1, account, csm: 'Ana', at: hoursAgo(1) }],
});

const said = { recommendationId: id, verdict: 'reassign', feedback, suggestedCsm: 'Bo' } as const;
// As the data team's tables store it.
const reported = `rejected, reassign to Bo: ${feedback}`;
const listed = async () => (await readQueue(context.ctx)).rows[0];
const recommendation = async () =>
  (await context.queryRows(guideQueries.recommendationsForAccount))[0];
const assignment = async () => (await context.queryRows(guideQueries.assignmentForAccount))[0];
const toBo = { csm: 'Bo', reason: 'model_suggestion' } as const;

describe('a recommendation that Claude reviewed', () => {
  it('shows its newest review in the queue and in its details', async () => {
    await insertTestReviews(context.warehouse, [
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
      at: context.now(),
      blind: false,
      withheld: false,
    };
    expect(await listed()).toMatchObject({ feedback, review: shown });
    const record = await getRecommendation(context.ctx, id);
    expect(record.recommendation).toMatchObject({ feedback, review: shown });
  });

  it('can be overridden to the suggested CSM, with the feedback in the data team’s tables', async () => {
    await insertTestReviews(context.warehouse, [said]);
    const decided = await overrideRecommendation(context.ctx, { ...decisionRequest(id), ...toBo });
    expect(decided).toMatchObject({ csm: 'Bo', revealed: null });
    expect(await recommendation()).toMatchObject({
      llm_feedback: reported,
      was_assigned: false,
      actual_assigned_csm: 'Bo',
    });
    expect(await assignment()).toMatchObject({ csm_name: 'Bo', llm_review_feedback: reported });
    const { history } = await getRecommendation(context.ctx, id);
    expect(history.decisions).toMatchObject([{ verb: 'override', reason: 'model_suggestion' }]);
  });

  it('shows no review if there is none, and another program’s feedback unchanged', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 2, account: 'B', csm: 'Ana', at: hoursAgo(1), feedback: 'Its own words.' },
    ]);
    const { rows } = await readQueue(context.ctx);
    expect(rows).toMatchObject([
      { feedback: null, review: null },
      { feedback: 'Its own words.', review: null },
    ]);
  });
});

describe('feedback that a spreadsheet would run as a formula', () => {
  const formula = '=HYPERLINK("http://evil.example","Open")';

  it('begins with the verdict in the data team’s tables, and is unchanged in the app', async () => {
    await insertTestReviews(context.warehouse, [{ ...said, feedback: formula }]);
    expect(await listed()).toMatchObject({ feedback: formula });
    await acceptRecommendation(context.ctx, decisionRequest(id));
    const safe = `rejected, reassign to Bo: ${formula}`;
    expect(await recommendation()).toMatchObject({ llm_feedback: safe });
    expect(await assignment()).toMatchObject({ llm_review_feedback: safe });
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'is escaped when another program wrote %j',
    async (feedback) => {
      const id = 2;
      await insertExternalRecommendations(context.warehouse, [
        { id, account, csm: 'Ana', at: context.now().toISOString(), feedback },
      ]);
      await acceptRecommendation(context.ctx, decisionRequest(String(id)));
      expect(await assignment()).toMatchObject({ llm_review_feedback: `'${feedback}` });
    },
  );
});

describe('a review that is hidden until the decision', () => {
  beforeEach(() =>
    insertTestReviews(context.warehouse, [{ ...said, hidden: true, issues: ['workload'] }]),
  );

  const kept = { verdict: null, confidence: null, issues: [], suggestedCsm: null };

  it('is left out of every response', async () => {
    const withheld = { feedback: null, review: { ...kept, blind: true, withheld: true } };
    expect(await listed()).toMatchObject(withheld);
    const record = await getRecommendation(context.ctx, id);
    expect(record.recommendation).toMatchObject(withheld);
    const all = JSON.stringify([await readQueue(context.ctx), record]);
    for (const word of ['reassign', 'Claude', 'lighter', 'workload', '77']) {
      expect(all).not.toContain(`"${word}`);
    }
    expect(all).not.toContain('lighter');
    expect(await recommendation()).toMatchObject({ llm_feedback: null });
  });

  it.each([
    ['its verdict', { verdicts: ['reassign' as const] }, 0],
    ['a missing verdict, which finds it', { verdicts: ['none' as const] }, 1],
    ['its feedback', { text: 'lighter' }, 0],
  ])('cannot be found by filtering on %s', async (_, filter, found) => {
    expect((await readQueue(context.ctx, { filter })).rows).toHaveLength(found);
  });

  const reject = () =>
    rejectRecommendation(context.ctx, { ...decisionRequest(id), reason: 'wrong_fit' });
  const accept = () => acceptRecommendation(context.ctx, decisionRequest(id));
  const override = () => overrideRecommendation(context.ctx, { ...decisionRequest(id), ...toBo });
  const revealed = { verdict: 'reassign', feedback, suggestedCsm: 'Bo' };

  it.each([
    ['an acceptance', accept, 'Ana'],
    ['an override', override, 'Bo'],
    ['a rejection', reject, null],
  ])('is revealed by %s, also in the data team’s tables', async (_, decide, csm) => {
    expect(await decide()).toMatchObject({ csm, revealed });
    expect(await recommendation()).toMatchObject({
      llm_feedback: reported,
      actual_assigned_csm: csm,
    });
    if (csm) {
      expect(await assignment()).toMatchObject({ csm_name: csm, llm_review_feedback: reported });
    } else {
      expect(await assignment()).toBeUndefined();
    }
    const record = await getRecommendation(context.ctx, id);
    expect(record.recommendation).toMatchObject({
      feedback,
      review: { verdict: 'reassign', suggestedCsm: 'Bo', blind: true, withheld: false },
    });
  });

  it.each([
    ['an acceptance', accept],
    ['a rejection', reject],
  ])('stays visible after %s is undone', async (_, decide) => {
    const undone = await undoDecision(context.ctx, await decide());
    expect(undone.revealed).toBeNull();
    expect(await listed()).toMatchObject({
      state: 'pending',
      feedback,
      review: { verdict: 'reassign', withheld: false },
    });
    expect(await assignment()).toBeUndefined();
    const again = decisionRequest(id);
    const accepted = await acceptRecommendation(context.ctx, again);
    expect(accepted.revealed).toBeNull();
    expect(await acceptRecommendation(context.ctx, again)).toEqual(accepted);
    expect(await assignment()).toMatchObject({ llm_review_feedback: reported });
  });

  it('is returned again on a retry, but not to someone whose decision is refused', async () => {
    const request = decisionRequest(id);
    await acceptRecommendation(context.ctx, request);
    expect(await acceptRecommendation(context.ctx, request)).toMatchObject({ revealed });
    const late = await acceptRecommendation(context.ctx, decisionRequest(id)).catch(
      (error: unknown) => error,
    );
    expect(JSON.stringify(late)).not.toContain('lighter');
  });

  it('needs no extra statement to accept', async () => {
    const give = [
      'recommendations.set-outcomes',
      'decisions.insert',
      'assignments.upsert',
      'audit.move-head',
      'audit.append',
      'COMMIT',
    ];
    const take = ['recommendations.claim', 'decisions.rows'];
    expect(
      await recordStatements(context.ctx, (ctx) => acceptRecommendation(ctx, decisionRequest(id))),
    ).toEqual([...take, ...give]);
  });

  it('needs one extra statement to reject, to write the feedback', async () => {
    const rejecting = recordStatements(context.ctx, (ctx) =>
      rejectRecommendation(ctx, { ...decisionRequest(id), reason: 'wrong_fit' }),
    );
    expect(await rejecting).toEqual([
      'recommendations.claim',
      'decisions.rows',
      'recommendations.set-outcomes',
      'decisions.insert',
      'audit.move-head',
      'audit.append',
      'COMMIT',
    ]);
  });
});

describe('the dwell time of a decision', () => {
  it.each([
    [1234, 1234],
    [undefined, null],
    [-1, null],
    [1e12, null],
    ['long', null],
  ])('sent as %s is stored as %s and never blocks the decision', async (dwellMs, stored) => {
    await acceptRecommendation(context.ctx, { ...decisionRequest(id), dwellMs: dwellMs as number });
    expect(await context.queryRows('SELECT seen_ms FROM CSM_ROUTING_DECISIONS')).toEqual([
      { seen_ms: stored },
    ]);
  });
});

describe('the queue', () => {
  beforeEach(async () => {
    await context.clear();
    await insertExternalRecommendations(
      context.warehouse,
      ['A', 'B', 'C', 'D', 'E'].map((name, n) => ({
        id: n + 1,
        account: name,
        csm: 'Ana',
        at: hoursAgo(1),
      })),
    );
    await insertTestReviews(context.warehouse, [
      { recommendationId: '1', verdict: 'approve', feedback: 'b' },
      { recommendationId: '2', verdict: 'reassign', feedback: 'c' },
      { recommendationId: '3', verdict: 'caution', feedback: 'a' },
      { recommendationId: '4', verdict: 'reassign', hidden: true },
    ]);
  });

  const order = async (asked: Parameters<typeof readQueue>[1]) =>
    (await readQueue(context.ctx, asked)).rows.map((row) => row.accountId).join('');

  it.each([
    ['verdict', true, 'BCADE'],
    ['verdict', false, 'ACBDE'],
    ['feedback', false, 'CABDE'],
    ['feedback', true, 'BACDE'],
  ] as const)(
    'sorts by %s (descending: %s) with unknown values last',
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
  ] as const)('filters by verdicts %j', async (verdicts, is) => {
    expect(await order({ filter: { verdicts } })).toBe(is);
  });
});
