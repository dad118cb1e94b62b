import { StaticTable } from '@/components/table/static-table';
import { Alert } from '@/components/ui/alert';
import { classNames } from '@/components/ui/class-names';
import { useFormat } from '@/components/ui/format-provider';
import { Panel } from '@/components/ui/page-layout';
import { columnLabels } from '@/lib/accounts/import/column-labels';
import type { FileKind } from '@/lib/accounts/import/columns';
import type { ImportPreview, ImportProblem } from '@/lib/accounts/import/import-upload';
import type { RowPreview } from '@/lib/accounts/import/read-options';
import { NoteList } from './note-list';

/** The first rows as they would be imported and notes, or what is wrong with the file. */
export function PreviewPanel({
  kind,
  preview: { report, problem },
  isStale,
}: {
  readonly kind: FileKind;
  readonly preview: ImportPreview;
  /** Whether it is about to be replaced, after a change. */
  readonly isStale: boolean;
}) {
  const rows = report?.[kind]?.preview;
  return (
    <div aria-busy={isStale} className={classNames('flex flex-col gap-4', isStale && 'opacity-60')}>
      {problem && <Problem kind={kind} problem={problem} />}
      {rows && (
        <Panel
          title="Preview"
          description="The first rows as they would be imported. A dash is a missing value."
          flush
        >
          <PreviewTable kind={kind} preview={rows} />
        </Panel>
      )}
      {report && report.notes.length > 0 && (
        <Panel title="Notes">
          <NoteList notes={report.notes} />
        </Panel>
      )}
    </div>
  );
}

function PreviewTable({
  kind,
  preview,
}: {
  readonly kind: FileKind;
  readonly preview: RowPreview;
}) {
  const format = useFormat();
  const isNumeric = (at: number) => {
    const values = preview.rows.map(({ values: row }) => row[at]).filter((value) => value !== null);
    return values.length > 0 && values.every((value) => typeof value === 'number');
  };
  const cell = (value: RowPreview['rows'][number]['values'][number] | undefined) => {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'boolean') return value ? 'Yes' : 'No';
    return typeof value === 'number' ? format.number(value, 6) : value;
  };
  return (
    <StaticTable
      label="The first rows as they would be imported"
      columns={[
        { id: 'number', label: 'Line', align: 'end', rowHeader: true },
        ...preview.columns.map((column, at) => ({
          id: column,
          label: columnLabels[kind][column]?.label ?? column,
          align: isNumeric(at) ? ('end' as const) : ('start' as const),
          className: 'max-w-64 truncate',
        })),
      ]}
      rows={preview.rows.map(({ number, values }) => ({
        id: String(number),
        cells: {
          number,
          ...Object.fromEntries(preview.columns.map((column, at) => [column, cell(values[at])])),
        },
      }))}
    />
  );
}

function Problem({ kind, problem }: { readonly kind: FileKind; readonly problem: ImportProblem }) {
  const { errors, hints, message, unit } = problem;
  const [summary] = message.split('\n');
  return (
    <>
      <Alert tone="danger" title="The file cannot be imported yet">
        <p>{summary}</p>
        {hints.map((hint) => (
          <p key={hint}>{hint}</p>
        ))}
      </Alert>
      {errors.length > 0 && (
        <Panel title="Bad rows" description="Fix them in the file, and choose it again." flush>
          <StaticTable
            label="The first bad rows"
            columns={[
              { id: 'at', label: unit === 'line' ? 'Line' : 'Row', align: 'end', rowHeader: true },
              { id: 'column', label: 'Column', className: 'whitespace-nowrap' },
              { id: 'reason', label: 'Problem', className: 'min-w-64 wrap-anywhere' },
            ]}
            rows={errors.map(({ number, column, reason }) => ({
              id: `${number} ${column}`,
              cells: {
                at: number,
                column: column ? (columnLabels[kind][column]?.label ?? column) : '–',
                reason,
              },
            }))}
          />
        </Panel>
      )}
    </>
  );
}
