'use client';

import Link from 'next/link';
import { runHref } from '@/app/(app)/_shared/links';
import { NoteText } from '@/app/(app)/_shared/note-text';
import { scoreText } from '@/app/(app)/_shared/score';
import type { Flag, RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { useFormat } from '@/components/ui/format-provider';
import { Time } from '@/components/ui/time';
import { decisionReasonLabel, flagLabels } from '@/lib/decisions/labels';
import { methodLabel } from '@/lib/runs/labels';
import { AlternativesSection, BookSection, ExclusionsSection } from './candidate-comparison';
import { FactorSection } from './factor-breakdown';
import { DetailsSection } from './queue-layout';

/** What a manager reads before deciding, the most important first. */
export function DetailsContent({ details }: { readonly details: RecommendationDetailsJson }) {
  const { recommendation, explanation, explained, policyVersion } = details;
  return (
    <>
      {explanation ? (
        <>
          <FactorSection explanation={explanation} explained={explained} />
          <BookSection chosen={explanation.chosen} />
          <AlternativesSection explanation={explanation} />
          <ExclusionsSection exclusions={explanation.exclusions} />
        </>
      ) : (
        <DetailsSection title="Why this CSM">
          <p className="text-ink-muted">
            {`${recommendation.recommendedCsm} is not in the warehouse, so this choice cannot be explained.`}
          </p>
        </DetailsSection>
      )}
      {recommendation.feedback && !recommendation.review && (
        <DetailsSection title="Feedback">
          <p className="whitespace-pre-wrap">{recommendation.feedback}</p>
        </DetailsSection>
      )}
      <HistorySection details={details} />
      <DetailsSection title="Source">
        <p className="text-ink-muted">
          {methodLabel(recommendation.method)}
          {recommendation.runId && (
            <>
              {', '}
              <RunLink runId={recommendation.runId} isOurs={explained === 'run'} />
            </>
          )}
          {', '}
          <Time at={recommendation.recommendedAt} show="absolute" />
          {explained === 'run'
            ? `, policy version ${policyVersion}`
            : `. Explained with the current policy (version ${policyVersion}).`}
        </p>
      </DetailsSection>
    </>
  );
}

/** A link to the run. Another program's run has no page here. */
function RunLink({ runId, isOurs }: { readonly runId: string; readonly isOurs: boolean }) {
  if (!isOurs) return `${runId} (another program)`;
  return (
    <Link
      href={runHref(runId)}
      prefetch={false}
      className="text-accent-ink underline underline-offset-2"
    >
      {runId}
    </Link>
  );
}

type HistoryDecision = RecommendationDetailsJson['history']['decisions'][number];
type HistoryRecommendation = RecommendationDetailsJson['history']['recommendations'][number];

/** The account's recommendations, decisions, and notes, newest first. */
function HistorySection({ details }: { readonly details: RecommendationDetailsJson }) {
  const { recommendations, decisions, notes } = details.history;
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
            <span className="font-medium">{byName}</span>
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
          isCurrent={recommendation.id === details.recommendation.id}
          hasDecision={decidedIds.has(recommendation.id)}
        />
      ),
    })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <DetailsSection title="Account history">
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
    (flag) => flagLabels[flag as Flag]?.name.toLowerCase() ?? flag,
  );
  return (
    <>
      <p>
        <span className="font-medium">{byName}</span>
        {` ${verbLabels[verb]} ${recommendedCsm ?? 'the recommendation'}`}
        {verb === 'override' && csm && ` → ${csm}`}
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
  const { recommendedCsm, score, accepted, actualCsm, byEarlierProgram } = recommendation;
  const format = useFormat();
  if (byEarlierProgram) return <p>{`Reassigned by the earlier program: ${recommendedCsm}`}</p>;
  const outcome = accepted ? 'accepted' : actualCsm ? `went to ${actualCsm}` : null;
  return (
    <p>
      {isCurrent ? 'This recommendation: ' : 'Recommended: '}
      {recommendedCsm}
      <span className="text-ink-muted">
        {score !== null && `, score ${scoreText(score, format)}`}
        {!hasDecision && outcome && `, ${outcome} outside the app`}
      </span>
    </p>
  );
}
