'use server';

import { revalidatePath } from 'next/cache';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { endOwnSessions } from '@/lib/members/own-sessions';
import { type ActionResult, runAction } from '@/lib/server/actions';
import { deleteSessionCookie } from '@/lib/server/auth/session';

/** Ends some of the person's sessions. After all, this browser is signed out, too. */
export async function endSessionsAction(
  input: Parameters<typeof endOwnSessions>[1],
): Promise<ActionResult<void>> {
  const result = await runAction('sessions.end', input, endOwnSessions);
  if (result.ok && input.sessions === 'all') {
    deleteSessionCookie(await cookies());
    redirect('/sign-in?signed-out');
  }
  revalidatePath('/sessions');
  return result;
}
