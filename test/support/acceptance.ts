import { type Acceptance, getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { insertDecisions, type NewDecision } from '@/lib/warehouse/sql/decisions';
import { newDecision } from '@/test/contract/rows';
import { type ExternalRecommendation, insertExternalRecommendations } from './recommendations';
import { hoursAgo, type TestContext } from './test-context';

export const LAST_30_DAYS: ScopeInput = { period: { days: 30 }, zone: 'UTC' };
export const accepted = { accepted: true, given: 'Ana' } as const;
export const overridden = { given: 'Bo' } as const;

/** A decision on the recommendation of that number. */
export const decisionOn = (id: number, at: string | Date, said: Partial<NewDecision> = {}) => ({
  ...{ recommendationId: String(id), accountId: `A${id}`, at: new Date(at), ...said },
});

/** What the tests of acceptance do at a desk that is opened later. */
export function acceptanceFixture(desk: () => TestContext) {
  return {
    read: (asked: Partial<ScopeInput> = {}): Promise<Acceptance> =>
      getAcceptance(desk().ctx, { ...LAST_30_DAYS, ...asked }),

    /** Recommendations to Ana an hour ago, numbered from 1; what matters to a test is said over it. */
    async recommended(...rows: readonly Partial<ExternalRecommendation>[]): Promise<void> {
      const plain = { csm: 'Ana', at: hoursAgo(1) };
      await insertExternalRecommendations(
        desk().warehouse,
        rows.map((row, n) => ({ ...plain, id: n + 1, account: `A${n + 1}`, ...row })),
      );
    },

    async decided(...decisions: readonly Partial<NewDecision>[]): Promise<void> {
      await desk().warehouse.transaction('test.decide', (session) =>
        session.write(insertDecisions(decisions.map(newDecision))),
      );
    },
  };
}
