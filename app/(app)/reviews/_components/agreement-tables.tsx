import { Table, Td, Th } from '@/components/table/table';
import { formatNumber, formatPercent } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { type Calibration, MIN_SAMPLE_FOR_SHARE, type Proportion } from '@/lib/reviews/calibration';
import { modelLabel } from '@/lib/reviews/labels';

/** Agreement week by week, newest first. */
export function WeeksPanel({ weeks }: { readonly weeks: Calibration['byWeek'] }) {
  return (
    <Panel
      title="Week by week"
      description="By when it was decided; weeks begin on Monday, in UTC."
      flush
    >
      <Table label="Agreement by week" className="min-w-[40rem]" scrollClass="max-h-96">
        <thead>
          <tr>
            <Th>Week of</Th>
            <AgreementHeaders />
          </tr>
        </thead>
        <tbody>
          {weeks.map(({ from, seen, blind }) => (
            <tr key={from.toISOString()}>
              <Td className="whitespace-nowrap">{formatDay(from)}</Td>
              <AgreementCells seen={seen} blind={blind} />
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

/** Agreement by model and prompt, so that a change of either can be judged. */
export function VersionsPanel({ versions }: { readonly versions: Calibration['byVersion'] }) {
  return (
    <Panel title="By model and prompt version" flush>
      <Table label="Agreement by model and prompt version" className="min-w-[44rem]">
        <thead>
          <tr>
            <Th>Model</Th>
            <Th end>Prompt</Th>
            <AgreementHeaders />
          </tr>
        </thead>
        <tbody>
          {versions.map(({ model, promptVersion, seen, blind }) => (
            <tr key={`${model} ${promptVersion}`}>
              <Td className="whitespace-nowrap">{modelLabel(model)}</Td>
              <Td end>{promptVersion}</Td>
              <AgreementCells seen={seen} blind={blind} />
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

/** The headings of what a row of verdicts came to. */
function AgreementHeaders() {
  return (
    <>
      <Th end>Decided</Th>
      <Th end>Agreed, kept back</Th>
      <Th end>Agreed, shown</Th>
      <Th end>Reassign not accepted, kept back</Th>
      <Th end>… shown</Th>
    </>
  );
}

/** What a row of verdicts came to, apart for those that were kept back until decided. */
function AgreementCells({ seen, blind }: Pick<Calibration['byWeek'][number], 'seen' | 'blind'>) {
  return (
    <>
      <Td end>{formatNumber(seen.total + blind.total)}</Td>
      {[blind.agreed, seen.agreed, blind.reassignNotAccepted, seen.reassignNotAccepted].map(
        (part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a row never change places
          <Td key={at} end>
            <ProportionCell part={part} />
          </Td>
        ),
      )}
    </>
  );
}

/** A share with the cases behind it; where these are few, only the cases, said to be few. */
function ProportionCell({ part }: { readonly part: Proportion }) {
  const { count, of } = part;
  if (of === 0) return <span className="text-ink-muted">none</span>;
  const cases = `${formatNumber(count)} of ${formatNumber(of)}`;
  if (of < MIN_SAMPLE_FOR_SHARE) {
    return (
      <>
        {cases} <span className="text-xs text-ink-muted">few</span>
      </>
    );
  }
  return (
    <>
      <span className="font-medium">{formatPercent(count / of)}</span>{' '}
      <span className="text-xs text-ink-muted">{cases}</span>
    </>
  );
}

const utcDay = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
});

/** A day in UTC: "2 Mar 2026". */
function formatDay(at: Date): string {
  return utcDay.format(at);
}
