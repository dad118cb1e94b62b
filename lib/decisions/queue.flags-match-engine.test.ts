import { expect, it } from 'vitest';
import { findExclusions } from '@/lib/engine/eligibility';
import { canonicalCsms } from '@/lib/engine/prepare-input';
import { exclusionReasons } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import { policyForDecision } from '@/lib/read-model/csms';
import { loadRoutingProblem } from '@/lib/read-model/routing-problem';
import { seededRandom } from '@/test/engine/builders';
import { seedCompany } from '@/test/support/company';
import { rejectRecommendation } from '@/test/support/decisions';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, hoursAgo, readQueue } from '@/test/support/test-context';

const context = seededTestContext();

const csms = ['Ana', 'Bo', "O'Neil 🙂", 'Dee'];
const accounts = ['A', 'B', 'C', 'D'];
const pairs = accounts.flatMap((account) => csms.map((csm) => ({ account, csm })));

/** Seeds a random company in which every rule applies now and then. */
async function seedRandomCompany(seed: number): Promise<void> {
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
      ...accounts.map((id) => ({ id, segment: segments(), level: levels() })),
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

it('queue flags match the engine’s eligibility for every account and CSM of many small companies', async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 12; seed++) {
    await context.clear();
    await seedRandomCompany(seed);
    const policy = policyForDecision((await currentPolicy(context.warehouse)).policy);
    const now = context.now();
    const { rows } = await readQueue(context.ctx);
    for (const account of accounts) {
      const single = { mode: 'single', accountId: account } as const;
      const reading = await loadRoutingProblem(context.ctx, single, { policy, now });
      const { context: loaded, accounts: found } = reading;
      const [read] = found;
      if (!read) throw new Error(`no account ${account}`);
      const routable = loaded.toRoutable(read);
      for (const csm of canonicalCsms(loaded.routing.csms)) {
        const engine = findExclusions(csm, routable, policy, now.getTime());
        const reasons = engine.map(({ reason }) => reason).sort();
        const ours = rows.filter(
          (row) => row.accountId === account && row.recommendedCsm === csm.name,
        );
        expect(ours.length).toBeGreaterThan(0);
        for (const row of ours) {
          const flags = row.flags.filter((flag) =>
            (exclusionReasons as readonly string[]).includes(flag),
          );
          expect({ seed, account, csm: csm.name, flags: [...flags].sort() }).toEqual({
            seed,
            account,
            csm: csm.name,
            flags: reasons,
          });
          const cooling = engine.find(({ reason }) => reason === 'cooling');
          expect(row.coolingUntil?.getTime() ?? null).toBe(cooling?.until ?? null);
        }
        for (const reason of reasons) seen.add(reason);
      }
    }
  }
  // If a rule never applied, agreement on it would prove nothing.
  expect([...seen].sort()).toEqual(
    exclusionReasons.filter((reason) => reason !== 'max_per_run').sort(),
  );
});
