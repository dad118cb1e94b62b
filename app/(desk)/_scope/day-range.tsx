'use client';

import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Input } from '@/components/ui/input';
import { Popover } from '@/components/ui/popover';

/** Two days of the calendar, both included. */
export function DayRange({
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
      face={words}
      buttonClass={classNames(
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
