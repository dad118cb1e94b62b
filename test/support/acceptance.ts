import { type Acceptance, getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { insertDecisions, type NewDecision } from '@/lib/warehouse/sql/decisions';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { newDecision } from '@/test/contract/rows';
import { type ExternalRecommendation, insertExternalRecommendations } from './recommendations';
import { hoursAgo, type TestContext } from './test-context';

export const LAST_30_DAYS: ScopeInput = { period: { days: 30 }, zone: 'UTC' };
export const accepted = { accepted: true, given: 'Ana' } as const;
export const overridden = { given: 'Bo' } as const;

/** A decision on the recommendation with this id. */
export const decisionOn = (
  id: number,
  at: string | Date,
  overrides: Partial<NewDecision> = {},
) => ({
  recommendationId: String(id),
  accountId: `A${id}`,
  at: new Date(at),
  ...overrides,
});

/** Helpers for the acceptance tests, on a test context that is opened later. */
export function acceptanceFixture(context: () => TestContext) {
  return {
    read: (input: Partial<ScopeInput> = {}): Promise<Acceptance> =>
      getAcceptance(context().ctx, { ...LAST_30_DAYS, ...input }),

    /** Inserts recommendations with ids from 1. By default, they recommend Ana and are an hour old. */
    async recommended(...rows: readonly Partial<ExternalRecommendation>[]): Promise<void> {
      const defaults = { csm: 'Ana', at: hoursAgo(1) };
      await insertExternalRecommendations(
        context().warehouse,
        rows.map((row, index) => ({
          ...defaults,
          id: index + 1,
          account: `A${index + 1}`,
          ...row,
        })),
      );
    },

    async decided(...decisions: readonly Partial<NewDecision>[]): Promise<void> {
      await context().warehouse.transaction('test.decide', (session) =>
        writeAll(session, insertDecisions(decisions.map(newDecision))),
      );
    },
  };
}
