import type { ReactNode } from 'react';
import { Dot } from '@/components/ui/dot';
import { Fact, Facts } from '@/components/ui/facts';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import type { CsmFacts, CsmView } from '@/lib/analytics/csm-view';

/** Who a CSM is; the places of it before that is known. */
export function FactsPanel({ csm }: { readonly csm: CsmView | null }) {
  return (
    <Panel title="Who they are">
      <Facts columns="grid-cols-2">
        {factsOf(csm).map(([name, value]) => (
          <Fact key={name} name={name}>
            {csm ? value : <Skeleton className="h-5 w-24" />}
          </Fact>
        ))}
      </Facts>
      {csm && <p className="mt-3 text-sm text-ink-muted">{capacityWords(csm)}</p>}
    </Panel>
  );
}

function factsOf(csm: CsmView | null): [string, ReactNode][] {
  const facts = csm?.facts ?? null;
  return [
    ['Status', <Status key="status" facts={facts} />],
    ['Manager', facts?.managerName ?? 'Unknown'],
    ['Tenure', tenureWords(facts?.tenureMonths ?? null)],
    ['Takes', takesWords(facts)],
    ['Away', facts?.awayUntil ? <Away key="away" until={facts.awayUntil} /> : 'No'],
    [
      'Capacity',
      csm &&
        `${formatCount(csm.capacity.accounts, 'account')}${csm.capacity.own ? '' : ', by policy'}`,
    ],
    [
      'Last received',
      csm?.lastReceivedAt ? (
        <Time key="last" at={csm.lastReceivedAt} show="absolute" />
      ) : (
        'Nothing known'
      ),
    ],
    [
      'Received lately',
      csm &&
        `${formatNumber(csm.velocity.week)} of ${formatNumber(csm.velocity.perWeek)} in 7 days${dayWords(csm)}`,
    ],
  ];
}

function Status({ facts }: { readonly facts: CsmFacts | null }) {
  if (facts?.active) {
    return (
      <Dot tone="ok" label="Status:">
        Active
      </Dot>
    );
  }
  return (
    <Dot tone="neutral" label="Status:">
      {facts ? 'Not active' : 'No longer a CSM'}
    </Dot>
  );
}

function Away({ until }: { readonly until: Date }) {
  return (
    <>
      {'Until '}
      <Time at={until} show="absolute" />
    </>
  );
}

function tenureWords(months: number | null): string {
  return months === null ? 'Unknown' : formatCount(Math.floor(months), 'month');
}

function takesWords(facts: CsmFacts | null): string {
  if (!facts) return 'Nothing any more';
  const { segment, level } = facts;
  if (!segment && !level) return 'Any account';
  return `${segment ?? 'Any segment'} · ${level ?? 'any level'}`;
}

function dayWords({ velocity: { day, perDay } }: CsmView): string {
  return perDay === null ? '' : `; ${formatNumber(day)} of ${formatNumber(perDay)} in 24 h`;
}

/** What the capacity means: one number where it is one, each class's where they differ. */
function capacityWords({ capacity, eligibility }: CsmView): string {
  if (capacity.own) {
    return 'Their own capacity; it holds for accounts of every class.';
  }
  const classes = eligibility.filter(({ segment, level }) => segment && level);
  const differ = new Set(classes.map((one) => one.capacity)).size > 1;
  if (!differ) return 'The policy’s capacity for the class of account that they take.';
  const each = classes.map((one) => `${one.segment} ${one.level} ${formatNumber(one.capacity)}`);
  return `They have none of their own, so the class of the account to come decides: ${each.join(', ')}. Their share of the team is measured by ${formatNumber(capacity.accounts)}.`;
}
