'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { askJson } from '@/app/(app)/_shared/fetch-json';
import { Chart } from '@/components/charts/chart';
import type { ChartData } from '@/components/charts/chart-data';
import type { ChartSpec } from '@/components/charts/chart-spec';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { Panel } from '@/components/ui/page-layout';
import type { BacktestReport } from '@/lib/runs/backtest-policy';
import type { draftChanges } from './draft';

/** Longer than the replay of a large company takes. */
const TIMEOUT_MS = 300_000;

const spec: ChartSpec = {
  kind: 'horizontal-bar',
  label: 'measure',
  values: ['current', 'draft'],
};

/** Replays the last 90 days' intake under both policies on request, as charts. */
export function BacktestPanel({
  version,
  changes,
}: {
  /** The version in effect. */
  readonly version: number;
  readonly changes: ReturnType<typeof draftChanges>;
}) {
  const format = useFormat();
  const [isRequested, setRequested] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['policy-backtest', version, changes],
    queryFn: ({ signal }) =>
      askJson<BacktestReport>(
        '/api/policy/backtest',
        { basedOn: version, changes },
        { signal, timeoutMs: TIMEOUT_MS },
      ),
    enabled: isRequested,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <Panel
      title="The last 90 days under both policies"
      description="Replays the accounts that started to need a CSM in the last 90 days, with their current scores, from today’s books without them: two runs a day, each decided 4 hours later."
    >
      <div className="flex flex-col gap-4">
        {error && (
          <Alert tone="danger" title="The replay failed">
            {error.message}
          </Alert>
        )}
        {!data && (
          <Button
            busy={isFetching}
            className="self-start"
            onClick={() => (error ? void refetch() : setRequested(true))}
          >
            {isFetching ? 'Replaying 90 days…' : 'Replay the last 90 days'}
          </Button>
        )}
        {data && (
          <>
            <p role="status">{summary(data, format)}</p>
            <div className="grid items-start gap-4 xl:grid-cols-2">
              {charts(data, version).map(({ question, note, file, rows }) => (
                <Chart
                  key={file}
                  level={3}
                  question={question}
                  note={note}
                  file={file}
                  spec={spec}
                  data={rows}
                />
              ))}
            </div>
          </>
        )}
      </div>
    </Panel>
  );
}

function summary({ accounts, current, draft }: BacktestReport, format: Format): string {
  const replayed =
    accounts.current === accounts.draft
      ? `Replayed ${format.count(accounts.current, 'account')}.`
      : `Replayed ${format.count(accounts.current, 'account')}, and ${format.number(accounts.draft)} in the draft’s scope.`;
  const median = (each: typeof current) => format.number(each.scores?.[1]);
  return `${replayed} The median score is ${median(draft)} under the draft and ${median(current)} under the current policy.`;
}

interface Measures {
  readonly question: string;
  readonly note: string;
  readonly file: string;
  readonly rows: ChartData;
}

/** The figures as charts: what is compared has one unit and one direction in each. */
function charts({ current, draft }: BacktestReport, version: number): readonly Measures[] {
  type Read = (figures: typeof current) => number | null;
  const data = (
    unit: string,
    digits: number,
    rows: readonly (readonly [string, Read])[],
  ): ChartData => ({
    columns: [
      { key: 'measure', title: 'Figure', kind: 'text' },
      { key: 'current', title: `Version ${version} (${unit})`, kind: 'number', digits },
      { key: 'draft', title: `Draft (${unit})`, kind: 'number', digits },
    ],
    rows: rows.map(([measure, read]) => ({
      id: measure,
      cells: { measure, current: read(current), draft: read(draft) },
    })),
  });
  return [
    {
      question: 'How evenly is the work shared?',
      note: 'Coefficient of variation at the end, per unit of capacity. Lower is more even.',
      file: 'policy-backtest-evenness',
      rows: data('%', 1, [
        ['Accounts', ({ cvAccounts }) => cvAccounts],
        ['Neediness', ({ cvNeediness }) => cvNeediness],
        ['Revenue', ({ cvRevenue }) => cvRevenue],
        ['Red accounts of senior CSMs', ({ cvRedOfSeniors }) => cvRedOfSeniors],
      ]),
    },
    {
      question: 'Do demanding accounts get experienced CSMs?',
      note: 'Of the accounts placed. Higher is better.',
      file: 'policy-backtest-match',
      rows: data('%', 0, [
        ['High-need with experienced', ({ needyWithExperienced }) => needyWithExperienced],
        ['Red with senior', ({ redWithSenior }) => redWithSenior],
      ]),
    },
    {
      question: 'How long do accounts wait?',
      note: 'From when the account needed a CSM to its recommendation. Lower is better.',
      file: 'policy-backtest-waiting',
      rows: data('days', 1, [
        ['Longest', ({ waiting }) => waiting.longest],
        ['95% of red and high-need within', ({ waiting }) => waiting.p95Urgent],
        ['95% of the others within', ({ waiting }) => waiting.p95Other],
      ]),
    },
    {
      question: 'Are CSMs given too much at once?',
      note: 'By the limits of the current policy. Lower is better.',
      file: 'policy-backtest-limits',
      rows: data('number', 0, [
        ['Received while cooling', ({ receivedWhileCooling }) => receivedWhileCooling],
        ['Weeks over the limit', ({ csmWeeksOverLimit }) => csmWeeksOverLimit],
        ['Not placed at the end', ({ waiting }) => waiting.unplaced],
      ]),
    },
  ];
}
