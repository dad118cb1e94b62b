import { readingOf } from '@/lib/demo/engine';
import { simulate } from '@/lib/demo/simulate';
import type { Candidate } from '@/lib/routing/types';
import { solve } from '@/lib/runs/propose';
import type { ReviewInput } from './types';

const seed = 20_260;
const day = 24 * 3_600_000;

/** What a review of a run for the demo company's first accounts in need would be asked with. */
export function demoRun(count: number, now: number): ReviewInput {
  const company = simulate(seed, now);
  const accounts = [...company.needing].filter(({ pending }) => pending === null).slice(0, count);
  const reading = readingOf(company, accounts, now);
  const { csms, policy } = reading.situation.routing;
  const { placements, fairness } = solve(reading);
  const candidate = ({ csm, score, bookAfter }: Candidate) => ({ csm, score, bookAfter });
  return {
    policy,
    fairness,
    csms: csms.map(({ name, tenureMonths, capacity, book, received, lastReceivedAt }) => {
      const coolingUntil = (lastReceivedAt ?? 0) + policy.coolingHours * 3_600_000;
      const since = (age: number) => received.filter((at) => at > now - age).length;
      return {
        ...{ name, tenureMonths, capacity, book },
        coolingUntil: coolingUntil > now ? new Date(coolingUntil).toISOString() : null,
        receivedDay: since(day),
        receivedWeek: since(7 * day),
      };
    }),
    recommendations: placements.map(({ accountId, explanation }, at) => {
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
