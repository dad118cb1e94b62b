'use client';

import { useId } from 'react';
import type { QueuePageJson } from '@/app/(app)/queue/queue-row';
import {
  flagChoices,
  healthColors,
  type QueueQuery,
  readinessChoices,
  verdictChoices,
} from '@/app/(app)/queue/search-params';
import { Input, Select } from '@/components/ui/form-controls';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import type { FacetValue } from '@/lib/read-model/queue-summary';
import { methodLabels } from '@/lib/runs/labels';
import { flagFilterLabels, readinessLabels, verdictFilterLabels } from './active-filters';

/** All filters. */
export function FilterPanel({
  facets,
  query,
  onQuery,
}: {
  readonly facets: QueuePageJson['facets'];
  readonly query: QueueQuery;
  readonly onQuery: (change: Partial<QueueQuery>) => void;
}) {
  const format = useFormat();
  return (
    <div className="grid w-80 max-w-[calc(100vw-2rem)] gap-3 p-3">
      <FacetSelect
        label="Status"
        options={Object.entries(statusFilterLabels).map(([value, label]) => ({ value, label }))}
        chosen={chosenStatuses(query)}
        onChoose={(chosen) =>
          onQuery({
            ready: readinessChoices.filter((name) => chosen.includes(name)),
            overdue: chosen.includes('overdue'),
            snoozed: chosen.includes('snoozed'),
          })
        }
      />
      <FacetSelect
        label="Flag"
        options={flagChoices.map((flag) => ({ value: flag, label: flagFilterLabels[flag] }))}
        chosen={query.flag}
        onChoose={(flag) => onQuery({ flag: flagChoices.filter((name) => flag.includes(name)) })}
      />
      <FacetSelect
        label="Claude"
        options={verdictChoices.map((verdict) => ({
          value: verdict,
          label: verdictFilterLabels[verdict],
        }))}
        chosen={query.verdict}
        onChoose={(verdict) =>
          onQuery({ verdict: verdictChoices.filter((name) => verdict.includes(name)) })
        }
      />
      <FacetSelect
        label="CSM"
        options={facetOptions(facets.csm, format)}
        chosen={query.csm}
        onChoose={(csm) => onQuery({ csm })}
      />
      <FacetSelect
        label="Run"
        options={facetOptions([...facets.run].reverse(), format)}
        chosen={query.run === null ? [] : [query.run]}
        onChoose={([run = null]) => onQuery({ run })}
      />
      <FacetSelect
        label="Method"
        options={facetOptions(facets.method, format, methodLabels)}
        chosen={query.method}
        onChoose={(method) => onQuery({ method })}
      />
      <FacetSelect
        label="Segment"
        options={facetOptions(facets.segment, format)}
        chosen={query.segment}
        onChoose={(segment) => onQuery({ segment })}
      />
      <FacetSelect
        label="Level"
        options={facetOptions(facets.level, format)}
        chosen={query.level}
        onChoose={(level) => onQuery({ level })}
      />
      <FacetSelect
        label="Health"
        options={healthColors.map((color) => ({ value: color, label: healthColorLabels[color] }))}
        chosen={query.health}
        onChoose={(health) =>
          onQuery({ health: healthColors.filter((color) => health.includes(color)) })
        }
      />
      <ScoreRange min={query.min} max={query.max} onChange={onQuery} />
    </div>
  );
}

function facetOptions(
  facets: readonly FacetValue[],
  format: Format,
  labels: Readonly<Record<string, string>> = {},
): readonly FacetOption[] {
  return facets.map(({ value, count }) => ({
    value,
    label: `${labels[value] ?? value} (${format.number(count)})`,
  }));
}

interface FacetOption {
  readonly value: string;
  readonly label: string;
}

/** Selects one value; shows a placeholder if the URL selects several. */
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
  const [single = ''] = chosen;
  const isListed = chosen.length !== 1 || options.some(({ value }) => value === single);
  return (
    <div className="grid grid-cols-[5rem_minmax(0,1fr)] items-center gap-2">
      <label htmlFor={id} className="text-sm text-ink-muted">
        {label}
      </label>
      <Select
        compact
        id={id}
        value={chosen.length > 1 ? MULTIPLE : single}
        onChange={(event) => onChoose(event.target.value ? [event.target.value] : [])}
      >
        <option value="">Any</option>
        {chosen.length > 1 && <option value={MULTIPLE}>{`${chosen.length} selected`}</option>}
        {!isListed && <option value={single}>{`${single} (0)`}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </Select>
    </div>
  );
}

// The select's value if several are selected; never an actual filter value.
const MULTIPLE = '(multiple)';

/** The minimum and maximum score, applied on Enter or blur. */
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
      <ScoreInput label="Minimum score" value={min} onApply={(value) => onChange({ min: value })} />
      <span aria-hidden="true" className="text-sm text-ink-muted">
        to
      </span>
      <ScoreInput label="Maximum score" value={max} onApply={(value) => onChange({ max: value })} />
    </fieldset>
  );
}

function ScoreInput({
  label,
  value,
  onApply,
}: {
  readonly label: string;
  readonly value: number | null;
  readonly onApply: (value: number | null) => void;
}) {
  const apply = (text: string) => {
    const next = text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text);
    if (next !== value) onApply(next);
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
      onBlur={(event) => apply(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply(event.currentTarget.value);
      }}
    />
  );
}

const statusFilterLabels = { ...readinessLabels, overdue: 'Overdue', snoozed: 'Snoozed' };

function chosenStatuses({ ready, overdue, snoozed }: QueueQuery): string[] {
  return [...ready, ...(overdue ? ['overdue'] : []), ...(snoozed ? ['snoozed'] : [])];
}

const healthColorLabels = { red: 'Red', yellow: 'Yellow', green: 'Green' } as const;
