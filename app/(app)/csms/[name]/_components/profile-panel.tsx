import type { ReactNode } from 'react';
import { StatusDot } from '@/components/ui/badge';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { CsmDetails, CsmProfile } from '@/lib/analytics/csm/types';

interface Props {
  readonly csm: CsmDetails;
  readonly format: Format;
}

/** The CSM's profile, capacity, and recent receipts. */
export function ProfilePanel({ csm, format }: Props) {
  return (
    <Panel title="Profile">
      <DescriptionList>
        {profileFacts({ csm, format }).map(([name, value]) => (
          <DescriptionItem key={name} name={name}>
            {value}
          </DescriptionItem>
        ))}
      </DescriptionList>
      <p className="mt-3 text-sm text-ink-muted">{capacityNote({ csm, format })}</p>
    </Panel>
  );
}

function profileFacts({ csm, format }: Props): [string, ReactNode][] {
  const { profile, capacity, lastReceivedAt } = csm;
  const months = profile?.tenureMonths ?? null;
  return [
    ['Status', <Status key="status" profile={profile} />],
    ['Manager', profile?.managerName ?? 'Unknown'],
    ['Tenure', months === null ? 'Unknown' : format.count(Math.floor(months), 'month')],
    ['Takes', takesLabel(profile)],
    ['Away', profile?.awayUntil ? <Away key="away" until={profile.awayUntil} /> : 'No'],
    [
      'Capacity',
      `${format.count(capacity.accounts, 'account')}${capacity.own ? '' : ' (policy default)'}`,
    ],
    [
      'Last received',
      lastReceivedAt ? <Time key="last" at={lastReceivedAt} show="absolute" /> : 'Never',
    ],
    ['Received recently', receivedLabel({ csm, format })],
  ];
}

function receivedLabel({ csm: { received }, format }: Props): string {
  const { last7Days, weeklyLimit, last24Hours, dailyLimit } = received;
  const week = `${format.number(last7Days)} of ${format.number(weeklyLimit)} in 7 days`;
  if (dailyLimit === null) return week;
  return `${week}; ${format.number(last24Hours)} of ${format.number(dailyLimit)} in 24 h`;
}

function Status({ profile }: { readonly profile: CsmProfile | null }) {
  if (profile?.active) {
    return (
      <StatusDot tone="ok" label="Status:">
        Active
      </StatusDot>
    );
  }
  return (
    <StatusDot tone="neutral" label="Status:">
      {profile ? 'Not active' : 'No longer a CSM'}
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

function takesLabel(profile: CsmProfile | null): string {
  if (!profile) return 'No accounts';
  const { segment, level } = profile;
  if (!segment && !level) return 'Any account';
  return `${segment ?? 'Any segment'} · ${level ?? 'any level'}`;
}

/** Explains where the capacity comes from, with each class's capacity if they differ. */
function capacityNote({ csm: { capacity, eligibility }, format }: Props): string {
  if (capacity.own) return 'The capacity is set for this CSM and applies to every class.';
  const classes = eligibility.filter(({ segment, level }) => segment && level);
  const differ = new Set(classes.map((each) => each.capacity)).size > 1;
  if (!differ) return 'The policy sets the capacity for the class this CSM takes.';
  const capacities = classes.map(
    (each) => `${each.segment} ${each.level} ${format.number(each.capacity)}`,
  );
  return `The policy sets the capacity by the class of the next account: ${capacities.join(', ')}. Shares of the team use ${format.number(capacity.accounts)}.`;
}
