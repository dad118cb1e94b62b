import { z } from 'zod';
import {
  changeQueueView,
  createQueueView,
  deleteQueueViewInput,
  listQueueViews,
  queueViewInput,
  removeQueueView,
} from '@/lib/decisions/queue-views';
import { readJson, runRoute } from '@/lib/server/api';

/** Returns the views that the person can use, and the one that the queue opens with. */
export function GET(request: Request): Promise<Response> {
  return runRoute('queue-views', request, z.undefined(), undefined, listQueueViews);
}

/** Saves a new view. Idempotent by its id. */
export function POST(request: Request): Promise<Response> {
  return runRoute('queue-views.create', request, queueViewInput, readJson, createQueueView);
}

/** Changes a view. */
export function PUT(request: Request): Promise<Response> {
  return runRoute('queue-views.change', request, queueViewInput, readJson, changeQueueView);
}

/** Deletes the view with the id in the URL. */
export function DELETE(request: Request): Promise<Response> {
  const id = new URL(request.url).searchParams.get('id');
  return runRoute('queue-views.remove', request, deleteQueueViewInput, { id }, removeView);
}

async function removeView(...[ctx, input]: Parameters<typeof removeQueueView>) {
  await removeQueueView(ctx, input);
  return {};
}
