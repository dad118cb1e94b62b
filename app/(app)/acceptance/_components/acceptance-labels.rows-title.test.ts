import { describe, expect, it } from 'vitest';
import { loadRowsQuery } from '@/app/(app)/acceptance/search-params';
import { rowsTitle } from './acceptance-labels';

describe('the title of a list', () => {
  it.each([
    [{ overridesFrom: 'Ana', overridesTo: 'Bo' }, 'Overrides from Ana to Bo'],
    [{ overridesFrom: '', overridesTo: 'Bo' }, 'Overrides from nobody named to Bo'],
    [{ rows: 'all' }, 'All recommendations'],
    [{ rows: 'accepted', method: '' }, 'Accepted recommendations, method unknown'],
    [{ rows: 'decided', hour: '9' }, 'Decided recommendations, decided from 09:00 on'],
    [{ rows: 'pending', verdict: 'none' }, 'Pending recommendations, verdict kept back or none'],
    [
      { rows: 'overridden', reason: 'workload', elsewhere: 'false' },
      'Overridden recommendations, reason: The recommended CSM has too much to do',
    ],
  ])('of %j says so', (params, title) => {
    expect(rowsTitle(loadRowsQuery(params as Record<string, string>))).toBe(title);
  });
});
