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
  verdict,
  ...none,
}));

describe('agreementSummary', () => {
  it('says that Claude reviewed nothing', () => {
    expect(agreementSummary(empty, format)).toBe(
      'Claude had reviewed none of the decisions in this date range.',
    );
  });

  it('gives the base rate beside each verdict', () => {
    const decided = (
      verdict: 'approve' | 'caution' | 'reassign' | null,
      of: number,
      accepted: number,
    ) => ({
      verdict,
      ...none,
      decided: of,
      accepted,
      rejected: of - accepted,
    });
    const shuffled = [
      decided('approve', 480, 400),
      decided('caution', 100, 84),
      decided('reassign', 120, 100),
      decided(null, 9, 9),
    ];
    expect(agreementSummary(shuffled, format)).toBe(
      'Not accepted: 17% (20 of 120) after reassign, 16% (16 of 100) after caution, 17% (80 of 480) after approve, and 17% (116 of 700) of all reviewed. No better than chance: by chance, 70% would agree. Kappa is 0.00 (95% interval -0.08 to 0.08).',
    );
  });
});
