'use client';

import { Button, type ButtonProps } from '@/components/ui/button';
import type { StartRunInput } from '@/lib/runs/start-run';
import { StartFailure } from './start-failure';
import { useStart } from './use-start';

/** Starts a known run: the same again, or a dry run for real. */
export function StartButton({
  input,
  variant = 'primary',
  children,
}: Pick<ButtonProps, 'variant' | 'children'> & { readonly input: StartRunInput }) {
  const { start, busy, error } = useStart();
  return (
    <>
      {error && <StartFailure error={error} />}
      <Button variant={variant} busy={busy} onClick={() => start(input)}>
        {children}
      </Button>
    </>
  );
}
