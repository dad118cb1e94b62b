import Link from 'next/link';
import { formatFixed, formatNumber, formatShare } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import type { CsmView } from '@/lib/analytics/csm-view';
import { queueHref } from '../../../queue/search-params';

/** What became of the recommendations of the period. */
export function OutcomesPanel({ csm: { name, outcomes } }: { readonly csm: CsmView }) {
  const { recommended, accepted, averageScore } = outcomes;
  const figures: [string, string, string?][] = [
    ['Recommended', formatNumber(recommended)],
    ['Accepted', rated(accepted, recommended), '#decisions'],
    ['Overridden to others', formatNumber(outcomes.overriddenAway), '#decisions'],
    ['Rejected', formatNumber(outcomes.rejected), '#decisions'],
    ['Overtaken', formatNumber(outcomes.superseded)],
    ['Waiting', formatNumber(outcomes.pending), queueHref('/queue', { csm: [name] })],
    ['Overridden to them', formatNumber(outcomes.overriddenTo), '#decisions'],
    ['Average score', formatFixed(averageScore, 1)],
  ];
  return (
    <Panel
      title="What became of recommendations?"
      description="By when they were recommended. Overridden to them are recommendations of somebody else."
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        {figures.map(([title, value, href]) => (
          <div key={title}>
            <dt className="text-xs text-ink-muted">{title}</dt>
            <dd className="text-lg font-medium">
              {href ? (
                <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
                  {value}
                </Link>
              ) : (
                value
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function rated(count: number, all: number): string {
  return all === 0 ? formatNumber(count) : `${formatNumber(count)} (${formatShare(count / all)})`;
}
