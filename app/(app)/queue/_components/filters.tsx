'use client';

import { useId } from 'react';
import type { Flag } from '@/app/(app)/queue/queue-row';
import {
  flagChoices,
  healthColors,
  type QueueQuery,
  verdictChoices,
} from '@/app/(app)/queue/search-params';
import { Input, Select } from '@/components/ui/form-controls';
import { formatNumber } from '@/components/ui/format';
import { Popover } from '@/components/ui/popover';
import { flagLabels } from '@/lib/decisions/labels';
import type { FacetValue, QueuePage } from '@/lib/decisions/queue';
import { verdictLabels } from '@/lib/reviews/labels';
import { methodLabel, methodLabels } from '@/lib/runs/labels';

/** Everything the queue can be narrowed by, in one panel. */
export function QueueFilters({
  facets,
  query,
  onAsk,
}: {
  readonly facets: QueuePage['facets'];
  readonly query: QueueQuery;
  readonly onAsk: (change: Partial<QueueQuery>) => void;
}) {
  const count = activeFilters(query).length;
  return (
    <Popover
      label={count > 0 ? `Filters, ${count} active` : 'Filters'}
      variant="secondary"
      trigger={
        <>
          Filters
          {count > 0 && (
            <span className="grid min-w-5 place-items-center rounded-sm bg-accent-soft px-1 text-xs text-accent-ink">
              {count}
            </span>
          )}
        </>
      }
    >
      <div className="grid w-80 max-w-[calc(100vw-2rem)] gap-3 p-3">
        <FacetSelect
          label="Flag"
          options={flagChoices.map((flag) => ({ value: flag, label: flagFilterLabels[flag] }))}
          chosen={query.flag}
          onChoose={(flag) => onAsk({ flag: flagChoices.filter((name) => flag.includes(name)) })}
        />
        <FacetSelect
          label="Claude"
          options={verdictChoices.map((verdict) => ({
            value: verdict,
            label: verdictFilterLabels[verdict],
          }))}
          chosen={query.verdict}
          onChoose={(verdict) =>
            onAsk({ verdict: verdictChoices.filter((name) => verdict.includes(name)) })
          }
        />
        <FacetSelect
          label="CSM"
          options={facetOptions(facets.csm)}
          chosen={query.csm}
          onChoose={(csm) => onAsk({ csm })}
        />
        <FacetSelect
          label="Run"
          options={facetOptions([...facets.run].reverse())}
          chosen={query.run === null ? [] : [query.run]}
          onChoose={([run = null]) => onAsk({ run })}
        />
        <FacetSelect
          label="Method"
          options={facetOptions(facets.method, methodLabels)}
          chosen={query.method}
          onChoose={(method) => onAsk({ method })}
        />
        <FacetSelect
          label="Segment"
          options={facetOptions(facets.segment)}
          chosen={query.segment}
          onChoose={(segment) => onAsk({ segment })}
        />
        <FacetSelect
          label="Level"
          options={facetOptions(facets.level)}
          chosen={query.level}
          onChoose={(level) => onAsk({ level })}
        />
        <FacetSelect
          label="Health"
          options={healthColors.map((color) => ({ value: color, label: healthColorLabels[color] }))}
          chosen={query.health}
          onChoose={(health) =>
            onAsk({ health: healthColors.filter((color) => health.includes(color)) })
          }
        />
        <ScoreRange min={query.min} max={query.max} onChange={onAsk} />
      </div>
    </Popover>
  );
}

function facetOptions(
  facets: readonly FacetValue[],
  names: Readonly<Record<string, string>> = {},
): readonly FacetOption[] {
  return facets.map(({ value, count }) => ({
    value,
    label: `${names[value] ?? value} (${formatNumber(count)})`,
  }));
}

interface FacetOption {
  readonly value: string;
  readonly label: string;
}

