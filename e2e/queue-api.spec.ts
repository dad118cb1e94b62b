import { expect, test } from './fixtures';

// Earlier spec files on the same server may have changed its data.
test.beforeAll(({ server }) => server.reset());

test('the API returns the rows of the queue page for the same search params', async ({
  signInAs,
}) => {
  const { request } = await signInAs('viewer');
  const read = async (search: string) => (await request.get(`/api/queue${search}`)).json();
  const all = await read('?sort=account');
  expect(all).toMatchObject({ pending: 8, matching: 8, page: 1, pages: 1 });
  expect(all.changeNumber).toBeGreaterThan(0);
  const names = all.rows.map((row: { accountName: string }) => row.accountName);
  expect(names).toHaveLength(8);
  const reversed = await read('?sort=-account&page=99&flag=haunted');
  expect(reversed.rows.map((row: { accountName: string }) => row.accountName)).toEqual(
    names.toReversed(),
  );
  expect(await read(`?q=${encodeURIComponent('🚀')}`)).toMatchObject({
    matching: 1,
    rows: [{ accountName: 'Zürich 🚀 Gärten' }],
  });
});

test('the API refuses people who are not signed in', async ({ server }) => {
  const response = await fetch(`${server.url}/api/queue`);
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ error: { code: 'sign_in_required' } });
});
