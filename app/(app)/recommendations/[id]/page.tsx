import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { accountHref, decodeParam, queueRowHref } from '@/app/(app)/_shared/links';
import { HistorySection } from '@/app/(app)/_shared/record/record-history';
import { toSerialized } from '@/app/(app)/_shared/serialized';
import { RecommendationStateBadge } from '@/app/(app)/_shared/status-marks';
import { buttonClass } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { type DecisionRecord, getDecisionRecord } from '@/lib/decisions/decision-record';
import { pageContext } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { AccountThenPanel } from './_components/account-then-panel';
import { DecisionPanel } from './_components/decision-panel';
import { ExplanationPanel } from './_components/explanation-panel';
import { ReviewThenPanel } from './_components/review-then-panel';
import { SourcePanel } from './_components/source-panel';

export const metadata: Metadata = { title: 'Recommendation' };

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

/** A recommendation in any state: the record as it was when it was made and decided. */
export default async function RecommendationPage({ params }: Props) {
  const ctx = await pageContext();
  const id = decodeParam((await params).id);
  const [record, format] = await Promise.all([
    recordOrNotFound(getDecisionRecord(ctx, { recommendationId: id })),
    currentFormat(),
  ]);
  return (
    <>
      <RecordHeader record={record} />
      <div className="grid items-start gap-4 px-4 pb-6 lg:grid-cols-2 lg:px-6">
        <div className="flex min-w-0 flex-col gap-4">
          <DecisionPanel record={record} format={format} />
          <AccountThenPanel record={record} format={format} />
          <ReviewThenPanel record={record} />
          <SourcePanel record={record} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <ExplanationPanel record={record} />
          <div className="rounded-lg border border-line bg-surface">
            <HistorySection
              history={toSerialized(record.history)}
              currentId={record.id}
              level={2}
            />
          </div>
        </div>
      </div>
    </>
  );
}

async function recordOrNotFound(record: Promise<DecisionRecord>): Promise<DecisionRecord> {
  try {
    return await record;
  } catch (error) {
    // An impossible id, such as a word, does not exist either.
    const code = error instanceof AppError ? error.code : null;
    if (code === 'not_found' || code === 'invalid_input') notFound();
    throw error;
  }
}

function RecordHeader({ record }: { readonly record: DecisionRecord }) {
  const { id, account, recommendedAt, state } = record;
  return (
    <PageHeader
      title={
        <span className="flex flex-wrap items-center gap-2">
          <Link
            href={accountHref(account.id)}
            className="wrap-anywhere underline-offset-4 hover:underline"
          >
            <bdi>{account.name ?? account.id}</bdi>
          </Link>
          <RecommendationStateBadge state={state} />
        </span>
      }
      description={
        <>
          {'Recommendation of '}
          <Time at={recommendedAt} show="absolute" />
          {state === 'pending' ? ', not decided yet' : ', as it was when decided'}
        </>
      }
      actions={
        state === 'pending' && (
          <Link href={queueRowHref(id)} data-print="none" className={buttonClass('primary')}>
            Open in the queue
          </Link>
        )
      }
    />
  );
}
