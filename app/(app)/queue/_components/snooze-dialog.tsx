'use client';

import { useState } from 'react';
import { accountLabel, type DecisionTarget } from '@/app/(app)/queue/queue-row';
import { Button, Kbd } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/form-controls';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import type { SnoozeUntil } from './use-snooze';

const LONGEST_DAYS = 30;

/** Asks until when a recommendation is out of the queue. Digits choose an option. */
export function SnoozeDialog({
  target,
  onSnooze,
  onClose,
}: {
  readonly target: DecisionTarget;
  readonly onSnooze: (until: SnoozeUntil) => void;
  readonly onClose: () => void;
}) {
  const format = useFormat();
  const [now] = useState(() => new Date());
  const options = snoozeOptions(target, now, format);
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={`Snooze ${accountLabel(target)}`}
      description="It leaves the queue for everyone and then returns."
    >
      <div
        role="none"
        onKeyDown={(event) => {
          if (event.target instanceof HTMLInputElement) return;
          const option = options[Number(event.key) - 1];
          if (option) onSnooze(option.until);
        }}
      >
        <ul className="-mx-2 grid gap-0.5">
          {options.map(({ label, detail, until }, index) => (
            <li key={until}>
              <button
                type="button"
                onClick={() => onSnooze(until)}
                className="flex min-h-9 w-full items-center gap-3 rounded-md px-2 text-left text-sm hover:bg-hover"
              >
                <span className="flex-1 font-medium">{label}</span>
                <span className="text-ink-muted">{detail}</span>
                <Kbd hint>{index + 1}</Kbd>
              </button>
            </li>
          ))}
        </ul>
        <OtherTime now={now} onSnooze={onSnooze} />
      </div>
    </Dialog>
  );
}

function OtherTime({
  now,
  onSnooze,
}: {
  readonly now: Date;
  readonly onSnooze: (until: SnoozeUntil) => void;
}) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const latest = new Date(now.getTime() + LONGEST_DAYS * DAY_MS);
  return (
    <form
      noValidate
      className="mt-3 flex items-end gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        const until = new Date(text);
        if (!(until > new Date() && until <= latest)) {
          setProblem(`Enter a time within the next ${LONGEST_DAYS} days.`);
        } else onSnooze(until.toISOString());
      }}
    >
      <div className="min-w-0 flex-1">
        <Field label="Another time" error={problem}>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              min={toLocalInput(now)}
              max={toLocalInput(latest)}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setProblem(null);
              }}
            />
          )}
        </Field>
      </div>
      <Button type="submit">Snooze</Button>
    </form>
  );
}

interface SnoozeOption {
  readonly label: string;
  readonly detail: string;
  readonly until: SnoozeUntil;
}

/** Times people ask for, in the browser's time zone, soonest first. */
function snoozeOptions(target: DecisionTarget, now: Date, format: Format): readonly SnoozeOption[] {
  const at = (label: string, time: Date): SnoozeOption => ({
    label,
    detail: format.clock(time, now.getTime()),
    until: time.toISOString(),
  });
  const onDay = (days: number, hour: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const { readiness } = target;
  const ready: readonly SnoozeOption[] =
    readiness?.kind === 'later'
      ? [
          {
            label: 'Until it is ready',
            detail: format.clock(new Date(readiness.at), now.getTime()),
            until: 'ready',
          },
        ]
      : [];
  const afternoon = onDay(0, 13);
  const tomorrow = onDay(1, 9);
  const daysToMonday = (8 - now.getDay()) % 7 || 7;
  return [
    ...ready,
    at('For an hour', new Date(now.getTime() + HOUR_MS)),
    ...(afternoon.getTime() > now.getTime() + HOUR_MS ? [at('This afternoon', afternoon)] : []),
    at('Tomorrow morning', tomorrow),
    ...(daysToMonday > 1 ? [at('Next Monday', onDay(daysToMonday, 9))] : []),
  ];
}

/** The local time as a `datetime-local` input takes it. */
function toLocalInput(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
