import Link from 'next/link';
import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { Mark } from '@/components/charts/mark';
import type { VerdictOutcomes } from '@/lib/analytics/acceptance-decided';
import type { Acceptance } from '@/lib/analytics/get-acceptance';
import { verdictWords } from '@/lib/review/words';
import type { ScopeQuery } from '../../_scope/scope-params';
import { type RowsQuery, rowsHref } from '../search-params';
import { agreementSentences } from './agreement-words';
import { Figure } from './figure';

const columns: readonly ChartColumn[] = [
  { key: 'name', title: 'Claude said', kind: 'text' },
  { key: 'decided', title: 'Decided', kind: 'count' },
  { key: 'accepted', title: 'Accepted', kind: 'count' },
  { key: 'toSuggestion', title: 'Overridden to Claude’s suggestion', kind: 'count' },
  { key: 'toOthers', title: 'Overridden to another CSM', kind: 'count' },
  { key: 'rejected', title: 'Rejected', kind: 'count' },
];
const mark: Mark = {
  kind: 'bars',
  label: 'name',
  values: ['accepted', 'toSuggestion', 'toOthers', 'rejected'],
  stacked: true,
};

/** What the engine proposed, Claude said and the manager did, beside each other. */
export function AgreementFigure({
  acceptance,
  scope,
}: {
  readonly acceptance: Acceptance | null;
  readonly scope: ScopeQuery;
}) {
  const agreement = acceptance?.agreement ?? null;
  const decided = agreement?.some((row) => row.decided > 0) ?? false;
  return (
    <Figure
      question="Do engine, Claude and manager agree?"
      description={
        <span className="block min-h-10">{agreement && agreementSentences(agreement)}</span>
      }
      note={
        <>
          A verdict that was shown may have been followed.{' '}
          <Link href="/review" prefetch={false} className="text-accent-ink underline">
            The review page
          </Link>{' '}
          compares those that nobody could know.
        </>
      }
      data={agreement && dataOf(decided ? agreement : [], scope)}
      mark={mark}
      rows={4}
      file="agreement"
      empty="Nothing was decided in this period."
    />
  );
}

function dataOf(agreement: readonly VerdictOutcomes[], scope: ScopeQuery): ChartData {
  return {
    columns,
    rows: agreement.map((row) => {
      const { verdict } = row;
      const behind = (key: keyof VerdictOutcomes, rows: Partial<RowsQuery>) =>
        row[key] ? { [key]: rowsHref(scope, { verdict: verdict ?? 'none', ...rows }) } : {};
      return {
        id: verdict ?? 'none',
        cells: {
          name: verdict === null ? 'Nothing by then' : verdictWords[verdict].name,
          decided: row.decided,
          accepted: row.accepted,
          toSuggestion: row.toSuggestion,
          toOthers: row.toOthers,
          rejected: row.rejected,
        },
        hrefs: {
          ...behind('decided', { rows: 'decided' }),
          ...behind('accepted', { rows: 'accepted' }),
          ...behind('toSuggestion', { rows: 'overridden', suggestion: 'followed' }),
          ...behind('toOthers', { rows: 'overridden', suggestion: 'other' }),
          ...behind('rejected', { rows: 'rejected' }),
        },
      };
    }),
  };
}
