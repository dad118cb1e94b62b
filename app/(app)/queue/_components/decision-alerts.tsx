'use client';

import { Alert } from '@/components/ui/alert';
import { Button, buttonClass } from '@/components/ui/button';
import type { ErrorCode } from '@/lib/server/errors';
import { type DecisionRequest, describeRequest, failureLabels } from './decision-requests';

/** Why something was not done, kept until it is read. */
export interface DecisionAlert {
  readonly id: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly request: DecisionRequest;
  readonly undoing?: boolean;
  /** What can be done about it; to look at the record otherwise. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** What the server refused, each with what can be done about it. */
export function DecisionAlerts({
  notices,
  onDismiss,
  onShow,
}: {
  readonly notices: readonly DecisionAlert[];
  readonly onDismiss: (id: number) => void;
  readonly onShow: (recommendationId: string) => void;
}) {
  return notices.map((notice) => {
    const { id, code, message, request: intent, undoing } = notice;
    const action = notice.action ?? {
      label: 'Show its record',
      run: () => onShow(intent.row.id),
    };
    const title = `${undoing ? 'Not undone' : failureLabels[intent.choice.verb]}: ${describeRequest(intent)}`;
    return (
      <Alert
        key={id}
        tone={code === 'already_decided' || code === 'undo_expired' ? 'warn' : 'danger'}
        title={title}
        className="mx-4 mb-2 lg:mx-6"
        actions={
          <>
            {code === 'sign_in_required' && (
              <a href="/sign-in" className={buttonClass('secondary', 'sm')}>
                Sign in
              </a>
            )}
            <Button
              size="sm"
              onClick={() => {
                onDismiss(id);
                action.run();
              }}
            >
              {action.label}
            </Button>
            <Button size="sm" variant="ghost" onClick={() => onDismiss(id)}>
              Dismiss
            </Button>
          </>
        }
      >
        {message}
      </Alert>
    );
  });
}
