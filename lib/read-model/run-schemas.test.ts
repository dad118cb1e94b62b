import { expect, test } from 'vitest';
import { createExplainer } from '@/lib/engine/explain';
import { HOUR_MS } from '@/lib/time';
import { makeAccount, makeBook, makeCsm, makeProblem, NOON } from '@/test/engine/builders';
import { explanationSchema } from './explanation-schema';
import { runFairnessSchema } from './run-schemas';

test('an explanation stored with a list of exclusions has the better CSMs and the others', () => {
  const bo = makeCsm({ name: 'Bo Chen', book: makeBook(5), lastReceivedAt: NOON - HOUR_MS });
  const problem = makeProblem({ csms: [makeCsm({ name: 'Ana Diaz', book: makeBook(60) }), bo] });
  const explanation =
    createExplainer(problem)(makeAccount(), 'Ana Diaz') ?? expect.fail('not explained');
  const { better, excluded: _, ...rest } = explanation;
  const away = { csm: 'Cy Dunn', reason: 'away', until: NOON + 99 * HOUR_MS } as const;
  const [{ score: __, ...boExclusion } = expect.fail('no better CSM')] = better;
  const expected = {
    ...rest,
    better: [{ ...boExclusion, score: 100 }],
    excluded: [{ reason: 'away', until: away.until, csms: ['Cy Dunn'] }],
  };

  const withScores = { ...rest, exclusions: [{ ...away, score: null }, ...better] };
  expect(explanationSchema.parse(withScores)).toEqual(expected);
  const withBestFit = {
    ...rest,
    exclusions: [away, boExclusion],
    bestFit: { ...rest.chosen, csm: 'Bo Chen', score: 100 },
  };
  expect(explanationSchema.parse(withBestFit)).toEqual(expected);
});

test('fairness stored before it was measured within classes stays a measure of raw amounts', () => {
  const evenness = { cv: 9.5, gini: 0.05, maxOverMean: 1.2 };
  const amounts = { accounts: evenness, neediness: evenness, revenue: evenness, red: evenness };
  const side = { active: amounts, eligible: amounts, overCapacity: 1, nearCapacity: 2 };
  const stored = { before: side, after: side };
  expect(runFairnessSchema.parse(stored)).toEqual({ measure: 'raw_amounts', ...stored });
});

test('fairness stored of a single CSM has nothing to compare', () => {
  const even = { cv: 0, gini: 0, maxOverMean: 1 };
  const fullness = { accounts: even, neediness: even, revenue: even };
  const classes = [{ segment: 'Residential', level: null }];
  const side = (csms: number) => ({
    csms,
    fullness,
    byClass: [{ classes, csms: 1, fullness }],
    amounts: { ...fullness, red: even },
    overCapacity: 0,
    nearCapacity: 0,
  });
  const parsed = runFairnessSchema.parse({
    measure: 'within_class',
    before: side(1),
    after: side(2),
  });
  const nothing = { accounts: null, neediness: null, revenue: null };
  expect(parsed).toMatchObject({
    before: { fullness: nothing, byClass: [{ fullness: nothing }] },
    after: { fullness, byClass: [{ fullness: nothing }] },
  });
});
