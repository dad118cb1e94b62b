import { expect } from 'vitest';
import type { Csm } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import { currentCsms } from '@/lib/read-model/csms';
import type { Facts } from '@/lib/read-model/facts';
import { loadFacts } from '@/lib/read-model/load-facts';
import { evaluatePending } from '@/lib/read-model/pending-work';
import { queryQueue } from '@/lib/read-model/queue';
import type { Context } from '@/lib/server/context';
import { noFilter } from './test-context';

const wholeQueue = { filter: noFilter, sort: [], limit: 1_000, offset: 0 };

/** The context's facts now. */
export async function readFacts(ctx: Context): Promise<Facts> {
  const { policy } = await currentPolicy(ctx.warehouse);
  return ctx.readModel.facts(policy, ctx.now());
}

/** A CSM for comparison: the order of what changed in memory differs from that of a load. */
export function inAnyOrder<Of extends Pick<Csm, 'reservations' | 'byClass'>>(csm: Of) {
  return { ...csm, reservations: new Set(csm.reservations), byClass: new Set(csm.byClass) };
}

/** Expects that the facts in memory lead to the same queue and CSMs as facts loaded from the warehouse. */
export async function expectFactsAsLoaded(ctx: Context): Promise<void> {
  const { policy } = await currentPolicy(ctx.warehouse);
  const now = ctx.now();
  const summarize = (facts: Facts) => ({
    queue: queryQueue({ facts, work: evaluatePending(facts, policy, now) }, wholeQueue, policy),
    csms: [...currentCsms(facts, now).values()].map(inAnyOrder),
  });
  const loaded = await loadFacts((query) => ctx.warehouse.read(query), policy, now);
  expect(summarize(await readFacts(ctx))).toEqual(summarize(loaded));
}
