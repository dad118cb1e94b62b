import { expect, test } from 'vitest';
import { explainPlacement } from '@/lib/engine/explain';
import { HOUR_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm, makeProblem, NOON } from '@/test/engine/builders';
import { explanationSchema, runFairnessSchema } from './run-schemas';

test('an explanation stored with its best fit reads like one with a score for each excluded CSM', () => {
  const bo = makeCsm({ name: 'Bo Chen', book: makeBook(5), lastReceivedAt: NOON - HOUR_MS });
  const problem = makeProblem({
    csms: [makeCsm({ name: 'Ana Diaz', book: makeBook(60) }), bo, { ...bo, name: 'Cy Dunn' }],
  });
  const { exclusions, ...explanation } =
    explainPlacement(problem, makeAccount(), 'Ana Diaz') ?? expect.fail('not explained');
  expect(exclusions.map(({ csm, score }) => [csm, score])).toEqual([
    ['Bo Chen', 100],
    ['Cy Dunn', 100],
  ]);
  const stored = {
    ...explanation,
    exclusions: exclusions.map(({ score: _, ...exclusion }) => exclusion),
    bestFit: { ...explanation.chosen, csm: 'Bo Chen', score: 100 },
  };
  expect(explanationSchema.parse(stored)).toEqual({
    ...explanation,
    exclusions: exclusions.with(1, { ...exclusions[1], score: null } as (typeof exclusions)[0]),
  });
});

test('fairness stored before it was measured within classes stays a measure of raw amounts', () => {
  const evenness = { cv: 9.5, gini: 0.05, maxOverMean: 1.2 };
  const amounts = { accounts: evenness, neediness: evenness, revenue: evenness, red: evenness };
  const side = { active: amounts, eligible: amounts, overCapacity: 1, nearCapacity: 2 };
  const stored = { before: side, after: side };
  expect(runFairnessSchema.parse(stored)).toEqual({ measure: 'raw_amounts', ...stored });
});
