'use client';

import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { formatClock, formatCompactMoney, formatNumber } from '@/components/ui/format';
import { type SearchItem, SearchList } from '@/components/ui/search-list';
import { useTimeZone } from '@/components/ui/time';
import { exclusionLabels } from '@/lib/engine/describe';
import type { Candidate } from '@/lib/engine/types';
import type { ErrorResponse } from '@/lib/server/errors';
import { fetchCandidates } from './use-recommendation';

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
  const [candidates, setCandidates] = useState<readonly Candidate[] | null>(null);
  const [error, setError] = useState<ErrorResponse | null>(null);
  const [attempt, setAttempt] = useState(0);
  const zone = useTimeZone();

  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt asks again.
  useEffect(() => {
    const control = new AbortController();
    setError(null);
    fetchCandidates(recommendationId, control.signal).then((got) => {
      if (control.signal.aborted) return;
      if ('value' in got) setCandidates(got.value);
      else setError(got.error);
    });
    return () => control.abort();
  }, [recommendationId, attempt]);

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
              <Button size="sm" className="mx-auto mt-3" onClick={() => setAttempt(attempt + 1)}>
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
