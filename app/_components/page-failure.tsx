'use client';

import { Button } from '@/components/ui/button';
import { buttonStyle } from '@/components/ui/button-style';
import { EmptyState } from '@/components/ui/empty-state';
import { type Failure, readFailure, reference } from './read-failure';

const titles: Partial<Record<Failure['code'], string>> = {
  sign_in_required: 'You are signed out',
  forbidden: 'This is not for your role',
  not_found: 'There is no such thing here',
  warehouse_missing: 'The warehouse is not set up',
  warehouse_busy: 'Another program holds the warehouse',
  warehouse_read_only: 'The warehouse cannot be written to',
  warehouse_too_new: 'The warehouse is newer than the program',
  warehouse_unavailable: 'The warehouse does not answer',
  timeout: 'This took too long',
};

/** What is shown in place of a page that could not be made, in the words of its failure. */
export function PageFailure({
  error,
  retry,
}: {
  readonly error: unknown;
  readonly retry: () => void;
}) {
  const { code, message } = readFailure(error);
  const number = reference(error);
  return (
    <EmptyState
      level={1}
      title={titles[code] ?? 'This page could not be made'}
      actions={
        code === 'sign_in_required' ? (
          // A full load, because what the page knew of the person is out of date.
          <a href="/sign-in" className={buttonStyle('primary')}>
            Sign in
          </a>
        ) : (
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
        )
      }
    >
      <p role="alert">{message}</p>
      {number && <p className="mt-2 text-xs text-ink-faint">{`In the log under ${number}.`}</p>}
    </EmptyState>
  );
}
