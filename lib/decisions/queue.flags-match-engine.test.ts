import { expect, it } from 'vitest';
import { findExclusions } from '@/lib/engine/eligibility';
import { canonicalCsms } from '@/lib/engine/prepare-input';
import { exclusionReasons } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import { policyForDecision } from '@/lib/read-model/csms';
import { loadRoutingProblem } from '@/lib/read-model/routing-problem';
import { randomCompany, seedRandomCompany } from '@/test/support/random-company';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { readQueue } from '@/test/support/test-context';

const context = seededTestContext();

it('queue flags match the engine’s eligibility for every account and CSM of many small companies', async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 12; seed++) {
    await context.clear();
    await seedRandomCompany(context, seed);
    const policy = policyForDecision((await currentPolicy(context.warehouse)).policy);
    const now = context.now();
    const { rows } = await readQueue(context.ctx);
    for (const { account, csm: recommended } of randomCompany.pairs) {
      const single = { mode: 'single', accountId: account } as const;
      const reading = await loadRoutingProblem(context.ctx, single, { policy, now });
      const { context: loaded, accounts: found } = reading;
      const [read] = found;
      if (!read) throw new Error(`no account ${account}`);
      const routable = loaded.toRoutable(read);
      for (const csm of canonicalCsms(loaded.routing.csms)) {
        if (csm.name !== recommended) continue;
        const engine = findExclusions(csm, routable, policy, now.getTime());
        const reasons = engine.map(({ reason }) => reason).sort();
        const ours = rows.filter((row) => row.accountId === account);
        expect(ours).toMatchObject([{ recommendedCsm: csm.name }]);
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
