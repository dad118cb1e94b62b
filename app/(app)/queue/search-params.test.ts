import { describe, expect, it } from 'vitest';
import type { TablePreferences } from '@/lib/decisions/queue-preferences';
import {
  ALL_PENDING,
  defaultSort,
  loadQueueParams,
  queueView,
  resolveQuery,
} from './search-params';

const preferences: TablePreferences = {
  sort: [{ column: 'score', descending: true }],
  columns: ['run', 'segment', 'mood'],
  density: 'comfortable',
  pageSize: 100,
};
const resolve = (search: string, own: TablePreferences | null = preferences) =>
  resolveQuery(loadQueueParams(new URLSearchParams(search)), own);

const defaults = { sort: defaultSort, size: 50, columns: null, density: 'compact' };
const personal = {
  sort: preferences.sort,
  size: 100,
  columns: ['segment', 'run'],
  density: 'comfortable',
};

describe('resolveQuery', () => {
  it('takes the person’s settings of the table where the URL says nothing', () => {
    expect(resolve('')).toMatchObject(personal);
    expect(resolve(`?view=${ALL_PENDING}`)).toMatchObject(personal);
    expect(resolve('', null)).toMatchObject(defaults);
  });

  it('lets the URL decide, also for a default', () => {
    const url = '?sort=age&size=50&columns=age,run&density=compact';
    expect(resolve(url)).toMatchObject({
      sort: [{ column: 'age', descending: false }],
      size: 50,
      density: 'compact',
      columns: ['age', 'run'],
    });
  });

  it('shows a saved view the same to everyone', () => {
    const view = '00000000-0000-7000-8000-000000000001';
    expect(resolve(`?view=${view}&flag=any`)).toMatchObject({ ...defaults, view, flag: ['any'] });
  });

  it('has the defaults where the settings of the table are unknown', () => {
    const unknown = { sort: null, columns: ['mood'], density: null, pageSize: 7 };
    expect(resolve('', unknown)).toMatchObject(defaults);
  });
});

describe('queueView', () => {
  it('says what selects the rows, without defaults, looks, and the saved view', () => {
    const view = '00000000-0000-7000-8000-000000000001';
    expect(queueView(resolve(`?view=${view}&density=comfortable&columns=run&row=7`))).toBe('');
    expect(queueView(resolve(''))).toBe('?sort=-score&size=100');
    expect(queueView(resolve('?q=a&page=2', null))).toBe('?q=a&page=2');
  });
});
