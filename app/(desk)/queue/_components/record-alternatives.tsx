'use client';

import Link from 'next/link';
import { classNames } from '@/components/ui/class-names';
import { formatMoneyShort, formatNumber } from '@/components/ui/format';
import type { Candidate, Explanation } from '@/lib/routing/types';
import { csmHref } from '../../hrefs';
import { RecordSection } from './record-section';

const heads = ['Score', 'Accounts', 'Need', 'Revenue', 'Tenure'];

/** The chosen CSM and the best five others, side by side. */
export function RecordAlternatives({ explanation }: { readonly explanation: Explanation }) {
  const { chosen, alternatives } = explanation;
  return (
    <RecordSection title="Alternatives" aside="books after">
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
                {heads.map((head) => (
                  <th key={head} scope="col" className="px-1 py-1 text-right font-medium last:pr-4">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <Line candidate={chosen} isChosen />
              {alternatives.map((candidate) => (
                <Line key={candidate.csm} candidate={candidate} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </RecordSection>
  );
}

function Line({
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
    formatMoneyShort(bookAfter.revenue),
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
        <td key={heads[at]} className="px-1 py-1 text-right whitespace-nowrap last:pr-4">
          {figure}
        </td>
      ))}
    </tr>
  );
}
