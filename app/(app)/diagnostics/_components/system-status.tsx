import Link from 'next/link';
import { LastReview } from '@/app/(app)/_shared/last-review';
import { StatusDot } from '@/components/ui/badge';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Diagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { disabledReasonLabels } from '@/lib/reviews/labels';

type WarehouseStatus = Diagnostics['warehouse'];

const warehouseLabels = { duckdb: 'Embedded · DuckDB', snowflake: 'Snowflake' } as const;

/** The warehouse connection, query time, and schema version. */
export function WarehousePanel({
  warehouse,
  format,
}: {
  readonly warehouse: WarehouseStatus;
  readonly format: Format;
}) {
  const { kind, queryMs, schema } = warehouse;
  return (
    <Panel title="Is the warehouse working?">
      <DescriptionList>
        <DescriptionItem name="Connection" more={warehouseLabels[kind]}>
          <StatusDot tone="ok" label="Good">
            Connected
          </StatusDot>
        </DescriptionItem>
        <DescriptionItem name="Query time of this page" more="Until the last row was received">
          {format.duration(queryMs)}
        </DescriptionItem>
        <DescriptionItem
          name="Schema"
          more={
            schema.appliedAt && (
              <>
                {'Since '}
                <Time at={schema.appliedAt} show="absolute" />
              </>
            )
          }
        >
          {schema.version === schema.required
            ? `Version ${schema.version}, up to date`
            : `Version ${schema.version ?? 'unknown'}, but ${schema.required} is required`}
        </DescriptionItem>
      </DescriptionList>
    </Panel>
  );
}

/** Whether Claude reviews runs, with the model, the token budget, and the last review. */
export function ClaudePanel({
  review,
  format,
}: {
  readonly review: Diagnostics['review'];
  readonly format: Format;
}) {
  const { off, model, tokens, limit, last } = review;
  return (
    <Panel
      title="Is Claude reviewing?"
      actions={
        <Link
          href="/reviews"
          prefetch={false}
          data-print="none"
          className="text-sm text-accent-ink hover:underline"
        >
          All review details
        </Link>
      }
    >
      <DescriptionList>
        <DescriptionItem
          name="Reviews of runs"
          more={
            off === null
              ? 'Every saved run, unless it was started without a review.'
              : `${disabledReasonLabels[off]} Everything else works.`
          }
        >
          <StatusDot tone={off === null ? 'ok' : 'neutral'} label="Status:">
            {off === null ? 'On' : 'Off'}
          </StatusDot>
        </DescriptionItem>
        <DescriptionItem name="Model">{model ?? '–'}</DescriptionItem>
        <DescriptionItem
          name="Tokens this month"
          more={
            limit === null
              ? 'The policy sets no limit.'
              : tokens >= limit
                ? 'Budget used up. Nothing more is reviewed this month.'
                : `Of ${format.number(limit)} allowed by the policy.`
          }
        >
          {format.number(tokens)}
        </DescriptionItem>
        <DescriptionItem name="Last review">
          <LastReview last={last} />
        </DescriptionItem>
      </DescriptionList>
    </Panel>
  );
}
