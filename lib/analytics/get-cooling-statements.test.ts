import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptRecommendation } from '@/lib/decisions/accept-recommendation';
import { type Desk, hoursAgo, on, openDesk, refusalOf } from '@/lib/testing/desk';
import { recommendElsewhere } from '@/lib/testing/other-program';
import { seedCompany } from '@/lib/testing/small-company';
import { watched } from '@/lib/testing/watched';
import { cached } from '@/lib/warehouse/cached';
import { getCooling } from './get-cooling';

const asked = { period: { days: 30 }, zone: 'UTC' };

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana', manager: 'Eve' }, { name: 'Bo' }],
    accounts: [
      { id: 'A', since: hoursAgo(400) },
      { id: 'B', since: hoursAgo(400), segment: 'Commercial' },
      { id: 'C', csm: 'Bo' },
    ],
  });
  await recommendElsewhere(desk.warehouse, [{ id: 1, account: 'A', csm: 'Ana', at: hoursAgo(6) }]);
});
afterAll(() => desk?.close());

it('looks at the accounts once a minute, and anew when this program decided something', async () => {
  const sent: string[] = [];
  const watching = watched(desk.ctx, ({ name }) => void sent.push(name));
  const ctx = { ...watching, warehouse: cached(watching.warehouse) };
  const statements = async () => {
    sent.length = 0;
    const { outlook } = await getCooling(ctx, asked);
    const read = sent.filter((name) => name.startsWith('cooling.')).sort();
    return { waiting: outlook.waiting, eligible: outlook.eligible, read };
  };
  const both = ['cooling.accounts', 'cooling.figures'];
  expect(await statements()).toEqual({ waiting: 1, eligible: 2, read: both });
  expect(await statements()).toEqual({ waiting: 1, eligible: 2, read: ['cooling.figures'] });
  await acceptRecommendation(ctx, { ...on('1'), acknowledged: ['stale', 'cooling'] });
  expect(await statements()).toEqual({ waiting: 1, eligible: 1, read: both });
});

it('tells what it can be narrowed to without a statement for that', async () => {
  const { choices } = await getCooling(desk.ctx, asked);
  expect(choices).toEqual({
    managers: ['Eve'],
    segments: ['Commercial', 'Residential'],
    levels: ['Corporate'],
  });
});

it('refuses a zone that does not exist', async () => {
  const refused = await refusalOf(getCooling(desk.ctx, { ...asked, zone: 'Mars/Base' }));
  expect(refused).toMatchObject({ code: 'invalid_input' });
});
