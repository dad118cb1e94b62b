'use client';

import { formatList, formatNumber } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import { flagWords } from '@/lib/decisions/flag-words';
import { reasonWords } from '@/lib/decisions/reasons';
import type { Flag, RecordJson } from '../queue-row';
import { RecordSection } from './record-section';

type Decision = RecordJson['history']['decisions'][number];
type Recommendation = RecordJson['history']['recommendations'][number];

/** What happened to the account so far, newest first. */
export function RecordHistory({ record }: { readonly record: RecordJson }) {
  const { recommendations, decisions } = record.history;
  const known = new Set(decisions.map(({ recommendationId }) => recommendationId));
  const events = [
    ...decisions.map((decision) => ({
      id: decision.id,
      at: decision.at,
      face: <DecisionLine decision={decision} />,
    })),
    ...recommendations.map((recommendation) => ({
      id: recommendation.id,
      at: recommendation.recommendedAt,
      face: (
        <RecommendationLine
          recommendation={recommendation}
          isThis={recommendation.id === record.recommendation.id}
          isTold={known.has(recommendation.id)}
        />
      ),
    })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <RecordSection title="History of the account">
      <ol className="flex flex-col gap-2 text-sm">
        {events.map(({ id, at, face }) => (
          <li key={id} className="flex gap-3">
            <div className="min-w-0 flex-1">{face}</div>
            <Time at={at} className="shrink-0 text-xs leading-5 text-ink-muted" />
          </li>
        ))}
      </ol>
    </RecordSection>
  );
}

const did: Readonly<Record<Decision['verb'], string>> = {
  accept: 'accepted',
  override: 'overrode',
  reject: 'rejected',
  undo: 'undid the decision on',
};

function DecisionLine({ decision }: { readonly decision: Decision }) {
  const { verb, byName, recommendedCsm, csm, reason, note, setAside } = decision;
  const rules = setAside.map((flag) => flagWords[flag as Flag]?.name.toLowerCase() ?? flag);
  return (
    <>
      <p>
        <span className="font-medium">{byName}</span>
        {` ${did[verb]} ${recommendedCsm ?? 'the recommendation'}`}
        {verb === 'override' && csm && ` → ${csm}`}
      </p>
      {reason && <p className="text-ink-muted">{reasonWords(reason)}</p>}
      {note && <p className="whitespace-pre-wrap text-ink-muted">“{note}”</p>}
      {rules.length > 0 && <p className="text-warn">{`Set aside: ${formatList(rules)}`}</p>}
    </>
  );
}

function RecommendationLine({
  recommendation,
  isThis,
  isTold,
}: {
  readonly recommendation: Recommendation;
  readonly isThis: boolean;
  /** Whether a decision of ours tells what became of it. */
  readonly isTold: boolean;
}) {
  const { recommendedCsm, score, accepted, actualCsm } = recommendation;
  const outcome = accepted ? 'accepted' : actualCsm ? `went to ${actualCsm}` : null;
  return (
    <p>
      {isThis ? 'This recommendation: ' : 'Recommended: '}
      {recommendedCsm}
      <span className="text-ink-muted">
        {score !== null && `, score ${formatNumber(score, 0)}`}
        {!isTold && outcome && `, ${outcome} outside this program`}
      </span>
    </p>
  );
}
