import { checkReady } from '@/lib/server/lifecycle';
import { logStatus } from '@/lib/server/log';

const headers = { 'cache-control': 'no-store' };

/**
 * Succeeds while the warehouse can be read and written; otherwise responds 503. Anyone may ask, so only
 * the log has the reason.
 */
export async function GET(): Promise<Response> {
  try {
    await checkReady();
    logStatus('ready', null);
    return Response.json({ status: 'ok' }, { headers });
  } catch (error) {
    logStatus('ready', error);
    return Response.json({ status: 'unavailable' }, { status: 503, headers });
  }
}

export const dynamic = 'force-dynamic';
