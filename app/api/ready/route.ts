import { failureResponse } from '@/lib/server/api';
import { checkReady } from '@/lib/server/lifecycle';

/** Whether the warehouse answers in time; 503 with the reason if it does not. */
export async function GET(): Promise<Response> {
  try {
    await checkReady();
    return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return failureResponse('ready', error);
  }
}

export const dynamic = 'force-dynamic';
