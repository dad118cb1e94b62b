'use client';

import { Button } from '@/components/ui/button';
import { formatClock, formatCompactMoney, formatNumber } from '@/components/ui/format';
import { type SearchItem, SearchList } from '@/components/ui/search-list';
import { useTimeZone } from '@/components/ui/time';
import { exclusionLabels } from '@/lib/engine/describe';
import type { Candidate } from '@/lib/engine/types';
import { useCandidates } from './use-recommendation';

/** All active CSMs to choose from: the alternatives first, those who should not be taken last. */
export function CandidatePicker({
  recommendationId,
  except,
  alternatives,
  account,
  onChoose,
}: {
  readonly recommendationId: string;
  /** The recommended CSM, who is not another one. */
  readonly except: string;
  readonly alternatives: readonly string[];
  readonly account: string;
  readonly onChoose: (candidate: Candidate) => void;
}) {
  const { data: candidates, error, refetch } = useCandidates(recommendationId);
  const zone = useTimeZone();

  const others = (candidates ?? []).filter(({ csm }) => csm !== except);
  const item = (candidate: Candidate): SearchItem => candidateItem(candidate, zone);
  const proposed = others.filter(({ csm, exclusion }) => !exclusion && alternatives.includes(csm));
  const eligible = others.filter(({ csm, exclusion }) => !exclusion && !alternatives.includes(csm));
  const kept = others.filter(({ exclusion }) => exclusion);

  return (
    <div className="min-h-[27rem]">
      <SearchList
        label={`Another CSM for ${account}`}
        placeholder="Search all active CSMs"
        sections={[
          { id: 'alternatives', title: 'Alternatives', items: proposed.map(item) },
          { id: 'eligible', title: 'Other eligible CSMs', items: eligible.map(item) },
          { id: 'kept', title: 'Not eligible now', items: kept.map(item) },
        ]}
        onChoose={(csm) => {
          const chosen = others.find((candidate) => candidate.csm === csm);
          if (chosen) onChoose(chosen);
        }}
        empty={
          error ? (
            <>
              {error.message}
              <Button size="sm" className="mx-auto mt-3" onClick={() => void refetch()}>
                Try again
              </Button>
            </>
          ) : candidates ? (
            'No active CSM by that name.'
          ) : (
            'Reading who could take it…'
          )
        }
      />
    </div>
  );
}

function candidateItem(candidate: Candidate, zone: string): SearchItem {
  const { csm, score, bookAfter, capacity, tenureMonths, exclusion } = candidate;
  const tenure = tenureMonths === null ? '' : `, ${Math.floor(tenureMonths)} months here`;
  return {
    id: csm,
    label: csm,
    detail: `Book after: ${formatNumber(bookAfter.accounts)} of ${capacity} accounts, ${formatCompactMoney(bookAfter.revenue)}${tenure}`,
    aside: `Score ${formatNumber(score)}`,
    blocked: exclusion
      ? `${exclusionLabels[exclusion.reason]}${exclusion.until === null ? '' : ` until ${formatClock(new Date(exclusion.until), zone, Date.now())}`}`
      : undefined,
  };
}
