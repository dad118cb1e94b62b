import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csmName, reviewItem } from '@/test/support/review-input';
import { checkResponse, parseResponse, responseSchema } from './check-response';

const asked = [reviewItem(0), reviewItem(1), reviewItem(2)];
const [first, second] = asked as [ReturnType<typeof reviewItem>, ReturnType<typeof reviewItem>];
const entry = (of: ReturnType<typeof reviewItem>, change: object = {}) => ({
  account_id: of.account.id,
  issues: [],
  verdict: 'approve',
  suggested_csm: null,
  confidence: 90,
  feedback: 'Would own 53 of 70 accounts.',
  ...change,
});
const whole = asked.map((each) => entry(each));
const only = (change: object) => checkResponse([first], [entry(first, change)]).reviews[0];

describe('a response', () => {
  it('that covers all accounts has a review of each', () => {
    const { reviews, missing, extra, duplicates } = checkResponse(asked, whole);
    expect(reviews.map(({ recommendationId }) => recommendationId)).toEqual([
      '1000',
      '1001',
      '1002',
    ]);
    expect([missing, extra, duplicates]).toEqual([[], [], []]);
  });

  it('without an account reports it as missing', () => {
    expect(checkResponse(asked, whole.slice(1)).missing).toEqual([first]);
  });

  it('about another account is reported as extra', () => {
    const { reviews, missing, extra } = checkResponse(asked, [
      ...whole.slice(1),
      entry(first, { account_id: 'ACC-0' }),
    ]);
    expect(extra).toEqual(['ACC-0']);
    expect(missing).toEqual([first]);
    expect(reviews).toHaveLength(2);
  });

  it('with two entries for an account uses neither', () => {
    const { missing, duplicates } = checkResponse(asked, [
      ...whole,
      entry(second, { verdict: 'caution' }),
    ]);
    expect(duplicates).toEqual([second.account.id]);
    expect(missing).toEqual([second]);
  });

  it.each([
    ['an unknown verdict', { verdict: 'accept' }],
    ['an unknown issue', { issues: ['price'] }],
    ['a confidence over 100', { confidence: 101 }],
    ['a confidence that is no whole number', { confidence: 70.5 }],
    ['no words', { feedback: ' \n' }],
    ['a suggestion that is no text', { suggested_csm: 7 }],
  ])('with %s loses only that review', (_, change) => {
    const { reviews, missing } = checkResponse(asked, [entry(first, change), ...whole.slice(1)]);
    expect(missing).toEqual([first]);
    expect(reviews).toHaveLength(2);
  });

  it.each(['', 'Here it is:', '{"reviews":[{"account', '{"reviews":{}}', '[]', 'null'])(
    'of %j cannot be read',
    (text) => {
      expect(parseResponse(text)).toBeNull();
    },
  );

  it('always leaves each recommendation either reviewed or missing', () => {
    const anything = fc.oneof(
      fc.constantFrom(...asked).map((each) => entry(each)),
      fc.record({ account_id: fc.string(), verdict: fc.string() }),
      fc.constantFrom(...asked).map((each) => entry(each, { confidence: -1 })),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.array(anything), (answer) => {
        const { reviews, missing } = checkResponse(asked, answer);
        const ids = [...reviews, ...missing].map(({ recommendationId }) => recommendationId);
        expect(ids.sort()).toEqual(['1000', '1001', '1002']);
      }),
    );
  });
});

describe('a suggestion', () => {
  const reassign = { verdict: 'reassign', issues: ['workload', 'workload'] };

  it('is kept if it is one of the alternatives', () => {
    const alternative = csmName(3);
    expect(only({ ...reassign, suggested_csm: ` ${alternative} ` })).toMatchObject({
      verdict: 'reassign',
      issues: ['workload'],
      suggestedCsm: alternative,
      droppedSuggestion: null,
    });
  });

  it.each([
    ['a CSM who was not offered', 'Someone Else'],
    ['the recommended CSM', csmName(0)],
    ['a CSM of the team who was not offered', csmName(20)],
  ])('of %s is dropped and noted, and the verdict is kept', (_, name) => {
    expect(only({ ...reassign, suggested_csm: name })).toMatchObject({
      verdict: 'reassign',
      suggestedCsm: null,
      droppedSuggestion: name,
    });
  });

  it('with another verdict is dropped and noted', () => {
    expect(only({ verdict: 'caution', suggested_csm: csmName(1) })).toMatchObject({
      suggestedCsm: null,
      droppedSuggestion: csmName(1),
    });
  });

  it('that is dropped is noted in one short line', () => {
    const dropped = only({
      ...reassign,
      suggested_csm: `x\n${'y'.repeat(300)}`,
    })?.droppedSuggestion;
    expect(dropped).toBe(`x ${'y'.repeat(98)}`);
  });
});

describe('the response format', () => {
  it('names no account or CSM, so that it is part of the cached prefix', () => {
    const { schema } = zodOutputFormat(responseSchema);
    expect(JSON.stringify(schema)).not.toMatch(/ACC-|Diaz/);
    expect(JSON.stringify(schema).length).toBeLessThan(1000);
  });
});
