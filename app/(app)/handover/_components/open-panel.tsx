import Link from 'next/link';
import { AccountLink } from '@/app/(app)/_shared/entity-links';
import { recommendationHref } from '@/app/(app)/_shared/links';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { SentenceWithTime } from '@/app/(app)/_shared/sentence-with-time';
import { handoverHref, type ListPagesQuery } from '@/app/(app)/handover/search-params';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import {
  type Handover,
  handoverPageSize,
  type OpenAccount,
} from '@/lib/analytics/handover/get-handover';
import { describeDeferral } from '@/lib/engine/describe';
import { accountClassLabel } from '@/lib/runs/labels';
import { handoverExportHref } from './decisions-panels';

/** The accounts that still need a CSM, for how long, and why. */
export function OpenPanel({
  handover: { open, now },
  query,
  pages,
  format,
}: {
  readonly handover: Handover;
  readonly query: ScopeQuery;
  readonly pages: ListPagesQuery;
  readonly format: Format;
}) {
  return (
    <Panel
      title="Still open"
      description={
        <>
          Accounts that started to need a CSM by the end of the period and still need one now,{' '}
          <Time at={now} show="absolute" />, longest-waiting first.
        </>
      }
      flush
      actions={
        open.total > handoverPageSize && (
          <ListPages
            label="Pages of open accounts"
            page={open.page}
            size={handoverPageSize}
            total={open.total}
            href={(page) => handoverHref(query, { ...pages, open: page })}
            exportHref={handoverExportHref(query)}
          />
        )
      }
    >
      <StaticTable
        label="Accounts that still need a CSM"
        className="min-w-[48rem]"
        scrollClass="max-h-[36rem]"
        columns={[
          { id: 'account', label: 'Account', rowHeader: true, className: 'min-w-40' },
          { id: 'class', label: 'Class' },
          { id: 'since', label: 'Since', className: 'whitespace-nowrap' },
          { id: 'waited', label: 'Waiting', align: 'end' },
          { id: 'status', label: 'Status', className: 'min-w-72' },
        ]}
        rows={open.rows.map((account) => ({
          id: account.id,
          className: 'align-top',
          cells: {
            account: <AccountLink id={account.id} name={account.name} showId />,
            class: accountClassLabel(account),
            since: account.since ? <Time at={account.since} show="absolute" /> : 'Unknown',
            waited: account.since ? format.duration(Math.max(0, +now - +account.since)) : 'Unknown',
            status: <Status account={account} />,
          },
        }))}
        empty={<p className="px-4 py-3 text-ink-muted">No account needs a CSM.</p>}
      />
    </Panel>
  );
}

function Status({ account: { recommendation, deferral } }: { readonly account: OpenAccount }) {
  if (recommendation) {
    return (
      <>
        <Link
          href={recommendationHref(recommendation.id)}
          prefetch={false}
          className="text-accent-ink underline underline-offset-2"
        >
          {`Pending: ${recommendation.csm}`}
        </Link>
        {', recommended '}
        <Time at={recommendation.at} show="absolute" />
      </>
    );
  }
  if (!deferral) return 'Not in the newest batch run.';
  return (
    <>
      {'Deferred: '}
      <SentenceWithTime sentence={describeDeferral(deferral)} />
    </>
  );
}
