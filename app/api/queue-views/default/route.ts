import { setDefaultView, setDefaultViewInput } from '@/lib/decisions/queue-preferences';
import { readJson, runRoute } from '@/lib/server/api';

/** Sets the view that the queue opens with for the person. */
export function PUT(request: Request): Promise<Response> {
  return runRoute(
    'queue-views.default',
    request,
    setDefaultViewInput,
    readJson,
    async (ctx, input) => {
      await setDefaultView(ctx, input);
      return {};
    },
  );
}
