import Link from 'next/link';
import { LastReview } from '@/app/(app)/_shared/last-review';
import { StatusDot } from '@/components/ui/badge';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { formatDuration, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Diagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { disabledReasonLabels } from '@/lib/reviews/labels';

type Warehouse = Diagnostics['warehouse'];

const warehouseLabels = { duckdb: 'Embedded · DuckDB', snowflake: 'Snowflake' } as const;

/** How the connection to the warehouse stands. */
export function WarehousePanel({ warehouse }: { readonly warehouse: Warehouse }) {
  const { kind, tookMs, schema } = warehouse;
  return (
    <Panel title="Does the warehouse answer?">
      <DescriptionList>
        <DescriptionItem name="Connection" more={warehouseLabels[kind]}>
          <StatusDot tone="ok" label="Good">
            It answers
          </StatusDot>
        </DescriptionItem>
        <DescriptionItem
          name="This page’s statement"
          more="From asking to the last row, as measured."
        >
          {formatDuration(tookMs)}
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
          {schema.version === schema.needed
            ? `Version ${schema.version}, up to date`
            : `Version ${schema.version ?? 'unknown'}, where ${schema.needed} is needed`}
        </DescriptionItem>
      </DescriptionList>
    </Panel>
  );
}

/** Whether Claude reviews, by which model, what is left of the budget, and how the last one went. */
export function ClaudePanel({ review }: { readonly review: Diagnostics['review'] }) {
  const { off, model, tokens, limit, last } = review;
  return (
    <Panel
      title="Does Claude review?"
      aside={
        <Link href="/reviews" prefetch={false} className="text-sm text-accent-ink hover:underline">
          All about review
        </Link>
      }
    >
      <DescriptionList>
        <DescriptionItem
          name="Runs are reviewed"
          more={
            off === null
              ? 'Each run that is saved, unless it is started without.'
              : `${disabledReasonLabels[off]} Everything else works.`
          }
        >
          <StatusDot tone={off === null ? 'ok' : 'neutral'} label={off === null ? 'On' : 'Off'}>
            {off === null ? 'Yes' : 'No'}
          </StatusDot>
        </DescriptionItem>
        <DescriptionItem name="Model">{model ?? '–'}</DescriptionItem>
        <DescriptionItem
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
        </DescriptionItem>
        <DescriptionItem name="Last review">
          <LastReview last={last} />
        </DescriptionItem>
      </DescriptionList>
    </Panel>
  );
}
