import { describe, expect, it } from 'vitest';
import { findingNumbers } from './finding';
import type { OffScaleAccount, ScoreRanges } from './get-diagnostics';
import { scaleFindings } from './scale-findings';

const plausible: ScoreRanges = {
  neediness: 40,
  highestNeediness: 9,
  needinessAbove: 0,
  health: 40,
  highestHealth: 96,
  healthAbove: 0,
};

function find(
  scores: Partial<ScoreRanges>,
  kind: 'duckdb' | 'snowflake' = 'duckdb',
  offScale: readonly OffScaleAccount[] = [],
) {
  const diagnostics = {
    accounts: { scores: { ...plausible, ...scores }, offScale },
    warehouse: { kind },
  } as Parameters<typeof scaleFindings>[0];
  return scaleFindings(diagnostics, findingNumbers('en-US'));
}

describe('findings about the scale of scores', () => {
  it('say that health looks like a fraction, how many values there are, and what to do', () => {
    const [finding] = find({ highestHealth: 0.91 });
    expect(finding).toMatchObject({
      title: 'Health looks like a fraction: the highest of 40 values is 0.91',
      actions: [{ label: 'Import a list', adminHref: '/import' }],
    });
    expect(finding?.detail).toContain('Every account counts as red');
    expect(find({ highestHealth: 0.91 }, 'snowflake')[0]).toMatchObject({
      detail: expect.stringContaining('Ask the data team'),
      actions: [],
    });
  });

  it('count scores above the maximum', () => {
    expect(find({ highestNeediness: 85, needinessAbove: 31 })[0]?.title).toBe(
      '31 accounts have a neediness above 10; the highest is 85',
    );
  });

  it('list the accounts, and say so if these are only the highest', () => {
    const offScale = [
      { score: 'health_score', id: 'A-1', name: 'Aster', value: 0.91 },
      { score: 'neediness_score', id: 'A-2', name: null, value: 85 },
      { score: 'health_score', id: 'A-3', name: null, value: 0.6 },
    ] as const;
    const both = { health: 5, highestHealth: 0.91, highestNeediness: 85, needinessAbove: 1 };
    const [neediness, health] = find(both, 'duckdb', offScale);
    expect(neediness?.rows).toEqual([{ account: 'A-2', name: null, note: 'neediness 85' }]);
    expect(neediness?.detail).not.toContain('listed');
    expect(health?.rows).toEqual([
      { account: 'A-1', name: 'Aster', note: 'health 0.91' },
      { account: 'A-3', name: null, note: 'health 0.6' },
    ]);
    expect(health?.detail).toContain('The 2 highest are listed.');
  });

  it('are none for plausible scores, few scores, and no scores', () => {
    expect(find({})).toEqual([]);
    expect(find({ health: 3, highestHealth: 0.9 })).toEqual([]);
    expect(find({ health: 0, highestHealth: null })).toEqual([]);
  });
});
