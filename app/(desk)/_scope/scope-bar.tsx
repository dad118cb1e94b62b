import { Suspense } from 'react';
import type { ScopeChoices } from '@/lib/analytics/get-scope-choices';
import { ScopeControls } from './scope-controls';
import type { ScopeQuery } from './scope-params';

interface Props {
  readonly query: ScopeQuery;
  /** The time zone that days are cut in. */
  readonly zone: string;
  /** What can be narrowed to; a page that heeds the period alone leaves it out. */
  readonly choices?: Promise<ScopeChoices>;
}

/** The period and the filters that a page of figures is of. */
export function ScopeBar({ query, zone, choices }: Props) {
  if (!choices) return <ScopeControls query={query} zone={zone} choices="none" />;
  return (
    <Suspense fallback={<ScopeControls query={query} zone={zone} choices={null} />}>
      <KnownScopeBar query={query} zone={zone} choices={choices} />
    </Suspense>
  );
}

async function KnownScopeBar({ query, zone, choices }: Required<Props>) {
  return <ScopeControls query={query} zone={zone} choices={await choices} />;
}
