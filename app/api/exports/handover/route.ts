import { HANDOVER_PERIOD } from '@/app/(app)/_shared/complete-scope';
import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { exportInScope } from '@/app/(app)/_shared/export-route';
import { handoverVerbLabels, ruleNames } from '@/app/(app)/handover/_components/handover-labels';
import { exportHandover, type HandoverRow } from '@/lib/analytics/handover/export-handover';
import type { HandoverEvent, OpenAccount } from '@/lib/analytics/handover/get-handover';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import { MINUTE_MS } from '@/lib/time';

type Cell = ReturnType<ExportColumn<HandoverRow>['cell']>;

/** A column with a value for decisions, open accounts, or both. */
function column(
  title: string,
  ofEvent: (event: HandoverEvent) => Cell,
  ofAccount: (account: OpenAccount) => Cell = () => null,
): ExportColumn<HandoverRow> {
  return {
    title,
    cell: (row) => (row.kind === 'open' ? ofAccount(row.account) : ofEvent(row.event)),
  };
}

const columns: readonly ExportColumn<HandoverRow>[] = [
  column(
    'What happened',
    ({ verb }) => handoverVerbLabels[verb],
    ({ recommendation }) => (recommendation ? 'Open: pending' : 'Open'),
  ),
  column('When', ({ at }) => at),
  column(
    'Account',
    ({ accountId }) => accountId,
    ({ id }) => id,
  ),
  column(
    'Account name',
    ({ accountName }) => accountName,
    ({ name }) => name,
  ),
  column(
    'Segment',
    ({ segment }) => segment,
    ({ segment }) => segment,
  ),
  column(
    'Level',
    ({ level }) => level,
    ({ level }) => level,
  ),
  column(
    'Needs a CSM since',
    ({ waitedSince }) => waitedSince,
    ({ since }) => since,
  ),
  column(
    'Recommendation',
    ({ recommendationId }) => recommendationId,
    ({ recommendation }) => recommendation?.id ?? null,
  ),
  column(
    'Recommended CSM',
    ({ recommendedCsm }) => recommendedCsm,
    ({ recommendation }) => recommendation?.csm ?? null,
  ),
  column(
    'Recommended at',
    ({ recommendedAt }) => recommendedAt,
    ({ recommendation }) => recommendation?.at ?? null,
  ),
  column('CSM', ({ csm }) => csm),
  column('Decided by', ({ byName }) => byName),
  column('Minutes to decision', ({ tookMs }) => tookMs && Math.round(tookMs / MINUTE_MS)),
  column('Rules overridden', ({ rules }) => ruleNames(rules).join('; ') || null),
  column(
    'Reason',
    ({ reason }) => reason && decisionReasonLabel(reason),
    ({ deferral }) => deferral && `Deferred: ${exclusionLabels[deferral.reason]}`,
  ),
  column('Note', ({ note }) => note),
];

/** Returns the decisions of the period and the accounts still open as a CSV file. */
export function GET(request: Request): Promise<Response> {
  const list = { name: 'handover', title: 'Handover', columns };
  return exportInScope(request, list, exportHandover, { defaultPeriod: HANDOVER_PERIOD });
}
