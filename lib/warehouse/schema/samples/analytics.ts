import { acceptanceFigures } from '@/lib/warehouse/sql/analytics/acceptance';
import {
  type AcceptanceFilter,
  acceptanceRows,
} from '@/lib/warehouse/sql/analytics/acceptance-rows';
import { accountHistory } from '@/lib/warehouse/sql/analytics/account';
import { calibrationCounts } from '@/lib/warehouse/sql/analytics/calibration';
import {
  type CalibrationFilter,
  calibrationRows,
} from '@/lib/warehouse/sql/analytics/calibration-rows';
import { companyBooks, needingAccounts } from '@/lib/warehouse/sql/analytics/company';
import { coolingReceipts } from '@/lib/warehouse/sql/analytics/cooling';
import { coolingHistory } from '@/lib/warehouse/sql/analytics/cooling-history';
import { bookSorts, csmPage } from '@/lib/warehouse/sql/analytics/csm';
import { csmDecisions } from '@/lib/warehouse/sql/analytics/csm-decisions';
import { csmReceiptCount } from '@/lib/warehouse/sql/analytics/csm-outcomes';
import { diagnosticsFigures } from '@/lib/warehouse/sql/analytics/diagnostics';
import { failures } from '@/lib/warehouse/sql/analytics/failures';
import { handoverFigures } from '@/lib/warehouse/sql/analytics/handover';
import { handoverEvents } from '@/lib/warehouse/sql/analytics/handover-events';
import { openAccounts } from '@/lib/warehouse/sql/analytics/handover-open';
import { ledgerFigures } from '@/lib/warehouse/sql/analytics/ledger';
import { lowScores } from '@/lib/warehouse/sql/analytics/low-scores';
import { workloadFigures } from '@/lib/warehouse/sql/analytics/workload';
import type { Query } from '@/lib/warehouse/types';
import { daysBefore, type SampleValues, samplePeriod, sampleSpellings } from './values';

/** Every query of the analytics pages, with sample arguments: without filters, and with all. */
export function sampleAnalytics(values: SampleValues): readonly Query<unknown>[] {
  const { now, policy } = values;
  const period = samplePeriod(values);
  const spellings = sampleSpellings(values);
  const everything = { ...period, segments: [], levels: [], csms: null, spellings: new Map() };
  const filtered = {
    ...period,
    segments: ['Residential'],
    levels: ['Corporate'],
    csms: [values.csm],
    spellings,
  };
  const calibration = { ...period, fastBelowMs: 3_000, spellings };
  return [
    ...[everything, filtered].flatMap((scope) => [
      acceptanceFigures(scope, now),
      ledgerFigures({ scope, limits: policy }),
      workloadFigures({
        scope,
        now,
        limits: policy,
        recommendedTo: scope.to,
        trendPeriod: period,
      }),
      coolingHistory({
        limits: policy,
        scope: {
          ...scope,
          week: { from: daysBefore(now, 7), to: now },
          today: daysBefore(now, 1),
          maxLanes: 10,
          violations: { limit: 50, offset: 0 },
          previous: { from: daysBefore(now, 14), to: daysBefore(now, 7) },
        },
      }),
    ]),
    acceptanceRows(everything, {}, { limit: 50, offset: 50 }),
    acceptanceRows(filtered, everyFilter(values), { limit: 50, after: { ms: 1, id: 'x' } }),
    acceptanceRows(filtered, unknownFilter, { limit: 50, after: null }),
    coolingReceipts({ now, limits: policy, spellings, accountIds: [values.accountId] }),
    companyBooks(policy),
    needingAccounts(policy),
    calibrationCounts(calibration, period.from),
    calibrationRows(calibration, { group: 'all' }, { limit: 50, offset: 50 }),
    calibrationRows(calibration, everyCalibrationFilter, { limit: 50, after: { ms: 1, id: 'x' } }),
    diagnosticsFigures({ month: period }),
    lowScores(period.from, { limit: 10, offset: 10 }),
    lowScores(period.from, null),
    failures(period.from, { limit: 10, offset: 10 }),
    failures(period.from, { limit: 10, after: { ms: 1, id: 'x' } }),
    csmReceiptCount({ name: values.csm, spellings, period }),
    csmDecisions({ name: values.csm, spellings }, period, { limit: 50, after: { ms: 1, id: 'x' } }),
    ...[everything, filtered].flatMap((scope) => [
      handoverFigures({ scope, limits: policy, end: now }),
      handoverEvents(scope, { limit: 50, offset: 50 }),
      handoverEvents(scope, { limit: 50, after: { ms: 1, id: 'x' } }, { exceptions: true }),
      openAccounts({ scope, limits: policy, until: now }, { limit: 50, offset: 0 }),
      openAccounts({ scope, limits: policy, until: null }, { limit: 50, offset: 0 }),
      openAccounts({ scope, limits: policy, until: now }, { limit: 50, after: { ms: 1, id: 'x' } }),
    ]),
    accountHistory({
      spellings,
      accountId: values.accountId,
      limits: policy,
      maxEvents: 50,
    }),
    ...bookSorts.map((sort) =>
      csmPage({
        name: values.csm,
        spellings,
        limits: policy,
        period,
        decisions: { limit: 50, offset: 0 },
        book: { sort, descending: true, limit: 50, offset: 50 },
      }),
    ),
  ];
}

function everyFilter({ csm }: SampleValues): AcceptanceFilter {
  return {
    outcome: 'decided',
    method: 'batch_optimized',
    week: 0,
    decidedWeek: 0,
    decidedHour: 9,
    csm,
    givenCsm: csm,
    receivedBy: csm,
    segment: 'Residential',
    level: 'Corporate',
    band: 4,
    verdict: 'approve',
    reason: 'workload',
    external: false,
    toSuggestion: false,
  };
}

const unknownFilter: AcceptanceFilter = {
  outcome: 'overridden',
  method: null,
  csm: null,
  segment: null,
  level: null,
  band: null,
  verdict: null,
  reason: null,
};

const everyCalibrationFilter: CalibrationFilter = {
  group: 'reviewed',
  verdict: 'reassign',
  outcome: 'overridden',
  hidden: true,
  week: 20_514,
  model: 'claude-sonnet-5-5',
  promptVersion: 1,
  agreed: true,
  toSuggestion: true,
};
