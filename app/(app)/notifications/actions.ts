'use server';

import { type SendTestInput, sendTest, type TestResult } from '@/lib/notifications/send-test';
import { notificationTarget } from '@/lib/notifications/target';
import { type ActionResult, runAction } from '@/lib/server/actions';
import { env } from '@/lib/server/env';

/** Sends a test notification, and returns how that went. */
export async function sendTestAction(input: SendTestInput): Promise<ActionResult<TestResult>> {
  return runAction('notifications.test', input, (ctx, parsed) =>
    sendTest(ctx, notificationTarget(env()), parsed),
  );
}
