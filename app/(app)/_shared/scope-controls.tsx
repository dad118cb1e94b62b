'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useId, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Input, Select } from '@/components/ui/form-controls';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { Popover } from '@/components/ui/popover';
import type { ScopeChoices } from '@/lib/analytics/shared/scope';
import { periodNames, periods, type ScopeQuery, scopeHref } from './scope-params';

/**
 * The period buttons and filters. While `choices` is null, the filters have no options yet; with
 * 'none', they are hidden but stay in the URL for the pages that use them.
 */
export function ScopeControls({
  query,
  timeZone,
  choices,
  keep,
}: {
  readonly query: ScopeQuery;
  readonly timeZone: string;
  readonly choices: ScopeChoices | null | 'none';
  readonly keep: string;
}) {
  const router = useRouter();
  const path = usePathname();
  const [isPending, startTransition] = useTransition();
  const format = useFormat();

  const change = (changes: Partial<ScopeQuery>) =>
    startTransition(() =>
      router.push(scopeHref(path + keep, { ...query, ...changes }), { scroll: false }),
    );
  const hasFilters = query.segment.length + query.level.length + query.team.length > 0;

  return (
    <section
      aria-label="Period and filters"
      aria-busy={isPending}
      className={classNames(
        'flex flex-wrap items-center gap-2 px-4 pb-3 lg:px-6',
        isPending && 'opacity-70',
      )}
    >
      <fieldset className="flex flex-wrap items-center gap-1" data-print="none">
        <legend className="sr-only">Period</legend>
        {periodNames.map((name) => {
          const isActive = query.period === name;
          return (
            <button
              key={name}
              type="button"
              aria-pressed={isActive}
              onClick={() => change({ period: name, from: null, to: null })}
              className={classNames(
                'h-8 rounded-md px-2 text-sm',
                isActive
                  ? 'bg-accent-soft font-medium text-accent-ink'
                  : 'text-ink-muted hover:bg-hover',
              )}
            >
              {periods[name].name}
            </button>
          );
        })}
        <DateRangePicker
          key={`${query.from} ${query.to}`}
          from={query.from}
          to={query.to}
          onChange={(range) => change({ ...range, period: null })}
        />
      </fieldset>
      {choices !== 'none' && (
        <div className="flex flex-wrap items-center gap-2" data-print="none">
          <FilterSelect
            label="Segment"
            allLabel="All segments"
            options={choices?.segments}
            selected={query.segment}
            onChange={(segment) => change({ segment })}
          />
          <FilterSelect
            label="Level"
            allLabel="All levels"
            options={choices?.levels}
            selected={query.level}
            onChange={(level) => change({ level })}
          />
          <FilterSelect
            label="Team"
            allLabel="All teams"
            options={choices?.managers}
            selected={query.team}
            onChange={(team) => change({ team })}
          />
          {hasFilters && (
            <Button variant="ghost" onClick={() => change({ segment: [], level: [], team: [] })}>
              Clear
            </Button>
          )}
        </div>
      )}
      <p className="ml-auto text-xs text-ink-muted">
        <span className="hidden print:inline">{`${scopeSummary(query, choices !== 'none', format)} · `}</span>
        {`Days and weeks in ${timeZoneName(timeZone)}`}
        {format.timeZone !== timeZone && (
          <Button
            size="sm"
            className="ml-2"
            data-print="none"
            onClick={() => change({ zone: format.timeZone })}
          >
            {`Use ${timeZoneName(format.timeZone)}`}
          </Button>
        )}
      </p>
    </section>
  );
}

const timeZoneName = (zone: string) => zone.replaceAll('_', ' ');

const MULTIPLE = 'multiple';

function FilterSelect({
  label,
  allLabel,
  options = [],
  selected,
  onChange,
}: {
  readonly label: string;
  readonly allLabel: string;
  readonly options?: readonly string[] | undefined;
  readonly selected: readonly string[];
  readonly onChange: (selected: string[]) => void;
}) {
  const [only = ''] = selected;
  const isKnown = selected.length !== 1 || options.includes(only);
  return (
    <Select
      compact
      className="w-36"
      aria-label={label}
      value={selected.length > 1 ? MULTIPLE : only}
      onChange={(event) => onChange(event.target.value ? [event.target.value] : [])}
    >
      <option value="">{allLabel}</option>
      {selected.length > 1 && <option value={MULTIPLE}>{`${selected.length} selected`}</option>}
      {!isKnown && <option value={only}>{only}</option>}
      {options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </Select>
  );
}

function scopeSummary(
  { period, from, to, segment, level, team }: ScopeQuery,
  includeFilters: boolean,
  format: Format,
): string {
  const time =
    from && to
      ? `${format.day(from)} to ${format.day(to)}`
      : `Last ${period ? periods[period].name.toLowerCase() : ''}`;
  if (!includeFilters) return time;
  return [time, ...segment, ...level, ...team.map((name) => `${name}’s team`)].join(', ');
}

/** Selects two calendar days, both inclusive. */
function DateRangePicker({
  from,
  to,
  onChange,
}: {
  readonly from: string | null;
  readonly to: string | null;
  readonly onChange: (range: { readonly from: string; readonly to: string }) => void;
}) {
  const id = useId();
  const [first, setFirst] = useState(from ?? '');
  const [last, setLast] = useState(to ?? '');
  const format = useFormat();
  const range = from && to ? [format.day(from), format.day(to)] : null;
  const error = first && last && first > last ? 'The first day is after the last day.' : '';
  return (
    <Popover
      label={range ? `From ${range.join(' to ')}` : 'Choose dates'}
      trigger={range?.join(' – ') ?? 'Custom…'}
      buttonClassName={classNames(
        'px-2! font-normal!',
        from ? 'bg-accent-soft font-medium! text-accent-ink!' : 'text-ink-muted!',
      )}
    >
      <form
        className="grid w-64 gap-2 p-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (first && last && !error) onChange({ from: first, to: last });
        }}
      >
        <label htmlFor={`${id}-first`} className="text-sm text-ink-muted">
          First day
        </label>
        <Input
          id={`${id}-first`}
          compact
          required
          type="date"
          value={first}
          onChange={(event) => setFirst(event.target.value)}
        />
        <label htmlFor={`${id}-last`} className="text-sm text-ink-muted">
          Last day
        </label>
        <Input
          id={`${id}-last`}
          compact
          required
          type="date"
          value={last}
          aria-invalid={error ? true : undefined}
          onChange={(event) => setLast(event.target.value)}
        />
        <p role="status" className="text-sm text-danger empty:hidden">
          {error}
        </p>
        <Button type="submit" variant="primary">
          Apply
        </Button>
      </form>
    </Popover>
  );
}
