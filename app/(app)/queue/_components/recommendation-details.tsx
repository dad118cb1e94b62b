'use client';

import Link from 'next/link';
import { runHref } from '@/app/(app)/_shared/links';
import type { Flag, RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { formatList, formatNumber } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import { decisionReasonLabel, flagLabels } from '@/lib/decisions/labels';
import { methodLabel } from '@/lib/runs/labels';
import { AlternativesSection, BookSection, ExclusionsSection } from './candidate-comparison';
import { FactorSection } from './factor-breakdown';
import { DetailsSection } from './queue-layout';

/** Everything a manager looks at before deciding, the most telling first. */
export function DetailsContent({ record }: { readonly record: RecommendationDetailsJson }) {
  const { recommendation, explanation } = record;
  return (
    <>
      {explanation ? (
        <>
          <FactorSection explanation={explanation} explained={record.explained} />
          <BookSection chosen={explanation.chosen} />
          <AlternativesSection explanation={explanation} />
          <ExclusionsSection exclusions={explanation.exclusions} />
        </>
      ) : (
        <DetailsSection title="Why this CSM">
          <p className="text-ink-muted">
            {`The warehouse does not know ${recommendation.recommendedCsm}, so there is nothing to explain the choice by.`}
          </p>
        </DetailsSection>
      )}
      {recommendation.feedback && !recommendation.review && (
        <DetailsSection title="Feedback">
          <p className="whitespace-pre-wrap">{recommendation.feedback}</p>
        </DetailsSection>
      )}
      <HistorySection record={record} />
      <DetailsSection title="How it came about">
        <p className="text-ink-muted">
          {methodLabel(recommendation.method)}
          {recommendation.runId && (
            <>
              {', '}
              <RunLink runId={recommendation.runId} ours={record.explained === 'run'} />
            </>
          )}
          {', '}
          <Time at={recommendation.recommendedAt} show="absolute" />
          {record.explained === 'run'
            ? `, under policy version ${record.policyVersion}.`
            : `. It is explained under policy version ${record.policyVersion}, the one in force.`}
        </p>
      </DetailsSection>
    </>
  );
}

/** The run a recommendation came from; another program's has no page here. */
function RunLink({ runId, ours }: { readonly runId: string; readonly ours: boolean }) {
  if (!ours) return `${runId} of another program`;
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

/** What happened to the account so far, newest first. */
function HistorySection({ record }: { readonly record: RecommendationDetailsJson }) {
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
    <DetailsSection title="History of the account">
      <ol className="flex flex-col gap-2 text-sm">
        {events.map(({ id, at, face }) => (
          <li key={id} className="flex gap-3">
            <div className="min-w-0 flex-1">{face}</div>
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
  const { verb, byName, recommendedCsm, csm, reason, note, acknowledgedRules: setAside } = decision;
  const rules = setAside.map((flag) => flagLabels[flag as Flag]?.name.toLowerCase() ?? flag);
  return (
    <>
      <p>
        <span className="font-medium">{byName}</span>
        {` ${verbLabels[verb]} ${recommendedCsm ?? 'the recommendation'}`}
        {verb === 'override' && csm && ` → ${csm}`}
      </p>
      {reason && <p className="text-ink-muted">{decisionReasonLabel(reason)}</p>}
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
  readonly recommendation: HistoryRecommendation;
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
