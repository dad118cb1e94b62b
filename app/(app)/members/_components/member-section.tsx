import { type ReactNode, type Ref, useId } from 'react';
import { Alert } from '@/components/ui/alert';
import type { ActionOutcome } from './use-member-action';

/** A part of the dialog of a member, with the outcome of its last action. */
export function MemberSection({
  title,
  headingRef,
  outcome: { done, error },
  children,
}: {
  readonly title: string;
  /** For moving the focus here when a button disappears. */
  readonly headingRef?: Ref<HTMLHeadingElement>;
  readonly outcome: ActionOutcome;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h3
        ref={headingRef}
        id={id}
        tabIndex={headingRef ? -1 : undefined}
        className="text-sm font-semibold outline-none"
      >
        {title}
      </h3>
      {error && (
        <Alert tone="danger" title="Not done">
          {error}
        </Alert>
      )}
      {children}
      <p role="status" className="text-sm text-ink-muted empty:hidden">
        {done}
      </p>
    </section>
  );
}
