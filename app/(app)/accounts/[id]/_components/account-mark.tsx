'use client';

import { useState, useTransition } from 'react';
import { unmarkAccountAction } from '@/app/(app)/accounts/[id]/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { announce } from '@/components/ui/notifications';
import { Time } from '@/components/ui/time';
import type { AccountHistory } from '@/lib/analytics/account/get-account-history';

/** Who marked the account as needing a CSM, with a button that takes the mark back. */
export function AccountMark({
  accountId,
  mark: { byName, at, reason },
  mayUnmark,
}: {
  readonly accountId: string;
  readonly mark: NonNullable<AccountHistory['mark']>;
  readonly mayUnmark: boolean;
}) {
  const [busy, startTransition] = useTransition();
  const [failure, setFailure] = useState<string>();

  function unmark() {
    startTransition(async () => {
      const result = await unmarkAccountAction({ accountId });
      if (result.ok) announce('The account is no longer marked.');
      setFailure(result.ok ? undefined : result.error.message);
    });
  }

  return (
    <Alert
      title="Marked as needing a CSM"
      actions={
        mayUnmark && (
          <Button size="sm" busy={busy} onClick={unmark}>
            Take back the mark
          </Button>
        )
      }
    >
      {'By '}
      <bdi>{byName}</bdi>
      {', '}
      <Time at={at} show="absolute" />
      {reason && <span className="wrap-anywhere">{`. “${reason}”`}</span>}
      {failure && <p role="alert">{failure}</p>}
    </Alert>
  );
}
