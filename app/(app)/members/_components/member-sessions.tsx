'use client';

import { useRef } from 'react';
import { endMemberSessionsAction } from '@/app/(app)/members/actions';
import { Button } from '@/components/ui/button';
import { useFormat } from '@/components/ui/format-provider';
import { Time } from '@/components/ui/time';
import type { Member } from '@/lib/members/list-members';
import { MemberSection } from './member-section';
import { useMemberAction } from './use-member-action';

/** A member's open sessions, which can be ended. */
export function MemberSessions({
  member: { email, name, sessions },
  ownSessionId,
}: {
  readonly member: Member;
  readonly ownSessionId: string | undefined;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const format = useFormat();
  const { outcome, isRunning, run } = useMemberAction();

  const end = (sessionId?: string) =>
    run(
      () => endMemberSessionsAction({ email, sessionId }),
      ({ ended }) => {
        heading.current?.focus();
        return `Ended ${format.count(ended, 'session')}.`;
      },
    );

  return (
    <MemberSection title="Open sessions" headingRef={heading} outcome={outcome}>
      {sessions.length === 0 && <p className="text-sm text-ink-muted">None.</p>}
      {sessions.length > 0 && (
        <ul aria-label={`Open sessions of ${name}`} className="border-t border-line">
          {sessions.map(({ id, device, createdAt, lastSeenAt }) => (
            <li
              key={id}
              className="flex items-center justify-between gap-4 border-b border-line py-2 text-sm"
            >
              <span className="min-w-0">
                <span className="block truncate">
                  {device}
                  {id === ownSessionId && <span className="text-ink-muted"> (this session)</span>}
                </span>
                <span className="block text-xs text-ink-muted">
                  Signed in <Time at={createdAt} />, last seen <Time at={lastSeenAt} />
                </span>
              </span>
              <Button
                size="sm"
                aria-label={`End the session on ${device}`}
                aria-disabled={isRunning}
                onClick={() => end(id)}
              >
                End
              </Button>
            </li>
          ))}
        </ul>
      )}
      {sessions.length > 1 && (
        <Button busy={isRunning} className="justify-self-start" onClick={() => end()}>
          End all sessions
        </Button>
      )}
    </MemberSection>
  );
}
