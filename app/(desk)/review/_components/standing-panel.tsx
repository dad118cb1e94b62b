import { Bar } from '@/components/ui/bar';
import { Dot } from '@/components/ui/dot';
import { formatCents, formatList, formatNumber, formatShare } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { pricesReadOn } from '@/lib/review/cost';
import type { getReviewStanding, ReviewStanding } from '@/lib/review/get-review-standing';
import { offWords } from '@/lib/review/off-words';
import { LastReview } from './last-review';
import { StandingFacts } from './standing-facts';

/** Whether Claude reviews, by which model, what was used this month, and the last review. */
export async function StandingPanel({
  standing,
}: {
  readonly standing: ReturnType<typeof getReviewStanding>;
}) {
  const { off, model, promptVersion, blindShare, month, last } = await standing;
  return (
    <Panel title="How it stands">
      <StandingFacts
        facts={{
          state: <State off={off} />,
          model: model ?? '–',
          prompt: (
            <Fact more={`${formatShare(blindShare, 1)} of verdicts are kept back until decided`}>
              Version {promptVersion}
            </Fact>
          ),
          tokens: <Tokens {...month} />,
          cost: <Fact more={costNote(month.unpriced)}>{formatCents(month.cost)}</Fact>,
          last: <LastReview last={last} />,
        }}
      />
    </Panel>
  );
}

function State({ off }: Pick<ReviewStanding, 'off'>) {
  if (off === null) {
    return (
      <Fact more="Each run that is saved, unless it is started without.">
        <Dot tone="ok" label="On">
          Yes
        </Dot>
      </Fact>
    );
  }
  return (
    <Fact more={`${offWords[off]} Everything else works.`}>
      <Dot tone="neutral" label="Off">
        No
      </Dot>
    </Fact>
  );
}

function Tokens({ tokens, limit }: ReviewStanding['month']) {
  if (limit === null) {
    return <Fact more="The policy sets no limit.">{formatNumber(tokens)}</Fact>;
  }
  const share = limit === 0 ? 1 : tokens / limit;
  const text = `${formatNumber(tokens)} of ${formatNumber(limit)}`;
  return (
    <>
      {text}
      <Bar
        share={share}
        text={`Tokens this month: ${text}`}
        tone={share >= 1 ? 'danger' : share >= 0.8 ? 'warn' : 'accent'}
      />
      {share >= 1 && <p className="text-xs text-ink-muted">Spent: nothing more is asked.</p>}
    </>
  );
}

function costNote(unpriced: readonly string[]): string {
  const without = unpriced.length > 0 ? `, without ${formatList(unpriced)}` : '';
  return `US dollars by the list prices of ${pricesReadOn}${without}`;
}

/** A fact and what else is to be known of it. */
function Fact({ children, more }: { readonly children: React.ReactNode; readonly more: string }) {
  return (
    <>
      {children}
      <p className="text-xs text-ink-muted">{more}</p>
    </>
  );
}
