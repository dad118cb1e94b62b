import { expect, it } from 'vitest';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { getCsm } from '@/lib/analytics/csm/get-csm';
import { type Diagnostics, getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { LOW_SCORE } from '@/lib/analytics/diagnostics/pending-totals';
import { type CsmAvailability, unavailableFor } from '@/lib/analytics/shared/availability';
import { getWorkload } from '@/lib/analytics/workload/get-workload';
import { listCandidates } from '@/lib/decisions/recommendation-details';
import { eligibilityFlags, type Flag } from '@/lib/engine/flags';
import type { Exclusion, ExclusionReason } from '@/lib/engine/types';
import { defaultPolicy } from '@/lib/policy/policy';
import { insertPolicy } from '@/lib/warehouse/sql/policies';
import { csmNames, seedRandomCompany } from '@/test/contract/random-company';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { readQueue } from '@/test/support/test-context';

const context = seededTestContext();

const scope = { period: { days: 30 }, zone: 'UTC' };
const page = { sort: 'name', descending: false, page: 1, pageSize: 1 } as const;

/** The reasons that exclude a CSM from every account. */
const csmReasons: readonly ExclusionReason[] = ['not_active', 'away', 'cooling', 'velocity'];
const onlyCsmReasons = (reasons: readonly string[]) =>
  csmReasons.filter((reason) => reasons.includes(reason));
const reasonsOf = (exclusions: readonly Exclusion[]) => exclusions.map(({ reason }) => reason);

/** The engine's reason: it does not tell a received account from a pending recommendation. */
const engineReason = (reason: string) => (reason === 'reserved' ? 'cooling' : reason);
const byFirst = ([a]: readonly [string, number], [b]: readonly [string, number]) =>
  a < b ? -1 : 1;
const availabilityOf = ({
  guide,
  missing,
  ...availability
}: Diagnostics['csms']): CsmAvailability => availability;

async function seed(number: number, policy: Partial<typeof defaultPolicy>): Promise<void> {
  await context.clear();
  await seedRandomCompany(context.warehouse, number);
  const policyJson = JSON.stringify({ ...defaultPolicy, ...policy });
  await context.warehouse.transaction('test.policy', (session) =>
    session.write(
      insertPolicy({
        policyJson,
        version: number + 1,
        note: null,
        createdBy: 'x',
        now: context.now(),
      }),
    ),
  );
}

const policies = [
  { pendingReserves: true, coolingHours: 4 },
  { pendingReserves: false, coolingHours: 4 },
  { pendingReserves: true, coolingHours: 200 },
];

it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
  'every page reports the same CSMs as cooling, away, and eligible, until the same time (company %i)',
  async (number) => {
    await seed(number, policies[number % 3] ?? {});
    const { ctx } = context;
    const [cooling, diagnostics, workload, { rows }] = await Promise.all([
      getCooling(ctx, scope),
      getDiagnostics(ctx),
      getWorkload(ctx, scope),
      readQueue(ctx),
    ]);
    const receivedUntil = new Map(cooling.cooling.map(({ csm, freeAt }) => [csm, +freeAt]));
    const reservedUntil = new Map(cooling.reserved.map(({ csm, until }) => [csm, +until]));
    expect(cooling.availability).toEqual(availabilityOf(diagnostics.csms));
    expect(workload.eligible).toBe(diagnostics.csms.eligible);
    expect(workload.fairness.overCapacity).toBe(diagnostics.csms.overCapacity.length);
    const active = new Set(workload.rows.map(({ csm }) => csm));
    expect(
      unavailableFor(diagnostics.csms, 'cooling').map(({ name, until }) => [name, until]),
    ).toEqual([...receivedUntil].filter(([name]) => active.has(name)).sort(byFirst));
    expect(
      unavailableFor(diagnostics.csms, 'reserved').map(({ name, until }) => [name, until]),
    ).toEqual([...reservedUntil].filter(([name]) => active.has(name)).sort(byFirst));
    const excluded = new Map(
      diagnostics.csms.excluded.flatMap(({ reason, csms }) =>
        csms.map(({ name, otherReasons }) => [name, [reason, ...otherReasons].map(engineReason)]),
      ),
    );
    for (const name of csmNames) {
      const csm = await getCsm(ctx, { name, scope, ...page });
      const coolingUntil = Math.max(receivedUntil.get(name) ?? 0, reservedUntil.get(name) ?? 0);
      expect(csm.cooling?.until ?? 0, `${name} on the CSM page`).toBe(coolingUntil);
      const [{ exclusions = [] } = {}] = csm.eligibility;
      if (csm.profile?.active) {
        expect(onlyCsmReasons(excluded.get(name) ?? []), `${name} on Diagnostics`).toEqual(
          onlyCsmReasons(reasonsOf(exclusions)),
        );
        const book = workload.rows.find((each) => each.csm === name);
        expect(book?.eligible, `${name} on Workload`).toBe(!excluded.has(name));
      } else {
        expect(diagnostics.csms.notActive).toContain(name);
      }
      for (const row of rows.filter(({ recommendedCsm }) => recommendedCsm === name)) {
        // In the queue, a pending recommendation doesn't count: it must not prevent its own acceptance.
        expect(+(row.coolingUntil ?? 0), `${name} in the queue`).toBe(receivedUntil.get(name) ?? 0);
        const lasting = (reasons: readonly string[]) =>
          reasons.filter((reason) => reason === 'away' || reason === 'not_active');
        expect(lasting(row.flags), `${name} in the queue`).toEqual(lasting(reasonsOf(exclusions)));
      }
    }
    for (const row of rows.slice(0, 3)) {
      for (const { csm, exclusion } of await listCandidates(ctx, { recommendationId: row.id })) {
        if (exclusion?.reason === 'cooling') expect(exclusion.until).toBe(receivedUntil.get(csm));
        else if (!exclusion) expect(receivedUntil.has(csm), `${csm} in the picker`).toBe(false);
      }
    }
  },
);

it('Diagnostics counts the rows that its links to the queue show', async () => {
  const seen = { stale: 0, ineligible: 0, unneeded: 0, low: 0 };
  for (let number = 1; number <= 9; number++) {
    await seed(number, policies[number % 3] ?? {});
    const { ctx } = context;
    const { pending } = await getDiagnostics(ctx);
    const count = async (filter: Parameters<typeof readQueue>[1] & object) =>
      (await readQueue(ctx, filter)).matching;
    const flagged = (...flags: readonly Flag[]) => count({ filter: { flags } });
    const { staleRows, ...counts } = pending;
    expect({ number, ...counts }).toEqual({
      number,
      rows: await count({}),
      snoozed: (await readQueue(ctx)).snoozed,
      stale: (await readQueue(ctx)).stale,
      overdue: (await readQueue(ctx)).overdue,
      ineligible: await flagged(...eligibilityFlags),
      unneeded: await flagged('no_longer_needed'),
      low: await count({ filter: { maxScore: LOW_SCORE } }),
    });
    for (const key of ['stale', 'ineligible', 'unneeded', 'low'] as const) seen[key] += counts[key];
    expect(staleRows).toHaveLength(counts.stale);
  }
  expect(Object.values(seen).every((count) => count > 0)).toBe(true);
});
