import type { ReactNode } from 'react';
import {
  detailValue,
  OriginText,
  type SourceLabel,
} from '@/app/(app)/csms/_components/detail-values';
import { EditDetails } from '@/app/(app)/csms/_components/edit-details';
import { StatusDot } from '@/components/ui/badge';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { csmDetailLabels } from '@/lib/accounts/csms/csm-labels';
import type { CsmDetails } from '@/lib/analytics/csm/types';
import { type CsmDetailKind, csmDetailKinds } from '@/lib/read-model/csm-record';

interface Props {
  readonly csm: CsmDetails;
  readonly format: Format;
}

/** The CSM's details with where each comes from, and recent receipts. */
export function ProfilePanel({
  csm,
  format,
  source,
  canEdit,
}: Props & { readonly source: SourceLabel; readonly canEdit: boolean }) {
  const { profile, choices } = csm;
  return (
    <Panel
      title="Profile"
      actions={
        canEdit &&
        profile && (
          <div data-print="none">
            <EditDetails csm={profile} choices={choices} source={source} />
          </div>
        )
      }
    >
      <DescriptionList>
        <DescriptionItem name="Status">
          <Status profile={profile} />
        </DescriptionItem>
        {profile &&
          csmDetailKinds.map((kind) => (
            <DescriptionItem
              key={kind}
              name={profileLabels[kind] ?? csmDetailLabels[kind]}
              more={<OriginText origin={profile.origins[kind]} source={source} />}
            >
              {detailValue(profile, kind, format)}
            </DescriptionItem>
          ))}
        {receiptFacts({ csm, format }).map(([name, value]) => (
          <DescriptionItem key={name} name={name}>
            {value}
          </DescriptionItem>
        ))}
      </DescriptionList>
      <p className="mt-3 text-sm text-ink-muted">{capacityNote({ csm, format })}</p>
    </Panel>
  );
}

const profileLabels: Partial<Record<CsmDetailKind, string>> = {
  tenure: 'Start date (tenure)',
  class: 'Takes',
};

function receiptFacts({ csm, format }: Props): [string, ReactNode][] {
  const { lastReceivedAt } = csm;
  return [
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

function Status({ profile }: { readonly profile: CsmDetails['profile'] }) {
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
