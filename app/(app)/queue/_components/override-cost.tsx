'use client';

import {
  ComparisonSummary,
  ForcedFactors,
  MovesTable,
} from '@/app/(app)/_shared/what-if/comparison';
import { useComparison } from '@/app/(app)/_shared/what-if/use-what-if';
import type { DecisionTarget } from '@/app/(app)/queue/queue-row';
import { ChevronRightIcon } from '@/components/ui/icons';
import type { Candidate } from '@/lib/engine/types';

/** What an override costs the rest of the run. Keeps room for its text, so that nothing moves. */
export function OverrideCost({
  row,
  chosen: { csm, exclusion },
}: {
  readonly row: DecisionTarget;
  readonly chosen: Candidate;
}) {
  const scenario = { kind: 'pair', accountId: row.accountId, csm } as const;
  const { data: comparison, error } = useComparison(
    { kind: 'recommendation', id: row.id },
    scenario,
  );
  return (
    <section
      aria-label="What this costs the team"
      className="mb-4 rounded-md bg-sunken p-3 text-sm"
    >
      <div
        role="status"
        aria-busy={!comparison && !error}
        className={exclusion ? 'min-h-40 sm:min-h-28' : 'min-h-32 sm:min-h-20'}
      >
        {comparison ? (
          <ComparisonSummary scenario={scenario} comparison={comparison} />
        ) : (
          <p className="text-ink-muted">
            {error
              ? `What this costs the team is unknown. ${error.message}`
              : 'Working out what this costs the team…'}
          </p>
        )}
      </div>
      <details className="group">
        <summary className="flex min-h-6 items-center gap-1.5 text-ink-muted">
          <ChevronRightIcon className="group-open:rotate-90" />
          {`Why not ${csm}?`}
        </summary>
        {comparison && (
          <div className="mt-2 flex flex-col gap-3">
            <ForcedFactors scenario={scenario} comparison={comparison} />
            <MovesTable scenario={scenario} comparison={comparison} />
          </div>
        )}
      </details>
    </section>
  );
}
