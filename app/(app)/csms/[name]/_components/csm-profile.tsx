import type { ReactNode } from 'react';
import { StatusDot, type Tone } from '@/components/ui/badge';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { formatCount, formatList, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import type { CsmDetails, CsmFacts } from '@/lib/analytics/csm/types';
import { describeExclusion } from '@/lib/engine/describe';
import type { Exclusion } from '@/lib/engine/types';

/** Who a CSM is; the places of it before that is known. */
export function ProfilePanel({ csm }: { readonly csm: CsmDetails | null }) {
  return (
    <Panel title="Who they are">
      <DescriptionList columns="grid-cols-2">
        {profileFacts(csm).map(([name, value]) => (
          <DescriptionItem key={name} name={name}>
            {csm ? value : <Skeleton className="h-5 w-24" />}
          </DescriptionItem>
        ))}
      </DescriptionList>
      {csm && <p className="mt-3 text-sm text-ink-muted">{capacityNote(csm)}</p>}
    </Panel>
  );
}

function profileFacts(csm: CsmDetails | null): [string, ReactNode][] {
  const facts = csm?.facts ?? null;
  return [
    ['Status', <Status key="status" facts={facts} />],
    ['Manager', facts?.managerName ?? 'Unknown'],
    ['Tenure', tenureLabel(facts?.tenureMonths ?? null)],
    ['Takes', takesLabel(facts)],
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
        `${formatNumber(csm.velocity.week)} of ${formatNumber(csm.velocity.perWeek)} in 7 days${dailyLimitLabel(csm)}`,
    ],
  ];
}

function Status({ facts }: { readonly facts: CsmFacts | null }) {
  if (facts?.active) {
    return (
      <StatusDot tone="ok" label="Status:">
        Active
      </StatusDot>
    );
  }
  return (
    <StatusDot tone="neutral" label="Status:">
      {facts ? 'Not active' : 'No longer a CSM'}
    </StatusDot>
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

function tenureLabel(months: number | null): string {
  return months === null ? 'Unknown' : formatCount(Math.floor(months), 'month');
}

function takesLabel(facts: CsmFacts | null): string {
  if (!facts) return 'Nothing any more';
  const { segment, level } = facts;
  if (!segment && !level) return 'Any account';
  return `${segment ?? 'Any segment'} · ${level ?? 'any level'}`;
}

function dailyLimitLabel({ velocity: { day, perDay } }: CsmDetails): string {
  return perDay === null ? '' : `; ${formatNumber(day)} of ${formatNumber(perDay)} in 24 h`;
}

/** What the capacity means: one number where it is one, each class's where they differ. */
function capacityNote({ capacity, eligibility }: CsmDetails): string {
  if (capacity.own) {
    return 'Their own capacity; it holds for accounts of every class.';
  }
  const classes = eligibility.filter(({ segment, level }) => segment && level);
  const differ = new Set(classes.map((one) => one.capacity)).size > 1;
  if (!differ) return 'The policy’s capacity for the class of account that they take.';
  const each = classes.map((one) => `${one.segment} ${one.level} ${formatNumber(one.capacity)}`);
  return `They have none of their own, so the class of the account to come decides: ${each.join(', ')}. Their share of the team is measured by ${formatNumber(capacity.accounts)}.`;
}

type Eligibility = CsmDetails['eligibility'];

/** Whether a run may give the CSM an account now, and everything that keeps it from them. */
export function EligibilityPanel({ csm }: { readonly csm: CsmDetails }) {
  const { eligibility, cooling } = csm;
  const { tone, words } = eligibilityLabel(eligibility);
  return (
    <Panel title="May they receive an account now?">
      <p className="text-lg font-medium">
        <StatusDot tone={tone} label="Answer:">
          {words}
        </StatusDot>
      </p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {groupByReason(eligibility).map(({ exclusion, classes }) => (
          <li key={exclusion.reason} className="wrap-anywhere">
            <ExclusionText exclusion={exclusion} />
            {classes !== null && (
              <span className="text-ink-muted">{` For ${classes} accounts.`}</span>
            )}
          </li>
        ))}
      </ul>
      {cooling && (
        <p className="mt-2 text-sm text-ink-muted">
          {cooling.by === 'pending'
            ? 'They cool because a recommendation of them waits to be decided. '
            : 'They cool because they received an account. '}
          {cooling.until !== null && (
            <>
              {'Free at '}
              <Time at={cooling.until} show="clock" />.
            </>
          )}
        </p>
      )}
      <p className="mt-2 text-sm text-ink-muted">
        {eligibility.length === 0
          ? 'Only CSMs who are known to the warehouse receive accounts.'
          : 'Seen as a run would see them now. An account may have reasons of its own, such as an earlier rejection of this CSM.'}
      </p>
    </Panel>
  );
}

function eligibilityLabel(eligibility: Eligibility): {
  readonly tone: Tone;
  readonly words: string;
} {
  const open = eligibility.filter(({ exclusions }) => exclusions.length === 0);
  if (open.length === 0) return { tone: 'danger', words: 'No' };
  if (open.length === eligibility.length) return { tone: 'ok', words: 'Yes' };
  return { tone: 'warn', words: `Only ${formatList(open.map(classLabel))} accounts` };
}

/** Each reason once, with the classes it holds for where it does not hold for all. */
function groupByReason(
  eligibility: Eligibility,
): { readonly exclusion: Exclusion; readonly classes: string | null }[] {
  const found = new Map<string, { exclusion: Exclusion; of: Eligibility[number][] }>();
  for (const one of eligibility) {
    for (const exclusion of one.exclusions) {
      const known = found.get(exclusion.reason);
      if (known) known.of.push(one);
      else found.set(exclusion.reason, { exclusion, of: [one] });
    }
  }
  return [...found.values()].map(({ exclusion, of }) => ({
    exclusion,
    classes:
      of.length === eligibility.length
        ? null
        : formatList(of.map((one) => `${classLabel(one)} (${formatNumber(one.capacity)})`)),
  }));
}

function classLabel({ segment, level }: Eligibility[number]): string {
  return [segment, level].filter(Boolean).join(' ') || 'any';
}

function ExclusionText({ exclusion }: { readonly exclusion: Exclusion }) {
  const { text, until } = describeExclusion(exclusion);
  return (
    <>
      {text}
      {until !== null && (
        <>
          {' '}
          <Time at={until} show="clock" />
        </>
      )}
      .
    </>
  );
}
