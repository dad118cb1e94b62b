'use client';

import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { useFirstRows } from '@/components/table/use-first-rows';
import { useFormat } from '@/components/ui/format-provider';
import { ChevronRightIcon } from '@/components/ui/icons';
import { Time } from '@/components/ui/time';

interface ListedCsm {
  readonly name: string;
  /** What else is to be known about them. */
  readonly notes: readonly string[];
  /** In epoch milliseconds; null if the end is unknown. */
  readonly until: number | null;
}

/** A collapsible group of CSMs. */
export function CsmGroup({
  title,
  csms,
}: {
  readonly title: string;
  readonly csms: readonly ListedCsm[];
}) {
  const format = useFormat();
  return (
    <details className="group border-t border-line">
      <summary className="flex min-h-8 items-center gap-2">
        <ChevronRightIcon className="text-ink-muted group-open:rotate-90" />
        <span className="min-w-0 flex-1">{title}</span>
        <span className="min-w-6 text-right font-medium">{format.number(csms.length)}</span>
      </summary>
      <ul className="pb-2 pl-6">
        {useFirstRows(csms).map((csm) => (
          <CsmItem key={csm.name} csm={csm} />
        ))}
      </ul>
    </details>
  );
}

function CsmItem({ csm: { name, notes, until } }: { readonly csm: ListedCsm }) {
  return (
    <li className="flex flex-wrap justify-between gap-x-3 py-0.5">
      <span className="min-w-0">
        <CsmLink name={name} />
        {notes.length > 0 && (
          <span className="text-xs text-ink-muted">{` · ${notes.join(', ')}`}</span>
        )}
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
