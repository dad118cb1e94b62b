import type { ReactNode } from 'react';
import { Fact, Facts } from '@/components/ui/facts';
import { Skeleton } from '@/components/ui/skeleton';

/** What is told of how review stands, in the order of the page. */
export interface Standing {
  readonly state: ReactNode;
  readonly model: ReactNode;
  readonly prompt: ReactNode;
  readonly tokens: ReactNode;
  readonly cost: ReactNode;
  readonly last: ReactNode;
}

const names: Readonly<Record<keyof Standing, string>> = {
  state: 'Runs are reviewed',
  model: 'Model',
  prompt: 'Prompt',
  tokens: 'Tokens this month',
  cost: 'Estimated cost this month',
  last: 'Last review',
};

/** The facts, or their places before they are there. */
export function StandingFacts({ facts }: { readonly facts: Standing | null }) {
  return (
    <Facts columns="sm:grid-cols-2 lg:grid-cols-3">
      {(Object.keys(names) as (keyof Standing)[]).map((key) => (
        // Room for three lines each, so that nothing moves when they come.
        <Fact key={key} name={names[key]} className="min-h-18">
          {facts ? facts[key] : <Skeleton className="mt-1 h-4 w-32" />}
        </Fact>
      ))}
    </Facts>
  );
}
