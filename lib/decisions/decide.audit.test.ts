import { expect, it } from 'vitest';
import { auditedBy } from '@/test/support/audit';
import { acceptRecommendation, rejectRecommendation, undoDecision } from '@/test/support/decisions';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo } from '@/test/support/test-context';
import { withLostCommit } from '@/test/support/transaction-faults';
import { decide } from './decide';

const ids = [1, 2, 3, 4];
const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: ids.map((id) => ({ id: `A${id}` })),
  recommendations: ids.map((id) => ({ id, account: `A${id}`, csm: 'Ana', at: hoursAgo(1) })),
});

const audited = (work: () => Promise<unknown>) => auditedBy(context, work);
const mia = 'mia.manager@example.com';

it('a decision and its undo are recorded with the person, the recommendation, and the CSM', async () => {
  const request = decisionRequest('1');
  const decision = { recommendation: '1', account: 'A1' };
  expect(await audited(() => acceptRecommendation(context.ctx, request))).toEqual([
    {
      action: 'decision.made',
      subject: '1',
      actor: mia,
      details: { decisions: [{ ...decision, verb: 'accept', csm: 'Ana' }] },
    },
  ]);
  expect(await audited(() => undoDecision(context.ctx, request))).toEqual([
    {
      action: 'decision.undone',
      subject: '1',
      actor: mia,
      details: { decisions: [{ ...decision, verb: 'undo', csm: null }] },
    },
  ]);
});

it('a bulk decision is one entry with all of its recommendations, and a mixed one is two', async () => {
  const rejected = decisionRequest('1');
  await rejectRecommendation(context.ctx, { ...rejected, reason: 'workload' });
  const acknowledged = ['cooling', 'velocity', 'at_capacity'] as const;
  const other = { csm: 'Bo', reason: 'workload', acknowledged };
  const requests = [
    { ...decisionRequest('2'), verb: 'accept', acknowledged },
    { ...decisionRequest('1'), verb: 'undo', undoes: rejected.requestId },
    { ...decisionRequest('3'), verb: 'override', ...other },
  ];
  const entries = await audited(() => decide(context.ctx, { requests }));
  expect(entries).toMatchObject([
    {
      action: 'decision.made',
      subject: null,
      details: {
        decisions: [
          { recommendation: '2', verb: 'accept', csm: 'Ana' },
          { recommendation: '3', verb: 'override', csm: 'Bo' },
        ],
      },
    },
    { action: 'decision.undone', subject: '1' },
  ]);
});

it('decisions that several people make at once are recorded for each of them', async () => {
  const decideAs = (name: string, id: string) =>
    rejectRecommendation(context.as(name, 'manager'), {
      ...decisionRequest(id),
      reason: 'workload',
    });
  const entries = await audited(() =>
    Promise.all([decideAs('Ann', '1'), decideAs('Ben', '2'), decideAs('Cem', '3')]),
  );
  expect(entries.map(({ actor, subject }) => [actor, subject])).toEqual([
    [context.as('Ann', 'manager').person.email, '1'],
    [context.as('Ben', 'manager').person.email, '2'],
    [context.as('Cem', 'manager').person.email, '3'],
  ]);
});

it('a refused decision and a retry are not recorded', async () => {
  const request = decisionRequest('1');
  await acceptRecommendation(context.ctx, request);
  expect(await audited(() => acceptRecommendation(context.ctx, request))).toEqual([]);
  const late = acceptRecommendation(context.ctx, decisionRequest('1'));
  expect(await audited(() => expectAppError(late))).toEqual([]);
  const lost = withLostCommit(context.ctx);
  const reject = () => rejectRecommendation(lost, { ...decisionRequest('4'), reason: 'workload' });
  expect(await audited(reject)).toMatchObject([{ action: 'decision.made', subject: '4' }]);
});
