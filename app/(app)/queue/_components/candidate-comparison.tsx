'use client';

import Link from 'next/link';
import { csmHref } from '@/app/(app)/_shared/links';
import { classNames } from '@/components/ui/class-names';
import {
  formatCompactMoney,
  formatCount,
  formatNumber,
  formatPercent,
} from '@/components/ui/format';
import { ChevronRightIcon } from '@/components/ui/icons';
import { Meter } from '@/components/ui/progress';
import { Time } from '@/components/ui/time';
import { exclusionLabels } from '@/lib/engine/describe';
import {
  type Book,
  type Candidate,
  type Exclusion,
  type Explanation,
  exclusionReasons,
} from '@/lib/engine/types';
import { DetailsSection } from './queue-layout';

const columnHeaders = ['Score', 'Accounts', 'Need', 'Revenue', 'Tenure'];

/** The chosen CSM and the best five others, side by side. */
export function AlternativesSection({ explanation }: { readonly explanation: Explanation }) {
  const { chosen, alternatives } = explanation;
  return (
    <DetailsSection title="Alternatives" aside="books after">
      {alternatives.length === 0 ? (
        <p className="text-ink-muted">Nobody else was eligible.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where there is little room.
        <section className="-mx-4 overflow-x-auto" tabIndex={0} aria-label="Side by side">
          <table className="w-full min-w-[22rem] text-sm">
            <thead>
              <tr className="text-xs text-ink-muted">
                <th scope="col" className="py-1 pr-1 pl-4 text-left font-medium">
                  CSM
                </th>
                {columnHeaders.map((head) => (
                  <th key={head} scope="col" className="px-1 py-1 text-right font-medium last:pr-4">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <CandidateRow candidate={chosen} isChosen />
              {alternatives.map((candidate) => (
                <CandidateRow key={candidate.csm} candidate={candidate} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </DetailsSection>
  );
}

function CandidateRow({
  candidate,
  isChosen = false,
}: {
  readonly candidate: Candidate;
  readonly isChosen?: boolean;
}) {
  const { csm, score, bookAfter, tenureMonths, placedWith, capacity } = candidate;
  const figures = [
    formatNumber(score, 0),
    `${bookAfter.accounts}/${capacity}`,
    formatNumber(bookAfter.neediness, 0),
    formatCompactMoney(bookAfter.revenue),
    tenureMonths === null ? 'unknown' : `${Math.floor(tenureMonths)} mo`,
  ];
  return (
    <tr className={classNames(isChosen && 'bg-accent-soft font-medium')}>
      <th scope="row" className="max-w-28 py-1 pr-1 pl-4 text-left font-normal">
        <Link
          href={csmHref(csm)}
          prefetch={false}
          title={csm}
          className={classNames('block truncate hover:underline', isChosen && 'font-semibold')}
        >
          {csm}
        </Link>
        {placedWith && (
          <span className="block truncate text-xs text-ink-muted" title={`Received ${placedWith}`}>
            {`received ${placedWith}`}
          </span>
        )}
      </th>
      {figures.map((figure, at) => (
        <td key={columnHeaders[at]} className="px-1 py-1 text-right whitespace-nowrap last:pr-4">
          {figure}
        </td>
      ))}
    </tr>
  );
}

const bookMeasures: readonly {
  readonly name: string;
  readonly of: (book: Book) => number | null;
  readonly write: (value: number | null) => string;
}[] = [
  { name: 'Accounts', of: (book) => book.accounts, write: (value) => formatNumber(value) },
  { name: 'Neediness', of: (book) => book.neediness, write: (value) => formatNumber(value, 1) },
  { name: 'Revenue', of: (book) => book.revenue, write: (value) => formatCompactMoney(value) },
  {
    name: 'Red share',
    of: ({ red, accounts }) => (accounts > 0 ? red / accounts : null),
    write: (value) => formatPercent(value, 1),
  },
];

/** What the book of the recommended CSM is, and what it would be. */
export function BookSection({ chosen }: { readonly chosen: Candidate }) {
  const { bookBefore, bookAfter, capacity } = chosen;
  const full = `${bookAfter.accounts} of ${capacity} accounts`;
  const over = bookAfter.accounts > capacity;
  return (
    <DetailsSection title={`The book of ${chosen.csm}`} aside="before → after">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1 text-sm">
        {bookMeasures.map(({ name, of, write }) => (
          <div key={name} className="flex items-baseline justify-between gap-2">
            <dt className="text-ink-muted">{name}</dt>
            <dd className="whitespace-nowrap">
              <span className="text-ink-muted">{write(of(bookBefore))}</span>
              <span aria-hidden="true" className="px-1 text-ink-faint">
                →
              </span>
              <span className="sr-only"> then </span>
              <span className="font-medium">{write(of(bookAfter))}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2.5 flex items-center gap-3 text-xs text-ink-muted">
        <Meter
          share={bookAfter.accounts / capacity}
          mark={bookBefore.accounts / capacity}
          tone={over ? 'danger' : bookAfter.accounts >= capacity * 0.9 ? 'warn' : 'accent'}
          text={`The book would be ${full}`}
        />
        <span className="whitespace-nowrap">{full}</span>
      </p>
    </DetailsSection>
  );
}

/** Who could not be chosen, by reason, with when that changes. */
export function ExclusionsSection({ exclusions }: { readonly exclusions: readonly Exclusion[] }) {
  const groups = exclusionReasons.flatMap((reason) => {
    const kept = exclusions.filter((exclusion) => exclusion.reason === reason);
    return kept.length > 0 ? [{ reason, kept: [...kept].sort(byEndTime) }] : [];
  });
  if (groups.length === 0) return null;
  return (
    <DetailsSection title="Excluded" aside={formatCount(exclusions.length, 'CSM')}>
      {groups.map(({ reason, kept }) => (
        <details key={reason} className="group border-t border-line first-of-type:border-t-0">
          <summary className="flex min-h-8 items-center gap-2 text-sm">
            <ChevronRightIcon className="text-ink-muted group-open:rotate-90" />
            <span className="min-w-0 flex-1">{exclusionLabels[reason]}</span>
            {kept[0]?.until != null && (
              <span className="text-xs text-ink-muted">
                {'until '}
                <Time at={kept[0].until} show="clock" />
                {kept.length > 1 && ' and later'}
              </span>
            )}
            <span className="min-w-6 text-right font-medium">{kept.length}</span>
          </summary>
          <ul className="pb-2 pl-6 text-sm text-ink-muted">
            {kept.map(({ csm, until }) => (
              <li key={csm} className="flex justify-between gap-3">
                <span className="min-w-0 truncate">{csm}</span>
                {until !== null && <Time at={until} show="clock" />}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </DetailsSection>
  );
}

function byEndTime(a: Exclusion, b: Exclusion): number {
  const never = Number.POSITIVE_INFINITY;
  return (a.until ?? never) - (b.until ?? never) || a.csm.localeCompare(b.csm);
}
