import { describe, expect, it } from 'vitest';
import { createFormat } from '@/components/ui/format';
import { totalOutcomes } from '@/lib/analytics/acceptance/outcomes';
import { periodOf } from '@/lib/analytics/shared/scope';
import { guideNote } from './guide-note';

const format = createFormat('en-US', 'UTC');
const now = new Date('2026-03-31T12:00:00Z');
const method = 'batch_optimized';
const outcomes = (total: number, accepted: number) => ({
  ...totalOutcomes([{ ...totalOutcomes([]), total, accepted }]),
  method,
  percentAccepted: (100 * accepted) / total,
});
const guide = {
  from: periodOf({ days: 31 }, 'UTC', now).from,
  rows: [{ question: 'guide', method, total: 40, accepted: 30, percentAccepted: 75 } as const],
};
const noFilters = { segment: [], level: [], team: [], from: null };

describe('guideNote', () => {
  it('says that the figures are the same', () => {
    const period = periodOf({ days: 31 }, 'UTC', now);
    expect(guideNote({ guide, byMethod: [outcomes(40, 30)], period }, noFilters, format)).toBe(
      'The data team’s “Assignment Success Rate” gives Batch run 75.00% (30 of 40). That is the same.',
    );
  });

  it('explains a difference by the days, the time zone, and the filters', () => {
    const period = periodOf({ days: 30 }, 'America/New_York', now);
    const filters = { ...noFilters, team: ['Mia'] };
    expect(guideNote({ guide, byMethod: [outcomes(12, 9)], period }, filters, format)).toContain(
      'It differs from this page because it covers today and the 30 days before in UTC, from Mar 1, 2026, while this page covers 30 days in America/New York, from Mar 2, 2026 and it has no filters.',
    );
  });
});
