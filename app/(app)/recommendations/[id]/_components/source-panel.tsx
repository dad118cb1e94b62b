import Link from 'next/link';
import { recommendationHref, runHref } from '@/app/(app)/_shared/links';
import { comparisonHref } from '@/app/(app)/policy/search-params';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { DecisionRecord } from '@/lib/decisions/decision-record';
import { methodLabel } from '@/lib/runs/labels';

const linkClass = 'wrap-anywhere text-accent-ink underline underline-offset-2';

/** Which run or program made the recommendation, under which policy, and what it replaced. */
export function SourcePanel({ record }: { readonly record: DecisionRecord }) {
  const { id, method, runId, isOurs, recommendedAt, replaces } = record;
  return (
    <Panel title="Source">
      <DescriptionList columns="grid-cols-2">
        <DescriptionItem name="Made">
          <Time at={recommendedAt} show="absolute" />
        </DescriptionItem>
        <DescriptionItem name="Method">{methodLabel(method)}</DescriptionItem>
        <DescriptionItem name="Run">
          {isOurs && runId ? (
            <Link href={runHref(runId)} prefetch={false} className={linkClass}>
              {runId}
            </Link>
          ) : (
            `${runId ?? 'Not recorded'} (another program)`
          )}
        </DescriptionItem>
        <DescriptionItem name="Policy">
          <PolicyVersion record={record} />
        </DescriptionItem>
        <DescriptionItem name="Recommendation ID">{id}</DescriptionItem>
        {replaces && (
          <DescriptionItem name="Replaced">
            <Link href={recommendationHref(replaces.id)} prefetch={false} className={linkClass}>
              Recommendation of <bdi>{replaces.csm}</bdi>
            </Link>
            {', '}
            <Time at={replaces.at} show="absolute" />
          </DescriptionItem>
        )}
      </DescriptionList>
    </Panel>
  );
}

function PolicyVersion({ record }: { readonly record: DecisionRecord }) {
  const { policyVersion, currentPolicyVersion } = record;
  if (policyVersion === null) return 'Not recorded';
  if (policyVersion === currentPolicyVersion) {
    return (
      <Link href="/policy" prefetch={false} className={linkClass}>
        {`Version ${policyVersion}, the current one`}
      </Link>
    );
  }
  const href = comparisonHref('/policy', { from: policyVersion, to: currentPolicyVersion });
  return (
    <Link href={href} prefetch={false} className={linkClass}>
      {`Version ${policyVersion}, compared with the current one`}
    </Link>
  );
}
