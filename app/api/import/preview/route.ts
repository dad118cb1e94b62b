import { previewUpload, uploadInput } from '@/lib/accounts/import/import-upload';
import { MAX_FORM_BYTES, tooLargeMessage } from '@/lib/accounts/import/upload-limit';
import { runRoute } from '@/lib/server/api';
import { readForm, readParquet } from '@/lib/server/upload';

/** Returns what an uploaded file contains and how it would be imported. Changes nothing. */
export function POST(request: Request): Promise<Response> {
  const readFields = () =>
    readForm(request, { maxBytes: MAX_FORM_BYTES, tooLarge: tooLargeMessage });
  return runRoute('import.preview', request, uploadInput, readFields, (ctx, upload) =>
    previewUpload({ ...ctx, readParquet }, upload),
  );
}
