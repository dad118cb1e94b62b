import { ensureLock } from '@/lib/warehouse/sql/locks';
import { recordSchemaVersion } from '@/lib/warehouse/sql/schema';
import {
  clearAccounts,
  clearCsms,
  insertActiveCsms,
  insertCsmDetails,
  insertOnboarding,
  insertScores,
} from '@/lib/warehouse/sql/sources';
import type { Command } from '@/lib/warehouse/types';
import type { SampleValues } from './values';

/** Every command of setup and imports, which need other privileges than a server. */
export function sampleSetUpCommands({ now, accountId, csm }: SampleValues): readonly Command[] {
  const account = {
    accountId,
    accountName: null,
    tenantId: null,
    needsCsm: true,
    needsCsmSince: now,
    currentCsm: csm,
    needinessScore: 8.5,
    healthScore: 55,
    healthColor: null,
    revenue: 12_000,
    segment: 'Residential',
    level: 'Corporate',
    industry: null,
  };
  const details = {
    name: csm,
    tenureMonths: 7.5,
    managerName: null,
    segment: 'Residential',
    level: 'Corporate',
    capacity: 80,
    awayUntil: now,
    startDate: '2025-01-31',
    awayFrom: now,
    sourceValues: null,
  };
  return [
    ensureLock('run'),
    recordSchemaVersion(1, now),
    ...clearAccounts(),
    ...insertOnboarding([account]),
    ...insertScores([account]),
    ...clearCsms(),
    ...insertActiveCsms([csm]),
    ...insertCsmDetails([details]),
  ];
}
