import { AccountLink, CsmLink } from '@/app/(app)/_shared/entity-links';
import { findingRowsHref } from '@/app/(app)/diagnostics/search-params';
import type { Format } from '@/components/ui/format';
import { ChevronRightIcon } from '@/components/ui/icons';
import { Pagination } from '@/components/ui/pagination';
import { Time } from '@/components/ui/time';
import type { FindingRow } from '@/lib/analytics/diagnostics/finding';

const PAGE_SIZE = 20;

/** What a finding is about: a list to open, of which a page is shown. */
export function FindingRows({
  id,
  rows,
  page: requested,
  format,
}: {
  /** The finding's id. */
  readonly id: string;
  readonly rows: readonly FindingRow[];
  /** The page to show, from 1; null to show the list closed. */
  readonly page: number | null;
  readonly format: Format;
}) {
  const pages = Math.ceil(rows.length / PAGE_SIZE);
  const page = Math.min(Math.max(requested ?? 1, 1), pages);
  return (
    <details open={requested !== null} className="group mt-1">
      <summary
        data-print="none"
        className="inline-flex min-h-6 items-center gap-1 font-medium text-accent-ink"
      >
        <ChevronRightIcon className="group-open:rotate-90" />
        {`Show ${rowsNoun(rows, format)}`}
      </summary>
      <ul className="mt-1 max-w-2xl border-t border-line">
        {rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((row) => (
          <li
            key={rowKey(row)}
            className="flex flex-wrap justify-between gap-x-3 border-b border-line py-1"
          >
            <RowSubject row={row} />
            {(row.note || row.at) && (
              <span className="text-ink-muted">
                {row.note}
                {row.at && (
                  <>
                    {' '}
                    <Time at={row.at} />
                  </>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
      {pages > 1 && (
        <div className="mt-2">
          <Pagination
            page={page}
            size={PAGE_SIZE}
            total={rows.length}
            href={(to) => findingRowsHref(id, to)}
            label="Pages of the list"
          />
        </div>
      )}
    </details>
  );
}

function RowSubject({ row }: { readonly row: FindingRow }) {
  if ('account' in row) {
    return (
      <span className="min-w-0">
        <AccountLink id={row.account} name={row.name} />
        {row.name !== null && <span className="text-xs text-ink-muted">{` ${row.account}`}</span>}
      </span>
    );
  }
  if ('csm' in row) return <CsmLink name={row.csm} />;
  return <span className="min-w-0 wrap-anywhere">{row.text}</span>;
}

function rowKey(row: FindingRow): string {
  if ('account' in row) return `account ${row.account}`;
  return 'csm' in row ? `csm ${row.csm}` : `text ${row.text}`;
}

function rowsNoun(rows: readonly FindingRow[], format: Format): string {
  const [first] = rows;
  if (first && 'account' in first) return format.count(rows.length, 'account');
  return first && 'csm' in first
    ? format.count(rows.length, 'CSM')
    : format.count(rows.length, 'row');
}
