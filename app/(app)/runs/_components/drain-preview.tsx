'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { EvennessBadge, formatCv } from '@/app/(app)/_shared/evenness';
import { fetchJson } from '@/app/(app)/_shared/fetch-json';
import { useDebouncedValue } from '@/app/(app)/_shared/use-debounced-value';
import { StaticTable } from '@/components/table/static-table';
import { Alert } from '@/components/ui/alert';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { Spinner } from '@/components/ui/spinner';
import { accountsToPlace } from '@/lib/accounts/labels';
import { fullnessDimensions } from '@/lib/engine/types';
import { fullnessLabels } from '@/lib/runs/labels';
import type { RunForecast, RunPreview } from '@/lib/runs/preview-run';

const DEBOUNCE_MS = 300;

interface Drain {
  readonly batchSize: number;
  readonly maxPerRun: number;
}

/** What a batch with several accounts per CSM would achieve, beside a normal one. Saves nothing. */
export function DrainPreview({ batchSize, maxPerRun }: Drain) {
  const format = useFormat();
  const settledSize = useDebouncedValue(batchSize, DEBOUNCE_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ['run-preview', settledSize, maxPerRun],
    queryFn: ({ signal }) =>
      fetchJson<RunPreview>(
        `/api/runs/preview?batchSize=${settledSize}&maxPerRun=${maxPerRun}`,
        signal,
      ),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  const isCurrent = !isFetching && settledSize === batchSize;
  return (
    <section
      aria-label="Preview"
      aria-busy={!isCurrent}
      className="flex min-h-64 flex-col gap-3 rounded-md border border-line p-3"
    >
      {error ? (
        <Alert tone="warn">{error.message}</Alert>
      ) : data ? (
        <PreviewTable preview={data} isCurrent={isCurrent} format={format} />
      ) : (
        <p className="flex items-center gap-2 text-sm text-ink-muted">
          <Spinner className="size-4" />
          Solving a preview…
        </p>
      )}
    </section>
  );
}

function PreviewTable({
  preview,
  isCurrent,
  format,
}: {
  readonly preview: RunPreview;
  readonly isCurrent: boolean;
  readonly format: Format;
}) {
  const { normal, drain } = preview;
  const row = (id: string, measure: string, cell: (forecast: RunForecast) => React.ReactNode) => ({
    id,
    cells: { measure, normal: cell(normal), drain: cell(drain) },
  });
  return (
    <>
      <p role="status" className="text-sm">
        {isCurrent ? summary(preview, format) : 'Solving a preview…'}
      </p>
      <StaticTable
        label="Preview of this run"
        columns={[
          { id: 'measure', label: 'Measure', rowHeader: true },
          { id: 'normal', label: 'Normal run' },
          { id: 'drain', label: 'This run' },
        ]}
        rows={[
          row('placed', 'Accounts placed', ({ placed }) => format.number(placed)),
          row('days', 'Days until the backlog is empty', ({ daysToEmpty }) =>
            daysToEmpty === null ? 'Never' : format.number(daysToEmpty),
          ),
          ...fullnessDimensions.map((dimension) =>
            row(
              dimension,
              `CV of ${fullnessLabels[dimension].toLowerCase()}`,
              ({ fairness: { before, after } }) => (
                <>
                  <span className="text-ink-muted">
                    {`${formatCv(before.fullness[dimension], format)} → `}
                  </span>
                  {`${formatCv(after.fullness[dimension], format)} `}
                  <EvennessBadge evenness={after.fullness[dimension]} />
                </>
              ),
            ),
          ),
          row('full', 'CSMs over capacity', ({ fairness: { before, after } }) => (
            <>
              <span className="text-ink-muted">{`${format.number(before.overCapacity)} → `}</span>
              {format.number(after.overCapacity)}
            </>
          )),
        ]}
      />
      <p className="text-xs text-ink-muted">
        Days count one run a day that places as many accounts each time, without new accounts. The
        preview uses the data of this moment and saves nothing.
      </p>
    </>
  );
}

function summary({ backlog, untaken, normal, drain }: RunPreview, format: Format): string {
  const days = ({ daysToEmpty }: RunForecast) =>
    daysToEmpty === null ? 'never' : `in ${format.count(daysToEmpty, 'day')}`;
  return `${format.count(backlog, ...accountsToPlace)}${untaken > 0 ? `, without ${format.number(untaken)} that no active CSM takes` : ''}. This run would place ${format.number(drain.placed)} and empty the backlog ${days(drain)}; normal runs place ${format.number(normal.placed)} each and empty it ${days(normal)}.`;
}
