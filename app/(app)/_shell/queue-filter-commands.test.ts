import { expect, test } from 'vitest';
import { queueFilterCommands } from './queue-filter-commands';

const command = (label: string, pathname: string, search = '') =>
  queueFilterCommands({ pathname, search }).find((one) => one.label === label);

test('from another page, a filter opens the queue with this filter only', () => {
  expect(command('Filter: red accounts', '/runs', '?page=3')).toMatchObject({
    isOn: false,
    href: '/queue?health=red',
  });
});

test('on the queue, a filter keeps the other filters and the columns, and starts at page 1', () => {
  const search = '?q=acme&verdict=caution&columns=age,run&page=3&row=12';
  expect(command('Filter: red accounts', '/queue', search)?.href).toBe(
    '/queue?q=acme&health=red&verdict=caution&columns=age,run',
  );
});

test('a filter that is on is removed', () => {
  expect(command('Filter: caution', '/queue', '?q=acme&verdict=caution')).toMatchObject({
    isOn: true,
    href: '/queue?q=acme',
  });
});

test('clearing the filters keeps the sort', () => {
  expect(command('Clear filters', '/queue', '?q=acme&sort=-score&overdue=true')?.href).toBe(
    '/queue?sort=-score',
  );
});
