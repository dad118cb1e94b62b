import { saveTablePreferences, saveTablePreferencesInput } from '@/lib/decisions/queue-preferences';
import { readJson, runRoute } from '@/lib/server/api';

/** Remembers how the person set the queue's table. */
export function PUT(request: Request): Promise<Response> {
  return runRoute(
    'queue.preferences',
    request,
    saveTablePreferencesInput,
    readJson,
    async (ctx, input) => {
      await saveTablePreferences(ctx, input);
      return {};
    },
  );
}