/** One value of a list, or several when the address says so. */
function FacetSelect({
  label,
  options,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly options: readonly FacetOption[];
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[] & string[]) => void;
}) {
  const id = useId();
  const [only = ''] = chosen;
  const known = chosen.length !== 1 || options.some(({ value }) => value === only);
  return (
    <div className="grid grid-cols-[5rem_minmax(0,1fr)] items-center gap-2">
      <label htmlFor={id} className="text-sm text-ink-muted">
        {label}
      </label>
      <Select
        compact
        id={id}
        value={chosen.length > 1 ? MULTIPLE : only}
        onChange={(event) => onChoose(event.target.value ? [event.target.value] : [])}
      >
        <option value="">Any</option>
        {chosen.length > 1 && <option value={MULTIPLE}>{`${chosen.length} chosen`}</option>}
        {!known && <option value={only}>{`${only} (0)`}</option>}
        {options.map(({ value, label: words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
    </div>
  );
}

// Stands for several values; the server never answers it as one.
const MULTIPLE = 'several of them';

/** The least and the highest score, asked for when left or confirmed. */
function ScoreRange({
  min,
  max,
  onChange,
}: {
  readonly min: number | null;
  readonly max: number | null;
  readonly onChange: (change: Partial<QueueQuery>) => void;
}) {
  return (
    <fieldset className="grid grid-cols-[5rem_minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-2">
      <legend className="sr-only">Score</legend>
      <span aria-hidden="true" className="text-sm text-ink-muted">
        Score
      </span>
      <ScoreInput label="Least score" value={min} onSet={(value) => onChange({ min: value })} />
      <span aria-hidden="true" className="text-sm text-ink-muted">
        to
      </span>
      <ScoreInput label="Highest score" value={max} onSet={(value) => onChange({ max: value })} />
    </fieldset>
  );
}

function ScoreInput({
  label,
  value,
  onSet,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly onSet: (value: number | null) => void;
}) {
  const set = (text: string) => {
    const next = text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text);
    if (next !== value) onSet(next);
  };
  return (
    <Input
      compact
      key={value}
      type="number"
      min={0}
      max={100}
      inputMode="decimal"
      aria-label={label}
      defaultValue={value ?? ''}
      onBlur={(event) => set(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') set(event.currentTarget.value);
      }}
    />
  );
}

const healthColorLabels = { red: 'Red', yellow: 'Yellow', green: 'Green' } as const;

const flagFilterLabels = {
  any: 'Any flag',
  none: 'No flag',
  ...(Object.fromEntries(
    Object.entries(flagLabels).map(([flag, { name }]) => [flag, name]),
  ) as Record<Flag, string>),
} satisfies Record<(typeof flagChoices)[number], string>;

const verdictFilterLabels = {
  reassign: verdictLabels.reassign.name,
  caution: verdictLabels.caution.name,
  approve: verdictLabels.approve.name,
  none: 'No verdict',
} satisfies Record<(typeof verdictChoices)[number], string>;

/** A filter in force: in words, and the change that takes it off. */
export interface ActiveFilter {
  readonly key: string;
  readonly label: string;
  readonly removal: Partial<QueueQuery>;
}

/** The filters in force, apart from the search, which shows itself. */
export function activeFilters(query: QueueQuery): ActiveFilter[] {
  const each = <Key extends 'method' | 'csm' | 'segment' | 'level' | 'health' | 'flag' | 'verdict'>(
    key: Key,
    label: (value: QueueQuery[Key][number]) => string,
  ): ActiveFilter[] =>
    query[key].map((value) => ({
      key: `${key} ${value}`,
      label: label(value),
      removal: { [key]: (query[key] as readonly string[]).filter((other) => other !== value) },
    }));
  const { run, min, max } = query;
  return [
    ...each('flag', (flag) => flagFilterLabels[flag]),
    ...each('verdict', (verdict) => `Claude: ${verdictFilterLabels[verdict]}`),
    ...each('csm', (csm) => csm),
    ...(run === null ? [] : [{ key: 'run', label: `Run ${run}`, removal: { run: null } }]),
    ...each('method', methodLabel),
    ...each('segment', (segment) => segment),
    ...each('level', (level) => level),
    ...each('health', (color) => `Health ${color}`),
    ...(min === null
      ? []
      : [{ key: 'min', label: `Score from ${formatNumber(min, 1)}`, removal: { min: null } }]),
    ...(max === null
      ? []
      : [{ key: 'max', label: `Score to ${formatNumber(max, 1)}`, removal: { max: null } }]),
  ];
}
