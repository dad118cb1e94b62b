'use client';

import { formatCv } from '@/app/(app)/_shared/evenness';
import { ReasonList } from '@/app/(app)/_shared/reason-list';
import { SentenceWithTime } from '@/app/(app)/_shared/sentence-with-time';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { describeExclusion } from '@/lib/engine/describe';
import { describeComparison, describeForcedFactors } from '@/lib/engine/describe-what-if';
import type { Scenario, ScenarioComparison, ScenarioOutcome } from '@/lib/engine/scenario-types';
import { fullnessDimensions } from '@/lib/engine/types';
import { fullnessLabels } from '@/lib/runs/labels';

interface Compared {
  readonly scenario: Scenario;
  readonly comparison: ScenarioComparison;
}

/** What a scenario changes by factor, by account, and in figures. */
export function ComparisonDetails(compared: Compared) {
  return (
    <div className="flex flex-col gap-4">
      <ForcedFactors {...compared} />
      <MovesTable {...compared} />
      <FiguresTable {...compared} />
      <p className="text-xs text-ink-muted">
        {'Gains and losses are in objective units, as in a run’s proof. Nothing is saved.'}
        {!compared.comparison.isExact &&
          ' A CSM receives several accounts in this run, which is solved approximately.'}
      </p>
    </div>
  );
}

/** What the team gains or loses, who moves, and the rule that forbids a forced pair. */
export function ComparisonSummary({ scenario, comparison }: Compared) {
  const { locale } = useFormat();
  const exclusion = comparison.pair?.forced.exclusion;
  return (
    <>
      <p className="wrap-anywhere">{describeComparison(scenario, comparison, locale)}</p>
      {exclusion && (
        <p className="text-sm text-ink-muted">
          {'A routing rule forbids this: '}
          <SentenceWithTime sentence={describeExclusion(exclusion)} />
        </p>
      )}
    </>
  );
}

/** Why a forced CSM is not the choice, by factor. */
export function ForcedFactors({ comparison: { pair } }: Compared) {
  const format = useFormat();
  const reasons = pair && describeForcedFactors(pair, format.locale);
  const important = reasons?.filter(({ share }) => share !== 0) ?? [];
  if (!pair?.instead || important.length === 0) return null;
  return (
    <section aria-label="For this account alone">
      <div className="mb-1.5 flex items-baseline justify-between gap-3">
        <h3 className="text-sm font-semibold">For this account alone</h3>
        <span className="text-xs text-ink-muted">
          {`against ← → for ${pair.forced.csm}, vs. ${pair.instead.csm}`}
        </span>
      </div>
      <ReasonList reasons={important} />
    </section>
  );
}

/** The accounts that would go to another CSM. */
export function MovesTable({ comparison: { moves } }: Compared) {
  const format = useFormat();
  if (moves.length === 0) return null;
  return (
    <StaticTable
      label="Accounts that would move"
      scrollClass="max-h-56"
      columns={[
        { id: 'account', label: 'Account', rowHeader: true, className: 'min-w-32' },
        { id: 'from', label: 'From', className: 'min-w-28' },
        { id: 'to', label: 'To', className: 'min-w-28' },
        { id: 'cost', label: 'Cost', align: 'end' },
      ]}
      rows={moves.map(({ accountId, accountName, from, to, costIncrease }) => ({
        id: accountId,
        cells: {
          account: (
            <>
              <bdi>{accountName}</bdi>
              {accountName !== accountId && (
                <span className="block text-xs text-ink-muted">{accountId}</span>
              )}
            </>
          ),
          from: from === null ? 'Not placed' : <bdi>{from}</bdi>,
          to: to === null ? 'Not placed' : <bdi>{to}</bdi>,
          cost: signedCost(costIncrease, format),
        },
      }))}
    />
  );
}

/** A difference in objective units, with one decimal, so that a column lines up. */
function signedCost(cost: number | null, format: Format): string {
  return `${cost !== null && cost > 0 ? '+' : ''}${format.fixed(cost, 1)}`;
}

function FiguresTable({ comparison: { current, changed, gain } }: Compared) {
  const format = useFormat();
  const row = (id: string, measure: string, text: (outcome: ScenarioOutcome) => string) => ({
    id,
    cells: { measure, current: text(current), changed: text(changed) },
  });
  return (
    <StaticTable
      label="Figures"
      columns={[
        { id: 'measure', label: 'Measure', rowHeader: true },
        { id: 'current', label: 'Now', align: 'end' },
        { id: 'changed', label: 'What if', align: 'end' },
      ]}
      rows={[
        {
          id: 'gain',
          cells: { measure: 'Gain for the team', current: '', changed: signedCost(gain, format) },
        },
        row('placed', 'Accounts placed', ({ placed }) => format.number(placed)),
        row('unplaced', 'Accounts not placed', ({ unplaced }) => format.number(unplaced)),
        ...fullnessDimensions.map((dimension) =>
          row(dimension, `CV of ${fullnessLabels[dimension].toLowerCase()}`, ({ fairness }) =>
            formatCv(fairness.fullness[dimension], format),
          ),
        ),
        row('full', 'CSMs over capacity', ({ fairness }) => format.number(fairness.overCapacity)),
      ]}
    />
  );
}
