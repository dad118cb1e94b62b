import { describe, expect, it } from 'vitest';
import { agreementSummary } from './acceptance-labels';

const none = { decided: 0, accepted: 0, toSuggestion: 0, toOthers: 0, rejected: 0 };
const empty = (['approve', 'caution', 'reassign', null] as const).map((verdict) => ({
  ...{ verdict, ...none },
}));

describe('the agreement in words', () => {
  it('says so where Claude had said nothing', () => {
    expect(agreementSummary(empty)).toBe(
      'Claude had said nothing of what was decided in this period.',
    );
  });

  it('is of what Claude had spoken on, and of what it would reassign', () => {
    const agreement = [
      { verdict: 'approve' as const, ...none, decided: 5, accepted: 4, rejected: 1 },
      { verdict: 'reassign' as const, ...none, decided: 3, accepted: 1, toSuggestion: 2 },
      { verdict: null, ...none, decided: 9, accepted: 9 },
    ];
    expect(agreementSummary(agreement)).toBe(
      'All three agreed in 4 of 8 decisions that Claude had spoken on (50%). Where Claude would reassign, managers decided otherwise in 2 of 3, of which 2 went to the CSM that Claude suggested.',
    );
  });
});
