'use server';

import { revalidatePath } from 'next/cache';
import { publishPolicy } from '@/lib/policy/publish-policy';
import { type ActionResult, runAction } from '@/lib/server/actions';

/** Publishes changes of a version as the next version. */
export async function publishPolicyAction(
  input: Parameters<typeof publishPolicy>[1],
): Promise<ActionResult<{ readonly version: number }>> {
  return runAction('policy.publish', input, async (ctx) => {
    const published = await publishPolicy(ctx, input);
    revalidatePath('/policy', 'layout');
    return published;
  });
}
