import type { ReactNode } from 'react';
import { Skeleton } from '@/components/ui/skeleton';

/** What is told of how review stands, in the order of the page. */
export interface Facts {
  readonly state: ReactNode;
  readonly model: ReactNode;
  readonly prompt: ReactNode;
  readonly tokens: ReactNode;
  readonly cost: ReactNode;
  readonly last: ReactNode;
}

const names: Readonly<Record<keyof Facts, string>> = {
  state: 'Runs are reviewed',
  model: 'Model',
  prompt: 'Prompt',
  tokens: 'Tokens this month',
  cost: 'Estimated cost this month',
  last: 'Last review',
};

/** The facts, or their places before they are there. */
export function StandingFacts({ facts }: { readonly facts: Facts | null }) {
  return (
    <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
      {(Object.keys(names) as (keyof Facts)[]).map((key) => (
        // Room for three lines each, so that nothing moves when they come.
        <div key={key} className="min-h-18">
          <dt className="text-xs text-ink-muted">{names[key]}</dt>
          <dd>{facts ? facts[key] : <Skeleton className="mt-1 h-4 w-32" />}</dd>
        </div>
      ))}
    </dl>
  );
}
