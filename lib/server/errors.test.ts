import { expect, it } from 'vitest';
import { AppError, hideServerDetails, toErrorResponse } from './errors';

it('tells people who are not signed in nothing about a problem of the server', () => {
  const cause = new AppError('warehouse_missing', 'There is no file /srv/warehouse.duckdb.', {
    details: { path: '/srv/warehouse.duckdb' },
  });
  const hidden = hideServerDetails(cause);
  expect(hidden).toMatchObject({ code: 'warehouse_missing', cause });
  expect(JSON.stringify(toErrorResponse(hidden))).not.toContain('/srv');
});

it('tells them what is wrong with their request', () => {
  const refusal = new AppError('sign_in_required', 'The API token is wrong.');
  expect(hideServerDetails(refusal)).toBe(refusal);
});
