import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import {
  type ClassFairness,
  type Dimension,
  dimensions,
  type Evenness,
  type Fairness,
  type FullnessDimension,
  fullnessDimensions,
} from '@/lib/engine/types';
import { accountClassLabel, dimensionLabels, fullnessLabels } from '@/lib/runs/labels';
import { EvennessBadge, formatCv } from './evenness';

type FullnessEvenness = Readonly<Record<FullnessDimension, Evenness | null>>;

/** A figure, or how it changed. */
interface Change<Value> {
  /** Undefined if nothing changed it. */
  readonly from?: Value | undefined;
  readonly to: Value;
}

/** How evenly CSMs are filled, over all classes and for each class; with changes if `before` is given. */
export function FullnessTable({
  fairness,
  before,
  format,
}: {
  readonly fairness: Fairness;
  readonly before?: Fairness | undefined;
  readonly format: Format;
}) {
  // A group of everyone would repeat the first row.
  const groups = fairness.byClass.filter(({ csms }) => csms < fairness.csms);
  const cells = (to: FullnessEvenness, from?: FullnessEvenness) =>
    Object.fromEntries(
      fullnessDimensions.map((dimension) => [
        dimension,
        <EvennessChange
          key={dimension}
          from={from?.[dimension]}
          to={to[dimension]}
          format={format}
        />,
      ]),
    );
  return (
    <StaticTable
      label="Fairness within classes"
      className="min-w-[46rem]"
      columns={[
        { id: 'class', label: 'Class', rowHeader: true, className: 'min-w-32 align-top' },
        ...fullnessDimensions.map((id) => ({
          id,
          label: fullnessLabels[id],
          className: 'align-top whitespace-nowrap',
        })),
      ]}
      rows={[
        {
          id: 'all',
          className: 'font-medium',
          cells: {
            class: (
              <ClassCell name="All, each within their classes" of={fairness} format={format} />
            ),
            ...cells(fairness.fullness, before?.fullness),
          },
        },
        ...groups.map((group) => ({
          id: nameOf(group),
          cells: {
            class: <ClassCell name={nameOf(group)} of={group} format={format} />,
            ...(group.csms > 1
              ? cells(group.fullness, before && sameClasses(before.byClass, group)?.fullness)
              : { accounts: <span className="text-ink-muted">Only one CSM</span> }),
          },
        })),
      ]}
    />
  );
}

function nameOf({ classes }: ClassFairness): string {
  return classes.map(accountClassLabel).join(', ');
}

function sameClasses(
  groups: readonly ClassFairness[],
  other: ClassFairness,
): ClassFairness | undefined {
  return groups.find((group) => nameOf(group) === nameOf(other));
}

function ClassCell({
  name,
  of: { csms },
  format,
}: {
  readonly name: string;
  readonly of: { readonly csms: number };
  readonly format: Format;
}) {
  return (
    <>
      {name}
      <span className="block text-xs font-normal text-ink-muted">{format.count(csms, 'CSM')}</span>
    </>
  );
}

/** The CV with its grade, and Gini and max ÷ mean below it. */
function EvennessChange({
  from,
  to,
  format,
}: Change<Evenness | null> & { readonly format: Format }) {
  if (to === null) return <span className="text-ink-muted">No CSMs to compare</span>;
  return (
    <>
      <span className="flex items-center gap-2">
        <span>
          <TextChange
            from={from === undefined ? undefined : formatCv(from, format)}
            to={formatCv(to, format)}
          />
          {from && isWorse(from.cv, to.cv) && <WorseMark />}
        </span>
        <EvennessBadge evenness={to} />
      </span>
      <span className="block text-xs font-normal text-ink-muted">
        {'Gini '}
        <TextChange
          from={from === undefined ? undefined : format.fixed(from?.gini ?? null, 3)}
          to={format.fixed(to.gini, 3)}
        />
        {' · max ÷ mean '}
        <TextChange
          from={from === undefined ? undefined : format.fixed(from?.maxOverMean ?? null, 2)}
          to={format.fixed(to.maxOverMean, 2)}
        />
      </span>
    </>
  );
}

/** How a number of CSMs changed, of which fewer is better. */
export function CountChange({
  from,
  to,
  format,
}: {
  readonly from: number;
  readonly to: number;
  readonly format: Format;
}) {
  return (
    <>
      <TextChange from={format.number(from)} to={format.number(to)} />
      {to > from && <WorseMark />}
    </>
  );
}

/** Whether a CV rises by more than rounding hides. */
function isWorse(from: number, to: number): boolean {
  return Math.round(10 * to) > Math.round(10 * from);
}

function WorseMark() {
  return <span className="ml-1 text-xs font-medium text-danger">worse</span>;
}

function TextChange({ from, to }: Change<string>) {
  return (
    <span className="tabular-nums">
      {from !== undefined && (
        <>
          <span className="text-ink-muted">{from}</span>
          <span className="text-ink-faint">{' → '}</span>
        </>
      )}
      {to}
    </span>
  );
}

type Amounts = Readonly<Record<Dimension, Evenness | null>>;

/** How evenly amounts are distributed, without a grade: with different capacities, they can't be even. */
export function AmountsTable({
  title,
  amounts,
  before,
  format,
}: {
  readonly title: string;
  readonly amounts: Amounts;
  readonly before?: Amounts | undefined;
  readonly format: Format;
}) {
  return (
    <div className="min-w-0 max-w-3xl">
      <h3 className="text-sm font-medium">{title}</h3>
      <StaticTable
        label={title}
        className="min-w-[28rem]"
        columns={[
          { id: 'dimension', label: 'Amount', rowHeader: true, className: 'whitespace-nowrap' },
          { id: 'cv', label: 'CV', align: 'end' },
          { id: 'gini', label: 'Gini', align: 'end' },
          { id: 'maxOverMean', label: 'Max ÷ mean', align: 'end' },
        ]}
        rows={dimensions.map((dimension) => {
          const change = (text: (evenness: Evenness | null) => string) => (
            <TextChange from={before && text(before[dimension])} to={text(amounts[dimension])} />
          );
          return {
            id: dimension,
            cells: {
              dimension: dimensionLabels[dimension],
              cv: change((evenness) => formatCv(evenness, format)),
              gini: change((evenness) => format.fixed(evenness?.gini ?? null, 3)),
              maxOverMean: change((evenness) => format.fixed(evenness?.maxOverMean ?? null, 2)),
            },
          };
        })}
      />
    </div>
  );
}
