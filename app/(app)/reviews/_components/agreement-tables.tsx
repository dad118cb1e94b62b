import type { ReactNode } from 'react';
import { chanceResult } from '@/app/(app)/_shared/agreement-text';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { Agreement, Calibration } from '@/lib/reviews/calibration';
import { modelLabel } from '@/lib/reviews/labels';
import { MIN_CASES, type Proportion } from '@/lib/statistics';

/** Agreement by week of the decision, newest first. */
export async function WeeksPanel({ weeks }: { readonly weeks: Calibration['byWeek'] }) {
  const format = await currentFormat();
  return (
    <Panel
      title="By week"
      description="By the week of the decision. Weeks begin on Monday, in UTC."
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
        rows={weeks.map(({ from, seen, blind }) => {
          const day = from.toISOString().slice(0, 10);
          return {
            id: day,
            cells: { week: format.day(day), ...agreementCells(seen, blind, format) },
          };
        })}
      />
    </Panel>
  );
}

/** Agreement by model and prompt version, to compare them. */
export async function VersionsPanel({ versions }: { readonly versions: Calibration['byVersion'] }) {
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
        rows={versions.map(({ model, promptVersion, seen, blind }) => ({
          id: `${model} ${promptVersion}`,
          cells: {
            model: modelLabel(model),
            prompt: promptVersion,
            ...agreementCells(seen, blind, format),
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

function agreementCells(
  seen: Calibration['byWeek'][number]['seen'],
  blind: Calibration['byWeek'][number]['blind'],
  format: Format,
): Readonly<Record<(typeof agreementColumns)[number]['id'], ReactNode>> {
  return {
    decided: format.number(seen.total + blind.total),
    hiddenAgreed: <AgreedCell agreement={blind} format={format} />,
    shownAgreed: <AgreedCell agreement={seen} format={format} />,
    hiddenReassign: <ProportionCell part={blind.notAccepted.reassign} format={format} />,
    shownReassign: <ProportionCell part={seen.notAccepted.reassign} format={format} />,
  };
}

/** The share that agreed, and whether that is better than chance. */
function AgreedCell({
  agreement: { agreed, chance },
  format,
}: {
  readonly agreement: Agreement;
  readonly format: Format;
}) {
  return (
    <>
      <ProportionCell part={agreed} format={format} />
      {'kappa' in chance && (
        <span className="block text-xs text-ink-muted">{chanceResult(chance)}</span>
      )}
    </>
  );
}

/** A share and its counts, or only the counts of a small sample. */
function ProportionCell({
  part: { count, of },
  format,
}: {
  readonly part: Proportion;
  readonly format: Format;
}) {
  if (of === 0) return <span className="text-ink-muted">–</span>;
  const counts = `${format.number(count)} of ${format.number(of)}`;
  if (of < MIN_CASES) return counts;
  return (
    <>
      <span className="font-medium">{format.percent(count / of)}</span>{' '}
      <span className="text-xs text-ink-muted">{counts}</span>
    </>
  );
}
