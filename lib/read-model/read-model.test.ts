import { v4 as uuid } from 'uuid';
import { expect, it } from 'vitest';
import { decide } from '@/lib/decisions/decide';
import type { DecisionRequestInput } from '@/lib/decisions/input';
import { flags } from '@/lib/engine/flags';
import { defaultPolicy } from '@/lib/policy/policy';
import { DAY_MS, WEEK_MS } from '@/lib/time';
import { csmNames, recommendationIds, seedRandomCompany } from '@/test/contract/random-company';
import { seededRandom } from '@/test/engine/builders';
import { inAnyOrder } from '@/test/support/read-model';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { currentCsms } from './csms';
import type { Facts } from './facts';
import { loadFacts } from './load-facts';
import { describePending, evaluatePending, type PendingWork } from './pending-work';

const context = seededTestContext();

const SEEDS = 8;
const STEPS = 15;

/**
 * Everything that the rules can conclude from the facts.
 * @param earlier the pending work before the last change of the facts
 */
function evaluate(facts: Facts, now: Date, earlier?: PendingWork) {
  const isWithin = (ms: number, at: number) => at > now.getTime() - ms;
  const work = evaluatePending(facts, defaultPolicy, now, earlier);
  return {
    queue: work.rows.map((row) => describePending(facts, work, row, defaultPolicy)),
    csms: [...currentCsms(facts, now).values()].map(({ lastReceivedAt, ...csm }) => ({
      ...inAnyOrder(csm),
      // Facts that were loaded earlier also have what is now too old for every rule.
      lastReceivedAt: lastReceivedAt && isWithin(WEEK_MS, lastReceivedAt) ? lastReceivedAt : null,
    })),
    books: [...facts.books]
      .flatMap(([owner, book]) => book.map((part) => JSON.stringify([owner, part])))
      .sort(),
    rejections: [...facts.rejections.values()]
      .flat()
      .filter(({ at }) => isWithin(defaultPolicy.rejectedDays * DAY_MS, at.getTime()))
      .map(({ decisionId, csm, accountId, at }) => ({ decisionId, csm, accountId, at }))
      .sort((a, b) => (a.decisionId < b.decisionId ? -1 : 1)),
  };
}

const otherSpellings = (name: string) => [name.toUpperCase(), `\u200B${name}\u00A0 `];

/** A random decision, most likely on a pending recommendation, or the undo of a recent one. */
function randomRequest(
  random: () => number,
  pending: readonly string[],
  made: readonly { readonly recommendationId: string; readonly requestId: string }[],
): DecisionRequestInput {
  const oneOf = <Value>(values: readonly Value[]) =>
    values[Math.floor(random() * values.length)] as Value;
  const ids = random() < 0.9 && pending.length > 0 ? pending : recommendationIds.map(String);
  const request = { recommendationId: oneOf(ids), requestId: uuid() };
  const acknowledged = [...flags];
  const reason = 'workload';
  const verb = oneOf(['accept', 'override', 'reject', 'undo', 'undo'] as const);
  switch (verb) {
    case 'accept':
      return { ...request, verb, acknowledged };
    case 'override':
      return {
        ...request,
        verb,
        acknowledged,
        csm: oneOf([...csmNames, ...csmNames.flatMap(otherSpellings)]),
        reason,
      };
    case 'reject':
      return { ...request, verb, reason };
    case 'undo': {
      const { recommendationId, requestId } = oneOf(random() < 0.8 ? made.slice(-4) : made);
      return { ...request, recommendationId, verb, undoes: requestId };
    }
  }
}

it('concludes the same as a fresh load after any sequence of decisions by two people', async () => {
  const decided = new Map<string, number>();
  for (let seed = 1; seed <= SEEDS; seed++) {
    await context.clear();
    await seedRandomCompany(context.warehouse, seed, otherSpellings);
    const random = seededRandom(seed);
    const people = [context.ctx, context.as('Zoe', 'manager')] as const;
    const model = () => context.ctx.readModel.facts(defaultPolicy, context.now());
    const facts = await model();
    // At first, the decisions of the random company.
    const made = recommendationIds.map((id, n) => ({
      recommendationId: String(id),
      requestId: `q-${n}`,
    }));
    for (let step = 0; step < STEPS; step++) {
      context.advanceHours(0.01);
      const pending = [...facts.recommendations.keys()];
      const requests = Array.from({ length: 1 + (step % 3) }, () =>
        randomRequest(random, pending, made),
      );
      const earlier = evaluatePending(facts, defaultPolicy, context.now());
      const outcomes = await decide(people[step % 2 === 0 ? 0 : 1], { requests });
      for (const [n, { status, requestId, recommendationId }] of outcomes.entries()) {
        const verb = requests[n]?.verb ?? '';
        if (status === 'refused') continue;
        decided.set(verb, (decided.get(verb) ?? 0) + 1);
        if (verb !== 'undo') made.push({ recommendationId, requestId });
      }
      // Each decision was applied to the same facts: nothing was loaded again.
      expect(await model()).toBe(facts);
      const fresh = await loadFacts(
        (query) => context.warehouse.read(query),
        defaultPolicy,
        context.now(),
      );
      expect({ seed, step, requests, ...evaluate(facts, context.now(), earlier) }).toEqual({
        seed,
        step,
        requests,
        ...evaluate(fresh, context.now()),
      });
    }
  }
  for (const verb of ['accept', 'override', 'reject', 'undo']) {
    expect(decided.get(verb), verb).toBeGreaterThan(10);
  }
});
