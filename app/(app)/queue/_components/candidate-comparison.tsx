'use client';

import Link from 'next/link';
import { csmHref } from '@/app/(app)/_shared/links';
import { classNames } from '@/components/ui/class-names';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
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
import { compareNames } from '@/lib/names';
import { DetailsSection } from './queue-layout';

const columnHeaders = ['Score', 'Accounts', 'Need', 'Revenue', 'Tenure'];

/** Compares the chosen CSM with the best alternatives. */
export function AlternativesSection({ explanation }: { readonly explanation: Explanation }) {
  const { chosen, alternatives } = explanation;
  return (
    <DetailsSection title="Alternatives" note="books after">
      {alternatives.length === 0 ? (
        <p className="text-ink-muted">No other CSM was eligible.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on narrow screens.
        <section className="-mx-4 overflow-x-auto" tabIndex={0} aria-label="Comparison">
          <table className="w-full min-w-[22rem] text-sm">
            <thead>
              <tr className="text-xs text-ink-muted">
                <th scope="col" className="py-1 pr-1 pl-4 text-left font-medium">
                  CSM
                </th>
                {columnHeaders.map((head) => (
                  <th
                    key={head}
                    scope="col"
                    className="px-1 py-1 text-right font-medium whitespace-nowrap last:pr-4"
                  >
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
  const format = useFormat();
  const values = [
    format.number(score),
    `${format.number(bookAfter.accounts)}/${format.number(capacity)}`,
    format.number(bookAfter.neediness),
    format.compactMoney(bookAfter.revenue),
    tenureMonths === null ? 'unknown' : `${Math.floor(tenureMonths)} mo`,
  ];
  return (
    <tr className={classNames(isChosen && 'bg-accent-soft font-medium')}>
      <th scope="row" className="max-w-24 py-1 pr-1 pl-4 sm:max-w-28 text-left font-normal">
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
      {values.map((value, index) => (
        <td key={columnHeaders[index]} className="px-1 py-1 text-right whitespace-nowrap last:pr-4">
          {value}
        </td>
      ))}
    </tr>
  );
}

/** The share of capacity from which a book is shown as nearly full. */
const NEARLY_FULL = 0.9;

const bookMeasures: readonly {
  readonly name: string;
  readonly value: (book: Book) => number | null;
  readonly text: (value: number | null, format: Format) => string;
}[] = [
  {
    name: 'Accounts',
    value: (book) => book.accounts,
    text: (value, format) => format.number(value),
  },
  {
    name: 'Neediness',
    value: (book) => book.neediness,
    text: (value, format) => format.fixed(value, 1),
  },
  {
    name: 'Revenue',
    value: (book) => book.revenue,
    text: (value, format) => format.compactMoney(value),
  },
  {
    name: 'Red share',
    value: ({ red, accounts }) => (accounts > 0 ? red / accounts : null),
    text: (value, format) => format.percent(value, 1),
  },
];

/** The recommended CSM's book before and after the assignment. */
export function BookSection({ chosen }: { readonly chosen: Candidate }) {
  const { bookBefore, bookAfter, capacity } = chosen;
  const format = useFormat();
  const fullness = `${format.number(bookAfter.accounts)} of ${format.number(capacity)} accounts`;
  const share = bookAfter.accounts / capacity;
  return (
    <DetailsSection title={`${chosen.csm}’s book`} note="before → after">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1 text-sm max-[26rem]:grid-cols-1">
        {bookMeasures.map(({ name, value, text }) => (
          <div key={name} className="flex items-baseline justify-between gap-2">
            <dt className="text-ink-muted">{name}</dt>
            <dd className="whitespace-nowrap">
              <span className="text-ink-muted">{text(value(bookBefore), format)}</span>
              <span aria-hidden="true" className="px-1 text-ink-faint">
                →
              </span>
              <span className="sr-only"> then </span>
              <span className="font-medium">{text(value(bookAfter), format)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2.5 flex items-center gap-3 text-xs text-ink-muted">
        <Meter
          share={share}
          mark={bookBefore.accounts / capacity}
          tone={share > 1 ? 'danger' : share >= NEARLY_FULL ? 'warn' : 'accent'}
          text={`Book after the assignment: ${fullness}`}
        />
        <span className="whitespace-nowrap">{fullness}</span>
      </p>
    </DetailsSection>
  );
}

/** CSMs who were not eligible, by reason, and until when. */
export function ExclusionsSection({ exclusions }: { readonly exclusions: readonly Exclusion[] }) {
  const format = useFormat();
  const groups = exclusionReasons.flatMap((reason) => {
    const members = exclusions.filter((exclusion) => exclusion.reason === reason).sort(byEndTime);
    return members.length > 0 ? [{ reason, members }] : [];
  });
  if (groups.length === 0) return null;
  return (
    <DetailsSection title="Excluded" note={format.count(exclusions.length, 'CSM')}>
      {groups.map(({ reason, members }) => (
        <details key={reason} className="group border-t border-line first-of-type:border-t-0">
          <summary className="flex min-h-8 items-center gap-2 text-sm">
            <ChevronRightIcon className="text-ink-muted group-open:rotate-90" />
            <span className="min-w-0 flex-1">{exclusionLabels[reason]}</span>
            {members[0]?.until != null && (
              <span className="text-xs text-ink-muted">
                {'until '}
                <Time at={members[0].until} show="clock" />
                {members.length > 1 && ' and later'}
              </span>
            )}
            <span className="min-w-6 text-right font-medium">{members.length}</span>
          </summary>
          <ul className="pb-2 pl-6 text-sm text-ink-muted">
            {members.map(({ csm, until }) => (
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
  return (a.until ?? never) - (b.until ?? never) || compareNames(a.csm, b.csm);
}
