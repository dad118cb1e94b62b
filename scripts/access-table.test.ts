import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { withAccessTables } from '@/e2e/access/table';

test('SECURITY.md has the tables that the browser tests check: npm run access-table writes them', async () => {
  const text = await readFile(new URL('../SECURITY.md', import.meta.url), 'utf8');
  expect(text).toBe(withAccessTables(text));
});
