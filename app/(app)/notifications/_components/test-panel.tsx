'use client';

import { type ReactNode, useState, useTransition } from 'react';
import { sendTestAction } from '@/app/(app)/notifications/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/page-layout';

/** The target, with a button that sends a test and shows how that went. */
export function TestPanel({ children }: { readonly children: ReactNode }) {
  const [outcome, setOutcome] = useState<{ tone: 'ok' | 'danger'; text: string } | null>(null);
  const [isSending, startTransition] = useTransition();

  function send() {
    setOutcome(null);
    startTransition(async () => {
      const result = await sendTestAction({ confirm: true });
      if (!result.ok) setOutcome({ tone: 'danger', text: result.error.message });
      else if (result.value.error) setOutcome({ tone: 'danger', text: result.value.error });
      else setOutcome({ tone: 'ok', text: `${result.value.host} accepted the test.` });
    });
  }

  return (
    <Panel
      title="Where notifications go"
      actions={
        <Button busy={isSending} onClick={send}>
          Send a test
        </Button>
      }
    >
      {children}
      {outcome && (
        <Alert
          tone={outcome.tone}
          title={outcome.tone === 'ok' ? 'The test was delivered' : 'The test was not delivered'}
          className="mt-3"
        >
          {outcome.text}
        </Alert>
      )}
    </Panel>
  );
}
