import { Suspense } from 'react';
import type { ScopeChoices } from '@/lib/analytics/shared/scope';
import { ScopeControls } from './scope-controls';
import type { ScopeQuery } from './scope-params';

interface Props {
  readonly query: ScopeQuery;
  /** The time zone that days are cut in. */
  readonly zone: string;
  /** What can be narrowed to; a page that heeds the period alone leaves it out. */
  readonly choices?: Promise<ScopeChoices>;
  /** What else of the page's address stays when the scope changes, as `?name=value`. */
  readonly keep?: string;
}

/** The period and the filters that a page of figures is of. */
export function ScopeBar({ query, zone, choices, keep = '' }: Props) {
  if (!choices) return <ScopeControls query={query} zone={zone} choices="none" keep={keep} />;
  return (
    <Suspense fallback={<ScopeControls query={query} zone={zone} choices={null} keep={keep} />}>
      <LoadedScopeBar query={query} zone={zone} choices={choices} keep={keep} />
    </Suspense>
  );
}

async function LoadedScopeBar({ choices, ...rest }: Required<Props>) {
  return <ScopeControls {...rest} choices={await choices} />;
}
