import { failureResponse } from '@/lib/server/api';
import { requireMetricsToken } from '@/lib/server/auth/api-tokens';
import { metricsText } from '@/lib/server/metrics-text';

/** Metrics for Prometheus. They need no warehouse, and a session does not open them. */
export async function GET(request: Request): Promise<Response> {
  try {
    requireMetricsToken(request.headers.get('authorization'));
    const { text, contentType } = await metricsText();
    return new Response(text, {
      headers: { 'content-type': contentType, 'cache-control': 'no-store' },
    });
  } catch (error) {
    return failureResponse('metrics', error);
  }
}
