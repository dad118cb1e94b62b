import type { ReactNode } from 'react';
import { chanceResult } from '@/app/(app)/_shared/agreement-text';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import type { ListQuery } from '@/app/(app)/reviews/search-params';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type {
  Agreement,
  AgreementByVisibility,
  Calibration,
} from '@/lib/analytics/reviews/get-calibration';
import { modelLabel } from '@/lib/reviews/labels';
import { CountLink, ShareLink } from './list-links';

/** Agreement by week of the decision, newest first. */
export async function WeeksPanel({
  calibration: { byWeek, period },
  scope,
}: {
  readonly calibration: Calibration;
  readonly scope: ScopeQuery;
}) {
  const format = await currentFormat();
  const zone = period.zone.replaceAll('_', ' ');
  return (
    <Panel
      title="By week"
      description={`By the week of the decision. Weeks begin on Monday, in ${zone}.`}
      flush
    >
      <StaticTable
        label="Agreement by week"
        className="min-w-[40rem]"
        scrollClass="max-h-96"
        columns={[
          { id: 'week', label: 'Week of', className: 'whitespace-nowrap' },
          ...agreementColumns,
        ]}
        rows={byWeek.map((row) => ({
          id: row.week,
          cells: {
            week: format.day(row.week),
            ...agreementCells(row, { week: row.week }, scope, format),
          },
        }))}
      />
    </Panel>
  );
}

/** Agreement by model and prompt version, to compare them. */
export async function VersionsPanel({
  versions,
  scope,
}: {
  readonly versions: Calibration['byVersion'];
  readonly scope: ScopeQuery;
}) {
  const format = await currentFormat();
  return (
    <Panel title="By model and prompt version" flush>
      <StaticTable
        label="Agreement by model and prompt version"
        className="min-w-[44rem]"
        columns={[
          { id: 'model', label: 'Model', className: 'whitespace-nowrap' },
          { id: 'prompt', label: 'Prompt', align: 'end' },
          ...agreementColumns,
        ]}
        rows={versions.map((row) => ({
          id: `${row.model} ${row.promptVersion}`,
          cells: {
            model: modelLabel(row.model),
            prompt: row.promptVersion,
            ...agreementCells(row, { model: row.model, prompt: row.promptVersion }, scope, format),
          },
        }))}
      />
    </Panel>
  );
}

const agreementColumns = [
  { id: 'decided', label: 'Decided', align: 'end' },
  { id: 'hiddenAgreed', label: 'Agreed (hidden)', align: 'end' },
  { id: 'shownAgreed', label: 'Agreed (shown)', align: 'end' },
  { id: 'hiddenReassign', label: 'Reassign, not accepted (hidden)', align: 'end' },
  { id: 'shownReassign', label: 'Reassign, not accepted (shown)', align: 'end' },
] as const;

/** @param group selects the decisions of the row */
function agreementCells(
  { seen, blind }: AgreementByVisibility,
  group: Partial<ListQuery>,
  scope: ScopeQuery,
  format: Format,
): Readonly<Record<(typeof agreementColumns)[number]['id'], ReactNode>> {
  const listOf = (filter: Partial<ListQuery>) => ({
    list: { rows: 'reviewed', ...group, ...filter } as const,
    scope,
    format,
  });
  const cells = (agreement: Agreement, visibility: NonNullable<ListQuery['visibility']>) => ({
    agreed: (
      <>
        <ShareLink share={agreement.agreed} {...listOf({ visibility, agreed: true })} />
        {'kappa' in agreement.chance && (
          <span className="block text-xs text-ink-muted">{chanceResult(agreement.chance)}</span>
        )}
      </>
    ),
    reassign: (
      <ShareLink
        share={agreement.notAccepted.reassign}
        {...listOf({ visibility, verdict: 'reassign', outcome: 'not_accepted' })}
      />
    ),
  });
  const [shown, hidden] = [cells(seen, 'shown'), cells(blind, 'hidden')];
  return {
    decided: <CountLink count={seen.total + blind.total} {...listOf({})} />,
    hiddenAgreed: hidden.agreed,
    shownAgreed: shown.agreed,
    hiddenReassign: hidden.reassign,
    shownReassign: shown.reassign,
  };
}
