import { readingOf } from '@/demo/engine';
import { simulate } from '@/demo/simulate';
import type { Candidate } from '@/lib/engine/types';
import type { ReviewInput } from '@/lib/reviews/types';
import { solve } from '@/lib/runs/solve';

const seed = 20_260;
const day = 24 * 3_600_000;

/**
 * What a review of a run for the demo company's first accounts in need would be asked with. With a
 * larger `maxPerRun` than the policy's, other accounts are placed anew beside them and nobody waits,
 * for runs of more accounts than the company ever has.
 */
export function demoRun(count: number, now: number, maxPerRun = 1): ReviewInput {
  const company = simulate(seed, now);
  const isLarge = maxPerRun > 1;
  const needing = [...company.needing].filter(({ pending }) => pending === null);
  const others = company.accounts.filter((account) => !company.needing.has(account));
  const accounts = isLarge ? [...needing, ...others].slice(0, 2 * count) : needing.slice(0, count);
  const reading = readingOf(company, accounts, now);
  const { routing } = reading.situation;
  const policy = { ...routing.policy, maxPerRun };
  const csms = routing.csms.map((csm) => (isLarge ? { ...csm, ...rested } : csm));
  const { placements, fairness } = solve({
    ...reading,
    situation: { ...reading.situation, routing: { ...routing, policy, csms } },
  });
  const candidate = ({ csm, score, bookAfter }: Candidate) => ({ csm, score, bookAfter });
  return {
    policy,
    fairness,
    csms: csms
      .filter(({ active }) => active)
      .map(({ name, tenureMonths, capacity, book, received, lastReceivedAt }) => {
        const coolingUntil = (lastReceivedAt ?? 0) + policy.coolingHours * 3_600_000;
        const since = (age: number) => received.filter((at) => at > now - age).length;
        return {
          ...{ name, tenureMonths, capacity, book },
          coolingUntil: coolingUntil > now ? new Date(coolingUntil).toISOString() : null,
          receivedDay: since(day),
          receivedWeek: since(7 * day),
        };
      }),
    recommendations: placements.slice(0, count).map(({ accountId, explanation }, at) => {
      const account = accounts.find(({ id }) => id === accountId);
      if (account === undefined) throw new Error('Every placement is of an account asked for');
      const { id, name, neediness, health, revenue, segment, level, industry } = account;
      return {
        recommendationId: String(at + 1),
        account: {
          ...{ id, name, neediness, health, revenue, segment, level, industry },
          color: explanation.color,
        },
        recommended: candidate(explanation.chosen),
        alternatives: explanation.alternatives.map(candidate),
        earlier: [],
      };
    }),
  };
}

const rested = { received: [], lastReceivedAt: null, reservedAt: null, awayUntil: null };
