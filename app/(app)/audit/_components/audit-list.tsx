import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import { actionLabel, describeDetails, subjectHref } from '@/app/(app)/audit/describe-entry';
import {
  type AuditQuery,
  auditExportHref,
  auditHref,
  isFiltered,
  PAGE_SIZE,
} from '@/app/(app)/audit/search-params';
import { StaticTable } from '@/components/table/static-table';
import { buttonClass } from '@/components/ui/button';
import { HistoryIcon } from '@/components/ui/icons';
import { EmptyState, Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { ListedAuditEntry, listAudit } from '@/lib/audit/list-audit';

/** One page of the audit trail. */
export async function AuditList({
  listed,
  query,
}: {
  readonly listed: ReturnType<typeof listAudit>;
  readonly query: AuditQuery;
}) {
  const { entries, total, page } = await listed;
  if (total === 0) {
    return (
      <Panel title="Entries">
        {isFiltered(query) ? (
          <EmptyState
            title="No entry matches"
            icon={<HistoryIcon />}
            actions={
              <Link href="/audit" className={buttonClass('secondary')}>
                Clear filters
              </Link>
            }
          >
            Try another person, text, or period.
          </EmptyState>
        ) : (
          <EmptyState title="Nothing was recorded yet" icon={<HistoryIcon />}>
            Sign-ins, decisions, runs, and changes of settings appear here.
          </EmptyState>
        )}
      </Panel>
    );
  }
  const format = await currentFormat();
  return (
    <Panel
      title={`Entries (${format.number(total)})`}
      flush
      actions={
        <ListPages
          label="Pages of entries"
          page={page}
          size={PAGE_SIZE}
          total={total}
          href={(to) => auditHref(query, to)}
          exportHref={auditExportHref(query)}
        />
      }
    >
      <StaticTable
        label="Audit trail"
        className="min-w-[52rem]"
        columns={[
          { id: 'number', label: 'Entry', align: 'end' },
          { id: 'at', label: 'Time', className: 'whitespace-nowrap' },
          { id: 'person', label: 'Person', className: 'max-w-52' },
          { id: 'action', label: 'What' },
          { id: 'subject', label: 'About', className: 'max-w-52' },
          { id: 'details', label: 'Details', className: 'min-w-64' },
        ]}
        rows={entries.map((entry) => ({
          // Someone may have inserted an entry with the number of another.
          id: `${entry.number} ${entry.hash}`,
          className: 'align-top',
          cells: {
            number: format.number(entry.number),
            at: <Time at={entry.at} />,
            person: <Person {...entry} />,
            action: actionLabel(entry.action),
            subject: <Subject entry={entry} />,
            details: <Details lines={describeDetails(entry)} />,
          },
        }))}
      />
    </Panel>
  );
}

function Person({ actor, actorName }: ListedAuditEntry) {
  return (
    <>
      <span className="block wrap-anywhere">{actorName}</span>
      {actor !== actorName && (
        <span className="block text-xs wrap-anywhere text-ink-muted">{actor}</span>
      )}
    </>
  );
}

function Subject({ entry }: { readonly entry: ListedAuditEntry }) {
  if (entry.subject === null) return null;
  const href = subjectHref(entry);
  if (!href) return <span className="wrap-anywhere">{entry.subject}</span>;
  return (
    <Link
      href={href}
      prefetch={false}
      className="wrap-anywhere text-accent-ink underline underline-offset-2"
    >
      {entry.subject}
    </Link>
  );
}

/** More lines than this are folded. */
const MAX_LINES = 4;

function Details({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length <= MAX_LINES) return <Lines lines={lines} />;
  const [first, ...others] = lines;
  return (
    <>
      <Lines lines={first ? [first] : []} />
      <details>
        <summary className="min-h-6 cursor-pointer text-accent-ink">
          {`and ${others.length} more`}
        </summary>
        <Lines lines={others} />
      </details>
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change.
        <span key={index} className="block wrap-anywhere whitespace-pre-wrap">
          {line}
        </span>
      ))}
    </>
  );
}
