import { expect, it } from 'vitest';
import { findByName } from '@/lib/accounts/search';
import { getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { getAcceptanceRows } from '@/lib/analytics/acceptance/get-acceptance-rows';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { getCsm } from '@/lib/analytics/csm/get-csm';
import { getLedger } from '@/lib/analytics/ledger/get-ledger';
import { getCalibration } from '@/lib/analytics/reviews/get-calibration';
import { getReviewedDecisions } from '@/lib/analytics/reviews/get-reviewed-decisions';
import { getWorkload } from '@/lib/analytics/workload/get-workload';
import { listRecentDecisions } from '@/lib/decisions/recent-decisions';
import { csmNames, seedRandomCompany } from '@/test/contract/random-company';
import { seededTestContext } from '@/test/support/seeded-test-context';

const context = seededTestContext();

const scope = { period: { days: 30 }, zone: 'UTC' };
const page = { sort: 'name', descending: false, page: 1, pageSize: 50 } as const;

const variants = (name: string) => [
  name.toLowerCase(),
  ` ${name.replaceAll(' ', '\u00A0 ')}\u200B`,
];

/** What the pages show of names and of figures per name. */
async function readPages(spell: (name: string) => string) {
  const { ctx } = context;
  const { rows } = await getAcceptanceRows(ctx, scope, { csm: 'Ana' });
  const { guide: _, ...cooling } = await getCooling(ctx, scope);
  return withoutRoundingErrors({
    acceptance: await getAcceptance(ctx, scope),
    acceptanceRows: rows.map(({ id, recommendedCsm, givenCsm }) => ({
      id,
      recommendedCsm,
      givenCsm,
    })),
    workload: await getWorkload(ctx, scope),
    ledger: await getLedger(ctx, scope),
    cooling,
    csms: await Promise.all(
      csmNames.map((name) => getCsm(ctx, { name: spell(name), scope, ...page })),
    ),
    calibration: await getCalibration(ctx, scope),
    reviewed: await getReviewedDecisions(ctx, scope, { group: 'all' }),
    decisions: await listRecentDecisions(ctx, { everyone: true }),
    search: await findByName(ctx, { text: 'an' }),
  });
}

// The order in which a sum is added differs.
function withoutRoundingErrors(pages: unknown): unknown {
  return JSON.parse(
    JSON.stringify(pages, (_, value) =>
      typeof value === 'number' ? Number(value.toPrecision(12)) : value,
    ),
  );
}

it.each([1, 2, 3, 4])(
  'every page shows the same for any spelling of the CSMs’ names (company %i)',
  async (seed) => {
    await seedRandomCompany(context.warehouse, seed, (name) => [name, name]);
    const expected = await readPages((name) => name);
    await context.clear();
    await seedRandomCompany(context.warehouse, seed, variants);
    expect(await readPages((name) => name.toUpperCase())).toEqual(expected);
  },
);
