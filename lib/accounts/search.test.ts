import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { expectAppError, openTestContext, type TestContext } from '@/test/support/test-context';
import { findByName } from './search';

let testContext: TestContext;
beforeAll(async () => {
  testContext = await openTestContext();
});
afterAll(() => testContext.close());
beforeEach(() => testContext.clear());

const find = (text: string) => findByName(testContext.as('Vi', 'viewer'), { text });

describe('a search by name', () => {
  it('finds accounts and CSMs, with names that start with the text first', async () => {
    await seedCompany(testContext.warehouse, {
      csms: [{ name: 'Bo Larsen' }, { name: 'Lara Croft', active: false }],
      accounts: [
        { id: 'A-1', name: 'Polar Lard', csm: 'Bo Larsen' },
        { id: 'A-2', name: 'larch & Loom' },
        { id: 'LAR-3', name: null },
        { id: 'A-2', name: 'larch & Loom' },
        { id: 'A-4', name: 'Quince' },
      ],
    });
    expect(await find(' LAR ')).toEqual({
      accounts: [
        { id: 'LAR-3', name: null, csm: null },
        { id: 'A-2', name: 'larch & Loom', csm: null },
        { id: 'A-1', name: 'Polar Lard', csm: 'Bo Larsen' },
      ],
      csms: [
        { name: 'Lara Croft', active: false },
        { name: 'Bo Larsen', active: true },
      ],
    });
  });

  it('treats the input as plain text and returns at most eight of each kind', async () => {
    await seedCompany(testContext.warehouse, {
      accounts: Array.from({ length: 12 }, (_, n) => ({ id: `A${n}`, name: `100% of '${n}_` })),
    });
    expect((await find('100%')).accounts).toHaveLength(8);
    expect((await find("'11_")).accounts).toMatchObject([{ id: 'A11' }]);
    expect(await find('1__')).toEqual({ accounts: [], csms: [] });
    expect((await expectAppError(find(' x '))).code).toBe('invalid_input');
  });
});
