import type { RoutingPolicy } from '@/lib/engine/policy';
import { DAY_MS } from '@/lib/time';
import type { FactWindows } from '@/lib/warehouse/sql/receipts';
import type { Spellings } from '@/lib/warehouse/sql/shared/spellings';

/** The values that the sample statements are about. They need not exist. */
export interface SampleValues {
  readonly now: Date;
  readonly policy: RoutingPolicy;
  readonly recommendationId: string;
  readonly accountId: string;
  readonly csm: string;
  readonly runId: string;
}

/** Values that match no row of a real installation. */
export function unknownSampleValues(now: Date, policy: RoutingPolicy): SampleValues {
  return {
    now,
    policy,
    recommendationId: '-1',
    accountId: 'sample account',
    csm: 'Sample CSM',
    runId: 'sample run',
  };
}

/** The month before the samples' time. */
export function samplePeriod({ now }: SampleValues) {
  const from = daysBefore(now, 30);
  const clock = { first: -300, changes: [{ at: daysBefore(now, 10), minutes: -240 }] };
  return { from, to: now, clock };
}

/** Another spelling of the CSM, and a placeholder. */
export function sampleSpellings({ csm }: SampleValues): Spellings {
  return new Map([
    [csm.toUpperCase(), csm],
    ['Unassigned', null],
  ]);
}

/** The last week, for recommendations, and the last month, for rejections. */
export function sampleWindows({ now, policy }: SampleValues): FactWindows {
  return {
    receivedSince: daysBefore(now, 7),
    rejectedSince: daysBefore(now, 30),
    highNeedFrom: policy.neediness.needyFrom,
  };
}

export function daysBefore(time: Date, days: number): Date {
  return new Date(time.getTime() - days * DAY_MS);
}

/** Who does something in a sample command. */
export const samplePerson = { email: 'person@example.com', name: 'Sample person' };
