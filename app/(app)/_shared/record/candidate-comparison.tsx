'use client';

import Link from 'next/link';
import { accountHref, csmHref } from '@/app/(app)/_shared/links';
import { Score } from '@/app/(app)/_shared/score';
import { classNames } from '@/components/ui/class-names';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { Time } from '@/components/ui/time';
import type { Book, Candidate, Explanation } from '@/lib/engine/types';
import { DetailsSection } from './details-section';
import { WhyNotButton } from './why-not-button';

/** The books of the chosen CSM and the best alternatives, before and after the assignment. */
export function BooksSection({
  explanation,
  asOf,
  onWhyNot,
}: {
  readonly explanation: Explanation;
  /** When the books were read; null if now. */
  readonly asOf: string | null;
  /** Asks what would change if this CSM received the account. */
  readonly onWhyNot: ((csm: string) => void) | undefined;
}) {
  const { chosen, alternatives } = explanation;
  return (
    <DetailsSection
      title="Books before → after"
      note={
        <>
          {'as of '}
          {asOf === null ? 'now' : <Time at={asOf} show="clock" />}
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on narrow screens. */}
      <section className="-mx-4 overflow-x-auto -outline-offset-2" tabIndex={0} aria-label="Books">
        <table className="w-full text-xs">
          <thead>
            <tr className="text-ink-muted">
              {columns.map(({ name }) => (
                <th
                  key={name}
                  scope="col"
                  className="w-1/4 px-1.5 py-1 text-right font-medium whitespace-nowrap last:pr-4"
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <CandidateRows candidate={chosen} explanation={explanation} />
          {alternatives.map((candidate) => (
            <CandidateRows
              key={candidate.csm}
              candidate={candidate}
              explanation={explanation}
              onWhyNot={onWhyNot}
            />
          ))}
        </table>
      </section>
      {alternatives.length === 0 && (
        <p className="mt-1 text-sm text-ink-muted">No other CSM was eligible.</p>
      )}
    </DetailsSection>
  );
}

const columns: readonly {
  readonly name: string;
  readonly text: (book: Book, format: Format) => string;
}[] = [
  { name: 'Accounts', text: (book, format) => format.number(book.accounts) },
  { name: 'Neediness', text: (book, format) => format.number(book.neediness) },
  {
    name: 'Revenue',
    text: ({ revenue }, format) => format.compactMoney(revenue, revenue < 1_000_000 ? 0 : 1),
  },
  { name: 'Red', text: (book, format) => format.number(book.red) },
];

/** A CSM with their score and what became of them in the run, and below it their book. */
function CandidateRows({
  candidate,
  explanation,
  onWhyNot,
}: {
  readonly candidate: Candidate;
  readonly explanation: Explanation;
  readonly onWhyNot?: ((csm: string) => void) | undefined;
}) {
  const { csm, score, bookBefore, bookAfter, capacity, reserved, tenureMonths } = candidate;
  const format = useFormat();
  const isChosen = candidate === explanation.chosen;
  const needsExperience = explanation.needy || explanation.color === 'red';
  return (
    <tbody className={classNames('border-t border-line', isChosen && 'bg-accent-soft')}>
      <tr>
        <th
          scope="rowgroup"
          colSpan={columns.length}
          className="px-4 pt-1 text-left leading-6 font-normal text-ink-muted"
        >
          <Link
            href={csmHref(csm)}
            prefetch={false}
            className={classNames(
              'mr-2 inline-block text-sm/6 text-ink hover:underline',
              isChosen && 'font-semibold',
            )}
          >
            <bdi>{csm}</bdi>
          </Link>
          <Score value={score} className="text-ink" />
          {needsExperience && ` · ${tenureText(tenureMonths, format)}`}
          {reserved > 0 && ` · with ${format.number(reserved)} pending`}
          {!isChosen && <RunOutcome candidate={candidate} chosen={explanation.chosen} />}
          {/* A space instead of a margin, which would indent the button on a line of its own. */}
          {onWhyNot && <span className="[word-spacing:0.5em]"> </span>}
          {onWhyNot && <WhyNotButton csm={csm} onWhyNot={onWhyNot} />}
        </th>
      </tr>
      <tr>
        {columns.map(({ name, text }, index) => (
          <td
            key={name}
            className="px-1.5 pb-1.5 text-right whitespace-nowrap first:pl-4 last:pr-4"
          >
            <span className="text-ink-muted">{text(bookBefore, format)}</span>
            <span aria-hidden="true" className="text-ink-faint">
              →
            </span>
            <span className="sr-only"> then </span>
            <span className="font-medium">{text(bookAfter, format)}</span>
            {index === 0 && (
              <span className="text-ink-muted">
                <span aria-hidden="true">/</span>
                <span className="sr-only"> of </span>
                {format.number(capacity)}
              </span>
            )}
          </td>
        ))}
      </tr>
    </tbody>
  );
}

function tenureText(months: number | null, format: Format): string {
  return months === null ? 'tenure unknown' : `tenure ${format.count(Math.floor(months), 'month')}`;
}

/** Which account the alternative received, and why they were not chosen if they fit better. */
function RunOutcome({
  candidate: { cost, placedWith },
  chosen,
}: {
  readonly candidate: Candidate;
  readonly chosen: Candidate;
}) {
  const isBetter = cost < chosen.cost;
  if (placedWith === null)
    return isBetter ? ' · fits better now; the other program gave no reason' : null;
  return (
    <>
      {isBetter ? ' · went to ' : ' · received '}
      <Link
        href={accountHref(placedWith)}
        prefetch={false}
        className="inline-block max-w-full wrap-anywhere text-accent-ink underline underline-offset-2"
      >
        {placedWith}
      </Link>
      {isBetter && ', where they were needed more'}
    </>
  );
}
