import { fetchFile } from '@/app/(app)/_shared/fetch-json';
import { notify } from '@/components/ui/notifications';
import { saveFile } from '@/components/ui/save-file';
import { type QueueQuery, queueView } from './search-params';

/** Downloads all rows that match the filters as a CSV file, or says why that failed. */
export async function downloadCsv(query: QueueQuery): Promise<void> {
  try {
    const response = await fetchFile(`/api/queue/export${queueView({ ...query, page: 1 })}`);
    saveFile(await response.blob(), fileNameOf(response));
  } catch (error) {
    const { message } = error as Error;
    void notify('danger', 'The file was not downloaded.', { description: message });
  }
}

function fileNameOf({ headers }: Response): string {
  return /filename="([^"]+)"/.exec(headers.get('content-disposition') ?? '')?.[1] ?? 'queue.csv';
}
