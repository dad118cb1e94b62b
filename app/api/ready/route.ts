import { failureResponse } from '@/lib/server/api';
import { checkReady } from '@/lib/server/lifecycle';

/** Succeeds while the warehouse can be read and written; otherwise responds 503 with the reason. */
export async function GET(): Promise<Response> {
  try {
    await checkReady();
    return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return failureResponse('ready', error);
  }
}

export const dynamic = 'force-dynamic';
