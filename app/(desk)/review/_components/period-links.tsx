import Link from 'next/link';
import { classNames } from '@/components/ui/class-names';
import { periodHref, periods } from '../search-params';

/** The period that is looked at, and the ways to the others. */
export function PeriodLinks({ weeks }: { readonly weeks: number | undefined }) {
  return (
    <nav aria-label="Period" className="flex gap-1 text-sm">
      {periods.map((period) => {
        const here = period.weeks === weeks;
        return (
          <Link
            key={period.weeks}
            href={periodHref(period.weeks)}
            prefetch={false}
            scroll={false}
            aria-current={here ? 'true' : undefined}
            className={classNames(
              'rounded-md px-2 py-1',
              here ? 'bg-accent-soft font-medium text-accent-ink' : 'text-ink-muted hover:bg-hover',
            )}
          >
            {period.name}
          </Link>
        );
      })}
    </nav>
  );
}
