import Link from 'next/link';
import { Dot } from '@/components/ui/dot';
import { Fact, Facts } from '@/components/ui/facts';
import { formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import type { Diagnostics } from '@/lib/analytics/get-diagnostics';
import { offWords } from '@/lib/review/off-words';
import { LastReview } from '../../review/_components/last-review';

/** Whether Claude reviews, by which model, what is left of the budget, and how the last one went. */
export function ClaudePanel({ review }: { readonly review: Diagnostics['review'] }) {
  const { off, model, tokens, limit, last } = review;
  return (
    <Panel
      title="Does Claude review?"
      aside={
        <Link href="/review" prefetch={false} className="text-sm text-accent-ink hover:underline">
          All about review
        </Link>
      }
    >
      <Facts>
        <Fact
          name="Runs are reviewed"
          more={
            off === null
              ? 'Each run that is saved, unless it is started without.'
              : `${offWords[off]} Everything else works.`
          }
        >
          <Dot tone={off === null ? 'ok' : 'neutral'} label={off === null ? 'On' : 'Off'}>
            {off === null ? 'Yes' : 'No'}
          </Dot>
        </Fact>
        <Fact name="Model">{model ?? '–'}</Fact>
        <Fact
          name="Tokens this month"
          more={
            limit === null
              ? 'The policy sets no limit.'
              : tokens >= limit
                ? 'Spent: nothing more is asked.'
                : `Of ${formatNumber(limit)} that the policy allows.`
          }
        >
          {formatNumber(tokens)}
        </Fact>
        <Fact name="Last review">
          <LastReview last={last} />
        </Fact>
      </Facts>
    </Panel>
  );
}
