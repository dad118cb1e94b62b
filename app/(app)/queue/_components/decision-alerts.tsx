'use client';

import { Alert } from '@/components/ui/alert';
import { Button, buttonClass } from '@/components/ui/button';
import type { ErrorCode } from '@/lib/server/errors';
import { type DecisionRequest, describeRequest, failureLabels } from './decision-requests';

/** Why a decision failed. It stays on screen until the user dismisses it. */
export interface DecisionAlert {
  readonly id: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly request: DecisionRequest;
  readonly isUndo?: boolean;
  /** True if no response arrived, so the outcome is unknown. */
  readonly isLost?: boolean | undefined;
  /** By default, shows the recommendation's details. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

/** The decisions that failed, each with a way to continue. */
export function DecisionAlerts({
  alerts,
  onDismiss,
  onShow,
}: {
  readonly alerts: readonly DecisionAlert[];
  readonly onDismiss: (id: number) => void;
  readonly onShow: (recommendationId: string) => void;
}) {
  return alerts.map((alert) => {
    const { id, code, message, request, isUndo, isLost } = alert;
    const action = alert.action ?? { label: 'Show details', run: () => onShow(request.row.id) };
    const failure = isUndo ? 'Not undone' : failureLabels[request.choice.verb];
    const title = `${isLost ? 'Not confirmed' : failure}: ${describeRequest(request)}`;
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
