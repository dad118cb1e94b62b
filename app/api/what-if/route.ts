import { askWhatIf, whatIfInput } from '@/lib/runs/what-if';
import { runRoute } from '@/lib/server/api';

/**
 * Returns what a scenario would change: `?subject=` and `id=` name the problem, and the other parameters
 * are the fields of the scenario.
 */
export function GET(request: Request): Promise<Response> {
  const { subject, id, ...scenario } = Object.fromEntries(new URL(request.url).searchParams);
  const input = { subject: { kind: subject, id }, scenario };
  return runRoute('what-if', request, whatIfInput, input, (ctx, parsed) =>
    askWhatIf(ctx, parsed, { signal: request.signal }),
  );
}
