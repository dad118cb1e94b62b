import { describe, expect, it } from 'vitest';
import { loadRowsQuery } from '@/app/(app)/acceptance/search-params';
import { createFormat } from '@/components/ui/format';
import { agreementSummary, rowsTitle } from './acceptance-labels';

const format = createFormat('en-US', 'UTC');

describe('rowsTitle', () => {
  it.each([
    [{ overridesFrom: 'Ana', overridesTo: 'Bo' }, 'Overrides from Ana to Bo'],
    [{ overridesFrom: '', overridesTo: 'Bo' }, 'Overrides from no CSM to Bo'],
    [{ rows: 'all' }, 'All recommendations'],
    [{ rows: 'accepted', method: '' }, 'Accepted recommendations, method unknown'],
    [{ rows: 'decided', hour: '9' }, 'Decided recommendations, decided in the hour from 9 AM'],
    [{ rows: 'pending', verdict: 'none' }, 'Pending recommendations, verdict hidden or none'],
    [
      { rows: 'overridden', reason: 'workload', external: 'false' },
      'Overridden recommendations, reason: The recommended CSM has too much work',
    ],
  ])('describes %j', (params, title) => {
    expect(rowsTitle(loadRowsQuery(params as Record<string, string>), format)).toBe(title);
  });
});

const none = { decided: 0, accepted: 0, toSuggestion: 0, toOthers: 0, rejected: 0 };
const empty = (['approve', 'caution', 'reassign', null] as const).map((verdict) => ({
  ...{ verdict, ...none },
}));

describe('agreementSummary', () => {
  it('says that Claude reviewed nothing', () => {
    expect(agreementSummary(empty, format)).toBe(
      'Claude had reviewed none of the decisions in this date range.',
    );
  });

  it('counts agreement among reviewed decisions, and what followed a suggested CSM', () => {
    const agreement = [
      { verdict: 'approve' as const, ...none, decided: 5, accepted: 4, rejected: 1 },
      { verdict: 'reassign' as const, ...none, decided: 3, accepted: 1, toSuggestion: 2 },
      { verdict: null, ...none, decided: 9, accepted: 9 },
    ];
    expect(agreementSummary(agreement, format)).toBe(
      'All three agreed in 4 of 8 reviewed decisions (50%). When Claude suggested another CSM, managers did not accept the engine’s choice in 2 of 3 and followed Claude’s suggestion in 2.',
    );
  });
});
