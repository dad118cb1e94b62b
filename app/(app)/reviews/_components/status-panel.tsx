import { currentFormat } from '@/app/(app)/_shared/current-format';
import { LastReview } from '@/app/(app)/_shared/last-review';
import { StatusDot } from '@/components/ui/badge';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Meter } from '@/components/ui/progress';
import type { getReviewStatus, ReviewStatus } from '@/lib/reviews/get-review-status';
import { disabledReasonLabels } from '@/lib/reviews/labels';
import { PRICES_AS_OF } from '@/lib/reviews/token-usage';

/** Whether reviews are on, the model, this month's usage, and the last review. */
export async function StatusPanel({
  status,
}: {
  readonly status: ReturnType<typeof getReviewStatus>;
}) {
  const [{ off, model, promptVersion, blindShare, month, last }, format] = await Promise.all([
    status,
    currentFormat(),
  ]);
  return (
    <Panel title="Status">
      <DescriptionList columns="sm:grid-cols-2 lg:grid-cols-3">
        <DescriptionItem
          name="Reviews"
          more={
            off === null
              ? 'Every saved run, unless it was started without a review.'
              : `${disabledReasonLabels[off]} Everything else works.`
          }
        >
          {off === null ? (
            <StatusDot tone="ok" label="Status:">
              On
            </StatusDot>
          ) : (
            <StatusDot tone="neutral" label="Status:">
              Off
            </StatusDot>
          )}
        </DescriptionItem>
        <DescriptionItem name="Model">{model ?? '–'}</DescriptionItem>
        <DescriptionItem
          name="Prompt"
          more={`${format.percent(blindShare)} of verdicts are hidden until the decision`}
        >
          Version {promptVersion}
        </DescriptionItem>
        <DescriptionItem
          name="Tokens this month"
          more={month.limit === null ? 'The policy sets no limit.' : undefined}
        >
          <Tokens {...month} format={format} />
        </DescriptionItem>
        <DescriptionItem name="Estimated cost this month" more={costNote(month.unpriced, format)}>
          {format.cents(month.cost)}
        </DescriptionItem>
        <DescriptionItem name="Last review">
          <LastReview last={last} />
        </DescriptionItem>
      </DescriptionList>
    </Panel>
  );
}

function Tokens({ tokens, limit, format }: ReviewStatus['month'] & { readonly format: Format }) {
  if (limit === null) return format.number(tokens);
  const share = limit === 0 ? 1 : tokens / limit;
  const text = `${format.number(tokens)} of ${format.number(limit)}`;
  return (
    <>
      {text}
      <Meter
        share={share}
        text={`Tokens this month: ${text}`}
        tone={share >= 1 ? 'danger' : share >= 0.8 ? 'warn' : 'accent'}
      />
      {share >= 1 && (
        <p className="text-xs text-ink-muted">Limit reached. Reviews resume next month.</p>
      )}
    </>
  );
}

function costNote(unpriced: readonly string[], format: Format): string {
  const excluded = unpriced.length > 0 ? `, excluding ${format.list(unpriced)}` : '';
  return `At list prices of ${format.day(PRICES_AS_OF)}${excluded}`;
}
