import { expect, it } from 'vitest';
import {
  auditExportHref,
  auditHref,
  filterText,
  isFiltered,
  loadAuditQuery,
  toAuditFilter,
} from './search-params';

const now = new Date('2026-03-02T09:00:00Z');

it('reads the filters and the page from the URL', () => {
  const query = loadAuditQuery({ action: 'decision.made', person: 'mia', period: '7d', page: '3' });
  expect(query).toMatchObject({ action: 'decision.made', person: 'mia', text: null, page: 3 });
  expect(toAuditFilter(query, now)).toEqual({
    action: 'decision.made',
    person: 'mia',
    text: null,
    from: new Date('2026-02-23T09:00:00Z'),
  });
  expect(isFiltered(query)).toBe(true);
  expect(filterText(query)).toBe('What: Decisions made; Person: mia; Period: Last 7 days');
});

it('ignores unknown actions, periods, and pages, and shortens texts', () => {
  const query = loadAuditQuery({
    action: 'constructor',
    period: 'ever',
    page: '-1',
    text: 'x'.repeat(500),
  });
  expect(query).toMatchObject({ action: null, period: null, page: 1 });
  expect(toAuditFilter(query, now).text).toHaveLength(200);
  expect(isFiltered(loadAuditQuery({ page: '2' }))).toBe(false);
});

it('writes only what is set', () => {
  expect(auditHref({})).toBe('/audit');
  expect(auditHref({ text: 'A & B' }, 2)).toBe('/audit?text=A+%26+B&page=2');
  expect(auditExportHref({ action: 'setup.done' })).toBe('/api/exports/audit?action=setup.done');
});
