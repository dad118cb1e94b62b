import { failure } from '@/lib/api-route';
import { checkReady } from '@/lib/check-ready';

/** Whether the warehouse answers in time; 503 with the reason if it does not. */
export async function GET(): Promise<Response> {
  try {
    await checkReady();
    return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return failure('ready', error);
  }
}

export const dynamic = 'force-dynamic';
