'use client';

import { useId } from 'react';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { QueueQuery } from '../search-params';

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** One value of a list, or several when the address says so. */
export function FacetChoice({
  label,
  options,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly options: readonly Option[];
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
        value={chosen.length > 1 ? several : only}
        onChange={(event) => onChoose(event.target.value ? [event.target.value] : [])}
      >
        <option value="">Any</option>
        {chosen.length > 1 && <option value={several}>{`${chosen.length} chosen`}</option>}
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
const several = 'several of them';

/** The least and the highest score, asked for when left or confirmed. */
export function ScoreRange({
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
      <Bound label="Least score" value={min} onSet={(value) => onChange({ min: value })} />
      <span aria-hidden="true" className="text-sm text-ink-muted">
        to
      </span>
      <Bound label="Highest score" value={max} onSet={(value) => onChange({ max: value })} />
    </fieldset>
  );
}

function Bound({
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
