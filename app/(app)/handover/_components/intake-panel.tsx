import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { ClassIntake, Handover } from '@/lib/analytics/handover/get-handover';
import { accountClassLabel } from '@/lib/runs/labels';

/** What came in and what waited, by class. */
export function IntakePanel({
  handover: { classes, period, end },
  format,
}: {
  readonly handover: Handover;
  readonly format: Format;
}) {
  const wait = (since: Date | null, at: Date) =>
    since === null ? '–' : format.duration(at.getTime() - since.getTime());
  const toCells = (row: ClassIntake) => ({
    before: format.number(row.waitedBefore),
    cameIn: format.number(row.cameIn),
    after: format.number(row.waitedAfter),
    longestBefore: wait(row.longestBefore, period.from),
    longestAfter: wait(row.longestAfter, end),
  });
  return (
    <Panel
      title="What came in"
      description="Accounts that needed a CSM when the period began, that started to during it, and that still did at its end. Without a time in the source, an account starts to need one at its first recommendation or assignment."
      flush
    >
      <StaticTable
        label="Accounts that needed a CSM, by class"
        className="min-w-[40rem]"
        columns={[
          { id: 'class', label: 'Class', rowHeader: true },
          { id: 'before', label: 'Waiting before', align: 'end' },
          { id: 'cameIn', label: 'Came in', align: 'end' },
          { id: 'after', label: 'Waiting after', align: 'end' },
          { id: 'longestBefore', label: 'Longest wait before', align: 'end' },
          { id: 'longestAfter', label: 'Longest wait after', align: 'end' },
        ]}
        rows={classes.map((row) => ({
          id: `${row.segment} ${row.level}`,
          cells: { class: accountClassLabel(row), ...toCells(row) },
        }))}
        empty={<p className="px-4 py-3 text-ink-muted">No account needed a CSM in this period.</p>}
        footer={classes.length > 1 ? { class: 'All', ...toCells(totalOf(classes)) } : undefined}
      />
    </Panel>
  );
}

function totalOf(classes: readonly ClassIntake[]): ClassIntake {
  const sum = (key: 'cameIn' | 'waitedBefore' | 'waitedAfter') =>
    classes.reduce((total, row) => total + row[key], 0);
  const earliest = (key: 'longestBefore' | 'longestAfter') => {
    const times = classes.flatMap((row) => row[key] ?? []);
    return times.length === 0 ? null : new Date(Math.min(...times.map(Number)));
  };
  return {
    segment: null,
    level: null,
    cameIn: sum('cameIn'),
    waitedBefore: sum('waitedBefore'),
    waitedAfter: sum('waitedAfter'),
    longestBefore: earliest('longestBefore'),
    longestAfter: earliest('longestAfter'),
  };
}
