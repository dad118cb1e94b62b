import { noResponse } from '@/app/(app)/_shared/fetch-json';
import { session } from '@/app/(app)/_shared/session';
import { notify } from '@/components/ui/notifications';
import type { ErrorResponse } from '@/lib/server/errors';
import { type QueueQuery, queueView } from './search-params';

/** Downloads all rows that match the filters as a CSV file, or says why that failed. */
export async function downloadCsv(query: QueueQuery): Promise<void> {
  const search = queueView({ ...query, page: 1 });
  try {
    const response = await fetch(`/api/queue/export${search}`, { cache: 'no-store' });
    if (response.ok) return save(await response.blob(), fileNameOf(response));
    const { error } = (await response.json()) as { readonly error?: ErrorResponse };
    if (error?.code === 'sign_in_required') session.set('signed_out');
    throw error ?? noResponse();
  } catch (error) {
    const { message } = error instanceof TypeError ? noResponse() : (error as ErrorResponse);
    void notify('danger', 'The file was not downloaded.', { description: message });
  }
}

function fileNameOf({ headers }: Response): string {
  return /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '')?.[1] ?? 'queue.csv';
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
