import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatNumber } from '@/components/ui/format';
import { ChevronRightIcon } from '@/components/ui/icons';
import { Time } from '@/components/ui/time';
import { csmHref } from '../../hrefs';

/** CSMs with something in common: how many, and who on demand. */
export function Group({
  title,
  count,
  children,
}: {
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}) {
  return (
    <details className="group border-t border-line">
      <summary className="flex min-h-8 items-center gap-2">
        <ChevronRightIcon className="text-ink-muted group-open:rotate-90" />
        <span className="min-w-0 flex-1">{title}</span>
        <span className="min-w-6 text-right font-medium">{formatNumber(count)}</span>
      </summary>
      <ul className="pb-2 pl-6">{children}</ul>
    </details>
  );
}

/** A CSM in such a group, with what else is to be known and until when it holds. */
export function CsmName({
  name,
  note,
  until,
}: {
  readonly name: string;
  readonly note: readonly (string | false)[];
  readonly until: number | null;
}) {
  const notes = note.filter(Boolean).join(', ');
  return (
    <li className="flex flex-wrap justify-between gap-x-3 py-0.5">
      <span className="min-w-0">
        <Link href={csmHref(name)} prefetch={false} className="text-accent-ink hover:underline">
          {name}
        </Link>
        {notes && <span className="text-xs text-ink-muted">{` · ${notes}`}</span>}
      </span>
      {until !== null && (
        <span className="text-ink-muted">
          {'until '}
          <Time at={until} show="clock" />
        </span>
      )}
    </li>
  );
}
