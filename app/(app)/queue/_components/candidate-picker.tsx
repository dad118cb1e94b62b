'use client';

import { scoreText } from '@/app/(app)/_shared/score';
import { Button } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { type SearchItem, SearchList } from '@/components/ui/search-list';
import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import type { Candidate } from '@/lib/engine/types';
import { useCandidates } from './use-recommendation';

/** A list of all active CSMs: alternatives first, ineligible ones last. */
export function CandidatePicker({
  recommendationId,
  except,
  alternatives,
  account,
  onChoose,
}: {
  readonly recommendationId: string;
  /** The recommended CSM, who is left out. */
  readonly except: string;
  readonly alternatives: readonly string[];
  readonly account: string;
  readonly onChoose: (candidate: Candidate) => void;
}) {
  const { data: candidates, error, refetch } = useCandidates(recommendationId);
  const format = useFormat();

  const others = (candidates ?? []).filter(({ csm }) => csm !== except);
  const item = (candidate: Candidate) => candidateItem(candidate, format);
  const proposed = others.filter(({ csm, exclusion }) => !exclusion && alternatives.includes(csm));
  const eligible = others.filter(({ csm, exclusion }) => !exclusion && !alternatives.includes(csm));
  const excluded = others.filter(({ exclusion }) => exclusion);

  return (
    <div className="min-h-[27rem]">
      <SearchList
        label={`Choose a CSM for ${account}`}
        placeholder="Search active CSMs"
        sections={[
          { id: 'alternatives', title: 'Alternatives', items: proposed.map(item) },
          { id: 'eligible', title: 'Other eligible CSMs', items: eligible.map(item) },
          { id: 'excluded', title: 'Not eligible now', items: excluded.map(item) },
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
            'No matching CSM.'
          ) : (
            'Loading CSMs…'
          )
        }
      />
      <p className="border-t border-line px-4 py-2 text-xs text-ink-muted">
        Scores and books are as of now, without pending recommendations.
      </p>
    </div>
  );
}

function candidateItem(candidate: Candidate, format: Format): SearchItem {
  const { csm, score, bookAfter, capacity, tenureMonths, exclusion } = candidate;
  const tenure =
    tenureMonths === null ? '' : `, ${format.count(Math.floor(tenureMonths), 'month')} of tenure`;
  return {
    id: csm,
    label: csm,
    detail: `Book after: ${format.number(bookAfter.accounts)} of ${format.number(capacity)} accounts, ${format.compactMoney(bookAfter.revenue)}${tenure}`,
    trailing: `Score ${scoreText(score, format)}`,
    blocked: exclusion
      ? `${exclusionLabels[exclusion.reason]}${exclusion.until === null ? '' : ` until ${format.clock(new Date(exclusion.until), Date.now())}`}`
      : undefined,
  };
}
