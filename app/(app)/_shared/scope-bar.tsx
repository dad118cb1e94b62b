import { Suspense } from 'react';
import type { ScopeChoices } from '@/lib/analytics/shared/scope';
import { ScopeControls } from './scope-controls';
import type { ScopeQuery } from './scope-params';

interface Props {
  readonly query: ScopeQuery;
  /** The time zone in which days and weeks begin. */
  readonly timeZone: string;
  /** The filter options; omitted on a page that filters by period only. */
  readonly choices?: Promise<ScopeChoices>;
  /** Other URL parameters to keep when the scope changes, as `?name=value`. */
  readonly keep?: string;
}

/** The period and filters of an analytics page. */
export function ScopeBar({ query, timeZone, choices, keep = '' }: Props) {
  if (!choices)
    return <ScopeControls query={query} timeZone={timeZone} choices="none" keep={keep} />;
  return (
    <Suspense
      fallback={<ScopeControls query={query} timeZone={timeZone} choices={null} keep={keep} />}
    >
      <LoadedScopeBar query={query} timeZone={timeZone} choices={choices} keep={keep} />
    </Suspense>
  );
}

async function LoadedScopeBar({ choices, ...rest }: Required<Props>) {
  return <ScopeControls {...rest} choices={await choices} />;
}
