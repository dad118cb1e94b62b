'use client';

import { formatCount } from '@/components/ui/format';
import { ChevronRightIcon } from '@/components/ui/icons';
import { Time } from '@/components/ui/time';
import { reasonLabels } from '@/lib/routing/describe';
import { type Exclusion, exclusionReasons } from '@/lib/routing/types';
import { RecordSection } from './record-section';

/** Who could not be chosen, by reason, with when that changes. */
export function RecordExclusions({ exclusions }: { readonly exclusions: readonly Exclusion[] }) {
  const groups = exclusionReasons.flatMap((reason) => {
    const kept = exclusions.filter((exclusion) => exclusion.reason === reason);
    return kept.length > 0 ? [{ reason, kept: [...kept].sort(bySooner) }] : [];
  });
  if (groups.length === 0) return null;
  return (
    <RecordSection title="Excluded" aside={formatCount(exclusions.length, 'CSM')}>
      {groups.map(({ reason, kept }) => (
        <details key={reason} className="group border-t border-line first-of-type:border-t-0">
          <summary className="flex min-h-8 items-center gap-2 text-sm">
            <ChevronRightIcon className="text-ink-muted group-open:rotate-90" />
            <span className="min-w-0 flex-1">{reasonLabels[reason]}</span>
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
    </RecordSection>
  );
}

function bySooner(a: Exclusion, b: Exclusion): number {
  const never = Number.POSITIVE_INFINITY;
  return (a.until ?? never) - (b.until ?? never) || a.csm.localeCompare(b.csm);
}
