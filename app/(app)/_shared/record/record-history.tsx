'use client';

import Link from 'next/link';
import { recommendationHref } from '@/app/(app)/_shared/links';
import { NoteText } from '@/app/(app)/_shared/note-text';
import { scoreText } from '@/app/(app)/_shared/score';
import type { Serialized } from '@/app/(app)/_shared/serialized';
import { useFormat } from '@/components/ui/format-provider';
import { Time } from '@/components/ui/time';
import { decisionReasonLabel, flagLabels } from '@/lib/decisions/labels';
import type { RecommendationDetails } from '@/lib/decisions/recommendation-details';
import { DetailsSection } from './details-section';

type History = Serialized<RecommendationDetails['history']>;
type HistoryDecision = History['decisions'][number];
type HistoryRecommendation = History['recommendations'][number];

/** The account's recommendations, decisions, and notes, newest first. */
export function HistorySection({
  history: { recommendations, decisions, notes },
  currentId,
  level,
}: {
  readonly history: History;
  /** The recommendation whose record this is. */
  readonly currentId: string;
  readonly level?: 2 | 3;
}) {
  const decidedIds = new Set(decisions.map(({ recommendationId }) => recommendationId));
  const events = [
    ...decisions.map((decision) => ({
      id: decision.id,
      at: decision.at,
      content: <DecisionLine decision={decision} />,
    })),
    ...notes.map(({ id, at, byName, note }) => ({
      id,
      at,
      content: (
        <>
          <p>
            <bdi className="font-medium">{byName}</bdi>
            {' added a note'}
          </p>
          <NoteText>{note}</NoteText>
        </>
      ),
    })),
    ...recommendations.map((recommendation) => ({
      id: recommendation.id,
      at: recommendation.recommendedAt,
      content: (
        <RecommendationLine
          recommendation={recommendation}
          isCurrent={recommendation.id === currentId}
          hasDecision={decidedIds.has(recommendation.id)}
        />
      ),
    })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <DetailsSection title="Account history" {...(level && { level })}>
      <ol className="flex flex-col gap-2 text-sm">
        {events.map(({ id, at, content }) => (
          <li key={id} className="flex gap-3">
            <div className="min-w-0 flex-1">{content}</div>
            <Time at={at} className="shrink-0 text-xs leading-5 text-ink-muted" />
          </li>
        ))}
      </ol>
    </DetailsSection>
  );
}

const verbLabels: Readonly<Record<HistoryDecision['verb'], string>> = {
  accept: 'accepted',
  override: 'overrode',
  reject: 'rejected',
  undo: 'undid the decision on',
};

function DecisionLine({ decision }: { readonly decision: HistoryDecision }) {
  const { verb, byName, recommendedCsm, csm, reason, note, acknowledgedRules } = decision;
  const format = useFormat();
  const rules = acknowledgedRules.map(
    (flag) => flagLabels[flag as keyof typeof flagLabels]?.name.toLowerCase() ?? flag,
  );
  return (
    <>
      <p>
        <bdi className="font-medium">{byName}</bdi>
        {` ${verbLabels[verb]} `}
        {recommendedCsm === null ? 'the recommendation' : <bdi>{recommendedCsm}</bdi>}
        {verb === 'override' && csm && (
          <>
            {' → '}
            <bdi>{csm}</bdi>
          </>
        )}
      </p>
      {reason && <p className="text-ink-muted">{decisionReasonLabel(reason)}</p>}
      {note && <NoteText>{note}</NoteText>}
      {rules.length > 0 && <p className="text-warn">{`Overrides rules: ${format.list(rules)}`}</p>}
    </>
  );
}

function RecommendationLine({
  recommendation,
  isCurrent,
  hasDecision,
}: {
  readonly recommendation: HistoryRecommendation;
  readonly isCurrent: boolean;
  /** Whether the history includes our decision on it. */
  readonly hasDecision: boolean;
}) {
  const { id, recommendedCsm, score, accepted, actualCsm, byEarlierProgram } = recommendation;
  const format = useFormat();
  if (byEarlierProgram) {
    return (
      <p>
        {'Reassigned by the earlier program: '}
        <bdi>{recommendedCsm}</bdi>
      </p>
    );
  }
  return (
    <p>
      {isCurrent ? 'This recommendation: ' : 'Recommended: '}
      {isCurrent ? (
        <bdi>{recommendedCsm}</bdi>
      ) : (
        <Link
          href={recommendationHref(id)}
          prefetch={false}
          className="text-accent-ink underline underline-offset-2"
        >
          <bdi>{recommendedCsm}</bdi>
        </Link>
      )}
      <span className="text-ink-muted">
        {score !== null && `, score ${scoreText(score, format)}`}
        {!hasDecision && accepted && ', accepted outside the app'}
        {!hasDecision && !accepted && actualCsm && (
          <>
            {', went to '}
            <bdi>{actualCsm}</bdi>
            {' outside the app'}
          </>
        )}
      </span>
    </p>
  );
}
