'use client';

import Link from 'next/link';
import { Time } from '@/components/ui/time';
import { runHref } from '../../hrefs';
import type { RecordJson } from '../queue-row';
import { RecordAlternatives } from './record-alternatives';
import { RecordBook } from './record-book';
import { RecordExclusions } from './record-exclusions';
import { RecordHistory } from './record-history';
import { RecordReasons } from './record-reasons';
import { RecordSection } from './record-section';

/** Everything a manager looks at before deciding, the most telling first. */
export function Record({ record }: { readonly record: RecordJson }) {
  const { recommendation, explanation } = record;
  return (
    <>
      {explanation ? (
        <>
          <RecordReasons explanation={explanation} explained={record.explained} />
          <RecordBook chosen={explanation.chosen} />
          <RecordAlternatives explanation={explanation} />
          <RecordExclusions exclusions={explanation.exclusions} />
        </>
      ) : (
        <RecordSection title="Why this CSM">
          <p className="text-ink-muted">
            {`The warehouse does not know ${recommendation.recommendedCsm}, so there is nothing to explain the choice by.`}
          </p>
        </RecordSection>
      )}
      {recommendation.feedback && !recommendation.review && (
        <RecordSection title="Feedback">
          <p className="whitespace-pre-wrap">{recommendation.feedback}</p>
        </RecordSection>
      )}
      <RecordHistory record={record} />
      <RecordSection title="How it came about">
        <p className="text-ink-muted">
          {recommendation.method === 'single_optimized' ? 'A single run' : 'A batch run'}
          {recommendation.runId && (
            <>
              {', '}
              <RunName runId={recommendation.runId} ours={record.explained === 'run'} />
            </>
          )}
          {', '}
          <Time at={recommendation.recommendedAt} show="absolute" />
          {record.explained === 'run'
            ? `, under policy version ${record.policyVersion}.`
            : `. It is explained under policy version ${record.policyVersion}, the one in force.`}
        </p>
      </RecordSection>
    </>
  );
}

/** The run a recommendation came from; another program's has no page here. */
function RunName({ runId, ours }: { readonly runId: string; readonly ours: boolean }) {
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
