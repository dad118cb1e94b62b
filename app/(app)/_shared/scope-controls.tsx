'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useId, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Input, Select } from '@/components/ui/form-controls';
import { useFormat } from '@/components/ui/format-provider';
import { Popover } from '@/components/ui/popover';
import type { ScopeChoices } from '@/lib/analytics/shared/scope';
import { periodNames, periods, type ScopeQuery, scopeHref } from './scope-params';

/**
 * The controls themselves; until the choices are known they have the same size and rest. Where
 * there are none to be made, what the address narrows to is kept for the pages that heed it.
 */
export function ScopeControls({
  query,
  zone,
  choices,
  keep,
}: {
  readonly query: ScopeQuery;
  readonly zone: string;
  readonly choices: ScopeChoices | null | 'none';
  readonly keep: string;
}) {
  const router = useRouter();
  const path = usePathname();
  const [waiting, start] = useTransition();
  const { timeZone: own } = useFormat();

  // The first page is cut in UTC, for the browser has not yet told where it is.
  useEffect(() => {
    if (own !== zone) start(() => router.refresh());
  }, [own, zone, router]);

  const ask = (change: Partial<ScopeQuery>) =>
    start(() => router.push(scopeHref(path + keep, { ...query, ...change }), { scroll: false }));
  const narrowed = query.segment.length + query.level.length + query.team.length > 0;

  return (
    <section
      aria-label="Period and filters"
      aria-busy={waiting}
      className={classNames(
        'flex flex-wrap items-center gap-2 px-4 pb-3 lg:px-6',
        waiting && 'opacity-70',
      )}
    >
      <fieldset className="flex flex-wrap items-center gap-1" data-print="none">
        <legend className="sr-only">Period</legend>
        {periodNames.map((name) => {
          const here = query.period === name && query.from === null;
          return (
            <button
              key={name}
              type="button"
              aria-pressed={here}
              onClick={() => ask({ period: name, from: null, to: null })}
              className={classNames(
                'h-8 rounded-md px-2 text-sm',
                here
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
          onChoose={(range) => ask(range)}
        />
      </fieldset>
      {choices !== 'none' && (
        <div className="flex flex-wrap items-center gap-2" data-print="none">
          <FilterSelect
            label="Segment"
            every="All segments"
            options={choices?.segments}
            chosen={query.segment}
            onChoose={(segment) => ask({ segment })}
          />
          <FilterSelect
            label="Level"
            every="All levels"
            options={choices?.levels}
            chosen={query.level}
            onChoose={(level) => ask({ level })}
          />
          <FilterSelect
            label="Team"
            every="All teams"
            options={choices?.managers}
            chosen={query.team}
            onChoose={(team) => ask({ team })}
          />
          {narrowed && (
            <Button variant="ghost" onClick={() => ask({ segment: [], level: [], team: [] })}>
              Clear
            </Button>
          )}
        </div>
      )}
      <p className="ml-auto text-xs text-ink-muted">
        <span className="hidden print:inline">{`${scopeSummary(query, choices !== 'none')} · `}</span>
        {`Days and weeks in ${zone.replaceAll('_', ' ')}`}
      </p>
    </section>
  );
}

const MULTIPLE = 'several of them';

function FilterSelect({
  label,
  every,
  options = [],
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly every: string;
  readonly options?: readonly string[] | undefined;
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: string[]) => void;
}) {
  const [only = ''] = chosen;
  const known = chosen.length !== 1 || options.includes(only);
  return (
    <Select
      compact
      className="w-36"
      aria-label={label}
      value={chosen.length > 1 ? MULTIPLE : only}
      onChange={(event) => onChoose(event.target.value ? [event.target.value] : [])}
    >
      <option value="">{every}</option>
      {chosen.length > 1 && <option value={MULTIPLE}>{`${chosen.length} chosen`}</option>}
      {!known && <option value={only}>{only}</option>}
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
  narrowed: boolean,
): string {
  const time = from && to ? `${from} to ${to}` : `Last ${periods[period].name.toLowerCase()}`;
  if (!narrowed) return time;
  return [time, ...segment, ...level, ...team.map((name) => `team of ${name}`)].join(', ');
}

/** Two days of the calendar, both included. */
function DateRangePicker({
  from,
  to,
  onChoose,
}: {
  readonly from: string | null;
  readonly to: string | null;
  readonly onChoose: (range: { readonly from: string; readonly to: string }) => void;
}) {
  const id = useId();
  const [first, setFirst] = useState(from ?? '');
  const [last, setLast] = useState(to ?? '');
  const words = from && to ? `${from} – ${to}` : 'Days…';
  const wrong = first && last && first > last ? 'The first day must not be after the last.' : '';
  return (
    <Popover
      label={from && to ? `From ${from} to ${to}` : 'Choose days'}
      trigger={words}
      buttonClassName={classNames(
        'px-2! font-normal!',
        from ? 'bg-accent-soft font-medium! text-accent-ink!' : 'text-ink-muted!',
      )}
    >
      <form
        className="grid w-64 gap-2 p-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (first && last && !wrong) onChoose({ from: first, to: last });
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
          aria-invalid={wrong ? true : undefined}
          onChange={(event) => setLast(event.target.value)}
        />
        <p role="status" className="text-sm text-danger empty:hidden">
          {wrong}
        </p>
        <Button type="submit" variant="primary">
          Show
        </Button>
      </form>
    </Popover>
  );
}
