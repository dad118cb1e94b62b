'use client';

import { useFormat } from '@/components/ui/format-provider';
import { Time } from '@/components/ui/time';
import { decisionStates, recommendationStateLabels } from '@/lib/decisions/labels';
import type { KeptDecision } from '@/lib/decisions/roll-back-run';

/** The decisions that a rollback keeps, each with what happened since. */
export function KeptDecisions({
  kept,
  tense,
}: {
  readonly kept: readonly KeptDecision[];
  readonly tense: 'past' | 'future';
}) {
  const format = useFormat();
  if (kept.length === 0) return null;
  const count = format.count(kept.length, 'decision');
  const stays = kept.length === 1 ? 'stays' : 'stay';
  const title = `${count} ${tense === 'past' ? 'could not be undone' : `can’t be undone and ${stays}`}`;
  return (
    <section aria-label={title} className="grid gap-2">
      <h3 className="font-semibold">{title}</h3>
      <ul className="border-t border-line">
        {kept.map(({ recommendationId, accountName, decision, csm, newer }) => (
          <li key={recommendationId} className="border-b border-line py-2">
            <span className="block font-medium">{accountName}</span>
            <span className="block text-ink-muted">
              {decision ? (
                <>
                  {`${stateAfter(decision.verb)} by ${decision.byName}${csm ? ` (${csm})` : ''}, `}
                  <Time at={decision.at} show="absolute" />.
                </>
              ) : (
                csm && `Assigned to ${csm}.`
              )}
            </span>
            <span className="block">
              {sentence(newer.what)}
              {newer.at && (
                <>
                  {', '}
                  <Time at={newer.at} show="absolute" />
                </>
              )}
              .
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateAfter(verb: NonNullable<KeptDecision['decision']>['verb']): string {
  return verb === 'undo' ? 'Undone' : recommendationStateLabels[decisionStates[verb]];
}

function sentence(clause: string): string {
  return clause.charAt(0).toUpperCase() + clause.slice(1);
}
