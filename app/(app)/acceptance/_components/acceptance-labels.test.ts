import { describe, expect, it } from 'vitest';
import { loadRowsQuery } from '@/app/(app)/acceptance/search-params';
import { createFormat } from '@/components/ui/format';
import { rowsTitle } from './acceptance-labels';

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
