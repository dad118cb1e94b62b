'use client';

import { useTransition } from 'react';
import { endSessionsAction } from '@/app/(app)/sessions/actions';
import { Button } from '@/components/ui/button';
import { notify } from '@/components/ui/notifications';

/** Ends some of the person's sessions. */
export function EndSessionsButton({
  sessions,
  label,
  context,
}: {
  readonly sessions: Parameters<typeof endSessionsAction>[0]['sessions'];
  readonly label: string;
  /** The rest of the button's accessible name. */
  readonly context?: string;
}) {
  const [busy, startTransition] = useTransition();

  function end() {
    startTransition(async () => {
      const result = await endSessionsAction({ sessions });
      if (result.ok) void notify('ok', 'Session ended');
      else void notify('danger', result.error.message);
    });
  }

  return (
    <Button size={context ? 'sm' : 'md'} busy={busy} onClick={end}>
      {label}
      {context && <span className="sr-only">{context}</span>}
    </Button>
  );
}
