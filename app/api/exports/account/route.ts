import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { exportAll } from '@/app/(app)/_shared/export-route';
import { exportAccountHistory } from '@/lib/analytics/account/get-account-history';
import type { AccountEvent } from '@/lib/analytics/account/types';
import {
  decisionReasonLabel,
  decisionVerbLabels,
  flagLabels,
  recommendationStateLabels,
} from '@/lib/decisions/labels';
import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import { verdictLabels } from '@/lib/reviews/labels';

const eventNames: Readonly<Record<AccountEvent['kind'], string>> = {
  needed: 'Started to need a CSM',
  recommended: 'Recommended',
  reviewed: 'Reviewed by Claude',
  decided: 'Decided',
  noted: 'Note',
  marked: 'Marked as needing a CSM',
  assigned: 'Assigned outside the app',
  deferred: 'Deferred',
};

const columns: readonly ExportColumn<AccountEvent>[] = [
  { title: 'At', cell: ({ at }) => at },
  { title: 'Event', cell: ({ kind }) => eventNames[kind] },
  { title: 'Details', cell: details },
  { title: 'CSM', cell: (event) => ('csm' in event ? event.csm : null) },
  {
    title: 'Recommended CSM',
    cell: (event) => ('recommendedCsm' in event ? event.recommendedCsm : null),
  },
  { title: 'Person', cell: (event) => ('byName' in event ? event.byName : null) },
  { title: 'Score', cell: (event) => ('score' in event ? event.score : null) },
  { title: 'Run', cell: (event) => ('run' in event ? (event.run?.id ?? null) : null) },
  { title: 'Rules overridden', cell: overriddenRules },
  { title: 'Note', cell: (event) => ('note' in event ? event.note : null) },
  { title: 'Feedback', cell: (event) => ('feedback' in event ? event.feedback : null) },
];

function details(event: AccountEvent): string | null {
  switch (event.kind) {
    case 'recommended':
      return recommendationStateLabels[event.state];
    case 'reviewed':
      return event.verdict && verdictLabels[event.verdict].name;
    case 'decided': {
      const reason = event.reason && decisionReasonLabel(event.reason);
      const verb = decisionVerbLabels[event.verb] + (event.undone ? ', undone later' : '');
      return reason ? `${verb}: ${reason}` : verb;
    }
    case 'marked':
      return event.marked ? event.reason : 'Mark taken back';
    case 'deferred':
      return exclusionLabels[event.deferral.reason];
    default:
      return null;
  }
}

function overriddenRules(event: AccountEvent): string | null {
  if (event.kind !== 'decided') return null;
  const names = event.acknowledgedRules.map(
    (flag) => flagLabels[flag as keyof typeof flagLabels]?.name ?? flag,
  );
  return names.join('; ') || null;
}

/** Returns an account’s complete history as a CSV file. */
export function GET(request: Request): Promise<Response> {
  const accountId = new URL(request.url).searchParams.get('id') ?? '';
  const list = { name: `account ${accountId}`, title: `History of account ${accountId}`, columns };
  return exportAll(request, list, async (ctx) => [await exportAccountHistory(ctx, { accountId })]);
}
