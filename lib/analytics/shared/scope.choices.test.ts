import { expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { recordStatements } from '@/test/support/statement-spy';
import { getScopeChoices } from './scope';

const context = seededTestContext();

it('getScopeChoices returns every manager, segment, and level once, without a statement of its own', async () => {
  expect(await getScopeChoices(context.ctx)).toEqual({ managers: [], segments: [], levels: [] });
  await seedCompany(context.warehouse, {
    csms: [
      { name: 'Ana', manager: 'Zoe' },
      { name: 'Bo', manager: 'ZOE ' },
      { name: 'Cy', manager: ' ' },
      { name: 'Di', manager: 'Eve', active: false },
    ],
    accounts: [
      { id: 'A', segment: 'Residential', level: 'Corporate' },
      { id: 'B', segment: 'Residential', level: null },
      { id: 'C', segment: 'Commercial', level: 'Corporate', csm: 'Ana' },
      { id: 'D', segment: ' COMMERCIAL', level: 'corporate\u00A0' },
      { id: 'E', segment: 'residential', level: 'N/A' },
    ],
  });
  const statements = await recordStatements(context.ctx, async (ctx) => {
    expect(await getScopeChoices(ctx)).toEqual({
      managers: ['Eve', 'Zoe'],
      segments: ['Commercial', 'Residential'],
      levels: ['Corporate'],
    });
  });
  expect(statements).toEqual([]);
});
