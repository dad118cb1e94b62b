import type { ReactNode } from 'react';
import { Dot } from '@/components/ui/dot';
import { formatNumber } from '@/components/ui/format';
import { Skeleton } from '@/components/ui/skeleton';
import type { Tone } from '@/components/ui/tone';
import type { Workload } from '@/lib/analytics/get-workload';

const names = {
  active: 'Active CSMs',
  accounts: 'Accounts in their books',
  over: 'Over capacity',
  near: 'At 90 % of it or more',
} as const;

/** The figures that say most, or their places while they are read. */
export function Headline({ workload }: { readonly workload: Workload | null }) {
  const facts = workload && factsOf(workload);
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
      {(Object.keys(names) as (keyof typeof names)[]).map((key) => (
        <div key={key}>
          <dt className="text-sm text-ink-muted">{names[key]}</dt>
          <dd className="mt-0.5 text-xl font-semibold">
            {facts ? facts[key].value : <Skeleton className="my-1 h-5 w-16" />}
          </dd>
          <dd className="text-xs text-ink-muted">
            {facts ? facts[key].more : <Skeleton className="my-0.5 h-3 w-28" />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf({ books, eligible, fairness }: Workload) {
  const accounts = books.reduce((sum, book) => sum + book.accounts, 0);
  const { overCapacity, nearCapacity } = fairness;
  return {
    active: {
      value: formatNumber(books.length),
      more: `${formatNumber(eligible)} could receive an account now`,
    },
    accounts: {
      value: formatNumber(accounts),
      more:
        books.length > 0
          ? `${formatNumber(accounts / books.length, 1)} for each`
          : 'Nobody is active',
    },
    over: {
      value: <Judged count={overCapacity} tone="danger" word="more than they can carry" />,
      more:
        overCapacity > 0 ? 'They receive nothing until there is room' : 'Nobody carries too much',
    },
    near: {
      value: <Judged count={nearCapacity} tone="warn" word="nearly full" />,
      more: 'Those over capacity included',
    },
  } satisfies Record<keyof typeof names, { value: ReactNode; more: string }>;
}

function Judged({
  count,
  tone,
  word,
}: {
  readonly count: number;
  readonly tone: Tone;
  readonly word: string;
}) {
  return (
    <Dot tone={count > 0 ? tone : 'ok'} label={count > 0 ? word : 'good'}>
      {formatNumber(count)}
    </Dot>
  );
}
