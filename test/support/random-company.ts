import { seededRandom } from '@/test/engine/builders';
import { seedCompany } from './company';
import { rejectRecommendation } from './decisions';
import { insertExternalRecommendations, upsertExternalAssignments } from './recommendations';
import { decisionRequest, hoursAgo, readQueue, type TestContext } from './test-context';

const csms = ['Ana', 'Bo', "O'Neil 🙂", 'Dee'];

/** The CSMs of every random company, and its accounts with the CSM recommended for each. */
export const randomCompany = {
  csms,
  pairs: ['A', 'B', 'C', 'D'].flatMap((letter) =>
    csms.map((csm, n) => ({ account: `${letter}-${n}`, csm })),
  ),
};
const { pairs } = randomCompany;

/** Seeds a company in which every rule applies now and then, with several pending recommendations of every CSM. */
export async function seedRandomCompany(context: TestContext, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const chance = (share: number) => random() < share;
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const one = <Value>(...values: readonly Value[]) => values[upTo(values.length - 1)] as Value;
  const segments = () => one('Residential', 'residential ', 'Commercial', null, ' ');
  const levels = () => one('Corporate', 'Enterprise', null);
  await seedCompany(context.warehouse, {
    csms: csms.map((name) => ({
      name,
      active: chance(0.8),
      tenureMonths: one(2, 5.99, 6, 40, null, -3),
      segment: chance(0.3) ? segments() : null,
      level: chance(0.3) ? levels() : null,
      capacity: one(0, 1, 2, 3, null, null, null, -1),
      awayUntil: chance(0.3) ? hoursAgo(upTo(2) - 1) : null,
    })),
    accounts: [
      ...pairs.map(({ account: id }) => ({ id, segment: segments(), level: levels() })),
      ...Array.from({ length: upTo(8) }, (_, n) => ({ id: `book-${n}`, csm: one(...csms) })),
    ],
  });
  const receipts = Array.from({ length: upTo(24) }, (_, n) => ({
    account: `got-${n}`,
    csm: one(csms[0] as string, one(...csms)),
    at: hoursAgo(one(1, 3.999, 4, 10, 23.9, 24, 100, 167.9, 168, 500)),
  }));
  if (receipts.length > 0) await upsertExternalAssignments(context.warehouse, receipts);
  await insertExternalRecommendations(context.warehouse, [
    ...pairs.map((pair) => ({ ...pair, at: hoursAgo(one(1, 5)) })),
    ...receipts.map(({ csm }) => ({
      account: `got-${upTo(30)}`,
      csm,
      at: hoursAgo(one(2, 23, 25, 168)),
      accepted: true,
    })),
  ]);
  for (const row of (await readQueue(context.ctx)).rows) {
    if (chance(0.1))
      await rejectRecommendation(context.ctx, { ...decisionRequest(row.id), reason: 'wrong_fit' });
  }
  context.advanceHours(one(0, 0.5));
  // Recommend rejected pairs again, so that every pair has flags.
  await insertExternalRecommendations(
    context.warehouse,
    pairs.map((pair) => ({ ...pair, at: hoursAgo(0) })),
  );
}
