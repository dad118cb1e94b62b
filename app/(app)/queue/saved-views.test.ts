import { expect, it } from 'vitest';
import type { QueueView } from '@/lib/decisions/queue-views';
import { differsFrom, viewHref, viewQuery } from './saved-views';
import { loadQueueParams, resolveQuery } from './search-params';

const id = '00000000-0000-7000-8000-000000000001';
const queryOf = (search: string) => resolveQuery(loadQueueParams(new URLSearchParams(search)));
const savedAs = (search: string): QueueView => ({
  id,
  name: 'Red',
  query: viewQuery(queryOf(search)),
  shared: false,
  ownerName: 'Mia',
  isOwn: true,
  canChange: true,
});

it('a view contains what is on the screen, except the page and the row', () => {
  const view = savedAs('?health=red&sort=-score&columns=run&page=3&row=7');
  expect(view.query).toBe('?health=red&sort=-score&size=50&columns=run&density=compact');
  expect(viewHref(view)).toBe(`/queue${view.query}&view=${id}`);
  expect(viewHref(null)).toBe('/queue?view=all');
});

it('a view differs from the screen once its filters, order, or look have changed', () => {
  const view = savedAs('?health=red');
  expect(differsFrom(view, queryOf(`?health=red&view=${id}&page=2&row=7`))).toBe(false);
  for (const search of ['', '?health=red&sort=-score', '?health=red&density=comfortable']) {
    expect(differsFrom(view, queryOf(search))).toBe(true);
  }
});

it('all pending differs from the screen only by filters, because the rest is personal', () => {
  expect(differsFrom(null, queryOf('?sort=-score&size=25&density=comfortable&columns=run'))).toBe(
    false,
  );
  expect(differsFrom(null, queryOf('?q=acme'))).toBe(true);
});

it('a view from another version, with values that are unknown now, can be opened', () => {
  const view = { ...savedAs(''), query: '?health=red,purple&mood=good' };
  expect(viewHref(view)).toBe(`/queue?health=red&view=${id}`);
});
